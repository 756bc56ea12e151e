/** The keyboard of the board. Letters do nothing while somebody types, with modifiers, while composing, or switched off. */
import { $, SHOWN, board, cardsOf, laneOf, lanes, linkOf, may, singleKeys, typing } from "./dom.js";
import { grabKey, pickUp } from "./grab.js";
import { fold } from "./lanes.js";
import { soon } from "./later.js";
import { announce, step } from "./move.js";
import { focusCard } from "./place.js";
import { clearSelection, range, selection, toggle } from "./select.js";
import { undo } from "./undo.js";

const DIRECTIONS = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
  h: [-1, 0], l: [1, 0], k: [0, -1], j: [0, 1],
};
const GO_WITHIN = 1500;
let goingSince = 0;

const current = () => document.activeElement?.closest?.(".card") ?? $(`.card${SHOWN} .card__title a[tabindex="0"]`, board)?.closest(".card");

/** The next card up or down, or the nearest one by height in the next lane that has cards. */
function walk(dx, dy) {
  const card = current();
  if (!card) return;
  const lane = laneOf(card);
  const cards = cardsOf(lane);
  if (dy) return focusCard(cards[Math.max(0, Math.min(cards.length - 1, cards.indexOf(card) + dy))]);
  const all = lanes();
  const top = (each) => Math.abs(each.getBoundingClientRect().top - card.getBoundingClientRect().top);
  for (let n = all.indexOf(lane) + dx; all[n]; n += dx) {
    const there = all[n].hasAttribute("data-ui-folded") ? [] : cardsOf(all[n]);
    if (there.length) return focusCard(there.reduce((a, b) => (top(b) < top(a) ? b : a)));
  }
}

function moveNow(dx, dy) {
  const card = current();
  if (!card || !step(card, dx, dy, { quiet: true })) return;
  announce(card, card.parentElement);
  focusCard(card);
}

async function attachRun(card) {
  await soon(({ openDrawer }) => openDrawer(card.dataset.ref));
  $("#drawer [data-attach-run]")?.click();
}

/** One letter, one act; the card is the focused one, or the first. */
const ACTS = {
  m: (card) => soon(({ cardMenu }) => cardMenu(card, "move")),
  ".": (card) => soon(({ cardMenu }) => cardMenu(card, "act")),
  o: (card) => linkOf(card).click(),
  a: (card) => soon(({ assignMenu }) => assignMenu(selection().length ? selection() : [card])),
  i: (card) => soon(({ assign }) => assign(card)),
  t: (card) => soon(({ labelMenu }) => labelMenu(selection().length ? selection() : [card])),
  e: (card) => soon(({ editTitle }) => editTitle(card)),
  d: (card) => card.dataset.decide && soon(({ openGate }) => openGate(card)),
  r: attachRun,
  x: (card) => toggle(card),
  X: (card) => range(card),
  H: () => moveNow(-1, 0),
  L: () => moveNow(1, 0),
  K: () => moveNow(0, -1),
  J: () => moveNow(0, 1),
  "[": (card) => fold(laneOf(card)),
};
const WRITES = "aitedrxXHLKJ";
const ALWAYS = {
  c: (card) => soon(({ quickAdd }) => quickAdd(card ? laneOf(card) : undefined)),
  "/": () => $("#filter-q").focus(),
  z: undo,
  "?": () => soon(({ showKeys }) => showKeys()),
  g: () => (goingSince = Date.now()),
  f: (card) => soon(({ foldRowOf }) => foldRowOf(document.activeElement?.closest(".swim") ?? card)),
  F: () => soon(({ foldAllRows }) => foldAllRows()),
};

function escape() {
  if ($("#drawer").open) return soon(({ closeDrawer }) => closeDrawer());
  if (selection().length) clearSelection();
}

function letter(event) {
  if (Date.now() - goingSince < GO_WITHIN) {
    goingSince = 0;
    soon(({ go }) => go(event.key));
    return true;
  }
  const card = current();
  if (ALWAYS[event.key]) ALWAYS[event.key](card);
  else if (!card || !ACTS[event.key] || (WRITES.includes(event.key) && !may("write_card"))) return false;
  else ACTS[event.key](card);
  return true;
}

/** True when the key was used. */
function pressed(event) {
  const direction = DIRECTIONS[event.key];
  if (grabKey(event, direction)) return true;
  const card = event.target.closest?.(".card");
  const inDrawer = event.target.closest?.("#drawer");
  if (event.key === "Escape") return escape(), true;
  if (inDrawer && (event.key === "j" || event.key === "k") && singleKeys()) return soon(({ stepDrawer }) => stepDrawer(event.key === "j" ? 1 : -1)), true;
  if (inDrawer) return singleKeys() && ["?", "z", "g"].includes(event.key) && letter(event);
  const isArrow = event.key.startsWith("Arrow");
  if (direction && !event.shiftKey && (isArrow ? card : singleKeys())) return walk(...direction), true;
  if (event.key === " " && card && event.target === linkOf(card)) return pickUp(card), true;
  return event.key.length === 1 && singleKeys() && letter(event);
}

export function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return;
    if (typing(event.target) || event.target.closest("dialog:modal")) return;
    if (pressed(event)) event.preventDefault();
  });
  board.addEventListener("focusin", (event) => {
    if (!event.target.matches(".card__title a")) return;
    for (const link of board.querySelectorAll('.card__title a[tabindex="0"]')) {
      if (link !== event.target && laneOf(link) === laneOf(event.target)) link.tabIndex = -1;
    }
    event.target.tabIndex = 0;
  });
}
