/** A card beside the board, or beside the inbox: GET /c/<REF>/drawer/ into #drawer. The address gets ?card=<REF>, Escape goes back to the card.
 *
 *  What the fragment may use: [data-close], [data-prev], [data-next] on buttons; a heading with tabindex="-1" takes the
 *  focus; forms with [data-draft] fields keep their text. It is drawn anew when the card changes, never under the hand.
 */
import { $, $$, board, cardOf, cardsOf, element, esc, icon, laneOf, lanes, phone, titleOf } from "./dom.js";
import { say } from "./announce.js";
import { draw } from "./clock.js";
import { cardsWithDrafts } from "./drafts.js";
import { gettext } from "./i18n.js";
import { morph } from "./morph.js";
import { focusCard } from "./place.js";
import { toast } from "./toast.js";

const KEEP = 10_000;
const HOVER = 80;
const SETTLE = 60;
const drawer = $("#drawer");
/** @type {Map<string, {at: number, page: Promise<string|null>}>} */
const fetched = new Map();
/** The list that it stands beside: the board, unless the page says otherwise. */
const ON_BOARD = {
  query: "",
  nodeOf: cardOf,
  titleOf,
  listOf: (card) => cardsOf(card ? laneOf(card) : lanes()[0]),
  focus: (card) => (card ? focusCard(card) : board.focus()),
  fits: () => true,
  filled: () => {},
};
let list = ON_BOARD;
let current = null;
let refreshing;
/** The card that is open, or null. */
export const opened = () => current;
const versionIn = (root) => Number($("#part-bar", root)?.dataset.version ?? 0);

/** @param {{push?: boolean, focus?: boolean}} [options] */
export async function openDrawer(ref, { push = true, focus = true } = {}) {
  if (current) delete list.nodeOf(current)?.dataset.uiOpen;
  current = ref;
  const card = list.nodeOf(ref);
  if (card) card.dataset.uiOpen = "";
  if (push) address(ref);
  const waiting = load(ref);
  shell(ref, card);
  drawer.open = true; // show() would first look for something to focus, and close() give it back
  if (focus) $("h2", drawer)?.focus({ preventScroll: true });
  const html = await waiting;
  if (current !== ref) return;
  if (html === null) {
    closeDrawer();
    return toast(gettext("%(ref)s could not be opened.", { ref }), { kind: "error" });
  }
  fill(html);
  if (focus) ($("h1[tabindex], h2[tabindex]", drawer) ?? drawer).focus({ preventScroll: true });
}

/** Something to look at within the same frame: what the list already says. */
function shell(ref, card) {
  drawer.innerHTML =
    `<div class="drawer__bar">${icon(card?.dataset.kind ?? "task", 14)}<span class="drawer__ref">${esc(ref)}</span><span class="gap"></span>` +
    `<button type="button" class="iconbtn" data-close aria-label="${gettext("Close")}">${icon("close")}</button></div>` +
    `<div class="drawer__body" aria-busy="true"><h2 class="cardtitle" tabindex="-1">${esc(card ? list.titleOf(card) : ref)}</h2></div>`;
}

function fill(html) {
  drawer.innerHTML = html;
  drawer.setAttribute("aria-label", gettext("Card %(ref)s", { ref: current }));
  list.filled(drawer);
  htmx.process(drawer);
  draw(drawer);
  drawer.dispatchEvent(new CustomEvent("htmx:after:swap", { bubbles: true, detail: {} }));
}

/** Draw the open card anew, once for all the facts of one act. */
export function refreshDrawer() {
  clearTimeout(refreshing);
  refreshing = setTimeout(redraw, SETTLE);
}

/** What is being typed and where it is scrolled stays; an older card never overwrites a newer one. */
async function redraw() {
  if (!current) return;
  const ref = current;
  const { href } = location;
  fetched.delete(ref);
  const html = await load(ref);
  if (html === null || current !== ref) return;
  if (location.href !== href) return refreshDrawer(); // the address says what is shown, and it has changed meanwhile
  const fresh = element(`<dialog class="drawer" id="drawer" aria-label="${gettext("Card %(ref)s", { ref: esc(ref) })}" open>${html}</dialog>`);
  if (versionIn(fresh) < versionIn(drawer)) return;
  morph(drawer, fresh);
  htmx.process(drawer);
  draw(drawer);
}

function load(ref) {
  const kept = fetched.get(ref);
  if (kept && Date.now() - kept.at < KEEP) return kept.page;
  const headers = { "HX-Request": "true", "HX-Current-URL": location.href };
  const page = fetch(`/c/${ref}/drawer/${list.query}`, { headers })
    .then((response) => (response.ok ? response.text() : null))
    .catch(() => null);
  fetched.set(ref, { at: Date.now(), page });
  return page;
}

export const forget = (ref) => fetched.delete(ref);

function address(ref) {
  const url = new URL(location.href);
  if (url.searchParams.get("card") !== ref) url.searchParams.delete("log");
  if (ref) url.searchParams.set("card", ref);
  else url.searchParams.delete("card");
  if (url.href !== location.href) history.pushState({ peek: 1 }, "", url);
}

export function closeDrawer({ push = true } = {}) {
  if (!current) return;
  const ref = current;
  current = null;
  drawer.close();
  drawer.textContent = "";
  if (push) address(null);
  const card = list.nodeOf(ref);
  delete card?.dataset.uiOpen;
  list.focus(card);
}

/** J and K inside the drawer walk the cards of its lane, or of the list. */
export function stepDrawer(by) {
  const card = list.nodeOf(current);
  const cards = list.listOf(card);
  const next = cards[cards.indexOf(card) + by];
  if (next) openDrawer(next.dataset.ref);
  else say(by > 0 ? gettext("Last card") : gettext("First card"));
}

function follow(event) {
  const link = event.target.closest(".card__title a");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button) return;
  event.preventDefault();
  openDrawer(link.closest(".card").dataset.ref);
}

function preload() {
  let timer;
  board.addEventListener("pointerover", (event) => {
    const card = event.target.closest(".card");
    clearTimeout(timer);
    if (card && event.pointerType === "mouse") timer = setTimeout(() => load(card.dataset.ref), HOVER);
  });
  board.addEventListener("pointerdown", () => clearTimeout(timer));
}

/** A dot on the cards that hold text nobody has sent yet. */
function markDrafts() {
  const refs = cardsWithDrafts();
  for (const card of $$(".card", board)) card.toggleAttribute("data-ui-draft", refs.has(card.dataset.ref));
}

/** Follow the address: what it names is open. */
function atAddress(focus) {
  const ref = list.fits() && new URLSearchParams(location.search).get("card");
  if (ref) openDrawer(ref, { push: false, focus });
  else closeDrawer({ push: false });
}

function startOnBoard() {
  markDrafts();
  document.addEventListener("draft:changed", markDrafts);
  board.addEventListener("click", follow);
  document.addEventListener("board:changed", ({ detail }) => {
    for (const card of detail.cards) forget(card.dataset.ref);
    if (detail.cards.some((card) => card.dataset.ref === current)) refreshDrawer();
  });
  document.addEventListener("board:event", ({ detail }) => detail.card === current && refreshDrawer());
  if (!phone.matches) preload();
}

export function startDrawer(beside = ON_BOARD) {
  list = beside;
  if (board) startOnBoard();
  drawer.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) closeDrawer();
    if (event.target.closest("[data-prev]")) stepDrawer(-1);
    if (event.target.closest("[data-next]")) stepDrawer(1);
  });
  drawer.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    closeDrawer();
  });
  addEventListener("popstate", () => atAddress(true));
  atAddress(true);
}

