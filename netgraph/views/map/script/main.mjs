// Opening the page: the data, then the map.

/** @import {Atlas} from "./unpack.mjs" */
import { App } from "./app.mjs";
import { byId } from "./dom.mjs";
import { unpack } from "./unpack.mjs";
import body from "../body.html";
import style from "../page.css";

/** Maps are wider than high; on an upright screen they lie on their side. @param {Atlas} atlas */
function turned(atlas) {
  [atlas.x, atlas.y] = [atlas.y, atlas.x];
  [atlas.islands.x, atlas.islands.y] = [atlas.islands.y, atlas.islands.x];
}

async function open() {
  performance.mark("code");
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  document.adoptedStyleSheets = [sheet]; // no style element: the page's policy allows none
  document.body.insertAdjacentHTML("afterbegin", body); // ours: no name is in it
  // `unzip` is the loader's: it has unpacked this very script.
  const atlas = unpack(await (await /** @type {any} */ (window).unzip("data")).arrayBuffer());
  if (innerHeight > innerWidth) turned(atlas);
  performance.mark("data");
  byId("app").hidden = false;
  byId("wait").remove();
  const app = new App(atlas);
  Object.assign(window, { netgraph: app }); // for those who want to ask the map something
  performance.mark("ready");
  document.documentElement.dataset.ready = app.stage.kind ?? "";
}

open().catch((problem) => {
  const wait = byId("wait");
  if (wait) wait.textContent = `The map could not be drawn: ${problem.message}`;
  throw problem;
});
