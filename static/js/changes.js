/** Applies what the server says happened. Answers to our own acts and the live stream have the same shape:
 *
 *  {seq, html: {"card-CHURN-12": "<li …>"}, place: {card, lane, before} | null or places: […], heads: {"3": "<header …>"}, gone: [ref], op}
 *
 *  An older version never overwrites a newer one, and a focused node stays the same node.
 */
import { $, $$, cardOf, element, laneById, listOf, tell } from "./dom.js";
import { draw } from "./clock.js";
import { flip } from "./glide.js";
import { gettext } from "./i18n.js";
import { morph } from "./morph.js";
import { countTab, focusAfter, insert, flash, rows, tabStops } from "./place.js";

const headSeq = new Map();
const placeSeq = new Map();
/** Cards that were sent and have no place yet. */
const unplaced = new Map();

/**
 * @param {{echo?: boolean, own?: boolean}} [options]
 *   `echo`: the stream repeats an act of this page, whose card is where it should be;
 *   `own`: the answer to an act of this page, whose card the viewer is looking at
 */
export function apply(change, { echo = false, own = false } = {}) {
  for (const ref of change.gone ?? []) remove(ref);
  const fresh = Object.entries(change.html ?? {}).map(([id, html]) => redraw(id, html));
  const missing = fresh.some((card) => !card.isConnected);
  const places = change.places ?? [change.place].filter(Boolean);
  if (!echo || missing) for (const place of places) put(place, change.seq, own || echo);
  for (const [lane, html] of Object.entries(change.heads ?? {})) redrawHead(lane, html, change.seq);
  tabStops();
  tell("board:changed", { cards: fresh.filter((card) => card.isConnected) });
}

function redraw(id, html) {
  const fresh = element(html);
  const old = document.getElementById(id);
  if (!old) {
    unplaced.set(fresh.dataset.ref, fresh);
    return fresh;
  }
  if (Number(fresh.dataset.version) >= Number(old.dataset.version)) {
    const lane = old.dataset.lane;
    morph(old, fresh);
    if (old.hasAttribute("data-ui-pending")) old.dataset.lane = lane;
    draw(old);
  }
  return old;
}

/** Put a card where the server has it, unless the viewer has already moved it on. */
function put({ card: ref, lane: laneId, before }, seq, own) {
  const card = cardOf(ref) ?? unplaced.get(ref);
  unplaced.delete(ref);
  if (!card || card.hasAttribute("data-ui-pending") || (placeSeq.get(ref) ?? 0) > seq) return;
  placeSeq.set(ref, seq);
  const lane = laneById(laneId);
  if (!lane) return remove(ref);
  const list = listOf(lane);
  const next = before ? cardOf(before) : null;
  const target = next?.parentElement === list ? next : null;
  const here = card.parentElement === list;
  if (here && (card === target || nextSettled(card) === target)) return;
  if (here && before && !target && own) return;
  if (!target && !own && $("[data-more]", lane)) return isLast(card, list) || remove(ref);
  const neighbours = [...list.children, ...(card.parentElement?.children ?? [])];
  flip([...new Set(neighbours)], () => {
    insertCard(card, list, target);
    rows.placed();
  });
  card.dataset.lane = laneId;
  draw(card);
  flash(card);
}

/** Where a lane goes on below what is loaded, its last card here may stand before one that is not. */
const isLast = (card, list) => card.parentElement === list && list.lastElementChild === card;

/** The card below, looking past those the viewer has just put there and the server does not know of yet. */
function nextSettled(card) {
  let next = card.nextElementSibling;
  while (next?.hasAttribute("data-ui-pending")) next = next.nextElementSibling;
  return next;
}

/** moveBefore keeps focus, but only for a node that is already in the document. */
function insertCard(card, list, before) {
  if (card.isConnected) insert(card, list, before);
  else list.insertBefore(card, before);
}

function remove(ref) {
  const card = cardOf(ref);
  if (!card) return;
  if (card.contains(document.activeElement)) focusAfter(card);
  card.remove();
}

function redrawHead(laneId, html, seq) {
  if ((headSeq.get(laneId) ?? 0) > seq) return;
  headSeq.set(laneId, seq);
  const lane = laneById(laneId);
  if (!lane) return;
  const head = $(".lane__head", lane);
  morph(head, element(html));
  const limit = Number(lane.dataset.wipLimit) || 0;
  countTab(lane, head.dataset.count, limit, $(".wip", head)?.dataset.wip ?? "");
  countRest(lane, Number(head.dataset.count));
}

/** How many cards of a lane are not loaded. */
function countRest(lane, all) {
  const button = $("[data-more]", lane);
  const rest = all - $$(".card", lane).length;
  if (button && rest > 0) $("span", button).textContent = gettext("Show %(n)s more", { n: rest });
  else button?.remove();
}
