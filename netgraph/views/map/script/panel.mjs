// The panel: counts, ways, legend, filters, time, people. It tells `app` what was chosen.

/** @import {Atlas, Way} from "./unpack.mjs" */
/** @import {Ties} from "./ties.mjs" */
import { byId, el, lineSample } from "./dom.mjs";
import { ORIGIN, STATES } from "./ties.mjs";
import { count, dateOf, percent } from "./words.mjs";

const MOST_PEOPLE = 40;
const MOST_COMPANIES = 400;

/**
 * @typedef {Object} Filters
 * @property {Set<number>} swatches   switched off
 * @property {Set<number>} states     switched off
 * @property {boolean} links          introductions shown
 * @property {number} company         -1 for all
 * @property {number} group
 * @property {string} last            "", "90", "365", "older", "none"
 * @property {number} origin          a bit, 0 for all
 */

/** @returns {Filters} */
export const noFilters = () => ({
  swatches: new Set(),
  states: new Set(),
  links: true,
  company: -1,
  group: -1,
  last: "",
  origin: 0,
});

/** @param {HTMLSelectElement} select @param {[value: string, label: string][]} options */
function fill(select, options) {
  select.replaceChildren(...options.map(([value, label]) => el("option", { value }, label)));
}

/** @param {Atlas} atlas @param {Ties} ties */
export function fillHeader(atlas, ties) {
  byId("title").textContent = atlas.title;
  const used = new Set(atlas.col.company);
  used.delete(0);
  const parts = [count(ties.n, "person", "people"), count(ties.m, "tie")];
  if (used.size) parts.push(count(used.size, "company", "companies"));
  byId("counts").replaceChildren(
    ...parts.flatMap((part, k) => [k ? " · " : "", el("span", {}, part)]),
  );
  byId("as-of").textContent = `as of ${dateOf(atlas.asOfDay)}`;
}

/**
 * A legend entry that can be switched off and on.
 * @param {Node} sample
 * @param {string} label
 * @param {number} n
 * @param {string} hint
 * @param {boolean} isOnNow
 * @param {(isOn: boolean) => void} toggle
 * @param {string} [span]
 */
function entry(sample, label, n, hint, isOnNow, toggle, span = "") {
  const button = el(
    "button",
    {
      type: "button",
      "aria-pressed": String(isOnNow),
      title: hint,
      onclick: () => {
        const isOn = button.getAttribute("aria-pressed") !== "true";
        button.setAttribute("aria-pressed", String(isOn));
        toggle(isOn);
      },
    },
    sample,
    el("span", { class: "label", dir: "auto" }, label, ...(span ? [el("small", {}, span)] : [])),
    el("span", { class: "n" }, n.toLocaleString("en")),
  );
  return el("li", {}, button);
}

/** @param {Set<number>} off @param {number} key @param {boolean} isOn */
function flip(off, key, isOn) {
  if (isOn) off.delete(key);
  else off.add(key);
}

/** @param {Atlas} atlas @param {Filters} filters @param {() => void} changed */
export function fillLegend(atlas, filters, changed) {
  const { title, swatches } = atlas.legend;
  byId("legend-title").textContent = title;
  /** @type {number[][]} a swatch without words is another shade of the one before it */
  const entries = [];
  swatches.forEach((s, k) => (s.label ? entries.push([k]) : entries.at(-1)?.push(k)));
  byId("swatches").replaceChildren(
    ...entries.map((shades) => {
      const dot = el("span", { class: "dot" });
      const ring = (/** @type {"light" | "dark"} */ ink) =>
        `conic-gradient(${shades.map((k, at) => `${swatches[k][ink]} 0 ${((at + 1) / shades.length) * 360}deg`)})`;
      dot.style.setProperty("--light", ring("light"));
      dot.style.setProperty("--dark", ring("dark"));
      const { label, hint } = swatches[shades[0]];
      const n = shades.reduce((sum, k) => sum + swatches[k].count, 0);
      return entry(dot, label, n, hint, true, (isOn) => {
        for (const k of shades) flip(filters.swatches, k, isOn);
        changed();
      });
    }),
  );
  byId("size-note").textContent = atlas.size ? `A larger dot: ${atlas.size}` : "";
}

/** @param {Atlas} atlas @param {Ties} ties @param {Filters} filters @param {() => void} changed */
export function fillStates(atlas, ties, filters, changed) {
  const counts = STATES.map(() => 0);
  for (let t = 0; t < ties.m; t++) if (ties.isThere(t)) counts[ties.state(t)]++;
  const items = STATES.flatMap(({ word, span, hint, dash, width }, s) =>
    counts[s]
      ? [
          entry(
            lineSample(dash, width, ""),
            word,
            counts[s],
            hint,
            !filters.states.has(s),
            (isOn) => {
              flip(filters.states, s, isOn);
              changed();
            },
            span,
          ),
        ]
      : [],
  );
  const links = atlas.col.linkDay.filter((day) => day <= ties.day).length;
  if (links)
    items.push(
      entry(
        lineSample([], 2.4, "is-link"),
        "introduced by",
        links,
        "from the introducer, wide, to the introduced, thin",
        filters.links,
        (isOn) => {
          filters.links = isOn;
          changed();
        },
      ),
    );
  byId("states").replaceChildren(...items);
  byId("ties-box").hidden = !items.length;
}

/** @param {Atlas} atlas @param {Filters} filters @param {() => void} changed */
export function fillFilters(atlas, filters, changed) {
  const sizes = new Map();
  for (const c of atlas.col.company) sizes.set(c, (sizes.get(c) ?? 0) + 1);
  const largest = [...sizes].filter(([c]) => c).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  fill(byId("f-company"), [
    ["-1", "All companies"],
    ...largest
      .slice(0, MOST_COMPANIES)
      .map(
        ([c, n]) =>
          /** @type {[string, string]} */ ([String(c - 1), `${atlas.companies[c - 1]} (${n})`]),
      ),
  ]);
  fill(byId("f-group"), [
    ["-1", "All groups"],
    ...atlas.words.group.map(
      (g, k) => /** @type {[string, string]} */ ([String(k), g || "no group"]),
    ),
  ]);
  fill(byId("f-last"), [
    ["", "At any time"],
    ["90", "In the last 90 days"],
    ["365", "In the last year"],
    ["older", "More than a year ago"],
    ["none", "None known"],
  ]);
  fill(byId("f-origin"), [
    ["0", "In any way"],
    [String(ORIGIN.logged), "Logged contact"],
    [String(ORIGIN.stated), "Stated"],
    [String(ORIGIN.introduced), "Introduction"],
    [String(ORIGIN.pooled), "Pooled"],
    [String(ORIGIN.inferred), "Assumed"],
  ]);
  for (const [id, set] of /** @type {[string, (value: string) => void][]} */ ([
    ["f-company", (v) => (filters.company = Number(v))],
    ["f-group", (v) => (filters.group = Number(v))],
    ["f-last", (v) => (filters.last = v)],
    ["f-origin", (v) => (filters.origin = Number(v))],
  ]))
    byId(id).addEventListener("change", (/** @type {Event} */ event) => {
      set(/** @type {HTMLSelectElement} */ (event.target).value);
      changed();
    });
}

/** @param {Atlas} atlas @param {Ties} ties @param {(p: number) => boolean} counts @param {(p: number) => void} open */
export function fillPeople(atlas, ties, counts, open) {
  const most = Array.from(atlas.names.keys())
    .filter(counts)
    .sort((a, b) => ties.count(b) - ties.count(a) || a - b)
    .slice(0, MOST_PEOPLE);
  byId("people").replaceChildren(
    ...most.map((p) =>
      el(
        "li",
        {},
        el(
          "button",
          { type: "button", class: "name", onclick: () => open(p) },
          el("span", { dir: "auto" }, atlas.names[p]),
          el("small", {}, String(ties.count(p))),
        ),
      ),
    ),
  );
}

/** @param {Atlas} atlas @param {(way: number) => void} choose */
export function fillWays(atlas, choose) {
  byId("ways").hidden = !atlas.ways.length;
  fill(byId("way"), [
    ["-1", "Choose where to…"],
    ...atlas.ways.map((way, k) => /** @type {[string, string]} */ ([String(k), way.label])),
  ]);
  byId("way").addEventListener("change", (/** @type {Event} */ event) =>
    choose(Number(/** @type {HTMLSelectElement} */ (event.target).value)),
  );
}

/**
 * The steps of the way, its chance, why, and its alternative.
 * @param {Atlas} atlas
 * @param {number} row
 * @param {(p: number) => void} open
 * @returns {HTMLElement[]}
 */
export function wayNodes(atlas, row, open) {
  const way = atlas.ways[row];
  if (!way) return [];
  const steps = (/** @type {Way} */ one, kind = "") =>
    el(
      "div",
      { class: `way ${kind}` },
      el(
        "ol",
        {},
        ...one.people.map((p) =>
          el(
            "li",
            {},
            el(
              "button",
              {
                type: "button",
                class: "name",
                dir: "auto",
                onclick: () => open(p),
              },
              p === atlas.ego ? "You" : atlas.names[p],
            ),
          ),
        ),
      ),
      el(
        "p",
        { class: "why", dir: "auto" },
        el("strong", {}, percent(one.p)),
        one.why ? ` · ${one.why}` : "",
      ),
    );
  return way.other
    ? [steps(way), el("h3", {}, "If that fails"), steps(way.other, "is-other")]
    : [steps(way)];
}
