// Which names are shown, and where: companies first when far, people when near, never overlapping.

/** @import {Camera, Places} from "./geometry.mjs" */
/** @import {Atlas} from "./unpack.mjs" */
/** @import {Scene} from "./scene.mjs" */
import { Taken } from "./geometry.mjs";
import { dotPixels, islandPixels, ringSeats } from "./scene.mjs";

/**
 * @typedef {Object} Label
 * @property {string} text
 * @property {number} x        its middle
 * @property {number} y
 * @property {number} px
 * @property {number} weight
 * @property {"island" | "person" | "chosen"} kind
 * @property {boolean} isQuiet
 * @property {number} of       the person or the island
 * @typedef {[left: number, top: number, right: number, bottom: number]} Rectangle
 * @typedef {Object} Naming   who is named, whatever the zoom
 * @property {number[]} chosen   people in bold
 * @property {number[]} named    others who come first
 * @property {number[]} touched  whose islands are named in bold, too
 * @property {number[]} above    whose name covers the names under it: the pointer is on them
 * @property {boolean} dims      nobody else is named, and few islands
 */

export const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';
const MOST = 220;
const AREA_OF_ONE = 15_000; // square pixels of screen for one company's name
const NAMES_FROM = 15; // pixels a seat
const FEW = 400; // people; so many are named wherever there is room
const LOUD = 8; // islands named in bold: as many as the legend has colours
const QUIET_WHEN_DIM = 14; // islands named while something is in focus
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
    this.loud = new Set(this.islandOrder.filter((k) => atlas.islands.company[k]).slice(0, LOUD));
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
   * @param {Naming} naming
   * @param {Rectangle[]} covered   where something else lies on the map
   * @returns {Label[]}
   */
  choose(camera, w, h, { chosen, named, touched, above, dims }, covered) {
    this.camera = camera;
    this.w = w;
    this.h = h;
    /** Type is smaller on a small screen. */
    this.scale = Math.min(1, Math.max(0.86, w / 800));
    this.taken = new Taken();
    /** @type {Label[]} */
    this.labels = [];
    for (const box of covered) this.taken.reserve(...box);
    const told = new Set([...chosen, ...named]);
    for (const p of told) this.reserve(p);
    for (const p of chosen) this.person(p, "chosen");
    const { island } = this.atlas.col;
    this.touched = new Set(touched.map((p) => island[p]));
    if (!dims) this.islands(dims);
    for (const p of told) if (!chosen.includes(p)) this.person(p, "named");
    if (dims) this.islands(dims);
    else if (camera.k >= NAMES_FROM || this.rank.length <= FEW)
      for (let k = 0; k < this.rank.length && this.labels.length < MOST; k++) {
        const p = this.rank[k];
        if (!told.has(p) && !this.scene.isFaded[p]) this.person(p, "person");
      }
    for (const p of above) if (!chosen.includes(p)) this.over(p);
    return this.labels;
  }

  /** Keep names off somebody's dot. @param {number} p */
  reserve(p) {
    const [x, y] = this.pixel(this.atlas.x[p], this.atlas.y[p]);
    const r = this.radius(p) + 1;
    this.taken?.reserve(x - r, y - r, x + r, y + r);
  }

  /** @param {number} p */
  radius(p) {
    return dotPixels(this.atlas.col.size[p], this.camera?.k ?? 1, this.scene.least);
  }

  /** A name over what is there: the names it would touch go. @param {number} p */
  over(p) {
    const [sx, sy] = this.pixel(this.atlas.x[p], this.atlas.y[p]);
    const text = clipped(this.atlas.names[p]);
    const [px, weight] = [13, 650];
    const half = this.width(text, px, weight) / 2 + 3;
    const w = this.w ?? 0;
    const x = Math.max(half, Math.min(w - half, sx));
    const y = sy + (this.radius(p) + 3 + px * 0.62 + 1.5) * (sy > (this.h ?? 0) - 40 ? -1 : 1);
    this.labels = this.labels?.filter(
      (l) =>
        (l.kind === "island" || l.of !== p) &&
        (Math.abs(l.x - x) > half + this.width(l.text, l.px, l.weight) / 2 ||
          Math.abs(l.y - y) > (px + l.px) * 0.58),
    );
    this.labels?.push({ text, x, y, px, weight, kind: "chosen", isQuiet: false, of: p });
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
   * @param {number} [but]   a person whose dot does not count
   */
  covers(left, top, right, bottom, but) {
    const { camera, w, h } = /** @type {{camera: Camera, w: number, h: number}} */ (this);
    const { x, y } = this.atlas;
    const slack = Math.min(12, camera.k * 0.22);
    const box = {
      left: (left - slack - w / 2) / camera.k + camera.x,
      right: (right + slack - w / 2) / camera.k + camera.x,
      top: (top - slack - h / 2) / camera.k + camera.y,
      bottom: (bottom + slack - h / 2) / camera.k + camera.y,
    };
    let count = 0;
    this.places.within(box, (p) => {
      if (p !== but && x[p] > box.left && x[p] < box.right && y[p] > box.top && y[p] < box.bottom)
        count++;
    });
    return count;
  }

  /**
   * A person's name, below the dot if it is free there, else above or beside it. Only those who
   * come first may stand on other people.
   * @param {number} p
   * @param {"chosen" | "named" | "person"} rank
   */
  person(p, rank) {
    const { x, y, names } = this.atlas;
    const { w, h, camera } = /** @type {{camera: Camera, w: number, h: number}} */ (this);
    const [sx, sy] = this.pixel(x[p], y[p]);
    if (sx < -40 || sx > w + 40 || sy < -20 || sy > h + 20) return;
    const near = Math.min(1.5, Math.max(0, (camera.k - 20) / 15));
    const isChosen = rank === "chosen";
    const weight = isChosen ? 700 : rank === "named" ? 550 : 450;
    const px = (isChosen ? 13.5 : 11.5 + near) * (this.scale ?? 1);
    const text = clipped(names[p]);
    const r = this.radius(p) + (isChosen ? 3 : 0);
    const half = this.width(text, px, weight) / 2;
    const up = r + px * 0.62 + 1.5;
    const aside = half + r + 4;
    for (const [cx, cy] of [
      [sx, sy + up],
      [sx, sy - up],
      [sx + aside, sy],
      [sx - aside, sy],
    ]) {
      const box = /** @type {Rectangle} */ ([
        cx - half - 2,
        cy - px * 0.58,
        cx + half + 2,
        cy + px * 0.58,
      ]);
      if (box[0] < 2 || box[2] > w - 2 || (rank === "person" && this.covers(...box, p))) continue;
      if (!this.taken?.take(...box)) continue;
      const kind = isChosen ? "chosen" : "person";
      this.labels?.push({ text, x: cx, y: cy, px, weight, kind, isQuiet: false, of: p });
      return;
    }
  }

  /** The companies' names, the largest first. @param {boolean} dims */
  islands(dims) {
    const { islands } = this.atlas;
    const { w, h, camera } = /** @type {{camera: Camera, w: number, h: number}} */ (this);
    if (!this.labels) return;
    if (!this.scene.hasLand) return this.rings();
    /** @type {[island: number, x: number, y: number, r: number][]} */
    this.inSight = [];
    for (let k = 0; k < islands.r.length; k++) {
      const r = islandPixels(islands.r[k], camera.k);
      const [x, y] = this.pixel(islands.x[k], islands.y[k]);
      if (x + r > 0 && x - r < w && y + r > 0 && y - r < h) this.inSight.push([k, x, y, r]);
    }
    const at = new Map(this.inSight.map((one) => [one[0], one]));
    const room = dims ? QUIET_WHEN_DIM : Math.max(14, (w * h) / AREA_OF_ONE);
    const most = this.labels.length + room;
    const touched = this.islandOrder.filter((k) => this.touched?.has(k));
    for (const k of new Set([...touched, ...this.islandOrder])) {
      const seen = at.get(k);
      if (this.labels.length >= most) return;
      if (seen && (this.islandCount[k] > 1 || camera.k >= 12)) this.island(...seen, dims);
    }
  }

  /** How far each ring is, written on it. */
  rings() {
    const { islands, islandNames } = this.atlas;
    for (let ring = 1; ring < islands.r.length; ring++) {
      const k = this.camera?.k ?? 1;
      const [x, middle] = this.pixel(islands.x[0], islands.y[0]);
      const y = middle - ringSeats(islands.r[ring]) * k;
      const [text, px, weight] = [islandNames[ring], 11.5, 600];
      const half = this.width(text, px, weight) / 2 + 4;
      if (this.taken?.take(x - half, y - px * 0.6, x + half, y + px * 0.6))
        this.labels?.push({ text, x, y, px, weight, kind: "island", isQuiet: true, of: ring });
    }
  }

  /**
   * How many other islands would a label hide, or seem to name? Endless in the middle of one.
   * @param {number} k
   * @param {number} x
   * @param {number} y
   * @param {number} half
   * @param {number} high
   */
  strays(k, x, y, half, high) {
    let count = 0;
    for (const [other, ox, oy, r] of this.inSight ?? []) {
      const dy = Math.abs(oy - y);
      if (dy > high + r || other === k) continue;
      const dx = Math.abs(ox - x);
      if (dx > half + r) continue;
      if (r > 14 && dx * dx + dy * dy < r * r) return Infinity;
      if (Math.max(0, dx - half) ** 2 + Math.max(0, dy - high) ** 2 < r * r) count++;
    }
    return count;
  }

  /**
   * Above its island, below or beside it, where it covers fewest people and strays on no other
   * island; on it where it is small.
   * @param {number} k
   * @param {number} sx
   * @param {number} sy
   * @param {number} r
   * @param {boolean} dims
   */
  island(k, sx, sy, r, dims) {
    const { islands, islandNames } = this.atlas;
    const [w, h] = [this.w ?? 0, this.h ?? 0];
    const isTouched = this.touched?.has(k) ?? false;
    const isQuiet = !isTouched && (dims || !islands.company[k] || !this.loud.has(k));
    const most = isQuiet ? 13 : 19;
    const px = Math.min(most, Math.max(11, 8.5 + Math.sqrt(r))) * (this.scale ?? 1);
    const weight = isQuiet ? (dims ? 500 : 600) : 700;
    const text = clipped(islandNames[k]);
    const half = this.width(text, px, weight) / 2;
    // The name of an island larger than the screen stays in sight.
    const cx = Math.min(Math.max(sx, Math.min(half + 8, sx + r)), Math.max(w - half - 8, sx - r));
    const top = Math.max(sy - r - px * 0.7, Math.min(px, sy + r));
    const low = Math.min(sy + r + px * 0.75, Math.max(h - px, sy - r));
    const aside = r + half + 6;
    const places = [
      [cx, top],
      [cx, low],
      [sx + aside, sy],
      [sx - aside, sy],
    ];
    const isSmall = r < (this.rank.length > FEW ? 16 : 5);
    if (isSmall) places.unshift([sx, sy]);
    let best = null;
    let least = Infinity;
    for (const [x, y] of places) {
      const box = /** @type {Rectangle} */ ([
        x - half - 6,
        y - px * 0.68,
        x + half + 6,
        y + px * 0.68,
      ]);
      const [x0, y0, x1, y1] = box;
      if (x0 < 0 || x1 > w || !this.taken?.isFree(...box)) continue;
      const covered = isSmall ? 0 : this.covers(x0 + 6, y0, x1 - 6, y1);
      const cost = covered + 4 * this.strays(k, x, y, half, px * 0.6);
      if (cost < least) [best, least] = [{ x, y, box }, cost];
      if (!cost) break;
    }
    if (!best) return;
    this.taken?.reserve(...best.box);
    const { x, y } = best;
    this.labels?.push({ text, x, y, px, weight, kind: "island", isQuiet, of: k });
  }
}
