/** The inbox by itself: what comes, goes or is settled elsewhere, without taking anything out of anybody's hands. */
import { $, $$, element, tell } from "./dom.js";
import { say } from "./announce.js";
import { ngettext } from "./i18n.js";
import { morph } from "./morph.js";
import { follow, whileSeen } from "./stream.js";

const AGAIN = 400;
const FLASH = 700;
const ALONE = { key: "", url: () => "/inbox/events", on() {} };
const hovers = matchMedia("(hover: hover)");
const rows = () => $$(".inbox__row");
let source = ALONE;
let stream = null;
let mark = null;
let acts = 0;
let timer;

/** One stream at a time: that of the board whose card stands beside the list tells what waits as well. */
export function listen(wanted = ALONE) {
  if (wanted.key === source.key && stream) return;
  source = wanted;
  connect();
}

function connect() {
  stream?.stop();
  stream = follow({ ...source, state });
}

function state(name) {
  if (name === "out") tell("auth:expired");
  else if (name === "gone") listen();
}

/** While a menu of the list is open, or the mouse is about to press something in it, nothing moves. */
const inHand = () => Boolean($("#inbox [popover]:popover-open") || (hovers.matches && $(".inbox__row :is(button, input):hover")));

/** What the rows stand for: a row is another one when something was added to it. */
const known = () => new Map(rows().map((row) => [row.id, $$("input[name=id]", row).map((field) => field.value).join()]));

async function take(renewed) {
  clearTimeout(timer);
  const { dataset } = $("#inbox");
  if (mark === null || dataset.mark === undefined || dataset.mark === mark) return;
  const seen = acts;
  const answer = inHand() ? null : await fetch(location.href, { headers: { "HX-Request": "true" } }).catch(() => null);
  const html = answer?.ok ? await answer.text() : null;
  if (html === null || inHand() || acts !== seen) timer = setTimeout(() => take(renewed), AGAIN);
  else renew(element(html), renewed);
}

/** The row that has the focus or the mouse stays where it is on the screen, and keeps what it has. */
function renew(fresh, renewed) {
  const inbox = $("#inbox");
  const before = known();
  const focused = document.activeElement;
  const at = rows().findIndex((row) => row.contains(focused));
  const held = rows()[at] ?? $(".inbox__row:hover");
  const top = held?.getBoundingClientRect().top;
  morph(inbox, fresh);
  htmx.process(inbox);
  if (held?.isConnected) inbox.scrollTop += held.getBoundingClientRect().top - top;
  if (focused.isConnected && document.activeElement !== focused) focused.focus({ preventScroll: true });
  renewed({ lost: focused.isConnected ? -1 : at });
  flash([...known()].filter(([id, stands]) => before.get(id) !== stands).map(([id]) => document.getElementById(id)));
}

function flash(fresh) {
  for (const row of fresh) row.dataset.uiFlash = "";
  setTimeout(() => fresh.forEach((row) => delete row.dataset.uiFlash), FLASH);
  if (fresh.length) say(ngettext("%(n)s row of the inbox is new", "%(n)s rows of the inbox are new", fresh.length));
}

/** @param {(after: {lost: number}) => void} renewed after the list was drawn anew; which row with the focus has left */
export function startInboxLive(renewed) {
  document.addEventListener("inbox:waiting", ({ detail }) => {
    mark = detail.mark;
    take(renewed);
  });
  document.addEventListener("inbox:acted", () => (acts += 1));
  listen();
  whileSeen({ connect, stop: () => stream?.stop() });
}
