/** A card beside the inbox, in the drawer of the board. The rows may be of many boards: the drawer brings what is
 *  known of its own, and the stream of that board tells when the card changes and who else is at it. */
import { $, $$, data } from "./dom.js";
import { draw } from "./clock.js";
import { closeDrawer, forget, openDrawer, opened, refreshDrawer, startDrawer } from "./drawer.js";
import { listen } from "./inboxlive.js";
import { startOpened } from "./opened.js";
import * as presence from "./presence.js";
import { startSimilar } from "./similar.js";

const MINUTE = 60_000;
const WALKING = 120;
const wide = matchMedia("(min-width: 68rem)");
const drawer = $("#drawer");
const rows = () => $$(".inbox__row[data-ref]");
/** The row that was opened; one card may have two. */
let row = null;
let walking;

export const peeked = () => (opened() ? row : null);
const nodeOf = (ref) => (row?.isConnected && row.dataset.ref === ref ? row : rows().find((each) => each.dataset.ref === ref));

/** What every module asks `data` for is of the board of the open card. */
function filled() {
  const known = JSON.parse($("#peek-data", drawer).textContent);
  if (data.key !== known.key) presence.leave();
  Object.assign(data, known);
  document.body.dataset.may = known.may;
  listen({ key: known.key, url: () => `/boards/${known.key}/events?after=${known.seq}`, on: heard });
}

/** The inbox alone again. */
function closed() {
  presence.leave();
  delete data.key;
  listen();
}

function heard(name, text) {
  if (name === "presence") return presence.heard(text);
  if (name === "fragment" || !opened()) return;
  if (name !== "resync" && JSON.parse(text).card !== opened()) return;
  forget(opened());
  refreshDrawer();
}

/** Open it, unless there is no room beside the list: then the link leads to the card's page. */
function clicked(event) {
  const link = event.target.closest(".inbox__row[data-ref] .inbox__text a");
  if (!link || !wide.matches || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button) return;
  event.preventDefault();
  row = link.closest(".inbox__row");
  openDrawer(row.dataset.ref);
}

/** While one is open, walking the list opens the next one; the hand may be quicker than the wire. */
function walked(event) {
  const next = event.target.closest(".inbox__row[data-ref]");
  if (!opened() || !next || next === row) return;
  clearTimeout(walking);
  walking = setTimeout(() => {
    if (!opened() || !next.isConnected) return;
    row = next;
    openDrawer(next.dataset.ref, { focus: false });
  }, WALKING);
}

/** After the list has changed: whether the open card has left it. */
export const isGone = () => Boolean(opened() && row && !rows().some((each) => each.dataset.ref === opened()));

/** @param {{focus: (row?: HTMLElement) => void, read: (row: HTMLElement) => void}} inbox */
export function startPeek({ focus, read }) {
  startOpened();
  startSimilar();
  presence.startPresence();
  startDrawer({
    query: "?alone",
    nodeOf,
    titleOf: (each) => $(".inbox__title", each).textContent,
    listOf: () => rows().filter((each) => each === nodeOf(each.dataset.ref)),
    focus,
    fits: () => wide.matches,
    filled() {
      filled();
      row = nodeOf(opened()) ?? null;
      if (row) read(row);
    },
  });
  document.addEventListener("click", clicked);
  document.addEventListener("focusin", walked);
  drawer.addEventListener("close", closed);
  // In the drawer the arrows scroll.
  drawer.addEventListener("keydown", (event) => event.key.startsWith("Arrow") && event.stopPropagation());
  wide.addEventListener("change", () => wide.matches || closeDrawer());
  setInterval(() => draw(drawer), MINUTE);
  document.documentElement.dataset.uiReady = "";
}
