// What is known about ties: who has which, in what state on a day, one strand for each fact.

/** @import {Atlas} from "./unpack.mjs" */

export const ORIGIN = {
  logged: 1,
  stated: 2,
  introduced: 4,
  inferred: 8,
  pooled: 16,
};

/** A tie's state on the day shown. Each has a word and a dash of its own, not only a colour. */
export const STATES = [
  { word: "fresh", span: "90 days", hint: "contact in the last 90 days", dash: [], width: 1.5 },
  {
    word: "cooling",
    span: "to a year",
    hint: "last contact 91 days to a year ago",
    dash: [],
    width: 1,
  },
  {
    word: "cold",
    span: "1 to 3 years",
    hint: "last contact 1 to 3 years ago",
    dash: [7, 4],
    width: 1,
  },
  {
    word: "dormant",
    span: "over 3 years",
    hint: "silent for more than 3 years",
    dash: [3, 6],
    width: 1,
  },
  {
    word: "known",
    span: "undated",
    hint: "stated, with no dated contact",
    dash: [12, 3],
    width: 1,
  },
  {
    word: "assumed",
    span: "inferred",
    hint: "inferred, for instance from a shared company",
    dash: [1.5, 4],
    width: 1.2,
  },
];
export const ASSUMED = 5;
export const KNOWN = 4;
const LIMITS = [90, 365, 1095];

/**
 * Ties by person, as one list of rows with a start for each person.
 * @param {number} n
 * @param {Uint32Array} i
 * @param {Uint32Array} j
 */
export function byPerson(n, i, j) {
  const start = new Uint32Array(n + 1);
  for (let t = 0; t < i.length; t++) {
    start[i[t] + 1]++;
    start[j[t] + 1]++;
  }
  for (let p = 0; p < n; p++) start[p + 1] += start[p];
  const rows = new Uint32Array(2 * i.length);
  const next = start.slice();
  for (let t = 0; t < i.length; t++) {
    rows[next[i[t]]++] = t;
    rows[next[j[t]]++] = t;
  }
  return { start, rows };
}

/**
 * The rows that name each of `n` keys, as one list with a start for each.
 * @param {number} n
 * @param {ArrayLike<number>[]} keys
 */
function rowsBy(n, ...keys) {
  const start = new Uint32Array(n + 1);
  for (const key of keys) for (let r = 0; r < key.length; r++) start[key[r] + 1]++;
  for (let p = 0; p < n; p++) start[p + 1] += start[p];
  const rows = new Uint32Array(start[n]);
  const next = start.slice();
  for (const key of keys) for (let r = 0; r < key.length; r++) rows[next[key[r]]++] = r;
  return { start, rows };
}

export class Ties {
  /** @param {Atlas} atlas */
  constructor(atlas) {
    this.atlas = atlas;
    const { i, j, col, names } = atlas;
    this.n = names.length;
    this.m = i.length;
    this.by = byPerson(this.n, i, j);
    this.factsOf = rowsBy(this.m, col.factTie);
    this.linksOf = rowsBy(this.n, col.linkBy, col.linkWho);
    this.degree = new Uint32Array(this.n);
    /** The day shown, in the days of the columns. */
    this.day = 0;
    this.turnTo(atlas.asOfDay - atlas.base);
  }

  /** Show another day. @param {number} day */
  turnTo(day) {
    const { i, j } = this.atlas;
    this.day = day;
    this.degree.fill(0);
    for (let t = 0; t < this.m; t++)
      if (this.isThere(t)) {
        this.degree[i[t]]++;
        this.degree[j[t]]++;
      }
  }

  /** How many ties does somebody have on the day shown? @param {number} person */
  count(person) {
    return this.degree[person];
  }

  /** @param {number} person */
  of(person) {
    return this.by.rows.subarray(this.by.start[person], this.by.start[person + 1]);
  }

  /**
   * @param {number} tie
   * @param {number} person
   */
  other(tie, person) {
    const { i, j } = this.atlas;
    return i[tie] === person ? j[tie] : i[tie];
  }

  /**
   * The tie between two people, or -1.
   * @param {number} a
   * @param {number} b
   */
  between(a, b) {
    const from = this.of(a).length <= this.of(b).length ? a : b;
    const to = from === a ? b : a;
    for (const tie of this.of(from)) if (this.other(tie, from) === to) return tie;
    return -1;
  }

  /** The first day a tie is known of, 0 where undated. @param {number} tie */
  first(tie) {
    return this.atlas.col.last[tie] - this.atlas.col.lasted[tie];
  }

  /** Was the tie there on the day shown? Undated ones always were. @param {number} tie */
  isThere(tie) {
    return this.first(tie) <= this.day;
  }

  /** @param {number} tie */
  state(tie) {
    const { col } = this.atlas;
    const last = col.last[tie];
    if (!last) return col.origin[tie] & ~ORIGIN.inferred ? KNOWN : ASSUMED;
    const silent = this.day - last;
    for (let s = 0; s < 3; s++) if (silent <= LIMITS[s]) return s;
    return 3;
  }

  /**
   * Ties by how much they should be seen: fresh first, assumed last.
   * @param {(tie: number) => boolean} counts
   */
  inOrder(counts) {
    const { m } = this;
    const key = new Uint8Array(m);
    const start = new Uint32Array(258);
    for (let t = 0; t < m; t++) {
      if (!counts(t)) {
        key[t] = 255;
        continue;
      }
      const last = this.atlas.col.last[t];
      key[t] = last
        ? Math.min(239, Math.max(0, this.day - last) >> 3)
        : this.state(t) === KNOWN
          ? 240
          : 250;
      start[key[t] + 1]++;
    }
    for (let b = 0; b < 257; b++) start[b + 1] += start[b];
    const order = new Uint32Array(start[255]);
    for (let t = 0; t < m; t++) if (key[t] < 255) order[start[key[t]]++] = t;
    return order;
  }

  /** Introductions a person made or was the subject of. @param {number} person */
  links(person) {
    return this.linksOf.rows.subarray(this.linksOf.start[person], this.linksOf.start[person + 1]);
  }

  /**
   * Everything known about one pair, one strand each: contact, statements, introductions.
   * @param {number} tie
   * @returns {{kind: "contact" | "stated" | "introduction" | "assumed", row: number}[]}
   */
  strands(tie) {
    const { i, j, col } = this.atlas;
    /** @type {{kind: "contact" | "stated" | "introduction" | "assumed", row: number}[]} */
    const found = [];
    if (col.origin[tie] & ORIGIN.logged) found.push({ kind: "contact", row: tie });
    const { start, rows } = this.factsOf;
    for (let k = start[tie]; k < start[tie + 1]; k++)
      found.push({
        kind: col.factAssumed[rows[k]] ? "assumed" : "stated",
        row: rows[k],
      });
    for (const link of this.links(i[tie])) {
      const [by, who] = [col.linkBy[link], col.linkWho[link]];
      if ((by === i[tie] && who === j[tie]) || (by === j[tie] && who === i[tie]))
        found.push({ kind: "introduction", row: link });
    }
    if (found.length) return found;
    return [
      {
        kind: col.origin[tie] & ORIGIN.inferred ? "assumed" : "stated",
        row: -1,
      },
    ];
  }

  /** The pairs of which more than one thing is known. */
  bundles() {
    const { i, j, col } = this.atlas;
    const { start } = this.factsOf;
    const introduced = new Set();
    for (let r = 0; r < col.linkBy.length; r++) {
      const [a, b] = [col.linkBy[r], col.linkWho[r]];
      introduced.add(Math.min(a, b) * this.n + Math.max(a, b));
    }
    const found = [];
    for (let t = 0; t < this.m; t++) {
      const count = start[t + 1] - start[t] + (col.origin[t] & ORIGIN.logged ? 1 : 0);
      if (count > 1 || (count && introduced.has(i[t] * this.n + j[t]))) found.push(t);
    }
    return found;
  }

  /**
   * The introductions that follow from one person, generation after generation.
   * @param {number} person
   */
  chain(person) {
    const { col } = this.atlas;
    const seen = new Set([person]);
    /** @type {number[]} */
    const rows = [];
    for (const p of seen)
      for (const link of this.links(p))
        if (col.linkBy[link] === p && col.linkDay[link] <= this.day) {
          rows.push(link);
          seen.add(col.linkWho[link]);
        }
    return rows;
  }

  /**
   * How many steps is everybody from one person, on the day shown? 255 where there is no way.
   * @param {number} from
   */
  steps(from) {
    const steps = new Uint8Array(this.n).fill(255);
    steps[from] = 0;
    let edge = [from];
    for (let step = 1; edge.length && step < 255; step++) {
      const next = [];
      for (const p of edge)
        for (const tie of this.of(p)) {
          const q = this.other(tie, p);
          if (steps[q] === 255 && this.isThere(tie)) {
            steps[q] = step;
            next.push(q);
          }
        }
      edge = next;
    }
    return steps;
  }
}
