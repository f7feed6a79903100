// What both painters draw, and how large: ties over the sea, islands, ties at home, people.

/** @import {Camera} from "./geometry.mjs" */
/** @import {Atlas} from "./unpack.mjs" */
/** @import {Ties} from "./ties.mjs" */

/**
 * @typedef {[number, number, number]} Colour   0 to 255
 * @typedef {Object} Inks
 * @property {Colour} sea
 * @property {Colour} land
 * @property {Colour} shore
 * @property {Colour} tie
 * @property {Colour} link      introductions
 * @property {Colour} path
 * @property {Colour} focus     where the keys are
 * @property {Colour} text
 * @property {Colour} quiet     text of lesser rank
 * @property {Colour[]} swatches
 */

/** The most ties drawn over the sea, and at home, when the whole map is seen. */
export const FAR_TIES = 12_000;

export const FADED = 0.1;

/** The radius of a dot, in seats, by its size from 0 to 255. @param {number} size */
export const dotSeats = (size) => 0.2 + (0.28 * size) / 255;

/**
 * The radius of a dot in pixels, `least` where all are seen from afar.
 * @param {number} size
 * @param {number} k
 * @param {number} least
 */
export const dotPixels = (size, k, least) => Math.min(19, Math.max(least, dotSeats(size) * k));

/** How small may the dots of so many people get? @param {number} n */
export const leastDot = (n) => (n < 600 ? 2.6 : n < 4000 ? 1.5 : 0.9);

/** An island's radius in pixels, its beach included. @param {number} r @param {number} k */
export const islandPixels = (r, k) => (r + 0.75) * k;

/** The radius of the circle drawn around a ring of people, in seats. @param {number} r */
export const ringSeats = (r) => r + 1.3;

/** How much of what lies under an island shows through: more when near. @param {number} k */
export const landAlpha = (k) => 1 - 0.5 * Math.min(1, Math.max(0, (k - 14) / 20));

/** How much of its colour an island's ground takes: more when its people are too small to see. @param {number} k */
export const landTint = (k) => 0.06 + 0.2 * Math.min(1, Math.max(0, (9 - k) / 6));

/** How strong introductions are drawn when there are many. @param {number} count */
export const linkAlpha = (count) => Math.min(0.75, Math.max(0.06, 60 / (count + 1)));

/** How far an introduction's arc bends aside, as a share of its length. */
export const BEND = 0.16;

export class Scene {
  /**
   * @param {Atlas} atlas
   * @param {Ties} ties
   * @param {boolean} hasLand   discs under the islands: not in the view from ego
   */
  constructor(atlas, ties, hasLand) {
    this.atlas = atlas;
    this.ties = ties;
    this.hasLand = hasLand;
    this.least = leastDot(atlas.names.length);
    /** @type {Uint32Array} ties between islands, the most telling first */
    this.sea = new Uint32Array(0);
    /** @type {Uint32Array} ties within an island */
    this.home = new Uint32Array(0);
    /** @type {number[]} introductions */
    this.links = [];
    /** @type {Uint8Array} 1 for people the filters leave out */
    this.isFaded = new Uint8Array(atlas.names.length);
    this.version = 0;
    const { island } = atlas.col;
    /** @type {Uint8Array} the colour of each island: that of most of its people */
    this.islandSwatch = majority(island, atlas.col.swatch, atlas.islands.r.length);
  }

  /**
   * Choose what is drawn.
   * @param {(person: number) => boolean} person
   * @param {(tie: number) => boolean} tie
   * @param {(link: number) => boolean} link
   */
  choose(person, tie, link) {
    const { i, j, col } = this.atlas;
    for (let p = 0; p < this.isFaded.length; p++) this.isFaded[p] = person(p) ? 0 : 1;
    const faded = this.isFaded;
    const order = this.ties.inOrder((t) => !faded[i[t]] && !faded[j[t]] && tie(t));
    const isHome = (/** @type {number} */ t) =>
      this.hasLand && col.island[i[t]] === col.island[j[t]];
    this.sea = order.filter((t) => !isHome(t));
    this.home = order.filter(isHome);
    this.links = [];
    for (let r = 0; r < col.linkBy.length; r++)
      if (!faded[col.linkBy[r]] && !faded[col.linkWho[r]] && link(r)) this.links.push(r);
    this.version++;
    this.shownTies = order.length;
  }

  /** How many ties to draw at this zoom: twice as near, four times as many. @param {number} zoom */
  limit(zoom) {
    return Math.round(FAR_TIES * Math.max(1, zoom * zoom));
  }

  /**
   * Those of the first `count` ties that can touch the screen.
   * @param {Uint32Array} order
   * @param {number} count
   * @param {Camera} camera
   * @param {number} w   in pixels
   * @param {number} h
   */
  inSight(order, count, camera, w, h) {
    const { x, y, i, j } = this.atlas;
    const [dx, dy] = [w / 2 / camera.k + 1, h / 2 / camera.k + 1];
    return order.subarray(0, count).filter((t) => {
      const [a, b] = [i[t], j[t]];
      return (
        Math.min(x[a], x[b]) < camera.x + dx &&
        Math.max(x[a], x[b]) > camera.x - dx &&
        Math.min(y[a], y[b]) < camera.y + dy &&
        Math.max(y[a], y[b]) > camera.y - dy
      );
    });
  }

  /**
   * How strong the lines over the sea may be, so that together they never veil the picture.
   * @param {Camera} camera
   * @param {number} area    of the screen, in pixels
   * @param {number} count
   */
  seaAlpha(camera, area, count) {
    const { x, y, i, j } = this.atlas;
    if (!count) return 0;
    const step = Math.max(1, Math.floor(count / 400));
    let length = 0;
    let seen = 0;
    for (let k = 0; k < count; k += step, seen++) {
      const t = this.sea[k];
      length += Math.hypot(x[i[t]] - x[j[t]], y[i[t]] - y[j[t]]) * camera.k;
    }
    const ink = ((length / seen) * count) / area;
    return Math.min(0.32, Math.max(0.012, 0.075 / Math.max(ink, 0.001)));
  }
}

/**
 * @param {ArrayLike<number>} group
 * @param {ArrayLike<number>} value
 * @param {number} n
 */
function majority(group, value, n) {
  const most = new Uint8Array(n);
  const counts = new Map();
  for (let k = 0; k < group.length; k++) {
    const key = group[k] * 256 + value[k];
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const best = new Float64Array(n);
  for (const [key, count] of counts)
    if (count > best[key >> 8]) {
      best[key >> 8] = count;
      most[key >> 8] = key & 255;
    }
  return most;
}
