// The two canvases, the camera and the hand: painting in slices, moving finished pictures.

/** @import {Camera, Box} from "./geometry.mjs" */
/** @import {Atlas} from "./unpack.mjs" */
/** @import {Inks, Scene, Colour} from "./scene.mjs" */
/** @import {Focus} from "./overlay.mjs" */
/** @import {Ties} from "./ties.mjs" */
/** @import {Naming, Rectangle} from "./labels.mjs" */
import { CanvasPainter } from "./canvas2d.mjs";
import { boxOf, fit, Places, shift, zoomTo } from "./geometry.mjs";
import { Labels } from "./labels.mjs";
import { nothing, Overlay } from "./overlay.mjs";
import { dotPixels } from "./scene.mjs";
import { WebGLPainter } from "./webgl.mjs";

const QUICK = 8; // ms: below, the picture is drawn anew in every frame of a gesture
const SETTLE = 220; // ms after a gesture until the picture is drawn anew
const SLICE = 9; // ms of drawing in one frame
const LATE = 24; // ms from frame to frame
const NEAREST = 110; // pixels a seat

/** @param {string} text   #rrggbb @returns {Colour} */
export function colourOf(text) {
  const value = parseInt(text.trim().slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** Call as soon as the browser has looked at the rest of its work. @param {() => void} call */
function soon(call) {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    call();
  };
  port2.postMessage(0);
}

export class Stage {
  /**
   * @param {HTMLElement} root
   * @param {Atlas} atlas
   * @param {Ties} ties
   * @param {Scene} scene
   * @param {{pick: (person: number, island: number) => void, hover: (person: number) => void}} on
   */
  constructor(root, atlas, ties, scene, on) {
    this.root = root;
    this.atlas = atlas;
    this.scene = scene;
    this.on = on;
    this.places = new Places(atlas.x, atlas.y);
    this.box = this.wholeBox();
    this.canvas = /** @type {HTMLCanvasElement} */ (root.querySelector("canvas.picture"));
    this.names = /** @type {HTMLCanvasElement} */ (root.querySelector("canvas.names"));
    this.overlay = new Overlay(this.names, atlas, ties);
    this.labels = new Labels(atlas, scene, this.places, (text, weight) =>
      this.overlay.measure(text, weight),
    );
    /** @type {Focus} */
    this.focus = nothing();
    /** @type {Naming} */
    this.naming = { chosen: [], named: [], touched: [], above: [], dims: false };
    this.width = this.height = this.dpr = 1;
    this.cost = Infinity;
    this.namesCost = 0;
    this.isQuick = this.areNamesQuick = true;
    this.isMoving = false;
    this.lastFrame = 0;
    this.gap = 16;
    this.settling = 0;
    this.flight = 0;
    /** @type {Generator | null} */
    this.painting = null;
    this.isFirst = true;
    this.painter = this.newPainter();
    this.inks = this.readInks();
    this.camera = this.taken = this.named = { x: 0, y: 0, k: 1 };
    this.measure();
    this.home = this.homeCamera();
    this.camera = this.home;
    new ResizeObserver(() => this.resized()).observe(root);
    this.listen();
  }

  wholeBox() {
    const { islands } = this.atlas;
    const box = boxOf(this.atlas.x, this.atlas.y);
    for (let k = 0; k < islands.r.length; k++) {
      const r = islands.r[k] + 1;
      box.left = Math.min(box.left, islands.x[k] - r);
      box.right = Math.max(box.right, islands.x[k] + r);
      box.top = Math.min(box.top, islands.y[k] - r);
      box.bottom = Math.max(box.bottom, islands.y[k] + r);
    }
    return box;
  }

  newPainter() {
    try {
      const painter = new WebGLPainter(this.canvas, this.scene);
      this.canvas.addEventListener("webglcontextlost", (event) => {
        event.preventDefault();
        this.fallBack();
      });
      this.kind = "webgl2";
      return painter;
    } catch {
      this.replaceCanvas();
      this.kind = "canvas2d";
      return new CanvasPainter(this.canvas, this.scene);
    }
  }

  /** A canvas that once had a WebGL context never gets another one. */
  replaceCanvas() {
    const fresh = /** @type {HTMLCanvasElement} */ (this.canvas.cloneNode());
    this.canvas.replaceWith(fresh);
    this.canvas = fresh;
  }

  fallBack() {
    this.painting = null;
    this.replaceCanvas();
    this.kind = "canvas2d";
    this.painter = new CanvasPainter(this.canvas, this.scene);
    this.cost = Infinity;
    this.resized(true);
  }

  /** @returns {Inks} */
  readInks() {
    const style = getComputedStyle(document.documentElement);
    const ink = (/** @type {string} */ name) => colourOf(style.getPropertyValue(`--${name}`));
    const isDark = document.documentElement.dataset.theme === "dark";
    const { swatches } = this.atlas.legend;
    return {
      sea: ink("sea"),
      land: ink("land"),
      shore: ink("shore"),
      tie: ink("tie"),
      link: ink("link"),
      path: ink("path"),
      focus: ink("focus"),
      text: ink("ink"),
      quiet: ink("quiet"),
      swatches: swatches.map((s) => colourOf(isDark ? s.dark : s.light)),
    };
  }

  measure() {
    this.width = Math.max(1, this.root.clientWidth);
    this.height = Math.max(1, this.root.clientHeight);
    this.dpr = Math.min(window.devicePixelRatio || 1, 2.5);
    const [w, h] = [Math.round(this.width * this.dpr), Math.round(this.height * this.dpr)];
    this.names.width = w;
    this.names.height = h;
    this.painter.resize(w, h);
  }

  homeCamera() {
    const margin = Math.min(this.width, this.height) * 0.045 + 12;
    return fit(this.box, this.width, this.height, margin, 52);
  }

  resized(isForced = false) {
    if (!isForced && this.root.clientWidth === this.width && this.root.clientHeight === this.height)
      return;
    const wasHome = this.camera.k === this.home.k && this.camera.x === this.home.x;
    this.measure();
    this.home = this.homeCamera();
    if (wasHome) this.camera = this.home;
    this.paint();
    this.write();
  }

  /** How much nearer than the whole map. */
  get zoom() {
    return this.camera.k / this.home.k;
  }

  /** Draw the picture anew, in slices; until it is done the old one is moved. */
  paint() {
    const { camera, painter, isFirst } = this;
    const work = painter.paint(camera, this.zoom, this.dpr, this.inks);
    this.painting = work;
    const began = performance.now();
    const step = () => {
      if (this.painting !== work) return;
      const start = performance.now();
      let isDone = false;
      // What was sent may still be being drawn in another process: leave it time for the screen.
      while (!isDone && (isFirst || !painter.isBusy())) {
        isDone = Boolean(work.next().done);
        if (!isFirst && performance.now() - start > SLICE) break;
      }
      if (isDone) this.painted(camera, began);
      else requestAnimationFrame(step);
    };
    step();
  }

  /** Draw the picture anew within this frame: only where that is known to be quick. */
  paintNow() {
    this.painting = null;
    for (const _ of this.painter.paint(this.camera, this.zoom, this.dpr, this.inks));
    this.taken = this.camera;
  }

  /** @param {Camera} camera @param {number} began */
  painted(camera, began) {
    this.painting = null;
    this.taken = camera;
    this.place();
    this.root.dataset.painted = String(Number(this.root.dataset.painted ?? 0) + 1);
    if (!this.isFirst) return;
    this.isFirst = false;
    const look = () => {
      this.cost = performance.now() - began;
      if (!this.painter.isBusy()) return void performance.mark("painted");
      if (this.cost < QUICK) soon(look);
      else requestAnimationFrame(look);
    };
    look();
  }

  /** Choose and write the names, and what is in focus. */
  write() {
    const start = performance.now();
    const { camera, width, height } = this;
    const labels = this.labels.choose(camera, width, height, this.naming, this.covered());
    this.overlay.draw(camera, this.dpr, this.inks, this.focus, labels);
    this.written = labels;
    this.named = camera;
    this.canvas.classList.toggle("is-dim", this.focus.dims);
    this.namesCost = performance.now() - start;
    this.place();
  }

  /** Move both finished pictures to where the camera is now. */
  place() {
    for (const [canvas, taken] of /** @type {[HTMLCanvasElement, Camera][]} */ ([
      [this.canvas, this.taken],
      [this.names, this.named],
    ])) {
      const { x, y, scale } = shift(taken, this.camera);
      canvas.style.transform =
        x || y || scale !== 1 ? `translate(${x}px, ${y}px) scale(${scale})` : "";
    }
  }

  /** @param {Camera} camera */
  moveTo(camera) {
    const least = this.home.k * 0.5;
    const k = Math.min(NEAREST, Math.max(least, camera.k));
    const { box } = this;
    const { right, bottom } = this.inset();
    this.camera = {
      x: Math.min(box.right + right / 2 / k, Math.max(box.left, camera.x)),
      y: Math.min(box.bottom + bottom / 2 / k, Math.max(box.top, camera.y)),
      k,
    };
    this.isMoving ||= Boolean(requestAnimationFrame((now) => this.frame(now)));
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      this.settling = 0;
      this.paint();
      this.write();
    }, SETTLE);
  }

  /** One frame of a gesture. Frames that come late show that drawing anew is too much here. */
  frame(/** @type {number} */ now) {
    this.isMoving = false;
    const gap = now - this.lastFrame;
    this.lastFrame = now;
    if (gap < 150) this.gap = 0.6 * this.gap + 0.4 * gap;
    if (this.gap > LATE) {
      this.gap = 16;
      if (this.areNamesQuick) this.areNamesQuick = false;
      else this.isQuick = false;
    }
    if (this.isQuick && this.cost < QUICK) this.paintNow();
    else if (this.settling) this.painting = null; // a frame that comes late leaves the new picture be
    if (this.areNamesQuick && this.namesCost < QUICK / 2) this.write();
    this.place();
  }

  /**
   * @param {number} factor
   * @param {number} [px]   from the middle
   * @param {number} [py]
   */
  zoomBy(factor, px = 0, py = 0) {
    const k = Math.min(NEAREST, Math.max(this.home.k * 0.5, this.camera.k * factor));
    this.moveTo(zoomTo(this.camera, k, px, py));
  }

  /** Fly there, or jump where motion is unwelcome. @param {Camera} to */
  flyTo(to) {
    this.land();
    const from = this.camera;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return this.moveTo(to);
    const start = performance.now();
    const step = () => {
      const t = Math.min(1, (performance.now() - start) / 420);
      const s = t < 0.5 ? 4 * t ** 3 : 1 - (2 - 2 * t) ** 3 / 2;
      const k = from.k * (to.k / from.k) ** s;
      // The point that stays put while zooming: both ends of the flight agree on it.
      const share =
        Math.abs(to.k - from.k) < 1e-9 ? s : (1 / from.k - 1 / k) / (1 / from.k - 1 / to.k);
      this.moveTo({
        x: from.x + (to.x - from.x) * share,
        y: from.y + (to.y - from.y) * share,
        k,
      });
      this.flight = t < 1 ? requestAnimationFrame(step) : 0;
    };
    step();
  }

  /** End a flight where it is. */
  land() {
    cancelAnimationFrame(this.flight);
    this.flight = 0;
  }

  /** Does nothing move any more, and is what is seen what was drawn for it? */
  get isStill() {
    const isDrawn = this.taken === this.camera && this.named === this.camera;
    const isBusy = this.painting || this.isFirst || this.painter.isBusy();
    return isDrawn && !isBusy && !this.settling && !this.flight && !this.isMoving;
  }

  /** What lies on the map: the card, the tools, the button. @returns {Rectangle[]} */
  covered() {
    return [...(this.root.parentElement?.children ?? [])].flatMap((box) => {
      if (!(box instanceof HTMLElement) || box === this.root || box.offsetWidth < 2) return [];
      const { offsetLeft: x, offsetTop: y } = box;
      return /** @type {Rectangle[]} */ ([[x, y, x + box.offsetWidth, y + box.offsetHeight]]);
    });
  }

  /** How much of the right side, or of the lower one, the card takes; in pixels. */
  inset() {
    const card = this.root.parentElement?.querySelector("#card");
    if (!(card instanceof HTMLElement) || card.hidden) return { right: 0, bottom: 0 };
    return card.offsetWidth < this.width * 0.6
      ? { right: this.width - card.offsetLeft, bottom: 0 }
      : { right: 0, bottom: this.height - card.offsetTop };
  }

  /** The camera that has a point in the middle of what can be seen. @param {Camera} camera */
  aside({ x, y, k }) {
    const { right, bottom } = this.inset();
    return { x: x + right / 2 / k, y: y + bottom / 2 / k, k };
  }

  /** @param {number[]} people @param {number} most   pixels a seat */
  flyToPeople(people, most) {
    const box = boxOf(
      people.map((p) => this.atlas.x[p]),
      people.map((p) => this.atlas.y[p]),
    );
    const pad = 1.5;
    const wider = {
      left: box.left - pad,
      right: box.right + pad,
      top: box.top - pad,
      bottom: box.bottom + pad,
    };
    const { right, bottom } = this.inset();
    const margin = Math.min(90, this.width * 0.12);
    this.flyTo(this.aside(fit(wider, this.width - right, this.height - bottom, margin, most)));
  }

  /** Bring somebody into sight without zooming. @param {number} person */
  reveal(person) {
    const { k } = this.camera;
    const { right, bottom } = this.inset();
    const to = this.aside({ x: this.atlas.x[person], y: this.atlas.y[person], k });
    if (
      Math.abs(to.x - this.camera.x) * k > (this.width - right) / 2 - 60 ||
      Math.abs(to.y - this.camera.y) * k > (this.height - bottom) / 2 - 60
    )
      this.moveTo(to);
  }

  /** @param {PointerEvent | MouseEvent} event   @returns {[number, number]} from the middle */
  fromMiddle(event) {
    const box = this.root.getBoundingClientRect();
    return [event.clientX - box.left - this.width / 2, event.clientY - box.top - this.height / 2];
  }

  /** Who is under the pointer? @param {number} px @param {number} py */
  personAt(px, py) {
    const { camera } = this;
    const reach = Math.max(10, dotPixels(255, camera.k, 1)) / camera.k;
    return this.places.nearest(
      camera.x + px / camera.k,
      camera.y + py / camera.k,
      reach,
      (p) => !this.scene.isFaded[p],
    );
  }

  /** Which island is under the pointer? @param {number} px @param {number} py */
  islandAt(px, py) {
    const { islands } = this.atlas;
    const [x, y] = [this.camera.x + px / this.camera.k, this.camera.y + py / this.camera.k];
    for (let k = 0; k < islands.r.length; k++)
      if (Math.hypot(islands.x[k] - x, islands.y[k] - y) < islands.r[k] + 0.75) return k;
    return -1;
  }

  listen() {
    const { root } = this;
    /** @type {Map<number, [number, number]>} */
    const fingers = new Map();
    let moved = 0;
    root.addEventListener(
      "wheel",
      (event) => {
        event.preventDefault();
        const lines = event.deltaMode === 1 ? 16 : 1;
        const amount = Math.min(120, Math.max(-120, event.deltaY * lines));
        this.zoomBy(Math.exp(-amount * (event.ctrlKey ? 0.01 : 0.0022)), ...this.fromMiddle(event));
      },
      { passive: false },
    );
    root.addEventListener("pointerdown", (event) => {
      if (event.button > 0 || !(event.target instanceof HTMLCanvasElement)) return;
      this.land();
      root.setPointerCapture(event.pointerId);
      fingers.set(event.pointerId, this.fromMiddle(event));
      if (fingers.size === 1) moved = 0;
    });
    root.addEventListener("pointermove", (event) => {
      const now = this.fromMiddle(event);
      const before = fingers.get(event.pointerId);
      if (!before) {
        if (event.pointerType === "mouse") this.on.hover(this.personAt(...now));
        return;
      }
      this.drag(fingers, event.pointerId, before, now);
      moved += Math.hypot(now[0] - before[0], now[1] - before[1]);
      if (moved > 4) root.classList.add("is-dragging");
    });
    const up = (/** @type {PointerEvent} */ event) => {
      if (!fingers.delete(event.pointerId)) return;
      root.classList.remove("is-dragging");
      if (moved <= 4 && event.type === "pointerup") {
        const [px, py] = this.fromMiddle(event);
        const person = this.personAt(px, py);
        this.on.pick(person, person < 0 ? this.islandAt(px, py) : -1);
      }
    };
    root.addEventListener("pointerup", up);
    root.addEventListener("pointercancel", up);
    root.addEventListener("pointerleave", () => this.on.hover(-1));
    root.addEventListener("dblclick", (event) => {
      if (event.target instanceof HTMLCanvasElement) this.zoomBy(1.9, ...this.fromMiddle(event));
    });
  }

  /**
   * One finger drags, two pinch.
   * @param {Map<number, [number, number]>} fingers
   * @param {number} id
   * @param {[number, number]} before
   * @param {[number, number]} now
   */
  drag(fingers, id, before, now) {
    const others = [...fingers].filter(([other]) => other !== id);
    fingers.set(id, now);
    const { camera } = this;
    if (!others.length) {
      const [dx, dy] = [(now[0] - before[0]) / camera.k, (now[1] - before[1]) / camera.k];
      this.moveTo({ x: camera.x - dx, y: camera.y - dy, k: camera.k });
      return;
    }
    const fixed = others[0][1];
    const gap = (/** @type {[number, number]} */ p) => Math.hypot(p[0] - fixed[0], p[1] - fixed[1]);
    this.zoomBy(gap(now) / Math.max(gap(before), 1), ...fixed);
  }
}
