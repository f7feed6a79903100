// Which names are shown, and where: companies first when far, people when near, never overlapping.

/** @import {Camera} from "./geometry.mjs" */
/** @import {Atlas} from "./unpack.mjs" */
/** @import {Scene} from "./scene.mjs" */
import { Taken } from "./geometry.mjs";
import { dotPixels, islandPixels } from "./scene.mjs";

/**
 * @typedef {{text: string, x: number, y: number, px: number, weight: number, kind: string}} Label
 * @typedef {{left: number, top: number, right: number, bottom: number}} Inset
 */

export const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';
const MOST = 220;
const NAMES_FROM = 27;
const LONGEST = 30;

/** A name cut to what a label can hold; by characters, not by halves of them. @param {string} text */
export function clipped(text) {
  if (text.length <= LONGEST) return text;
  const letters = Array.from(text);
  return letters.length <= LONGEST ? text : `${letters.slice(0, LONGEST - 1).join("").trim()}…`;
}

export class Labels {
  /**
   * @param {Atlas} atlas
   * @param {Scene} scene
   * @param {(text: string, weight: number) => number} measure   width at 100 px
   */
  constructor(atlas, scene, measure) {
    this.atlas = atlas;
    this.scene = scene;
    this.measure = measure;
    /** @type {Map<string, number>} */
    this.widths = new Map();
    const { size } = atlas.col;
    const count = new Uint32Array(atlas.islands.r.length);
    for (const k of atlas.col.island) count[k]++;
    this.islandCount = count;
    this.islandOrder = Array.from(count.keys())
      .filter((k) => atlas.islands.company[k] > 0)
      .sort((a, b) => count[b] - count[a] || a - b);
    /** People by size, so that near ones with large dots are named first. */
    this.rank = Uint32Array.from(atlas.names.keys()).sort((a, b) => size[b] - size[a] || a - b);
  }

  /** @param {string} text @param {number} px @param {number} weight */
  width(text, px, weight) {
    const key = `${weight}${text}`;
    let found = this.widths.get(key);
    if (found === undefined) {
      if (this.widths.size > 6_000) this.widths.clear();
      this.widths.set(key, (found = this.measure(text, weight)));
    }
    return (found * px) / 100;
  }

  /**
   * @param {Camera} camera
   * @param {number} w
   * @param {number} h
   * @param {number[]} first       people named before anybody else
   * @param {boolean} onlyFirst    the rest is dimmed: name nobody else, islands quietly
   * @param {number} nameable      how many of the largest are named although the map is far
   * @returns {Label[]}
   */
  choose(camera, w, h, first, onlyFirst, nameable) {
    const taken = new Taken();
    /** @type {Label[]} */
    const labels = [];
    const { x, y, names, col } = this.atlas;
    const named = new Set();
    const person = (/** @type {number} */ p, /** @type {number} */ weight, rank = "person") => {
      if (named.has(p)) return;
      const [sx, sy] = [(x[p] - camera.x) * camera.k + w / 2, (y[p] - camera.y) * camera.k + h / 2];
      if (sx < -40 || sx > w + 40 || sy < -20 || sy > h + 20) return;
      named.add(p);
      const px = rank === "first" ? 13 : 11.5;
      const text = clipped(names[p]);
      const r = dotPixels(col.size[p], camera.k) + (rank === "first" ? 3 : 0);
      const half = this.width(text, px, weight) / 2;
      const places = [
        [sx, sy + r + px * 0.62 + 1.5],
        [sx, sy - r - px * 0.62 - 1.5],
        [sx + half + r + 4, sy],
        [sx - half - r - 4, sy],
      ];
      if (rank !== "first") places.length = 1;
      for (const [cx, cy] of places)
        if (taken.take(cx - half - 3, cy - px * 0.6, cx + half + 3, cy + px * 0.6)) {
          labels.push({ text, x: cx, y: cy, px, weight, kind: rank });
          return;
        }
    };
    for (const p of first) person(p, 650, "first");
    this.islands(camera, w, h, taken, labels, onlyFirst);
    if (onlyFirst) return labels;
    const near = camera.k >= NAMES_FROM;
    const isIn = (/** @type {number} */ p) =>
      Math.abs((x[p] - camera.x) * camera.k) < w / 2 + 40 &&
      Math.abs((y[p] - camera.y) * camera.k) < h / 2 + 20;
    for (let k = 0; k < this.rank.length && labels.length < MOST; k++) {
      if (!near && k >= nameable) break;
      const p = this.rank[k];
      if (isIn(p) && !this.scene.isFaded[p]) person(p, 450);
    }
    return labels;
  }

  /**
   * @param {Camera} camera
   * @param {number} w
   * @param {number} h
   * @param {Taken} taken
   * @param {Label[]} labels
   * @param {boolean} isQuiet
   */
  islands(camera, w, h, taken, labels, isQuiet) {
    if (!this.scene.hasLand) return;
    const { islands, companies } = this.atlas;
    for (const k of this.islandOrder) {
      if (labels.length >= MOST) return;
      const r = islandPixels(islands.r[k], camera.k);
      if (this.islandCount[k] === 1 && camera.k < 12) continue;
      const sx = (islands.x[k] - camera.x) * camera.k + w / 2;
      const sy = (islands.y[k] - camera.y) * camera.k + h / 2;
      if (sx + r < 0 || sx - r > w || sy + r < 0 || sy - r > h) continue;
      const px = Math.min(21, Math.max(11, 9 + Math.sqrt(r) * 1.15));
      const text = clipped(companies[islands.company[k] - 1]);
      const half = this.width(text, px, 650) / 2;
      // The name of an island larger than the screen stays in sight.
      const cx = Math.min(Math.max(sx, Math.min(half + 8, sx + r)), Math.max(w - half - 8, sx - r));
      const top = Math.max(sy - r - px * 0.75, Math.min(px, sy + r));
      const places = r < 16 ? [sy, sy + r + px * 0.7] : [top, sy + r + px * 0.75, sy];
      for (const cy of places)
        if (taken.take(cx - half - 5, cy - px * 0.62, cx + half + 5, cy + px * 0.62)) {
          labels.push({ text, x: cx, y: cy, px, weight: 650, kind: isQuiet ? "quiet" : "island" });
          break;
        }
    }
  }
}
