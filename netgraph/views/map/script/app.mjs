// The map: one state, what follows from it, and the keys.

/** @import {Atlas} from "./unpack.mjs" */
/** @import {Focus} from "./overlay.mjs" */
import { Cards } from "./card.mjs";
import { byId, el } from "./dom.mjs";
import { searchBox } from "./finding.mjs";
import { nearestInDirection } from "./geometry.mjs";
import { nothing } from "./overlay.mjs";
import {
  fillFilters,
  fillHeader,
  fillLegend,
  fillPeople,
  fillStates,
  fillWays,
  noFilters,
  wayNodes,
} from "./panel.mjs";
import { Scene } from "./scene.mjs";
import { Finder } from "./search.mjs";
import { flat, savePNG, saveSVG } from "./saving.mjs";
import { Stage } from "./stage.mjs";
import { Ties } from "./ties.mjs";
import { firstSeen, timeSlider } from "./time.mjs";
import { WeakTies } from "./weak.mjs";
import { count } from "./words.mjs";

const narrow = matchMedia("(max-width: 720px)");
const darkness = matchMedia("(prefers-color-scheme: dark)");
const systemTheme = () => (darkness.matches ? "dark" : "light");

export class App {
  /** @param {Atlas} atlas */
  constructor(atlas) {
    this.atlas = atlas;
    this.ties = new Ties(atlas);
    this.scene = new Scene(atlas, this.ties, atlas.arrangement === "islands");
    this.filters = noFilters();
    this.selected = -1;
    this.hovered = -1;
    this.cursor = -1;
    this.way = -1;
    this.firstSeen = firstSeen(atlas, this.ties);
    /** Whose introductions are shown, with all that followed from them. */
    this.chainOf = -1;
    /** @type {number[]} the people of one company or island */
    this.group = [];
    /** @type {number[]} ties marked among the weak ones */
    this.brushed = [];
    document.documentElement.dataset.theme = systemTheme();
    byId("theme").setAttribute("aria-pressed", String(darkness.matches));
    this.cards = new Cards(atlas, this.ties, {
      person: (p) => this.openPerson(p, true),
      company: (c) => this.openCompany(c),
      chain: (p) => this.showChain(p),
      way: (w) => this.chooseWay(w),
      close: () => this.close(),
    });
    this.choose();
    this.stage = new Stage(byId("stage"), atlas, this.ties, this.scene, {
      pick: (person, island) => this.pick(person, island),
      hover: (person) => this.hover(person),
    });
    this.fill();
    this.listen();
    if (atlas.shown >= 0) this.chooseWay(atlas.shown, narrow.matches);
    else this.refocus();
    this.stage.paint();
    this.stage.write();
  }

  fill() {
    const { atlas, ties, filters } = this;
    const changed = () => this.filtered();
    fillHeader(atlas, ties);
    const fillEntries = () => {
      fillLegend(atlas, filters, changed);
      fillStates(atlas, ties, filters, changed);
    };
    fillEntries();
    fillFilters(atlas, filters, changed);
    byId("f-none").onclick = () => {
      Object.assign(filters, noFilters());
      for (const one of byId("filters").querySelectorAll("select")) one.selectedIndex = 0;
      fillEntries();
      changed();
    };
    fillWays(atlas, (way) => this.chooseWay(way));
    this.fillPeople();
    timeSlider(atlas, ties, () => {
      fillStates(atlas, ties, filters, changed);
      this.cards.turnTo();
      const shown = Math.max(this.selected, this.chainOf);
      if (shown >= 0) this.show(this.cards.ofPerson(shown));
      this.filtered();
      this.weak?.draw();
    });
    this.weak = new WeakTies(atlas, ties, (rows) => {
      this.clear();
      this.brushed = rows;
      this.hide();
      this.refocus();
    });
    const isEmpty = !ties.n;
    byId("empty").hidden = !isEmpty;
    document.body.classList.toggle("is-empty", isEmpty);
    if (isEmpty) byId("empty").textContent = "Nobody is on this map yet.";
    /** @type {Finder | undefined} */
    let finder;
    const sizes = new Uint32Array(atlas.companies.length + 1);
    for (const c of atlas.col.company) sizes[c]++;
    const make = () =>
      (finder ??= new Finder(atlas.names, atlas.companies, ({ kind, row }) =>
        kind === "company" ? 1e6 + sizes[row + 1] : ties.count(row),
      ));
    (window.requestIdleCallback ?? setTimeout)(make);
    searchBox(
      (query, most) => make().find(query, most),
      ({ kind, row }) =>
        kind === "company"
          ? [atlas.companies[row], count(sizes[row + 1], "person", "people")]
          : [atlas.names[row], atlas.companies[atlas.col.company[row] - 1] ?? ""],
      ({ kind, row }) => (kind === "company" ? this.openCompany(row) : this.openPerson(row, true)),
    );
  }

  fillPeople() {
    fillPeople(
      this.atlas,
      this.ties,
      (p) => !this.scene.isFaded[p],
      (p) => this.openPerson(p, true),
    );
  }

  // --- what is drawn ------------------------------------------------------------------------

  /** @param {number} p */
  passes(p) {
    const { col } = this.atlas;
    const f = this.filters;
    if (this.firstSeen[p] > this.ties.day) return false;
    if (f.swatches.has(col.swatch[p])) return false;
    if (f.company >= 0 && col.company[p] - 1 !== f.company) return false;
    if (f.group >= 0 && col.group[p] !== f.group) return false;
    if (!f.last) return true;
    const last = col.personLast[p];
    if (f.last === "none" || !last) return f.last === "none" && !last;
    const silent = this.ties.day - last;
    return f.last === "older" ? silent > 365 : silent <= Number(f.last);
  }

  choose() {
    const { ties, filters } = this;
    const { col } = this.atlas;
    this.scene.choose(
      (p) => this.passes(p),
      (t) =>
        ties.isThere(t) &&
        !filters.states.has(ties.state(t)) &&
        (!filters.origin || (col.origin[t] & filters.origin) > 0),
      (r) => filters.links && col.linkDay[r] <= ties.day,
    );
  }

  filtered() {
    this.choose();
    this.fillPeople();
    this.refocus();
    this.stage.paint();
    const shown = this.scene.isFaded.reduce((n, faded) => n + 1 - faded, 0);
    this.say(
      `${count(shown, "person", "people")} and ${count(this.scene.shownTies ?? 0, "tie")} shown`,
    );
  }

  /** @returns {Focus} */
  focus() {
    const { atlas, ties } = this;
    const focus = nothing();
    focus.marked = [...atlas.picked];
    if (atlas.ego >= 0) focus.marked.push(atlas.ego);
    if (this.cursor >= 0) focus.marked.push(this.cursor);
    focus.cursor = this.cursor;
    if (this.selected >= 0) {
      focus.marked.push(this.selected);
      focus.ties = [...ties.of(this.selected)].filter((t) => ties.isThere(t));
      focus.links = [...ties.links(this.selected)].filter((r) => atlas.col.linkDay[r] <= ties.day);
      focus.people = focus.ties.map((t) => ties.other(t, this.selected));
      focus.people.push(this.selected);
      focus.dims = true;
    }
    if (this.chainOf >= 0) {
      const { linkBy, linkWho } = atlas.col;
      focus.links = ties.chain(this.chainOf);
      focus.people = [this.chainOf, ...focus.links.flatMap((r) => [linkBy[r], linkWho[r]])];
      focus.dims = true;
    }
    if (this.group.length) {
      focus.people = this.group;
      if (atlas.ego >= 0)
        focus.ties = this.group.map((p) => ties.between(atlas.ego, p)).filter((t) => t >= 0);
      focus.dims = true;
    }
    const isFree = this.selected < 0 && this.chainOf < 0 && !this.group.length;
    if (isFree && this.brushed.length) {
      focus.ties = this.brushed;
      focus.people = this.brushed.flatMap((t) => [atlas.i[t], atlas.j[t]]);
      focus.dims = true;
    }
    const way = atlas.ways[this.way];
    if (way && isFree && !this.brushed.length) {
      focus.way = way.people;
      focus.other = way.other?.people ?? [];
      focus.dims = true;
    }
    if (this.hovered >= 0) {
      focus.marked.push(this.hovered);
      if (!focus.dims) {
        focus.ties = [...ties.of(this.hovered)].filter((t) => ties.isThere(t)).slice(0, 200);
        focus.people = [...focus.ties.map((t) => ties.other(t, this.hovered)), this.hovered];
      }
    }
    return focus;
  }

  refocus() {
    const { stage, atlas } = this;
    const focus = this.focus();
    const touched = [this.selected, ...focus.way, ...focus.other].filter((p) => p >= 0);
    const always = [atlas.ego, ...atlas.picked].filter((p) => p >= 0);
    stage.focus = focus;
    stage.naming = {
      chosen: [...new Set([...touched, ...always])],
      touched: [...touched, ...this.group.slice(0, 1)],
      named: focus.dims ? focus.people.slice(0, 150) : [],
      above: [...new Set([this.cursor, this.hovered])].filter((p) => p >= 0),
      dims: focus.dims,
    };
    stage.write();
  }

  // --- what is chosen -----------------------------------------------------------------------

  /** @param {number} person @param {number} island */
  pick(person, island) {
    if (person >= 0) this.openPerson(person, false);
    else if (island >= 0 && this.selected < 0 && this.chainOf < 0 && this.way < 0)
      this.openIsland(island);
    else this.close();
  }

  /** @param {number} person */
  hover(person) {
    if (person === this.hovered) return;
    this.hovered = person;
    byId("stage").classList.toggle("is-over", person >= 0);
    this.refocus();
  }

  /** @param {number} person @param {boolean} isFar */
  openPerson(person, isFar) {
    this.clear();
    this.selected = this.cursor = person;
    this.show(this.cards.ofPerson(person));
    this.refocus();
    this.say(this.sentence(person));
    const { atlas, stage } = this;
    if (!isFar) return stage.reveal(person);
    const k = Math.max(stage.camera.k, Math.min(30, stage.home.k * 6));
    stage.flyTo(stage.aside({ x: atlas.x[person], y: atlas.y[person], k }));
  }

  /** @param {number} company */
  openCompany(company) {
    const people = [];
    const { col } = this.atlas;
    for (let p = 0; p < this.ties.n; p++) if (col.company[p] - 1 === company) people.push(p);
    this.openGroup(company, people);
  }

  /** @param {number} island */
  openIsland(island) {
    const people = [];
    const { col, islands } = this.atlas;
    for (let p = 0; p < this.ties.n; p++) if (col.island[p] === island) people.push(p);
    this.openGroup(islands.company[island] - 1, people);
  }

  /** @param {number} company @param {number[]} people */
  openGroup(company, people) {
    if (!people.length) return;
    this.clear();
    this.group = people;
    const name = this.atlas.companies[company];
    const { col, ways } = this.atlas;
    const way = ways.findIndex((w) => name && col.company[w.people.at(-1) ?? 0] - 1 === company);
    this.show(this.cards.ofCompany(company, people, way));
    this.refocus();
    this.stage.flyToPeople(people, 34);
    this.say(`${name ?? "No company known"}: ${count(people.length, "person", "people")}`);
  }

  /** @param {number} person */
  showChain(person) {
    this.clear();
    this.cursor = person;
    this.chainOf = person;
    this.refocus();
    const { links, people } = this.stage.focus;
    this.stage.flyToPeople(people, 30);
    this.say(`${count(links.length, "introduction")} followed from ${this.atlas.names[person]}`);
  }

  /** @param {number} way @param {boolean} isFlown */
  chooseWay(way, isFlown = true) {
    this.way = way;
    this.clear();
    this.hide();
    const { label, people, other } = this.atlas.ways[way] ?? {};
    byId("way").value = String(way);
    byId("route").replaceChildren(...this.wayNodes());
    if (label && narrow.matches) {
      // The panel is out of sight there: the answer goes where the map is.
      this.show(el("div", {}, this.cards.head(`The way to ${label}`), ...this.wayNodes()));
      document.body.classList.remove("has-panel");
      this.turnPanel();
    }
    this.refocus();
    if (people && isFlown) this.stage.flyToPeople([...people, ...(other?.people ?? [])], 30);
  }

  wayNodes() {
    return wayNodes(this.atlas, this.way, (p) => this.openPerson(p, true));
  }

  /** Nothing is chosen; the way stays. */
  clear() {
    this.selected = -1;
    this.chainOf = -1;
    this.group = [];
  }

  close() {
    const isCard = !byId("card").hidden;
    if (!isCard && this.brushed.length) return this.weak?.choose(null);
    if (!isCard && this.way >= 0) return this.chooseWay(-1);
    this.clear();
    this.hide();
    this.refocus();
  }

  /** @param {HTMLElement} content */
  show(content) {
    const card = byId("card");
    card.replaceChildren(content);
    card.hidden = false;
    card.scrollTop = 0;
  }

  hide() {
    const card = byId("card");
    const hadFocus = card.contains(document.activeElement);
    card.hidden = true;
    card.replaceChildren();
    if (hadFocus) byId("stage").focus();
  }

  // --- what is said and typed ---------------------------------------------------------------

  /** @param {string} text */
  say(text) {
    byId("live").textContent = text;
  }

  /** @param {number} p */
  sentence(p) {
    const { atlas, ties } = this;
    const company = atlas.companies[atlas.col.company[p] - 1];
    return `${atlas.names[p]}${company ? `, ${company}` : ""}, ${count(ties.count(p), "tie")}`;
  }

  /** Where somebody walks in from: you, or whoever is nearest to the middle. */
  entrance() {
    const { atlas, stage, scene } = this;
    if (atlas.ego >= 0) return atlas.ego;
    return stage.places.nearest(stage.camera.x, stage.camera.y, 1e6, (p) => !scene.isFaded[p]);
  }

  /** The nearest person in a direction. @param {number} dx @param {number} dy */
  step(dx, dy) {
    const { x, y } = this.atlas;
    if (this.cursor < 0) return this.goTo(this.entrance());
    const next = nearestInDirection(x, y, this.cursor, dx, dy, (p) => !this.scene.isFaded[p]);
    this.goTo(next < 0 ? this.cursor : next);
  }

  /** The next person on the island, then on the next island: nobody is left out. @param {number} by */
  walk(by) {
    const { n } = this.ties;
    let p = this.cursor < 0 ? (by > 0 ? -1 : n) : this.cursor;
    do p += by;
    while (p >= 0 && p < n && this.scene.isFaded[p]);
    if (p >= 0 && p < n) this.goTo(p);
  }

  /** @param {number} p */
  goTo(p) {
    if (p < 0) return;
    this.cursor = p;
    if (this.selected >= 0) this.openPerson(p, false);
    this.stage.reveal(p);
    this.refocus();
    this.say(this.sentence(p));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const { stage } = this;
    const arrows = /** @type {Record<string, [number, number]>} */ ({
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    });
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (arrows[event.key]) this.step(...arrows[event.key]);
    else if (event.key === "PageDown") this.walk(1);
    else if (event.key === "PageUp") this.walk(-1);
    else if (event.key === "Home") this.goTo(this.entrance());
    else if (event.key === "Enter" && this.cursor >= 0) {
      this.openPerson(this.cursor, false);
      /** @type {HTMLElement | null} */ (byId("card").querySelector("h2"))?.focus();
    } else if (event.key === "+" || event.key === "=") stage.zoomBy(1.5);
    else if (event.key === "-") stage.zoomBy(1 / 1.5);
    else if (event.key === "0") stage.flyTo(stage.home);
    else return;
    event.preventDefault();
  }

  listen() {
    const { stage } = this;
    byId("stage").addEventListener("keydown", (/** @type {KeyboardEvent} */ e) => this.key(e));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented) this.close();
    });
    byId("zoom-in").onclick = () => stage.zoomBy(1.6);
    byId("zoom-out").onclick = () => stage.zoomBy(1 / 1.6);
    byId("whole").onclick = () => stage.flyTo(stage.home);
    byId("save-png").onclick = () => savePNG(stage);
    byId("save-svg").onclick = () => saveSVG(stage);
    const { dataset } = document.documentElement;
    byId("theme").onclick = () => this.turnTo(dataset.theme === "dark" ? "light" : "dark");
    darkness.addEventListener("change", () => this.turnTo(systemTheme()));
    let theme = "";
    addEventListener("beforeprint", () => {
      theme = dataset.theme ?? "";
      this.turnTo("print");
    });
    addEventListener("afterprint", () => this.turnTo(theme));
    byId("open-panel").onclick = () => {
      document.body.classList.toggle("has-panel");
      this.turnPanel();
    };
  }

  /** The button of a narrow screen says what it does. */
  turnPanel() {
    const isOpen = document.body.classList.contains("has-panel");
    byId("open-panel").setAttribute("aria-expanded", String(isOpen));
    byId("open-panel").textContent = isOpen ? "Show the map" : "Search and legend";
  }

  /** @param {string} theme   "light", "dark" or "print" */
  turnTo(theme) {
    const { stage } = this;
    const isDark = theme === "dark";
    document.documentElement.dataset.theme = theme;
    byId("theme").setAttribute("aria-pressed", String(isDark));
    stage.inks = stage.readInks();
    document.querySelector(".flat")?.remove();
    if (theme === "print") stage.paintNow();
    else stage.paint();
    stage.write();
    if (theme === "print") byId("stage").append(flat(stage));
    this.weak?.draw();
  }
}
