// The card of one person or one company: who, how known, through whom, tie by tie.

/** @import {Atlas} from "./unpack.mjs" */
/** @import {Ties} from "./ties.mjs" */
import { el, lineSample } from "./dom.mjs";
import { ASSUMED, STATES } from "./ties.mjs";
import { ago, count, dateOf, statusWord } from "./words.mjs";

const SHOWN = 60;

/**
 * @typedef {Object} CardActions
 * @property {(person: number) => void} person
 * @property {(company: number) => void} company
 * @property {(person: number) => void} chain
 * @property {(way: number) => void} way
 * @property {() => void} close
 */

export class Cards {
  /** @param {Atlas} atlas @param {Ties} ties @param {CardActions} act */
  constructor(atlas, ties, act) {
    this.atlas = atlas;
    this.ties = ties;
    this.act = act;
    this.turnTo();
  }

  /** Count the steps from ego on the day shown. */
  turnTo() {
    const { ego } = this.atlas;
    this.steps = ego >= 0 ? this.ties.steps(ego) : null;
  }

  /** The day a column says. @param {number} value */
  day(value) {
    return this.atlas.base + value;
  }

  /** @param {number} value */
  ago(value) {
    return ago(this.ties.day - value);
  }

  /** @param {string} title @param {...(Node | string)} rest */
  head(title, ...rest) {
    const close = el(
      "button",
      {
        class: "close",
        type: "button",
        "aria-label": "Close the card",
        onclick: this.act.close,
      },
      "×",
    );
    return el("header", {}, el("h2", { tabIndex: -1, dir: "auto" }, title), close, ...rest);
  }

  /** A name that leads to its card. @param {number} p */
  name(p) {
    return el(
      "button",
      {
        class: "name",
        type: "button",
        dir: "auto",
        onclick: () => this.act.person(p),
      },
      this.atlas.names[p],
    );
  }

  /** @param {number} p */
  ofPerson(p) {
    const { col, words, names, companies, ego } = this.atlas;
    const of = (/** @type {string} */ name) => words[name][col[name][p]];
    const company = col.company[p] - 1;
    const sub = el("p", { class: "sub", dir: "auto" }, of("title"));
    if (company >= 0) {
      if (of("title")) sub.append(" · ");
      sub.append(
        el(
          "button",
          {
            class: "name",
            type: "button",
            dir: "auto",
            onclick: () => this.act.company(company),
          },
          companies[company],
        ),
      );
    }
    const chips = el("p", { class: "chips" });
    const chip = (/** @type {string} */ text, kind = "") =>
      chips.append(el("span", { class: `chip ${kind}`, dir: "auto" }, text));
    if (p === ego) chip("you", "is-you");
    else if (this.steps) chip(this.distance(p));
    for (const name of ["group", "location", "school"]) if (of(name)) chip(of(name));
    if (col.personFlags[p]) chip("does not want to be contacted", "is-warning");
    const card = el("div", { class: "person" }, this.head(names[p], sub, chips));
    const last = col.personLast[p];
    if (last && p !== ego)
      card.append(
        el(
          "p",
          { class: "fact" },
          el("strong", {}, `Last contact ${this.ago(last)}`),
          ` · ${dateOf(this.day(last))} · ${count(col.personDays[p], "contact day")}`,
        ),
      );
    const leads = (/** @type {number[]} */ way) => way.length > 2 && way.at(-1) === p;
    const way = this.atlas.ways.findIndex(({ people }) => leads(people));
    if (way >= 0) card.append(this.wayButton(way));
    this.addLinks(card, p);
    this.addTies(card, p);
    return card;
  }

  /** @param {number} way */
  wayButton(way) {
    const onclick = () => this.act.way(way);
    return el("button", { class: "wide is-way", type: "button", onclick }, "Show the way there");
  }

  /** How far from you? @param {number} p */
  distance(p) {
    const { ties, steps } = this;
    const far = steps?.[p] ?? 255;
    if (far === 255) return "no known way from you";
    if (far > 1) return `${far} steps from you`;
    const tie = ties.between(this.atlas.ego, p);
    return ties.state(tie) === ASSUMED ? "perhaps known to you" : "you know each other";
  }

  /** Who introduced them, and whom they introduced. @param {HTMLElement} card @param {number} p */
  addLinks(card, p) {
    const { col, words, ego } = this.atlas;
    const rows = [...this.ties.links(p)].filter((r) => col.linkDay[r] <= this.ties.day);
    if (!rows.length) return;
    rows.sort((a, b) => col.linkDay[b] - col.linkDay[a]);
    const list = el("ul", { class: "links" });
    for (const r of rows) {
      const [by, who, to] = [col.linkBy[r], col.linkWho[r], col.linkTo[r] - 1];
      const item = el("li", {});
      if (by === p) item.append("introduced ", this.name(who));
      else item.append("introduced by ", by === ego ? "you" : this.name(by));
      if (to >= 0 && to !== p) item.append(" to ", to === ego ? "you" : this.name(to));
      const status = statusWord(words.status[col.linkStatus[r]]);
      const when = col.linkDay[r] ? dateOf(this.day(col.linkDay[r])) : "undated";
      item.append(
        el(
          "span",
          { class: "when" },
          status && status !== "introduced" ? `${when} · ${status}` : when,
        ),
      );
      list.append(item);
    }
    card.append(el("h3", {}, "Introductions"), list);
    const chain = this.ties.chain(p);
    if (chain.length > 1)
      card.append(
        el(
          "button",
          { class: "wide", type: "button", onclick: () => this.act.chain(p) },
          `Show what followed: ${count(chain.length, "introduction")}`,
        ),
      );
  }

  /** @param {HTMLElement} card @param {number} p */
  addTies(card, p) {
    const { ties } = this;
    const { col } = this.atlas;
    const rows = [...ties.of(p)].filter((t) => ties.isThere(t));
    rows.sort((a, b) => ties.state(a) - ties.state(b) || col.last[b] - col.last[a]);
    card.append(el("h3", {}, count(rows.length, "tie")));
    const list = el("ul", { class: "ties" });
    const add = (/** @type {number} */ from, /** @type {number} */ to) => {
      for (const t of rows.slice(from, to)) list.append(this.tie(t, p));
    };
    add(0, SHOWN);
    card.append(list);
    if (rows.length > SHOWN) {
      const more = el(
        "button",
        {
          class: "wide",
          type: "button",
          onclick: () => {
            add(SHOWN, rows.length);
            more.remove();
          },
        },
        `Show all ${rows.length}`,
      );
      card.append(more);
    }
  }

  /** One pair, every strand of it on a line of its own. @param {number} t @param {number} p */
  tie(t, p) {
    const { col, words } = this.atlas;
    const { ties } = this;
    const state = STATES[ties.state(t)];
    const item = el("li", {}, lineSample(state.dash, state.width, ""), this.name(ties.other(t, p)));
    for (const { kind, row } of ties.strands(t)) {
      let text = "";
      if (kind === "contact") {
        const last = col.last[t];
        text = `${state.word} · ${count(col.days[t], "contact day")}, last ${this.ago(last)}`;
      } else if (kind === "stated" || kind === "assumed") {
        const relation = row < 0 ? "" : words.relation[col.relation[row]];
        const since =
          row >= 0 && col.factDay[row] ? ` · since ${dateOf(this.day(col.factDay[row]))}` : "";
        const word = kind === "assumed" ? `${STATES[ASSUMED].word}: ` : "";
        text = `${word}${relation || "known to each other"}${since}`;
      } else {
        const made = col.linkBy[row] === p;
        const day = col.linkDay[row];
        if (day > ties.day) continue;
        text = `${made ? "introduced by this person" : "introduced this person"}${day ? ` · ${dateOf(this.day(day))}` : ""}`;
      }
      item.append(el("span", { class: `strand is-${kind}`, dir: "auto" }, text));
    }
    return item;
  }

  /**
   * @param {number} company
   * @param {number[]} people
   * @param {number} way    the way that leads there, or -1
   */
  ofCompany(company, people, way) {
    const { ties } = this;
    const title = company >= 0 ? this.atlas.companies[company] : "No company known";
    const card = el(
      "div",
      { class: "company" },
      this.head(title, el("p", { class: "sub" }, count(people.length, "person", "people"))),
    );
    if (way >= 0) card.append(this.wayButton(way));
    const known = this.steps ? people.filter((p) => this.steps?.[p] === 1).length : 0;
    if (this.steps)
      card.append(
        el(
          "p",
          { class: "fact" },
          known
            ? `You know ${count(known, "person", "people")} there.`
            : "You know nobody there yet.",
        ),
      );
    const list = el("ul", { class: "ties" });
    const order = [...people].sort((a, b) => ties.count(b) - ties.count(a) || a - b);
    for (const p of order.slice(0, 200))
      list.append(
        el("li", {}, this.name(p), el("span", { class: "strand" }, count(ties.count(p), "tie"))),
      );
    card.append(list);
    if (order.length > 200)
      card.append(el("p", { class: "fact" }, `and ${order.length - 200} more: use the search`));
    return card;
  }
}
