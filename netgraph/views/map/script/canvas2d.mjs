// The same picture without WebGL: Canvas2D, drawn in slices on a canvas nobody sees yet.

/** @import {Camera} from "./geometry.mjs" */
/** @import {Inks, Scene, Colour} from "./scene.mjs" */
import { BEND, FADED, dotPixels, islandPixels, landAlpha, landTint, linkAlpha } from "./scene.mjs";
import { STATES } from "./ties.mjs";

/** @param {Colour} c @param {number} alpha */
export const rgba = ([r, g, b], alpha = 1) => `rgba(${r},${g},${b},${alpha})`;

/** @param {Colour} a @param {Colour} b @param {number} share @returns {Colour} */
export const mix = (a, b, share) =>
  /** @type {Colour} */ (a.map((v, k) => Math.round(v + (b[k] - v) * share)));

export class CanvasPainter {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Scene} scene
   * @param {CanvasRenderingContext2D} [pen]   drawn with, where the picture is no canvas
   */
  constructor(canvas, scene, pen) {
    this.canvas = canvas;
    this.scene = scene;
    if (pen) {
      this.front = this.back = pen;
      return;
    }
    this.front = /** @type {CanvasRenderingContext2D} */ (
      canvas.getContext("2d", { alpha: false })
    );
    this.hidden = document.createElement("canvas");
    this.back = /** @type {CanvasRenderingContext2D} */ (
      this.hidden.getContext("2d", { alpha: false, willReadFrequently: true })
    );
  }

  /** @param {number} width @param {number} height */
  resize(width, height) {
    for (const canvas of [this.canvas, this.hidden]) Object.assign(canvas ?? {}, { width, height });
  }

  /**
   * @param {Camera} camera
   * @param {number} zoom
   * @param {number} dpr
   * @param {Inks} inks
   */
  *paint(camera, zoom, dpr, inks) {
    const { back, scene, canvas } = this;
    const [w, h] = [canvas.width / dpr, canvas.height / dpr];
    back.setTransform(dpr, 0, 0, dpr, 0, 0);
    back.fillStyle = rgba(inks.sea);
    back.fillRect(0, 0, w, h);
    const { x, y } = scene.atlas;
    const px = (/** @type {number} */ p) => (x[p] - camera.x) * camera.k + w / 2;
    const py = (/** @type {number} */ p) => (y[p] - camera.y) * camera.k + h / 2;
    const limit = scene.limit(zoom);
    const seas = Math.min(limit, scene.sea.length);
    yield* this.lines(scene.sea, seas, px, py, inks.tie, scene.seaAlpha(camera, w * h, seas));
    if (scene.hasLand) yield* this.lands(camera, w, h, inks);
    const near = Math.min(0.3, 0.05 + camera.k / 90);
    yield* this.lines(scene.home, Math.min(limit, scene.home.length), px, py, inks.tie, near);
    yield* this.arcs(camera, px, py, inks);
    yield* this.dots(camera, px, py, w, h, inks);
    back.setLineDash([]);
    this.show();
  }

  isBusy() {
    return false;
  }

  /** Show the finished picture. */
  show() {
    if (this.hidden) this.front.drawImage(this.hidden, 0, 0);
  }

  /**
   * @param {Uint32Array} order
   * @param {number} count
   * @param {(p: number) => number} px
   * @param {(p: number) => number} py
   * @param {Colour} colour
   * @param {number} alpha
   */
  *lines(order, count, px, py, colour, alpha) {
    const { back, scene } = this;
    const { i, j } = scene.atlas;
    const { width: w, height: h } = this.canvas;
    const slice = 250;
    for (let from = 0; from < count; from += slice) {
      let state = -1;
      for (let k = from; k < Math.min(from + slice, count); k++) {
        const t = order[k];
        const [ax, ay, bx, by] = [px(i[t]), py(i[t]), px(j[t]), py(j[t])];
        if ((ax < 0 && bx < 0) || (ay < 0 && by < 0) || (ax > w && bx > w) || (ay > h && by > h))
          continue;
        const now = scene.ties.state(t);
        if (now !== state) {
          const { dash, width } = STATES[(state = now)];
          back.setLineDash(dash);
          back.lineWidth = width;
          back.strokeStyle = rgba(colour, Math.min(1, alpha * (0.6 + 0.4 * width)));
        }
        // One stroke a tie, as in WebGL: where lines cross, the ink adds up.
        back.beginPath();
        back.moveTo(ax, ay);
        back.lineTo(bx, by);
        back.stroke();
      }
      yield;
    }
    back.setLineDash([]);
  }

  /** @param {Camera} camera @param {number} w @param {number} h @param {Inks} inks */
  *lands(camera, w, h, inks) {
    const { back, scene } = this;
    const { islands } = scene.atlas;
    back.globalAlpha = landAlpha(camera.k);
    const ground = landTint(camera.k);
    for (let k = 0; k < islands.r.length; k++) {
      const tint = inks.swatches[scene.islandSwatch[k]];
      const r = islandPixels(islands.r[k], camera.k);
      back.beginPath();
      back.arc(
        (islands.x[k] - camera.x) * camera.k + w / 2,
        (islands.y[k] - camera.y) * camera.k + h / 2,
        r - 0.5,
        0,
        2 * Math.PI,
      );
      back.fillStyle = rgba(mix(inks.land, tint, ground));
      back.fill();
      back.lineWidth = 1;
      back.strokeStyle = rgba(mix(inks.land, tint, ground + 0.3));
      back.stroke();
      if (k % 300 === 299) yield;
    }
    back.globalAlpha = 1;
    yield;
  }

  /**
   * @param {Camera} camera
   * @param {(p: number) => number} px
   * @param {(p: number) => number} py
   * @param {Inks} inks
   */
  *arcs(camera, px, py, inks) {
    const { back, scene } = this;
    const { col } = scene.atlas;
    back.fillStyle = rgba(inks.link, linkAlpha(scene.links.length));
    const width = camera.k > 14 ? 3.4 : 2;
    for (let k = 0; k < scene.links.length; k++) {
      const [a, b] = [col.linkBy[scene.links[k]], col.linkWho[scene.links[k]]];
      taper(back, px(a), py(a), px(b), py(b), BEND, width);
      if (k % 200 === 199) yield;
    }
    yield;
  }

  /**
   * @param {Camera} camera
   * @param {(p: number) => number} px
   * @param {(p: number) => number} py
   * @param {number} w
   * @param {number} h
   * @param {Inks} inks
   */
  *dots(camera, px, py, w, h, inks) {
    const { back, scene } = this;
    const { col, names } = scene.atlas;
    const rim = rgba(scene.hasLand ? inks.land : inks.sea, 0.8);
    const colours = inks.swatches.map((c) => rgba(c));
    for (let p = 0; p < names.length; p++) {
      const [cx, cy, r] = [px(p), py(p), dotPixels(col.size[p], camera.k, scene.least)];
      if (cx < -30 || cy < -30 || cx > w + 30 || cy > h + 30) continue;
      back.globalAlpha = scene.isFaded[p] ? FADED : 1;
      if (r > 2) {
        back.fillStyle = rim;
        back.beginPath();
        back.arc(cx, cy, r + Math.min(1, r * 0.25), 0, 2 * Math.PI);
        back.fill();
      }
      back.fillStyle = colours[col.swatch[p]];
      back.beginPath();
      back.arc(cx, cy, r, 0, 2 * Math.PI);
      back.fill();
      if (p % 400 === 399) yield;
    }
    back.globalAlpha = 1;
    yield;
  }
}

/**
 * An arc that starts wide and ends thin: it points from one person to the other.
 * @param {CanvasRenderingContext2D} to
 * @param {number} ax
 * @param {number} ay
 * @param {number} bx
 * @param {number} by
 * @param {number} bend
 * @param {number} width
 */
export function taper(to, ax, ay, bx, by, bend, width) {
  const [dx, dy] = [bx - ax, by - ay];
  const [cx, cy] = [(ax + bx) / 2 - dy * bend, (ay + by) / 2 + dx * bend];
  const length = Math.hypot(cx - ax, cy - ay) || 1;
  const [nx, ny] = [(-(cy - ay) / length) * width * 0.5, ((cx - ax) / length) * width * 0.5];
  to.beginPath();
  to.moveTo(ax + nx, ay + ny);
  to.quadraticCurveTo(cx + nx * 0.6, cy + ny * 0.6, bx, by);
  to.quadraticCurveTo(cx - nx * 0.6, cy - ny * 0.6, ax - nx, ay - ny);
  to.fill();
}
