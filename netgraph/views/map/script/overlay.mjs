// What lies above the picture: the chosen person's ties, the way, marks, all names.

/** @import {Camera} from "./geometry.mjs" */
/** @import {Atlas} from "./unpack.mjs" */
/** @import {Inks, Colour} from "./scene.mjs" */
/** @import {Ties} from "./ties.mjs" */
/** @import {Label} from "./labels.mjs" */
import { mix, rgba, taper } from "./canvas2d.mjs";
import { FONT } from "./labels.mjs";
import { BEND, dotPixels, leastDot, ringSeats } from "./scene.mjs";
import { ASSUMED, KNOWN, STATES } from "./ties.mjs";

/**
 * @typedef {Object} Focus   what is drawn at full strength while the rest is dim
 * @property {number[]} people
 * @property {number[]} ties
 * @property {number[]} links
 * @property {number[]} way      people in order
 * @property {number[]} other    the alternative
 * @property {number[]} marked   people with a ring
 * @property {number} cursor     whom the keys are on, or -1
 * @property {boolean} dims
 */

/** @returns {Focus} */
export const nothing = () => ({
  people: [],
  ties: [],
  links: [],
  way: [],
  other: [],
  marked: [],
  cursor: -1,
  dims: false,
});

const MOST_TIES = 600;
const MOST_BUNDLES = 250;
const MOST_STRANDS = 4;
const NEAR = 24; // pixels a seat from which strands are drawn apart

export class Overlay {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Atlas} atlas
   * @param {Ties} ties
   * @param {CanvasRenderingContext2D} [pen]
   */
  constructor(canvas, atlas, ties, pen) {
    this.canvas = canvas;
    this.atlas = atlas;
    this.ties = ties;
    this.to = pen ?? /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    /** Pairs with more than one strand: near, each strand gets an arc of its own. */
    this.bundles = ties.bundles();
    this.least = leastDot(atlas.names.length);
  }

  /** @param {string} text @param {number} weight */
  measure(text, weight) {
    this.to.font = `${weight} 100px ${FONT}`;
    return this.to.measureText(text).width;
  }

  /**
   * @param {Camera} camera
   * @param {number} dpr
   * @param {Inks} inks
   * @param {Focus} focus
   * @param {Label[]} labels
   */
  draw(camera, dpr, inks, focus, labels) {
    const { to, canvas } = this;
    to.setTransform(1, 0, 0, 1, 0, 0);
    to.clearRect(0, 0, canvas.width, canvas.height);
    to.setTransform(dpr, 0, 0, dpr, 0, 0);
    this.w = canvas.width / dpr;
    this.h = canvas.height / dpr;
    this.camera = camera;
    this.inks = inks;
    if (this.atlas.arrangement === "ego") this.drawRings();
    if (camera.k >= NEAR && !focus.dims) this.drawBundles();
    this.drawTies(focus);
    this.drawWay(focus.other, [2, 7], 3);
    this.drawWay(focus.way, [], 4);
    this.drawPeople(focus);
    this.drawLabels(labels);
  }

  /** @param {number} x @param {number} y @returns {[number, number]} */
  pixel(x, y) {
    const { camera, w, h } = /** @type {{camera: Camera, w: number, h: number}} */ (this);
    return [(x - camera.x) * camera.k + w / 2, (y - camera.y) * camera.k + h / 2];
  }

  /** @param {number} p */
  at(p) {
    return this.pixel(this.atlas.x[p], this.atlas.y[p]);
  }

  /** The rings of steps, where people sit by them. */
  drawRings() {
    const { to } = this;
    const { camera, inks } = /** @type {{camera: Camera, inks: Inks}} */ (this);
    const { r, x, y } = this.atlas.islands;
    const [cx, cy] = this.pixel(x[0], y[0]);
    to.strokeStyle = rgba(inks.shore, 0.7);
    to.lineWidth = 1;
    for (let ring = 1; ring < r.length; ring++) {
      to.beginPath();
      to.arc(cx, cy, ringSeats(r[ring]) * camera.k, 0, 2 * Math.PI);
      to.stroke();
    }
  }

  /** Arcs side by side for the pairs in sight that have several strands. */
  drawBundles() {
    const { atlas } = this;
    const { w, h } = /** @type {{w: number, h: number}} */ (this);
    const isIn = (/** @type {number[]} */ [x, y]) => x > 0 && y > 0 && x < w && y < h;
    let left = MOST_BUNDLES;
    for (const t of this.bundles) {
      if (!this.ties.isThere(t)) continue;
      const [a, b] = [this.at(atlas.i[t]), this.at(atlas.j[t])];
      if (!isIn(a) && !isIn(b)) continue;
      this.drawStrands(t, 0.3);
      if (!--left) return;
    }
  }

  /** @param {number} t @param {number} alpha */
  drawStrands(t, alpha) {
    const { to, atlas } = this;
    const { inks } = /** @type {{inks: Inks}} */ (this);
    const strands = this.ties.strands(t).slice(0, MOST_STRANDS);
    strands.forEach(({ kind }, s) => {
      if (kind === "introduction" && alpha === 1) return; // drawn with its direction
      const state = kind === "stated" ? KNOWN : kind === "assumed" ? ASSUMED : this.ties.state(t);
      const { dash, width } = STATES[state];
      to.setLineDash(dash);
      to.lineWidth = width + 0.5;
      to.strokeStyle = rgba(kind === "introduction" ? inks.link : inks.tie, 0.8 * alpha);
      const bend = (s - (strands.length - 1) / 2) * 0.14;
      const [a, b] = [atlas.i[t], atlas.j[t]];
      this.curve(this.at(a), this.at(b), bend, this.radius(a), this.radius(b));
    });
    to.setLineDash([]);
  }

  /** @param {Focus} focus */
  drawTies({ ties, links }) {
    for (const t of ties.slice(0, MOST_TIES)) this.drawStrands(t, 1);
    for (const row of links) this.drawLink(row);
  }

  /** @param {number} row */
  drawLink(row) {
    const { to, atlas } = this;
    const inks = /** @type {Inks} */ (this.inks);
    const [by, who] = [atlas.col.linkBy[row], atlas.col.linkWho[row]];
    const [[ax, ay], [bx, by_]] = [this.at(by), this.at(who)];
    to.fillStyle = rgba(inks.link, 0.9);
    taper(to, ax, ay, bx, by_, BEND, 4.5);
    const [mx, my] = [(ax + bx) / 2 - (by_ - ay) * BEND, (ay + by_) / 2 + (bx - ax) * BEND];
    const turn = Math.atan2(by_ - my, bx - mx);
    const r = this.radius(who) + 2;
    const [tx, ty] = [bx - Math.cos(turn) * r, by_ - Math.sin(turn) * r];
    to.beginPath();
    to.moveTo(tx, ty);
    to.lineTo(tx - 11 * Math.cos(turn - 0.38), ty - 11 * Math.sin(turn - 0.38));
    to.lineTo(tx - 11 * Math.cos(turn + 0.38), ty - 11 * Math.sin(turn + 0.38));
    to.fill();
  }

  /** @param {number} p */
  radius(p) {
    const { k } = /** @type {Camera} */ (this.camera);
    return dotPixels(this.atlas.col.size[p], k, this.least);
  }

  /**
   * From the rim of one dot to the rim of the other.
   * @param {number[]} a
   * @param {number[]} b
   * @param {number} bend
   * @param {number} ra
   * @param {number} rb
   */
  curve([ax, ay], [bx, by], bend, ra, rb) {
    const { to } = this;
    const [cx, cy] = [(ax + bx) / 2 - (by - ay) * bend, (ay + by) / 2 + (bx - ax) * bend];
    const length = Math.hypot(cx - ax, cy - ay) || 1;
    const [sa, sb] = [Math.min(1, ra / length), Math.min(1, rb / length)];
    to.beginPath();
    to.moveTo(ax + (cx - ax) * sa, ay + (cy - ay) * sa);
    to.quadraticCurveTo(cx, cy, bx + (cx - bx) * sb, by + (cy - by) * sb);
    to.stroke();
  }

  /** @param {number[]} way @param {number[]} dash @param {number} width */
  drawWay(way, dash, width) {
    const { to } = this;
    const inks = /** @type {Inks} */ (this.inks);
    to.lineCap = to.lineJoin = "round";
    for (const [colour, wide, dashes] of /** @type {[string, number, number[]][]} */ ([
      [rgba(inks.land, 0.9), width + 3.5, []],
      [rgba(inks.path), width, dash],
    ])) {
      to.strokeStyle = colour;
      to.lineWidth = wide;
      to.setLineDash(dashes);
      to.beginPath();
      way.forEach((p, k) => to[k ? "lineTo" : "moveTo"](...this.at(p)));
      to.stroke();
    }
    to.setLineDash([]);
    to.lineCap = "butt";
  }

  /** @param {Focus} focus */
  drawPeople({ people, way, other, marked, cursor }) {
    const { to, atlas } = this;
    const inks = /** @type {Inks} */ (this.inks);
    const onWay = new Set([...way, ...other]);
    for (const p of [...people, ...onWay, ...marked]) {
      const [x, y] = this.at(p);
      const r = Math.max(this.radius(p), onWay.has(p) ? 6 : 2.2);
      this.disc(
        x,
        y,
        r + (onWay.has(p) ? 2.5 : 1),
        onWay.has(p) ? rgba(inks.path) : rgba(inks.land),
      );
      if (onWay.has(p)) this.disc(x, y, r + 0.8, rgba(inks.land));
      this.disc(x, y, r, rgba(inks.swatches[atlas.col.swatch[p]]));
    }
    for (const p of marked) {
      const [x, y] = this.at(p);
      const r = Math.max(this.radius(p), 3);
      to.lineWidth = p === cursor ? 3 : 2;
      to.strokeStyle = rgba(p === cursor ? inks.focus : inks.text);
      to.beginPath();
      to.arc(x, y, r + 3.5, 0, 2 * Math.PI);
      to.stroke();
    }
  }

  /** @param {number} x @param {number} y @param {number} r @param {string} colour */
  disc(x, y, r, colour) {
    this.to.fillStyle = colour;
    this.to.beginPath();
    this.to.arc(x, y, r, 0, 2 * Math.PI);
    this.to.fill();
  }

  /** @param {Label[]} labels */
  drawLabels(labels) {
    const { to } = this;
    const inks = /** @type {Inks} */ (this.inks);
    to.textAlign = "center";
    to.textBaseline = "middle";
    to.lineJoin = "round";
    const halo = rgba(mix(inks.land, inks.sea, 0.4), 0.86);
    for (const { text, x, y, px, weight, kind, isQuiet } of labels) {
      to.font = `${weight} ${px}px ${FONT}`;
      to.strokeStyle = halo;
      to.lineWidth = kind === "person" ? 2.6 : 3.6;
      to.strokeText(text, x, y);
      to.fillStyle = rgba(isQuiet ? inks.quiet : inks.text);
      to.fillText(text, x, y);
    }
  }
}
