// Cameras, neighbours and the grid of labels, in node.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  boxOf,
  fit,
  nearestInDirection,
  Places,
  shift,
  Taken,
  zoomTo,
} from "../../netgraph/views/map/script/geometry.mjs";

/** Seeded numbers from 0 to 1: mulberry32. @param {number} seed */
function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** @param {number} n @param {number} seed */
function points(n, seed) {
  const next = random(seed);
  return [0, 1].map(() => Float32Array.from({ length: n }, () => next() * 100));
}

test("a label is taken exactly where it overlaps none before it", () => {
  const next = random(7);
  const taken = new Taken(48);
  const kept = [];
  for (let k = 0; k < 800; k++) {
    const [x, y] = [next() * 1200, next() * 800];
    const box = [x, y, x + 10 + next() * 200, y + 8 + next() * 20];
    const over = kept.some((b) => box[0] < b[2] && box[2] > b[0] && box[1] < b[3] && box[3] > b[1]);
    assert.equal(taken.take(...box), !over);
    if (!over) kept.push(box);
  }
  assert.ok(kept.length > 50 && kept.length < 800);
});

test("labels that only touch are both taken, also left of and above the screen", () => {
  const taken = new Taken(48);
  assert.ok(taken.take(-80, -20, -10, 0));
  assert.ok(taken.take(-10, -20, 40, 0));
  assert.ok(!taken.take(-11, -5, 0, 5));
});

test("the nearest person is the one a look at all of them finds", () => {
  const [x, y] = points(500, 3);
  const places = new Places(x, y);
  const next = random(4);
  for (let k = 0; k < 200; k++) {
    const [px, py, reach] = [next() * 110 - 5, next() * 110 - 5, next() * 12];
    let best = -1;
    let least = reach * reach;
    for (let p = 0; p < 500; p++) {
      const gap = (x[p] - px) ** 2 + (y[p] - py) ** 2;
      if (p % 3 && gap <= least) [best, least] = [p, gap];
    }
    assert.equal(
      places.nearest(px, py, reach, (p) => p % 3 > 0),
      best,
    );
  }
});

test("a box finds everybody inside it", () => {
  const [x, y] = points(300, 5);
  const seen = new Set();
  new Places(x, y).within({ left: 20, top: 30, right: 60, bottom: 50 }, (p) => seen.add(p));
  for (let p = 0; p < 300; p++)
    if (x[p] >= 20 && x[p] <= 60 && y[p] >= 30 && y[p] <= 50) assert.ok(seen.has(p));
});

test("arrows lead almost everywhere; Page Up and Page Down lead to the rest", () => {
  for (const n of [2, 3, 30, 400]) {
    const [x, y] = points(n, n);
    const edges = Array.from({ length: n }, (_, p) =>
      [
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1],
      ].map(([dx, dy]) => nearestInDirection(x, y, p, dx, dy, () => true)),
    );
    const seen = new Set([0]);
    for (const p of seen) for (const q of edges[p]) if (q >= 0) seen.add(q);
    assert.ok(seen.size >= 0.99 * n);
  }
});

test("an arrow goes straight ahead before it goes aside, and never back", () => {
  const x = [0, 10, 4, -1];
  const y = [0, 0, 3.9, 0];
  assert.equal(
    nearestInDirection(x, y, 0, 1, 0, () => true),
    2,
  );
  assert.equal(
    nearestInDirection(x, y, 0, 1, 0, (p) => p !== 2),
    1,
  );
  assert.equal(
    nearestInDirection(x, y, 0, -1, 0, () => true),
    3,
  );
  assert.equal(
    nearestInDirection(x, y, 3, -1, 0, () => true),
    -1,
  );
});

test("the whole map fits, and one person fills no screen", () => {
  const box = { left: -20, top: 0, right: 60, bottom: 30 };
  const camera = fit(box, 1000, 500, 20, 64);
  assert.ok((box.right - box.left) * camera.k <= 960 + 1e-9);
  assert.ok((box.bottom - box.top) * camera.k <= 460 + 1e-9);
  assert.equal(fit(boxOf([3], [4]), 1000, 500, 20, 64).k, 64);
  assert.deepEqual(boxOf([], []), { left: 0, top: 0, right: 0, bottom: 0 });
});

test("zooming keeps what is under the pointer where it is", () => {
  const before = { x: 5, y: 7, k: 3 };
  const after = zoomTo(before, 12, 100, -40);
  assert.ok(Math.abs(before.x + 100 / before.k - (after.x + 100 / after.k)) < 1e-12);
  assert.ok(Math.abs(before.y - 40 / before.k - (after.y - 40 / after.k)) < 1e-12);
});

test("a moved picture shows a seat where the camera sees it", () => {
  const [taken, wanted] = [
    { x: 5, y: 7, k: 3 },
    { x: 9, y: 2, k: 4.5 },
  ];
  const { x, scale } = shift(taken, wanted);
  const seat = 11;
  const onPicture = (seat - taken.x) * taken.k;
  assert.ok(Math.abs(x + onPicture * scale - (seat - wanted.x) * wanted.k) < 1e-12);
});

test("a place reserved is taken, whatever lay there", () => {
  const taken = new Taken();
  assert.ok(taken.take(0, 0, 10, 10));
  taken.reserve(5, 5, 100, 100);
  assert.ok(!taken.isFree(90, 90, 95, 95));
  assert.ok(taken.isFree(101, 101, 110, 110));
});
