// The search box: a combobox over people and companies.

/** @import {Hit} from "./search.mjs" */
import { byId, el } from "./dom.mjs";

const MOST = 12;

/**
 * @param {(query: string, most: number) => Hit[]} find
 * @param {(hit: Hit) => [name: string, note: string]} say
 * @param {(hit: Hit) => void} choose
 */
export function searchBox(find, say, choose) {
  const input = byId("find");
  const list = byId("hits");
  /** @type {Hit[]} */
  let hits = [];
  let at = -1;

  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    at = -1;
  };
  const mark = (/** @type {number} */ next) => {
    list.children[at]?.setAttribute("aria-selected", "false");
    at = next;
    const item = list.children[at];
    if (!item) return input.removeAttribute("aria-activedescendant");
    item.setAttribute("aria-selected", "true");
    item.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", item.id);
  };
  const take = (/** @type {Hit} */ hit) => {
    input.value = say(hit)[0];
    close();
    choose(hit);
  };
  const show = () => {
    hits = find(input.value, MOST);
    at = -1;
    list.replaceChildren(
      ...hits.map((hit, k) => {
        const [name, note] = say(hit);
        return el(
          "li",
          {
            role: "option",
            id: `hit-${k}`,
            "aria-selected": "false",
            onpointerdown: (/** @type {Event} */ event) => {
              event.preventDefault();
              take(hit);
            },
          },
          el("span", { dir: "auto" }, name),
          el("small", { dir: "auto" }, note),
        );
      }),
    );
    if (input.value.trim() && !hits.length)
      list.append(
        el(
          "li",
          {
            class: "none",
            role: "option",
            "aria-disabled": "true",
            "aria-selected": "false",
          },
          "Nobody of that name is on this map",
        ),
      );
    list.hidden = !list.children.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (hits.length) mark(0);
  };
  input.addEventListener("input", show);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Escape") {
      if (list.hidden) return; // then it closes the card
      input.value = "";
      close();
    } else if (event.key === "Enter" && hits[at] && !list.hidden) take(hits[at]);
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) show();
      else
        mark((at + (event.key === "ArrowDown" ? 1 : hits.length - 1)) % Math.max(hits.length, 1));
    } else return;
    event.preventDefault();
  });
}
