// Columns, search, words and ties, in node.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Finder, fold } from "../../netgraph/views/map/script/search.mjs";
import { ORIGIN, Ties } from "../../netgraph/views/map/script/ties.mjs";
import { column } from "../../netgraph/views/map/script/unpack.mjs";
import { ago, count, dateOf, percent } from "../../netgraph/views/map/script/words.mjs";

/** Low bytes first, plane by plane, as Python packs. @param {number[]} values @param {number} w */
const planes = (values, w) =>
  Uint8Array.from(
    Array.from({ length: w }, (_, plane) => values.map((v) => (v >>> (8 * plane)) & 255)).flat(),
  );

for (const [w, values] of [
  [1, [0, 7, 255]],
  [2, [0, 256, 65535, 1]],
  [4, [0, 65536, 4294967295, 3]],
])
  test(`a column of ${w} bytes is read back`, () => {
    const bytes = planes(values, w);
    assert.deepEqual([...column(bytes, 0, { n: values.length, w, d: 0 })], values);
  });

test("a column of differences is added up, beyond what its bytes could hold", () => {
  const bytes = planes([250, 250, 0, 250], 1);
  assert.deepEqual([...column(bytes, 0, { n: 4, w: 1, d: 1 })], [250, 500, 500, 750]);
});

test("a column is read from where it begins", () => {
  assert.deepEqual([...column(Uint8Array.from([9, 9, 1, 2, 9]), 2, { n: 2, w: 1, d: 0 })], [1, 2]);
});

test("names are found whatever their accents, case and script", () => {
  const names = ["Zoë Łuczak", "Ana Ruiz", "Mariana Costa", "王小明", "Øyvind Åse"];
  const finder = new Finder(names, ["Ana Labs"], ({ row }) => -row);
  const rows = (/** @type {string} */ query) =>
    finder.find(query, 9).map(({ kind, row }) => (kind === "company" ? "c" : "") + row);
  assert.deepEqual(rows("zoe lucz"), ["0"]);
  assert.deepEqual(rows("ana"), ["c0", "1", "2"]);
  assert.deepEqual(rows("小明"), ["3"]);
  assert.deepEqual(rows("oyvind ase"), ["4"]);
  assert.deepEqual(rows("ruiz ana"), ["1"]);
  assert.deepEqual(rows("  "), []);
  assert.deepEqual(rows("constructor"), []);
  assert.equal(fold("Straße"), "strasse");
});

test("a name that begins so comes before one that holds it", () => {
  const finder = new Finder(["Joan Berg", "Ann Joan", "Joana X"], [], () => 0);
  assert.deepEqual(
    finder.find("joan", 9).map(({ row }) => row),
    [0, 2, 1],
  );
});

test("days, counts and chances are said as a person would", () => {
  assert.equal(dateOf(0), "1 Jan 1970");
  assert.equal(dateOf(20_758), "1 Nov 2026");
  assert.deepEqual([0, 1, 45, 200, 1100].map(ago), [
    "today",
    "yesterday",
    "45 days ago",
    "7 months ago",
    "3 years ago",
  ]);
  assert.equal(count(1, "person", "people"), "1 person");
  assert.equal(count(1200, "tie"), "1,200 ties");
  assert.deepEqual([0.17, 0.045, 1].map(percent), ["17 %", "4.5 %", "100 %"]);
});

/** Five people in a row, with a log, a statement, a guess and an introduction. */
function atlas() {
  const none = new Uint8Array(4);
  return /** @type {any} */ ({
    names: ["a", "b", "c", "d", "e"],
    ego: 0,
    asOfDay: 2_000,
    base: 1_000,
    i: Uint32Array.of(0, 1, 2, 3),
    j: Uint32Array.of(1, 2, 3, 4),
    col: {
      origin: Uint8Array.of(
        ORIGIN.logged | ORIGIN.stated,
        ORIGIN.logged,
        ORIGIN.stated,
        ORIGIN.inferred,
      ),
      last: Uint16Array.of(950, 400, 0, 0),
      lasted: Uint16Array.of(100, 0, 0, 0),
      days: none,
      overlap: none,
      factTie: Uint32Array.of(0, 2, 3),
      factDay: Uint16Array.of(0, 0, 0),
      factAssumed: Uint8Array.of(0, 0, 1),
      linkBy: Uint32Array.of(0, 1, 2),
      linkWho: Uint32Array.of(1, 2, 4),
      linkTo: Uint32Array.of(0, 0, 0),
      linkDay: Uint16Array.of(300, 500, 900),
    },
  });
}

test("a tie has a state on the day shown", () => {
  const ties = new Ties(atlas());
  assert.deepEqual(
    [0, 1, 2, 3].map((t) => ties.state(t)),
    [0, 2, 4, 5],
  );
  ties.turnTo(420);
  assert.equal(ties.isThere(0), false);
  assert.equal(ties.state(1), 0);
});

test("every strand of a pair is told", () => {
  const ties = new Ties(atlas());
  const kinds = (/** @type {number} */ t) => ties.strands(t).map(({ kind }) => kind);
  assert.deepEqual(kinds(0), ["contact", "stated", "introduction"]);
  assert.deepEqual(kinds(1), ["contact", "introduction"]);
  assert.deepEqual(kinds(2), ["stated"]);
  assert.deepEqual(kinds(3), ["assumed"]);
  assert.deepEqual(ties.bundles(), [0, 1]);
});

test("ties come freshest first, the assumed last, and only those that count", () => {
  const ties = new Ties(atlas());
  assert.deepEqual([...ties.inOrder(() => true)], [0, 1, 2, 3]);
  assert.deepEqual([...ties.inOrder((t) => t !== 1)], [0, 2, 3]);
});

test("a chain of introductions is followed through the generations, as far as it has grown", () => {
  const ties = new Ties(atlas());
  assert.deepEqual(ties.chain(0), [0, 1, 2]);
  ties.turnTo(600);
  assert.deepEqual(ties.chain(0), [0, 1]);
  assert.deepEqual(ties.chain(4), []);
});

test("steps are counted from one person on the day shown", () => {
  const ties = new Ties(atlas());
  assert.deepEqual([...ties.steps(0)], [0, 1, 2, 3, 4]);
  ties.turnTo(420);
  assert.deepEqual([...ties.steps(0)], [0, 255, 255, 255, 255]);
  assert.equal(ties.between(2, 1), 1);
  assert.equal(ties.between(0, 4), -1);
});
