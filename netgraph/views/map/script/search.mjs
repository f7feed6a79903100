// Finding a person or a company by what is typed, whatever the accents and the case.

/** @param {string} text */
export function fold(text) {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/ł/g, "l")
    .replace(/ø/g, "o")
    .replace(/đ/g, "d")
    .replace(/ß/g, "ss")
    .replace(/æ/g, "ae");
}

/**
 * @typedef {{kind: "person" | "company", row: number}} Hit
 */

export class Finder {
  /**
   * @param {string[]} people
   * @param {string[]} companies
   * @param {(hit: Hit) => number} weight   the heavier of two equally good hits comes first
   */
  constructor(people, companies, weight) {
    this.people = people.map(fold);
    this.companies = companies.map(fold);
    this.weight = weight;
  }

  /**
   * The best hits: names that begin so, then names with a word that does, then the rest.
   * @param {string} query
   * @param {number} most
   * @returns {Hit[]}
   */
  find(query, most) {
    const words = fold(query).split(/\s+/).filter(Boolean);
    if (!words.length) return [];
    /** @type {{hit: Hit, rank: number}[]} */
    const found = [];
    for (const [kind, names] of /** @type {["company" | "person", string[]][]} */ ([
      ["company", this.companies],
      ["person", this.people],
    ]))
      for (let row = 0; row < names.length; row++) {
        const rank = rankOf(names[row], words);
        if (rank < 3) found.push({ hit: { kind, row }, rank });
      }
    const scored = found.map(({ hit, rank }) => ({
      hit,
      rank,
      weight: this.weight(hit),
    }));
    scored.sort((a, b) => a.rank - b.rank || b.weight - a.weight || a.hit.row - b.hit.row);
    return scored.slice(0, most).map(({ hit }) => hit);
  }
}

/** @param {string} name @param {string[]} words */
function rankOf(name, words) {
  let worst = 0;
  for (let k = 0; k < words.length; k++) {
    const at = name.indexOf(words[k]);
    if (at < 0) return 3;
    const rank = at === 0 ? 0 : name.includes(` ${words[k]}`) ? 1 : 2;
    if (rank > worst && !(k > 0 && rank === 1)) worst = rank;
  }
  return worst;
}
