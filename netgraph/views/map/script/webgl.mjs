// The picture in WebGL2, drawn in slices into a texture and shown when it is whole.

/** @import {Camera} from "./geometry.mjs" */
/** @import {Inks, Scene, Colour} from "./scene.mjs" */
import { BEND, FADED, dotSeats, landAlpha, landTint, linkAlpha } from "./scene.mjs";
import { STATES } from "./ties.mjs";

const HEAD = `#version 300 es
precision highp float;
uniform vec3 view; uniform vec2 size;
vec2 pixel(vec2 seat) { return (seat - view.xy) * view.z + size * .5; }
vec4 clip(vec2 p) { return vec4(p.x / size.x * 2. - 1., 1. - p.y / size.y * 2., 0, 1); }
`;
const INK = `#version 300 es
precision highp float;
out vec4 ink;
`;

const TIE = [
  `${HEAD}
in vec2 a; in vec2 b; in float state;
uniform vec4 inks[6]; uniform vec3 dashes[6];
out float along; out float side; flat out vec4 colour; flat out vec3 dash;
void main() {
  vec2 p = pixel(a), q = pixel(b), d = q - p;
  float len = max(length(d), 1e-3);
  vec2 n = vec2(-d.y, d.x) / len;
  int s = int(state);
  dash = dashes[s]; colour = inks[s];
  float t = float(gl_VertexID >> 1), e = float(gl_VertexID & 1) * 2. - 1.;
  side = e * (dash.z * .5 + .7); along = t * len;
  gl_Position = clip(mix(p, q, t) + n * side);
}`,
  `${INK}
in float along; in float side; flat in vec4 colour; flat in vec3 dash;
void main() {
  if (dash.y > 0. && mod(along, dash.x + dash.y) > dash.x) discard;
  float a = clamp(dash.z * .5 + .5 - abs(side), 0., 1.) * colour.a;
  ink = vec4(colour.rgb * a, a);
}`,
];

const ARC = [
  `${HEAD}
in vec2 a; in vec2 b;
uniform float bend; uniform float width;
out float side; out float thick;
void main() {
  vec2 p = pixel(a), q = pixel(b), d = q - p;
  vec2 n = vec2(-d.y, d.x);
  vec2 c = (p + q) * .5 + n * bend;
  float t = float(gl_VertexID >> 1) / 16.;
  vec2 at = mix(mix(p, c, t), mix(c, q, t), t);
  vec2 dir = mix(c - p, q - c, t);
  dir /= max(length(dir), 1e-3);
  thick = mix(width, width * .25, t);
  side = (float(gl_VertexID & 1) * 2. - 1.) * (thick * .5 + .7);
  gl_Position = clip(at + vec2(-dir.y, dir.x) * side);
}`,
  `${INK}
in float side; in float thick; uniform vec4 colour;
void main() {
  float a = clamp(thick * .5 + .5 - abs(side), 0., 1.) * colour.a;
  ink = vec4(colour.rgb * a, a);
}`,
];

const LAND = [
  `${HEAD}
in vec3 disc; in float swatch;
uniform vec3 inks[64];
out vec2 at; out float r; flat out vec3 tint;
void main() {
  r = (disc.z + .75) * view.z;
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2. - 1.;
  at = corner * (r + 1.5);
  tint = inks[int(swatch)];
  gl_Position = clip(pixel(disc.xy) + at);
}`,
  `${INK}
in vec2 at; in float r; flat in vec3 tint;
uniform vec3 land; uniform float alpha; uniform float one; uniform float ground;
void main() {
  float d = length(at);
  float a = clamp(r + .5 - d, 0., 1.) * alpha;
  float shore = clamp(d - r + 1.5 * one, 0., 1.);
  vec3 c = mix(mix(land, tint, ground), mix(land, tint, ground + .3), shore);
  ink = vec4(c * a, a);
}`,
];

const DOT = [
  `${HEAD}
in vec2 a; in vec3 look;
uniform vec3 inks[64]; uniform float one; uniform float least;
out float r; flat out vec4 colour;
void main() {
  r = clamp(look.x * view.z, least * one, 19. * one);
  colour = vec4(inks[int(look.y)], look.z);
  gl_PointSize = 2. * r + 3. * one;
  gl_Position = clip(pixel(a));
}`,
  `${INK}
in float r; flat in vec4 colour; uniform vec3 land; uniform float one;
void main() {
  float d = length(gl_PointCoord - .5) * (2. * r + 3. * one);
  float rim = min(one, r * .25);
  float a = clamp(r + .5 - d, 0., 1.), ring = clamp(r + rim + .5 - d, 0., 1.);
  vec3 c = mix(land, colour.rgb, a);
  float all = max(a, ring * .8) * colour.a;
  ink = vec4(c * all, all);
}`,
];

/** @param {WebGL2RenderingContext} gl @param {string[]} source */
function program(gl, [vertex, fragment]) {
  const made = gl.createProgram();
  for (const [type, text] of /** @type {[number, string][]} */ ([
    [gl.VERTEX_SHADER, vertex],
    [gl.FRAGMENT_SHADER, fragment],
  ])) {
    const shader = /** @type {WebGLShader} */ (gl.createShader(type));
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    gl.attachShader(made, shader);
  }
  gl.linkProgram(made);
  if (!gl.getProgramParameter(made, gl.LINK_STATUS)) throw new Error("WebGL: program not linked");
  /** @type {Record<string, WebGLUniformLocation | null>} */
  const at = {};
  const count = gl.getProgramParameter(made, gl.ACTIVE_UNIFORMS);
  for (let k = 0; k < count; k++) {
    const name = /** @type {WebGLActiveInfo} */ (gl.getActiveUniform(made, k)).name;
    at[name.replace("[0]", "")] = gl.getUniformLocation(made, name);
  }
  return { made, at };
}

/** @type {[string, number][]} */
const TIE_FIELDS = [
  ["a", 2],
  ["b", 2],
  ["state", 1],
];
const NEAR_ZOOM = 1.5; // from here on most ties lie beside the screen
const LEAST_AT_ONCE = 750; // ties
const MOST_AT_ONCE = 60_000;

export class WebGLPainter {
  /** @param {HTMLCanvasElement} canvas @param {Scene} scene */
  constructor(canvas, scene) {
    const gl = canvas.getContext("webgl2", {
      antialias: false,
      depth: false,
      alpha: false,
      powerPreference: "low-power",
    });
    if (!gl) throw new Error("WebGL2 is not there");
    this.gl = gl;
    this.canvas = canvas;
    this.scene = scene;
    this.version = -1;
    /** @type {WebGLSync | null} drawing goes on in another process; this tells how far it is */
    this.fence = null;
    this.sentAt = 0;
    /** @type {ReturnType<WebGLPainter["array"]>[]} */
    this.passing = [];
    this.slice = 1_500;
    this.tie = program(gl, TIE);
    this.arc = program(gl, ARC);
    this.land = program(gl, LAND);
    this.dot = program(gl, DOT);
    this.buffers = {};
    this.lands = this.landArray();
    this.frame = gl.createFramebuffer();
    this.texture = gl.createTexture();
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  }

  /** @param {number} width @param {number} height   in device pixels */
  resize(width, height) {
    const { gl } = this;
    this.canvas.width = width;
    this.canvas.height = height;
    gl.bindTexture(gl.TEXTURE_2D, this.texture);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, width, height, 0, gl.RGBA, gl.UNSIGNED_BYTE, null);
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.frame);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, this.texture, 0);
  }

  /**
   * A vertex array over one buffer of floats.
   * @param {{made: WebGLProgram}} program
   * @param {Float32Array} data
   * @param {[string, number][]} fields   name and length, in order
   * @param {boolean} perInstance
   */
  array({ made }, data, fields, perInstance) {
    const { gl } = this;
    const vao = gl.createVertexArray();
    gl.bindVertexArray(vao);
    const buffer = gl.createBuffer();
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl.bufferData(gl.ARRAY_BUFFER, data, gl.STATIC_DRAW);
    const stride = fields.reduce((sum, [, n]) => sum + n, 0);
    const slots = [];
    let offset = 0;
    for (const [name, n] of fields) {
      const slot = gl.getAttribLocation(made, name);
      gl.enableVertexAttribArray(slot);
      gl.vertexAttribPointer(slot, n, gl.FLOAT, false, stride * 4, offset * 4);
      if (perInstance) gl.vertexAttribDivisor(slot, 1);
      slots.push({ slot, n, offset });
      offset += n;
    }
    return { vao, buffer, slots, stride, count: data.length / stride };
  }

  landArray() {
    const { islands } = this.scene.atlas;
    const data = new Float32Array(islands.r.length * 4);
    for (let k = 0; k < islands.r.length; k++)
      data.set([islands.x[k], islands.y[k], islands.r[k], this.scene.islandSwatch[k]], 4 * k);
    return this.array(
      this.land,
      data,
      [
        ["disc", 3],
        ["swatch", 1],
      ],
      true,
    );
  }

  /** @param {ReturnType<WebGLPainter["array"]> | undefined} array */
  drop(array) {
    if (!array) return;
    this.gl.deleteVertexArray(array.vao);
    this.gl.deleteBuffer(array.buffer);
  }

  /** @param {Uint32Array} order */
  tieArray(order) {
    const { ties, atlas } = this.scene;
    const { x, y, i, j } = atlas;
    const data = new Float32Array(order.length * 5);
    for (let k = 0, at = 0; k < order.length; k++) {
      const t = order[k];
      data[at++] = x[i[t]];
      data[at++] = y[i[t]];
      data[at++] = x[j[t]];
      data[at++] = y[j[t]];
      data[at++] = ties.state(t);
    }
    return this.array(this.tie, data, TIE_FIELDS, true);
  }

  /**
   * The ties to draw: near, only those in sight, in a buffer that is dropped with the next picture.
   * @param {Uint32Array} order
   * @param {ReturnType<WebGLPainter["array"]> | undefined} whole
   * @param {number} count
   * @param {Camera} camera
   * @param {number} zoom
   * @param {number} dpr
   * @returns {[ReturnType<WebGLPainter["array"]> | undefined, number]}
   */
  near(order, whole, count, camera, zoom, dpr) {
    if (zoom < NEAR_ZOOM) return [whole, count];
    const { width, height } = this.canvas;
    const seen = this.scene.inSight(order, count, camera, width / dpr, height / dpr);
    const array = this.tieArray(seen);
    this.passing.push(array);
    return [array, seen.length];
  }

  /** Bring the buffers up to what the scene shows now. */
  load() {
    if (this.version === this.scene.version) return;
    this.version = this.scene.version;
    const { scene } = this;
    const { x, y, col } = scene.atlas;
    for (const old of [this.seas, this.homes, this.links, this.dots]) this.drop(old);
    this.seas = this.tieArray(scene.sea);
    this.homes = this.tieArray(scene.home);
    const arcs = scene.links.flatMap((r) => {
      const [by, who] = [col.linkBy[r], col.linkWho[r]];
      return [x[by], y[by], x[who], y[who]];
    });
    this.links = this.array(
      this.arc,
      new Float32Array(arcs),
      [
        ["a", 2],
        ["b", 2],
      ],
      true,
    );
    const dots = new Float32Array(x.length * 5);
    for (let p = 0, at = 0; p < x.length; p++) {
      dots[at++] = x[p];
      dots[at++] = y[p];
      dots[at++] = dotSeats(col.size[p]);
      dots[at++] = col.swatch[p];
      dots[at++] = scene.isFaded[p] ? FADED : 1;
    }
    this.dots = this.array(
      this.dot,
      dots,
      [
        ["a", 2],
        ["look", 3],
      ],
      false,
    );
  }

  /**
   * Draw in slices; every `yield` is a moment where the page may do something else.
   * @param {Camera} camera
   * @param {number} zoom     1 where the whole map is seen
   * @param {number} dpr
   * @param {Inks} inks
   */
  *paint(camera, zoom, dpr, inks) {
    const { gl, scene, canvas } = this;
    this.load();
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.frame);
    gl.viewport(0, 0, canvas.width, canvas.height);
    const unit = (/** @type {Colour} */ c) => c.map((v) => v / 255);
    const [r, g, b] = unit(inks.sea);
    gl.clearColor(r, g, b, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
    const view = [camera.x, camera.y, camera.k * dpr];
    const use = (/** @type {ReturnType<typeof program>} */ p) => {
      gl.useProgram(p.made);
      gl.uniform3fv(p.at.view, view);
      gl.uniform2f(p.at.size, canvas.width, canvas.height);
      if (p.at.one) gl.uniform1f(p.at.one, dpr);
      if (p.at.least) gl.uniform1f(p.at.least, scene.least);
      if (p.at.land) gl.uniform3fv(p.at.land, unit(scene.hasLand ? inks.land : inks.sea));
      if (p.at.inks && p !== this.tie && inks.swatches.length)
        gl.uniform3fv(
          p.at.inks,
          inks.swatches.flatMap((c) => unit(c)),
        );
      return p.at;
    };
    const tie = unit(inks.tie);
    const limit = scene.limit(zoom);
    const area = (canvas.width * canvas.height) / dpr / dpr;
    const seas = Math.min(limit, scene.sea.length);
    const homes = Math.min(limit, scene.home.length);

    for (const old of this.passing.splice(0)) this.drop(old);
    const [sea, n] = this.near(scene.sea, this.seas, seas, camera, zoom, dpr);
    yield* this.lines(use(this.tie), sea, n, tie, scene.seaAlpha(camera, area, seas), dpr);
    if (scene.hasLand) {
      const at = use(this.land);
      gl.uniform1f(at.alpha, landAlpha(camera.k));
      gl.uniform1f(at.ground, landTint(camera.k));
      gl.bindVertexArray(this.lands.vao);
      gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, this.lands.count);
      yield this.send();
    }
    const alpha = Math.min(0.3, 0.05 + camera.k / 90);
    const [home, m] = this.near(scene.home, this.homes, homes, camera, zoom, dpr);
    yield* this.lines(use(this.tie), home, m, tie, alpha, dpr);
    if (this.links?.count) {
      const at = use(this.arc);
      gl.uniform1f(at.bend, BEND);
      gl.uniform1f(at.width, (camera.k > 14 ? 3.4 : 2) * dpr);
      gl.uniform4fv(at.colour, [...unit(inks.link), linkAlpha(this.links.count)]);
      gl.bindVertexArray(this.links.vao);
      gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 34, this.links.count);
      yield this.send();
    }
    if (this.dots) {
      use(this.dot);
      gl.bindVertexArray(this.dots.vao);
      for (let from = 0; from < this.dots.count; from += 20_000) {
        gl.drawArrays(gl.POINTS, from, Math.min(20_000, this.dots.count - from));
        yield this.send();
      }
    }
    this.show();
  }

  /**
   * @param {Record<string, WebGLUniformLocation | null>} at
   * @param {ReturnType<WebGLPainter["array"]> | undefined} array
   * @param {number} count
   * @param {number[]} colour
   * @param {number} alpha
   * @param {number} dpr
   */
  *lines(at, array, count, colour, alpha, dpr) {
    const { gl } = this;
    if (!array || !count) return;
    gl.uniform4fv(
      at.inks,
      STATES.flatMap(({ width }) => [...colour, Math.min(1, alpha * (0.6 + 0.4 * width))]),
    );
    gl.uniform3fv(
      at.dashes,
      STATES.flatMap(({ dash, width }) => [
        (dash[0] ?? 1) * dpr,
        (dash[1] ?? 0) * dpr,
        width * dpr,
      ]),
    );
    for (let from = 0, slice = this.slice; from < count; from += slice, slice = this.slice) {
      gl.bindVertexArray(array.vao);
      gl.bindBuffer(gl.ARRAY_BUFFER, array.buffer);
      for (const { slot, n, offset } of array.slots)
        gl.vertexAttribPointer(
          slot,
          n,
          gl.FLOAT,
          false,
          array.stride * 4,
          (from * array.stride + offset) * 4,
        );
      gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, Math.min(slice, count - from));
      yield this.send();
    }
  }

  /** Send what is drawn so far on its way; `isBusy` until it has been drawn. */
  send() {
    const { gl } = this;
    if (this.fence) gl.deleteSync(this.fence);
    this.fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    this.sentAt = performance.now();
    gl.flush();
  }

  isBusy() {
    const { gl, fence } = this;
    if (!fence || gl.isContextLost()) return false;
    if (gl.getSyncParameter(fence, gl.SYNC_STATUS) !== gl.SIGNALED) return true;
    // Much of what is sent lies beside the screen and costs next to nothing: send more at once.
    const spent = performance.now() - this.sentAt;
    if (spent < 24) this.slice = Math.min(2 * this.slice, MOST_AT_ONCE);
    else if (spent > 50) this.slice = Math.max(this.slice >> 1, LEAST_AT_ONCE);
    gl.deleteSync(fence);
    this.fence = null;
    return false;
  }

  /** Show the finished picture. */
  show() {
    const { gl, canvas } = this;
    const { width, height } = canvas;
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, this.frame);
    gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, null);
    gl.blitFramebuffer(0, 0, width, height, 0, 0, width, height, gl.COLOR_BUFFER_BIT, gl.NEAREST);
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.frame);
  }
}
