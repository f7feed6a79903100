// Weak ties on two axes, never one number: how long silent, and how much of their circle you share.

/** @import {Atlas} from "./unpack.mjs" */
/** @import {Ties} from "./ties.mjs" */
import { byId } from "./dom.mjs";
import { count } from "./words.mjs";

const UNKNOWN = 255; // an overlap that cannot be known
const MARGIN = { left: 34, right: 10, top: 6, bottom: 18 };
const TICKS = /** @type {[number, string][]} */ ([
  [1, "day"],
  [30, "month"],
  [365, "year"],
  [3650, "10 years"],
]);
const MOST = 4_000;
const LITTLE = 5; // per cent of both circles in common
const HEIGHTS = [25, 50, 100];

/**
 * The ties that can be placed: those of ego, or all where there is none.
 * @param {Atlas} atlas
 * @param {Ties} ties
 */
export function placed(atlas, ties) {
  const of = atlas.ego >= 0 ? [...ties.of(atlas.ego)] : [...Array(ties.m).keys()];
  return of.filter((t) => atlas.col.last[t] && atlas.col.overlap[t] !== UNKNOWN).slice(0, MOST);
}

/** Right is fresh, left is long silent. @param {number} days   @returns {number} 0 to 1 */
export const across = (days) => 1 - Math.log1p(Math.max(0, days)) / Math.log1p(4_000);

export class WeakTies {
  /**
   * @param {Atlas} atlas
   * @param {Ties} ties
   * @param {(ties: number[]) => void} chosen
   */
  constructor(atlas, ties, chosen) {
    this.atlas = atlas;
    this.ties = ties;
    this.rows = placed(atlas, ties);
    const largest = this.rows.reduce((most, t) => Math.max(most, atlas.col.overlap[t]), 0);
    this.most = HEIGHTS.find((height) => height >= largest) ?? 100;
    this.canvas = byId("weak-plot");
    /** @type {number[] | null} two corners, in shares of the plot */
    this.brush = null;
    byId("weak").hidden = this.rows.length < 3;
    byId("weak").addEventListener("toggle", () => this.draw());
    byId("weak-preset").onclick = () => this.choose([0, this.up(LITTLE), across(90), 1]);
    byId("weak-none").onclick = () => this.choose(null);
    this.chosen = chosen;
    this.listen();
  }

  /** @param {number} t @returns {[number, number]} shares of the plot, from its top left */
  spot(t) {
    const { col } = this.atlas;
    return [across(this.ties.day - col.last[t]), this.up(col.overlap[t])];
  }

  /** More of a circle in common is higher. @param {number} percent   @returns {number} 0 to 1 */
  up(percent) {
    return 1 - Math.sqrt(Math.min(1, percent / this.most));
  }

  /** @param {number[] | null} brush */
  choose(brush) {
    this.brush = brush;
    const [x0, y0, x1, y1] = brush ?? [];
    const inside = (/** @type {number} */ t) => {
      const [x, y] = this.spot(t);
      return x >= x0 && x <= x1 && y >= y0 && y <= y1;
    };
    const rows = brush ? this.rows.filter(inside) : [];
    byId("weak-said").textContent = brush ? `${count(rows.length, "tie")} marked on the map` : "";
    this.chosen(rows);
    this.draw();
  }

  listen() {
    /** @type {number[] | null} */
    let from = null;
    const at = (/** @type {PointerEvent} */ event) => {
      const box = this.canvas.getBoundingClientRect();
      const share = (/** @type {number} */ v) => Math.min(1, Math.max(0, v));
      return [
        share((event.clientX - box.left - MARGIN.left) / (box.width - MARGIN.left - MARGIN.right)),
        share((event.clientY - box.top - MARGIN.top) / (box.height - MARGIN.top - MARGIN.bottom)),
      ];
    };
    this.canvas.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
      from = at(event);
      this.canvas.setPointerCapture(event.pointerId);
    });
    this.canvas.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
      if (!from) return;
      const to = at(event);
      this.brush = [0, 1]
        .map((k) => Math.min(from?.[k] ?? 0, to[k]))
        .concat([0, 1].map((k) => Math.max(from?.[k] ?? 0, to[k])));
      this.draw();
    });
    this.canvas.addEventListener("pointerup", () => {
      const [x0, y0, x1, y1] = this.brush ?? [0, 0, 0, 0];
      if (from) this.choose(x1 - x0 < 0.02 && y1 - y0 < 0.02 ? null : this.brush);
      from = null;
    });
  }

  draw() {
    const { canvas } = this;
    const [w, h] = [canvas.clientWidth, canvas.clientHeight];
    if (!w) return;
    const dpr = window.devicePixelRatio || 1;
    canvas.width = w * dpr;
    canvas.height = h * dpr;
    const to = canvas.getContext("2d");
    to.scale(dpr, dpr);
    const style = getComputedStyle(document.documentElement);
    const ink = (/** @type {string} */ name) => style.getPropertyValue(`--${name}`);
    const wide = w - MARGIN.left - MARGIN.right;
    const high = h - MARGIN.top - MARGIN.bottom;
    const x = (/** @type {number} */ share) => MARGIN.left + share * wide;
    const y = (/** @type {number} */ share) => MARGIN.top + share * high;
    to.fillStyle = ink("hover");
    const little = this.up(LITTLE);
    to.fillRect(x(0), y(little), wide * across(90), high * (1 - little));
    to.strokeStyle = ink("line");
    to.strokeRect(x(0), y(0), wide, high);
    to.font = "10.5px system-ui, sans-serif";
    to.fillStyle = ink("quiet");
    to.textAlign = "center";
    for (const [days, word] of TICKS) to.fillText(word, x(across(days)), h - 5);
    to.textAlign = "right";
    for (const share of [this.most, LITTLE, 0])
      to.fillText(`${share} %`, MARGIN.left - 5, y(this.up(share)) + (share ? 9 : 0));
    to.globalAlpha = 0.75;
    for (const t of this.rows) {
      const [sx, sy] = this.spot(t);
      const [x0, y0, x1, y1] = this.brush ?? [0, 0, 1, 1];
      const isIn = this.brush && sx >= x0 && sx <= x1 && sy >= y0 && sy <= y1;
      to.fillStyle = ink(isIn ? "path" : "tie");
      to.beginPath();
      to.arc(x(sx), y(sy), 2.4, 0, 7);
      to.fill();
    }
    to.globalAlpha = 1;
    if (!this.brush) return;
    const [x0, y0, x1, y1] = this.brush;
    to.strokeStyle = ink("ink");
    to.strokeRect(x(x0), y(y0), (x1 - x0) * wide, (y1 - y0) * high);
  }
}
