// The page's data block: gzip → a head in JSON and columns of small integers.

/**
 * @typedef {[label: string, people: number[], p: number, why: string, other?: any]} PackedWay
 * @typedef {{label: string, people: number[], p: number, why: string, other: Way | null}} Way
 * @typedef {{label: string, light: string, dark: string, count: number, hint: string}} Swatch
 * @typedef {Uint8Array | Uint16Array | Uint32Array} Column
 * @typedef {Record<string, Column>} Columns
 * @typedef {Object} Atlas
 * @property {string} title
 * @property {string} asOf
 * @property {number} asOfDay   days since 1970-01-01
 * @property {number} base      the day that is 0 in the day columns, where 0 means undated
 * @property {number} ego       a person, or -1
 * @property {string} arrangement
 * @property {string[]} names
 * @property {string[]} companies
 * @property {string[]} islandNames   "" where nothing would tell more than the people's names
 * @property {Record<string, string[]>} words
 * @property {{title: string, swatches: Swatch[]}} legend
 * @property {string} size      what the size of a dot stands for
 * @property {Way[]} ways
 * @property {number} shown     the way drawn at first, or -1
 * @property {number[]} picked
 * @property {Columns} col
 * @property {Float32Array} x   in seats
 * @property {Float32Array} y
 * @property {Uint32Array} i    the ends of the ties
 * @property {Uint32Array} j
 * @property {{x: Float32Array, y: Float32Array, r: Float32Array, company: Column}} islands
 */

/**
 * One column: its low bytes, then the next ones; differences are added up again.
 * @param {Uint8Array} bytes
 * @param {number} at
 * @param {{n: number, w: number, d: number}} plan
 * @returns {Column}
 */
export function column(bytes, at, { n, w, d }) {
  const values =
    w === 1 ? bytes.slice(at, at + n) : w === 2 ? new Uint16Array(n) : new Uint32Array(n);
  if (w > 1) {
    for (let plane = 0; plane < w; plane++) {
      const start = at + plane * n;
      for (let k = 0; k < n; k++) values[k] |= bytes[start + k] << (8 * plane);
    }
  }
  if (!d) return values;
  const sums = new Uint32Array(n);
  for (let k = 0, sum = 0; k < n; k++) sums[k] = sum += values[k];
  return sums;
}

/**
 * @param {PackedWay} packed
 * @returns {Way}
 */
function wayOf([label, people, p, why, other]) {
  return { label, people, p, why, other: other ? wayOf(other) : null };
}

/**
 * @param {ArrayBuffer} buffer
 * @returns {Atlas}
 */
export function unpack(buffer) {
  const bytes = new Uint8Array(buffer);
  const length = new DataView(buffer).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  /** @type {Columns} */
  const col = {};
  let at = 4 + length;
  for (const plan of head.columns) {
    col[plan.name] = column(bytes, at, plan);
    at += plan.n * plan.w;
  }
  const seats = (/** @type {Column} */ steps) => Float32Array.from(steps, (s) => s * head.scale);
  const i = Uint32Array.from(col.i);
  const j = Uint32Array.from(col.span, (span, t) => i[t] + span);
  const islands = {
    x: seats(col.islandX),
    y: seats(col.islandY),
    r: seats(col.islandR),
    company: col.islandCompany,
  };
  const swatches = head.legend.swatches.map(
    (
      /** @type {[string, string, string, number, string]} */ [label, light, dark, count, hint],
    ) => ({
      label,
      light,
      dark,
      count,
      hint,
    }),
  );
  const atlas = {
    ...head,
    legend: { title: head.legend.title, swatches },
    ways: head.ways.map(wayOf),
    col,
    x: seats(col.x),
    y: seats(col.y),
    i,
    j,
    islands,
  };
  for (const used of ["i", "span", "x", "y", "islandX", "islandY", "islandR"]) delete col[used];
  return atlas;
}
