// Opening the page: the data, then the map.

import { App } from "./app.mjs";
import { byId } from "./dom.mjs";
import { bytesOf, inflate, unpack } from "./unpack.mjs";

async function open() {
  performance.mark("code");
  const block = byId("data");
  const atlas = unpack(await inflate(bytesOf(block.textContent)));
  block.remove();
  byId("code").remove();
  performance.mark("data");
  byId("app").hidden = false;
  byId("wait").remove();
  const app = new App(atlas);
  performance.mark("ready");
  document.documentElement.dataset.ready = app.stage.kind ?? "";
}

open().catch((problem) => {
  const wait = byId("wait");
  if (wait) wait.textContent = `The map could not be drawn: ${problem.message}`;
  throw problem;
});
