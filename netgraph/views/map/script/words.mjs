// How days, counts and chances are said.

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const STATUS = new Map([
  ["name_given", "gave the name"],
  ["promised", "promised"],
  ["introduced", "introduced"],
  ["met", "met"],
  ["declined", "declined"],
]);

/** 12 May 2024. @param {number} day   since 1970-01-01 */
export function dateOf(day) {
  const d = new Date(day * 86_400_000);
  return `${d.getUTCDate()} ${MONTHS[d.getUTCMonth()]} ${d.getUTCFullYear()}`;
}

/** @param {number} days */
export function ago(days) {
  if (days <= 0) return "today";
  if (days === 1) return "yesterday";
  if (days < 60) return `${days} days ago`;
  if (days < 730) return `${Math.round(days / 30.44)} months ago`;
  return `${Math.round(days / 365.25)} years ago`;
}

/** 1 person, 2 people. @param {number} n @param {string} one @param {string} [many] */
export function count(n, one, many = `${one}s`) {
  return `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
}

/** @param {number} p */
export const percent = (p) => `${p < 0.095 ? (p * 100).toFixed(1) : Math.round(p * 100)} %`;

/** @param {string} status */
export const statusWord = (status) => STATUS.get(status) ?? "";
