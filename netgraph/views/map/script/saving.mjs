// The view as a file: PNG as seen, SVG with every line and name as such.

/** @import {Stage} from "./stage.mjs" */
import { CanvasPainter, rgba } from "./canvas2d.mjs";
import { Overlay } from "./overlay.mjs";

const SVG = "http://www.w3.org/2000/svg";

/** @param {Blob} blob @param {string} name */
function download(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** A file name of the title's letters. @param {string} title @param {string} ending */
export const fileName = (title, ending) =>
  `${
    title
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-+|-+$/g, "")
      .slice(0, 60) || "map"
  }.${ending}`;

/** What is seen, on one canvas: for a file, and for paper. @param {Stage} stage */
export function flat(stage) {
  const made = document.createElement("canvas");
  made.className = "flat";
  made.width = stage.canvas.width;
  made.height = stage.canvas.height;
  const to = /** @type {CanvasRenderingContext2D} */ (made.getContext("2d"));
  to.fillStyle = rgba(stage.inks.sea);
  to.fillRect(0, 0, made.width, made.height);
  stage.painter.show(); // a WebGL canvas is empty once it has been shown
  to.globalAlpha = stage.focus.dims ? 0.2 : 1;
  to.drawImage(stage.canvas, 0, 0);
  to.globalAlpha = 1;
  to.drawImage(stage.names, 0, 0);
  return made;
}

/** @param {Stage} stage */
export function savePNG(stage) {
  flat(stage).toBlob((blob) => blob && download(blob, fileName(stage.atlas.title, "png")));
}

/** @param {Stage} stage */
export function saveSVG(stage) {
  const text = new XMLSerializer().serializeToString(drawing(stage));
  download(new Blob([text], { type: "image/svg+xml" }), fileName(stage.atlas.title, "svg"));
}

/**
 * The same strokes as on a canvas, as SVG: both painters' pictures and this one cannot differ.
 * @param {Stage} stage
 */
export function drawing(stage) {
  const { width, height, camera, inks, focus } = stage;
  const pen = /** @type {any} */ (new Pen(width, height));
  const size = /** @type {any} */ ({ width, height });
  for (const _ of new CanvasPainter(size, stage.scene, pen).paint(camera, stage.zoom, 1, inks));
  if (focus.dims) pen.root.lastChild.setAttribute("opacity", "0.2");
  pen.layer();
  const overlay = new Overlay(size, stage.atlas, stage.scene.ties, pen);
  overlay.draw(camera, 1, inks, focus, stage.written ?? []);
  return pen.root;
}

/** What a canvas context can do, as far as the painters need it, written down as SVG. */
class Pen {
  /** @param {number} width @param {number} height */
  constructor(width, height) {
    this.root = document.createElementNS(SVG, "svg");
    this.root.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.layer();
    this.globalAlpha = 1;
    this.lineWidth = 1;
    this.path = this.fillStyle = this.strokeStyle = this.font = this.dash = "";
  }

  layer() {
    this.root.append((this.group = document.createElementNS(SVG, "g")));
  }

  /** @param {string} tag @param {Record<string, any>} has @param {string} text */
  add(tag, has, text = "") {
    const made = document.createElementNS(SVG, tag);
    if (this.globalAlpha < 1) made.setAttribute("opacity", String(this.globalAlpha));
    for (const name in has) if (has[name] !== "") made.setAttribute(name, String(has[name]));
    made.textContent = text;
    this.group?.append(made);
  }

  setTransform() {}
  clearRect() {}
  drawImage() {}

  beginPath() {
    this.path = "";
  }

  /** @param {string} letter @param {number[]} numbers */
  to(letter, numbers) {
    this.path += letter + numbers.map((v) => +v.toFixed(1)).join(" ");
  }

  /** @param {...number} p */
  moveTo(...p) {
    this.to("M", p);
  }

  /** @param {...number} p */
  lineTo(...p) {
    this.to("L", p);
  }

  /** @param {...number} p */
  quadraticCurveTo(...p) {
    this.to("Q", p);
  }

  /** A whole circle: the painters draw no other arc. @param {number} x @param {number} y @param {number} r */
  arc(x, y, r) {
    this.to("M", [x - r, y]);
    for (const end of [x + r, x - r]) this.to("A", [r, r, 0, 0, 1, end, y]);
  }

  fill() {
    this.add("path", { d: this.path, fill: this.fillStyle });
  }

  stroke() {
    const look = { stroke: this.strokeStyle, "stroke-width": this.lineWidth };
    const cap = this.dash && { "stroke-dasharray": this.dash };
    this.add("path", { d: this.path, fill: "none", ...look, ...cap });
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  fillRect(x, y, width, height) {
    this.add("rect", { x, y, width, height, fill: this.fillStyle });
  }

  /** @param {number[]} dash */
  setLineDash(dash) {
    this.dash = dash.join(" ");
  }

  /** The halo of the text that follows. */
  strokeText() {}

  /** @param {string} text @param {number} x @param {number} y */
  fillText(text, x, y) {
    const [, weight, size, family] = /** @type {string[]} */ (
      this.font.match(/^(\S+) (\S+) (.*)$/)
    );
    const font = {
      "font-weight": weight,
      "font-size": size,
      "font-family": family,
    };
    const halo = { stroke: this.strokeStyle, "stroke-width": this.lineWidth };
    const place = {
      x,
      y,
      "text-anchor": "middle",
      "dominant-baseline": "central",
    };
    const look = {
      fill: this.fillStyle,
      "paint-order": "stroke",
      ...halo,
      ...font,
    };
    this.add("text", { ...place, ...look }, text);
  }
}
