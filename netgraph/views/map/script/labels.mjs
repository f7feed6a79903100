// Which names are shown, and where: companies first when far, people when near, never overlapping.

/** @import {Camera, Places} from "./geometry.mjs" */
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
const AREA_OF_ONE = 15_000; // square pixels of screen for one company's name
const NAMES_FROM = 15; // pixels a seat
const FEW = 400; // people; so many are named wherever there is room
const LONGEST = 30;

/** A name cut to what a label can hold; by characters, not by halves of them. @param {string} text */
export function clipped(text) {
  if (text.length <= LONGEST) return text;
  const letters = Array.from(text);
  return letters.length <= LONGEST
    ? text
    : `${letters
        .slice(0, LONGEST - 1)
        .join("")
        .trim()}…`;
}

export class Labels {
  /**
   * @param {Atlas} atlas
   * @param {Scene} scene
   * @param {Places} places
   * @param {(text: string, weight: number) => number} measure   width at 100 px
   */
  constructor(atlas, scene, places, measure) {
    this.atlas = atlas;
    this.scene = scene;
    this.places = places;
    this.measure = measure;
    /** @type {Map<string, number>} */
    this.widths = new Map();
    const { size } = atlas.col;
    const count = new Uint32Array(atlas.islands.r.length);
    for (const k of atlas.col.island) count[k]++;
    this.islandCount = count;
    this.islandOrder = Array.from(count.keys())
      .filter((k) => atlas.islandNames[k])
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
   * @returns {Label[]}
   */
  choose(camera, w, h, first, onlyFirst) {
    this.camera = camera;
    this.w = w;
    this.h = h;
    this.taken = new Taken();
    /** @type {Label[]} */
    this.labels = [];
    const named = new Set(first);
    for (const p of named) this.person(p, true);
    this.islands(onlyFirst);
    if (onlyFirst || (camera.k < NAMES_FROM && this.rank.length > FEW)) return this.labels;
    for (let k = 0; k < this.rank.length && this.labels.length < MOST; k++) {
      const p = this.rank[k];
      if (!named.has(p) && !this.scene.isFaded[p]) this.person(p, false);
    }
    return this.labels;
  }

  /** @param {number} x @param {number} y @returns {[number, number]} */
  pixel(x, y) {
    const { camera, w, h } = /** @type {{camera: Camera, w: number, h: number}} */ (this);
    return [(x - camera.x) * camera.k + w / 2, (y - camera.y) * camera.k + h / 2];
  }

  /**
   * How many dots would a label cover?
   * @param {number} left
   * @param {number} top
   * @param {number} right
   * @param {number} bottom
   */
  covers(left, top, right, bottom) {
    const { camera, w, h } = /** @type {{camera: Camera, w: number, h: number}} */ (this);
    const { x, y } = this.atlas;
    const slack = Math.min(5, camera.k * 0.2);
    const box = {
      left: (left - slack - w / 2) / camera.k + camera.x,
      right: (right + slack - w / 2) / camera.k + camera.x,
      top: (top - slack - h / 2) / camera.k + camera.y,
      bottom: (bottom + slack - h / 2) / camera.k + camera.y,
    };
    let count = 0;
    this.places.within(box, (p) => {
      if (x[p] > box.left && x[p] < box.right && y[p] > box.top && y[p] < box.bottom) count++;
    });
    return count;
  }

  /**
   * A person's name, below the dot if it is free there, else above or beside it. Only those who
   * come first may stand on other people.
   * @param {number} p
   * @param {boolean} isFirst
   */
  person(p, isFirst) {
    const { x, y, names, col } = this.atlas;
    const { w, h, camera } = /** @type {{camera: Camera, w: number, h: number}} */ (this);
    const [sx, sy] = this.pixel(x[p], y[p]);
    if (sx < -40 || sx > w + 40 || sy < -20 || sy > h + 20) return;
    const [px, weight] = isFirst ? [13, 650] : [11.5, 450];
    const text = clipped(names[p]);
    const r = dotPixels(col.size[p], camera.k, this.scene.least) + (isFirst ? 3 : 0);
    const half = this.width(text, px, weight) / 2;
    const up = r + px * 0.62 + 1.5;
    const aside = half + r + 4;
    for (const [cx, cy] of [
      [sx, sy + up],
      [sx, sy - up],
      [sx + aside, sy],
      [sx - aside, sy],
    ]) {
      const box = /** @type {const} */ ([
        cx - half - 2,
        cy - px * 0.58,
        cx + half + 2,
        cy + px * 0.58,
      ]);
      if (box[0] < 2 || box[2] > w - 2 || (!isFirst && this.covers(...box))) continue;
      if (!this.taken?.take(...box)) continue;
      this.labels?.push({
        text,
        x: cx,
        y: cy,
        px,
        weight,
        kind: isFirst ? "first" : "person",
      });
      return;
    }
  }

  /** The companies' names, the largest first. @param {boolean} isQuiet */
  islands(isQuiet) {
    const { islands } = this.atlas;
    const { w, h, camera } = /** @type {{camera: Camera, w: number, h: number}} */ (this);
    if (!this.scene.hasLand || !this.labels) return;
    const most = this.labels.length + Math.max(14, (w * h) / AREA_OF_ONE);
    for (const k of this.islandOrder) {
      if (this.labels.length >= most) return;
      const r = islandPixels(islands.r[k], camera.k);
      if (this.islandCount[k] === 1 && camera.k < 12) continue;
      const [sx, sy] = this.pixel(islands.x[k], islands.y[k]);
      if (sx + r > 0 && sx - r < w && sy + r > 0 && sy - r < h) this.island(k, sx, sy, r, isQuiet);
    }
  }

  /**
   * Above its island, below or beside it, where it covers fewest people; on it where it is small.
   * @param {number} k
   * @param {number} sx
   * @param {number} sy
   * @param {number} r
   * @param {boolean} isQuiet
   */
  island(k, sx, sy, r, isQuiet) {
    const { islands, islandNames } = this.atlas;
    const [w, h] = [this.w ?? 0, this.h ?? 0];
    const px = Math.min(19, Math.max(11, 9.5 + Math.sqrt(r)));
    const text = clipped(islandNames[k]);
    const half = this.width(text, px, 650) / 2;
    // The name of an island larger than the screen stays in sight.
    const cx = Math.min(Math.max(sx, Math.min(half + 8, sx + r)), Math.max(w - half - 8, sx - r));
    const top = Math.max(sy - r - px * 0.7, Math.min(px, sy + r));
    const low = Math.min(sy + r + px * 0.75, Math.max(h - px, sy - r));
    const aside = r + half + 6;
    const places =
      r < 16
        ? [
            [sx, sy],
            [sx, sy + r + px * 0.6],
            [sx, sy - r - px * 0.6],
          ]
        : [
            [cx, top],
            [cx, low],
            [sx + aside, sy],
            [sx - aside, sy],
          ];
    let best = null;
    let fewest = Infinity;
    for (const [x, y] of places) {
      const box = [x - half - 6, y - px * 0.68, x + half + 6, y + px * 0.68];
      const [x0, y0, x1, y1] = box;
      if (x0 < 0 || x1 > w || !this.taken?.isFree(x0, y0, x1, y1)) continue;
      const covered = r < 16 ? 0 : this.covers(x0 + 6, y0, x1 - 6, y1);
      if (covered < fewest) [best, fewest] = [{ x, y, box }, covered];
      if (!covered) break;
    }
    if (!best) return;
    const [x0, y0, x1, y1] = best.box;
    this.taken?.take(x0, y0, x1, y1);
    const kind = isQuiet ? "quiet" : "island";
    this.labels?.push({ text, x: best.x, y: best.y, px, weight: 650, kind });
  }
}
