// Cameras, nearest people, and the grid that keeps labels apart. No page in here: node tests it.

/**
 * What the screen shows: the seat in its middle, and how many pixels a seat is.
 * @typedef {{x: number, y: number, k: number}} Camera
 * @typedef {{left: number, top: number, right: number, bottom: number}} Box
 */

/**
 * The smallest box around all seats.
 * @param {ArrayLike<number>} x
 * @param {ArrayLike<number>} y
 * @returns {Box}
 */
export function boxOf(x, y) {
  const box = {
    left: Infinity,
    top: Infinity,
    right: -Infinity,
    bottom: -Infinity,
  };
  for (let k = 0; k < x.length; k++) {
    if (x[k] < box.left) box.left = x[k];
    if (x[k] > box.right) box.right = x[k];
    if (y[k] < box.top) box.top = y[k];
    if (y[k] > box.bottom) box.bottom = y[k];
  }
  return x.length ? box : { left: 0, top: 0, right: 0, bottom: 0 };
}

/**
 * The camera that shows a box, with a margin in pixels, no nearer than `most` pixels a seat.
 * @param {Box} box
 * @param {number} width
 * @param {number} height
 * @param {number} margin
 * @param {number} most
 * @returns {Camera}
 */
export function fit(box, width, height, margin, most) {
  const wide = Math.max(box.right - box.left, 1e-6);
  const high = Math.max(box.bottom - box.top, 1e-6);
  const k = Math.min(
    Math.max(width - 2 * margin, 40) / wide,
    Math.max(height - 2 * margin, 40) / high,
    most,
  );
  return { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2, k };
}

/**
 * Zoom, keeping what is under the pointer where it is. `px`, `py` from the middle of the screen.
 * @param {Camera} camera
 * @param {number} k
 * @param {number} px
 * @param {number} py
 * @returns {Camera}
 */
export function zoomTo(camera, k, px, py) {
  return {
    x: camera.x + px / camera.k - px / k,
    y: camera.y + py / camera.k - py / k,
    k,
  };
}

/**
 * How a picture taken by camera `taken` must be moved to look like `wanted`.
 * @param {Camera} taken
 * @param {Camera} wanted
 */
export function shift(taken, wanted) {
  const scale = wanted.k / taken.k;
  return {
    x: (taken.x - wanted.x) * wanted.k,
    y: (taken.y - wanted.y) * wanted.k,
    scale,
  };
}

/** People by place, so that the nearest one is found without looking at all. */
export class Places {
  /**
   * @param {Float32Array} x
   * @param {Float32Array} y
   * @param {number} cell   in seats
   */
  constructor(x, y, cell = 2) {
    const box = boxOf(x, y);
    this.x = x;
    this.y = y;
    this.cell = cell;
    this.left = box.left;
    this.top = box.top;
    this.across = Math.max(1, Math.floor((box.right - box.left) / cell) + 1);
    this.down = Math.max(1, Math.floor((box.bottom - box.top) / cell) + 1);
    const start = new Uint32Array(this.across * this.down + 1);
    for (let k = 0; k < x.length; k++) start[this.cellOf(x[k], y[k]) + 1]++;
    for (let c = 1; c < start.length; c++) start[c] += start[c - 1];
    this.start = start;
    this.people = new Uint32Array(x.length);
    const next = start.slice();
    for (let k = 0; k < x.length; k++) this.people[next[this.cellOf(x[k], y[k])]++] = k;
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  cellOf(x, y) {
    return this.row(y) * this.across + this.column(x);
  }

  /** @param {number} x */
  column(x) {
    return Math.min(this.across - 1, Math.max(0, Math.floor((x - this.left) / this.cell)));
  }

  /** @param {number} y */
  row(y) {
    return Math.min(this.down - 1, Math.max(0, Math.floor((y - this.top) / this.cell)));
  }

  /**
   * Everybody in the cells a box touches.
   * @param {Box} box
   * @param {(person: number) => void} visit
   */
  within(box, visit) {
    const [c0, c1] = [this.column(box.left), this.column(box.right)];
    for (let row = this.row(box.top); row <= this.row(box.bottom); row++) {
      const end = this.start[row * this.across + c1 + 1];
      for (let at = this.start[row * this.across + c0]; at < end; at++) visit(this.people[at]);
    }
  }

  /**
   * The nearest person within `reach` seats whom `counts` accepts, or -1.
   * @param {number} x
   * @param {number} y
   * @param {number} reach
   * @param {(person: number) => boolean} counts
   */
  nearest(x, y, reach, counts) {
    let best = -1;
    let least = reach * reach;
    this.within({ left: x - reach, top: y - reach, right: x + reach, bottom: y + reach }, (p) => {
      const gap = (this.x[p] - x) ** 2 + (this.y[p] - y) ** 2;
      if (gap <= least && counts(p)) {
        best = p;
        least = gap;
      }
    });
    return best;
  }
}

/**
 * The nearest person in a direction, -1 at the rim. The four quadrants around the four arrows
 * together cover everything; what lies straight ahead counts as nearer than what lies aside.
 * @param {ArrayLike<number>} x
 * @param {ArrayLike<number>} y
 * @param {number} from
 * @param {number} dx   -1, 0 or 1
 * @param {number} dy
 * @param {(person: number) => boolean} counts
 */
export function nearestInDirection(x, y, from, dx, dy, counts) {
  let best = -1;
  let least = Infinity;
  for (let p = 0; p < x.length; p++) {
    const vx = x[p] - x[from];
    const vy = y[p] - y[from];
    const ahead = vx * dx + vy * dy;
    const aside = Math.abs(vx * dy) + Math.abs(vy * dx);
    if (ahead <= 0 || aside > ahead || p === from) continue;
    const cost = ahead * ahead + 4 * aside * aside;
    if (cost < least && counts(p)) {
      least = cost;
      best = p;
    }
  }
  return best;
}

/** Rectangles that are taken; a new one fits only where it touches none. */
export class Taken {
  /** @param {number} cell   in pixels */
  constructor(cell = 48) {
    this.cell = cell;
    /** @type {Map<number, number[]>} */
    this.cells = new Map();
  }

  /**
   * @param {number} left
   * @param {number} top
   * @param {number} right
   * @param {number} bottom
   * @param {(key: number) => boolean} visit   stops where it answers false
   */
  each(left, top, right, bottom, visit) {
    const c1 = Math.floor(right / this.cell);
    const r1 = Math.floor(bottom / this.cell);
    for (let r = Math.floor(top / this.cell); r <= r1; r++)
      for (let c = Math.floor(left / this.cell); c <= c1; c++)
        if (!visit(r * 4096 + c)) return false;
    return true;
  }

  /**
   * Is this rectangle free?
   * @param {number} left
   * @param {number} top
   * @param {number} right
   * @param {number} bottom
   */
  isFree(left, top, right, bottom) {
    return this.each(left, top, right, bottom, (key) => {
      const found = this.cells.get(key);
      if (!found) return true;
      for (let k = 0; k < found.length; k += 4)
        if (left < found[k + 2] && right > found[k] && top < found[k + 3] && bottom > found[k + 1])
          return false;
      return true;
    });
  }

  /**
   * Take this rectangle if it is free.
   * @param {number} left
   * @param {number} top
   * @param {number} right
   * @param {number} bottom
   */
  take(left, top, right, bottom) {
    if (!this.isFree(left, top, right, bottom)) return false;
    this.reserve(left, top, right, bottom);
    return true;
  }

  /**
   * Take this rectangle whatever lies there.
   * @param {number} left
   * @param {number} top
   * @param {number} right
   * @param {number} bottom
   */
  reserve(left, top, right, bottom) {
    this.each(left, top, right, bottom, (key) => {
      const found = this.cells.get(key);
      if (found) found.push(left, top, right, bottom);
      else this.cells.set(key, [left, top, right, bottom]);
      return true;
    });
  }
}
