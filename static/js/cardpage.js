/** A card on its own page: live, and with everything that the drawer can do. */
import "./app.js";
import { $, element, may, typing } from "./dom.js";
import { draw } from "./clock.js";
import { openDialog } from "./dialog.js";
import { morph } from "./morph.js";
import { startOpened } from "./opened.js";
import { startSimilar } from "./similar.js";
import { heard, startPresence } from "./presence.js";
import { follow } from "./stream.js";

const MINUTE = 60_000;
const SETTLE = 150;
const page = $("#cardpage");
const { ref, board } = page.dataset;
const versionIn = (root) => Number($("#part-bar", root)?.dataset.version ?? 0);
let timer;

/** Read the page again and keep every node that is still on it; what is being written stays. */
async function refresh() {
  const { href } = location;
  const response = await fetch(href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!response?.ok) return;
  const text = await response.text();
  if (location.href !== href) return refresh(); // the address says what is shown, and it has changed meanwhile
  const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("cardpage");
  if (!fresh || versionIn(fresh) < versionIn(page)) return;
  morph(page, element(fresh.outerHTML));
  htmx.process(page);
  draw(page);
}

function on(name, text) {
  if (name === "presence") return heard(text);
  if (name === "fragment") return;
  const message = JSON.parse(text);
  if (name !== "resync" && message.card !== ref) return;
  clearTimeout(timer);
  timer = setTimeout(refresh, SETTLE);
}

/** R attaches a run, D decides, E edits the title: as on the board. */
const KEYS = {
  r: () => $("[data-attach-run]")?.click(),
  d: () => $("#bar-decide") && openDialog(`/c/${ref}/gate/`, $("#bar-decide")),
  e: () => may("write_card") && $("#title-edit")?.click(),
};

function pressed(event) {
  if (event.isComposing || event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return;
  if (typing(event.target) || document.body.dataset.keys === "off" || !KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
}

draw();
setInterval(() => draw(page), MINUTE);
startOpened();
startSimilar();
startPresence();
document.addEventListener("keydown", pressed);
follow({ url: () => `/boards/${board}/events?after=${page.dataset.seq}`, on, state: () => {} });
document.documentElement.dataset.uiReady = "";
