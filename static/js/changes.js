/** Applies what the server says happened. Answers to our own acts and the live stream have the same shape:
 *
 *  {seq, html: {"card-CHURN-12": "<li …>"}, place: {card, lane, before} | null, heads: {"3": "<header …>"}, gone: [ref], op}
 *
 *  An older version never overwrites a newer one, and a focused node stays the same node.
 */
import { $, cardOf, element, laneById, listOf, tell } from "./dom.js";
import { draw } from "./clock.js";
import { morph } from "./morph.js";
import { countTab, flip, focusAfter, insert, flash, tabStops } from "./place.js";

const headSeq = new Map();
const placeSeq = new Map();

/** @param {{own?: boolean}} [options] `own`: we made this change ourselves and the card is where it should be */
export function apply(change, { own = false } = {}) {
  for (const ref of change.gone ?? []) remove(ref);
  const fresh = Object.entries(change.html ?? {}).map(([id, html]) => redraw(id, html));
  const places = [change.place ?? []].flat();
  if (!own) for (const each of places) put(each, change.seq);
  for (const card of fresh) if (!card.isConnected) put(placeFor(card, places), change.seq);
  for (const [lane, html] of Object.entries(change.heads ?? {})) redrawHead(lane, html, change.seq);
  tabStops();
  tell("board:changed", { cards: fresh.filter((card) => card.isConnected) });
}

const placeFor = (card, places) =>
  places.find((each) => each.card === card.dataset.ref) ?? { card, lane: card.dataset.lane, before: null };

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

const unplaced = new Map();

/** Put a card where the server has it, unless the viewer has already moved it on. */
function put({ card: name, lane: laneId, before }, seq) {
  const ref = name.dataset?.ref ?? name;
  const card = cardOf(ref) ?? unplaced.get(ref);
  unplaced.delete(ref);
  if (!card || card.hasAttribute("data-ui-pending") || (placeSeq.get(ref) ?? 0) > seq) return;
  placeSeq.set(ref, seq);
  const lane = laneById(laneId);
  if (!lane) return card.isConnected && remove(ref);
  const list = listOf(lane);
  const next = before ? cardOf(before) : null;
  const target = next?.parentElement === list ? next : null;
  if (before && !target && card.parentElement === list) return;
  if (card.parentElement === list && (card === target || nextSettled(card) === target)) return;
  const neighbours = [...list.children, ...(card.parentElement?.children ?? [])];
  flip([...new Set(neighbours)], () => insertCard(card, list, target));
  card.dataset.lane = laneId;
  draw(card);
  flash(card);
}

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
}
