// The network as it was: a day to choose, and the years played through.

/** @import {Atlas} from "./unpack.mjs" */
/** @import {Ties} from "./ties.mjs" */
import { byId } from "./dom.mjs";
import { dateOf } from "./words.mjs";

const FRAMES = 90;

/**
 * The first day each person is known of, 0 for those who always were.
 * @param {Atlas} atlas
 * @param {Ties} ties
 */
export function firstSeen(atlas, ties) {
  const { i, j, col } = atlas;
  const first = new Uint32Array(ties.n).fill(0xffffffff);
  const see = (/** @type {number} */ p, /** @type {number} */ day) => {
    if (day < first[p]) first[p] = day;
  };
  for (let t = 0; t < ties.m; t++) for (const p of [i[t], j[t]]) see(p, ties.first(t));
  for (let r = 0; r < col.linkBy.length; r++)
    for (const p of [col.linkBy[r], col.linkWho[r]]) see(p, col.linkDay[r]);
  for (let p = 0; p < ties.n; p++) if (first[p] === 0xffffffff || p === atlas.ego) first[p] = 0;
  return first;
}

/** @param {Atlas} atlas @param {Ties} ties @param {() => void} changed */
export function timeSlider(atlas, ties, changed) {
  let start = Infinity;
  for (let t = 0; t < ties.m; t++) start = Math.min(start, ties.first(t) || Infinity);
  for (const day of atlas.col.linkDay) start = Math.min(start, day || Infinity);
  const end = ties.day;
  if (!(start < end)) return;
  byId("time").hidden = false;
  const slider = byId("day");
  Object.assign(slider, { min: start, max: end, value: end });
  const show = () => {
    const text = dateOf(atlas.base + ties.day);
    byId("day-shown").textContent = text;
    slider.setAttribute("aria-valuetext", text);
  };
  const set = (/** @type {number} */ day) => {
    ties.turnTo(day);
    show();
    changed();
  };
  slider.addEventListener("input", () => set(Number(slider.value)));
  let playing = 0;
  const play = byId("play");
  const stop = () => {
    clearTimeout(playing);
    playing = 0;
    play.textContent = "Play";
    play.setAttribute("aria-pressed", "false");
  };
  const step = () => {
    const next = Math.min(end, Number(slider.value) + Math.ceil((end - start) / FRAMES));
    slider.value = String(next);
    set(next);
    if (next >= end) stop();
    else playing = setTimeout(step, 90);
  };
  play.onclick = () => {
    if (playing) return stop();
    if (Number(slider.value) >= end) slider.value = String(start);
    play.textContent = "Stop";
    play.setAttribute("aria-pressed", "true");
    step();
  };
  show();
}
