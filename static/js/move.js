/** The one move path. Pointer, keyboard, menu, palette and bulk moves all end here.
 *
 *  The screen changes at once, the request follows. Requests of one card wait for each other and only the last
 *  place counts, so that four fast moves end where the screen shows them. A refusal puts the card back, or to the
 *  place the server says it has.
 */
import { cardsOf, laneOf, linkOf, listOf, nameOf, tell } from "./dom.js";
import { say, warn } from "./announce.js";
import { putMany } from "./cardacts.js";
import { apply } from "./changes.js";
import { newOp, ops, post } from "./http.js";
import { gettext, ngettext } from "./i18n.js";
import { soon } from "./later.js";
import { beforeOf, focusCard, isOver, place, position, rows, spot } from "./place.js";
import { takeBack, toast } from "./toast.js";
import { offer, remember, underWay } from "./undo.js";

const DOT_AFTER = 400;
const ANIMATED = 8;
/** @type {Map<string, {origin: any, lane: string, again: boolean, sending: boolean, override?: string, group?: any}>} */
const moves = new Map();

/**
 * Move a card on the screen and on the server.
 * @param {{animate?: boolean, quiet?: boolean, local?: boolean}} [options]
 *   `quiet`: no toast, no words; `local`: the screen only, somebody commits later
 */
export function move(card, list, before, { animate = true, quiet = false, local = false, row } = {}) {
  const origin = spot(card);
  const change = rows.dropped(card, row);
  if (!place(card, list, before, { animate }) && !change?.fields) return false;
  performance.mark("move:placed");
  if (!quiet) announce(card, list, change);
  if (!local) commit(card, origin, undefined, change?.fields);
  if (change) rows.placed();
  return true;
}

export function announce(card, list, change) {
  const lane = laneOf(list);
  const over = isOver(lane);
  const { ref } = card.dataset;
  const also = change?.words ? `, ${change.words}` : change?.stays ? `. ${change.stays}` : "";
  const words = { ref, lane: nameOf(lane), position: position(card), also };
  say(over ? gettext("%(ref)s moved to %(lane)s, %(position)s%(also)s. The lane is over its limit", words) : gettext("%(ref)s moved to %(lane)s, %(position)s%(also)s", words));
  offer(over ? gettext("%(ref)s moved to %(lane)s%(also)s, over its limit", words) : gettext("%(ref)s moved to %(lane)s%(also)s", words));
}

/** Tell the server where the card now is; `origin` is where it was when the server last agreed. */
export function commit(card, origin, override, group) {
  const { ref } = card.dataset;
  const entry = moves.get(ref) ?? { origin, lane: laneOf(origin.list).dataset.lane, sending: false };
  entry.again = true;
  entry.override = override;
  entry.group = group ?? entry.group;
  moves.set(ref, entry);
  card.dataset.uiPending = "";
  if (!entry.sending) underWay(pump(card, entry));
}

async function pump(card, entry) {
  const { ref } = card.dataset;
  let answer;
  while (entry.again) {
    entry.again = false;
    entry.sending = true;
    const sent = spot(card);
    const dot = setTimeout(() => (card.dataset.uiSending = ""), DOT_AFTER);
    const op = newOp();
    answer = await post(`/c/${ref}/placement/`, { ...target(card), ...entry.group, expected_lane: entry.lane, wip_override: entry.override, op });
    clearTimeout(dot);
    delete card.dataset.uiSending;
    if (!answer.ok) {
      ops.delete(op); // should it have reached the server after all, the stream tells it as news
      if (entry.again) continue; // a refused stop on the way to another place does not matter
      break;
    }
    remember(op, ref);
    entry.origin = sent;
    entry.lane = laneOf(sent.list).dataset.lane;
  }
  moves.delete(ref);
  delete card.dataset.uiPending;
  if (answer.ok) apply(answer.data, { own: true });
  else refused(card, entry, answer);
}

/** The place in names, not numbers: neighbours survive what others do meanwhile. */
function target(card) {
  return {
    lane: laneOf(card).dataset.lane,
    before: card.nextElementSibling?.dataset.ref,
    after: card.previousElementSibling?.dataset.ref,
  };
}

function refused(card, entry, { status, data }) {
  takeBack();
  const wanted = { lane: laneOf(card).dataset.lane, ...spot(card) };
  const focused = card.contains(document.activeElement);
  if (data?.code === "stale_move") return yieldTo(card, data, focused);
  delete card.dataset.uiGroup;
  place(card, entry.origin.list, beforeOf(entry.origin));
  rows.placed();
  if (focused) focusCard(card);
  if (status === 422) return soon(() => tell("card:rule", { card, lane: wanted.lane, wanted, errors: data?.errors ?? [], sentence: data?.sentence }));
  if (data?.code === "wip_limit" && data.can_override) return soon(() => tell("card:full", { card, wanted, sentence: data.sentence }));
  if (status === 401) return soon(() => tell("retry:offer", { run: () => retry(card, wanted) }));
  if (data?.sentence) return refuse(card, data.sentence);
  const words = { ref: card.dataset.ref, lane: nameOf(laneOf(card)) };
  warn(status ? gettext("Not saved. %(ref)s is back in %(lane)s. Retry", words) : gettext("Not saved, no connection. %(ref)s is back in %(lane)s. Retry", words));
  toast(gettext("Not saved. %(ref)s is back in %(lane)s.", words), { kind: "error", stay: true, action: gettext("Retry"), run: () => retry(card, wanted) });
}

function refuse(card, sentence) {
  warn(gettext("%(ref)s could not be moved: %(why)s", { ref: card.dataset.ref, why: sentence }));
  toast(sentence, { kind: "error" });
}

/** Somebody else was first: the card goes where the server has it, not where it was. */
function yieldTo(card, { change, sentence }, focused) {
  apply(change);
  if (!card.isConnected) return refuse(card, sentence);
  if (focused) focusCard(card);
  refuse(card, gettext("%(why)s It is now in %(lane)s, %(position)s.", { why: sentence, lane: nameOf(laneOf(card)), position: position(card) }));
}

/** Try a move again, to the same place if it is still there. */
export function retry(card, wanted, override) {
  if (!card.isConnected) return;
  const origin = spot(card);
  place(card, wanted.list, beforeOf(wanted));
  commit(card, origin, override);
  focusCard(card);
}

/** Up, down, left or right by one; the nearest place in the next lane. */
export function step(card, dx, dy, options) {
  const lane = laneOf(card);
  const cards = rows.beside(lane, card);
  const at = cards.indexOf(card);
  if (dy < 0 && at > 0) return move(card, card.parentElement, cards[at - 1], options);
  if (dy > 0 && at < cards.length - 1) return move(card, card.parentElement, cards[at + 1].nextElementSibling, options);
  return dx ? toNextLane(card, lane, dx, at, options) : false;
}

function toNextLane(card, lane, dx, at, options) {
  let next = lane;
  do next = dx > 0 ? next.nextElementSibling : next.previousElementSibling;
  while (next && !next.matches(".lane"));
  if (!next) {
    say(dx > 0 ? gettext("Last lane") : gettext("First lane"));
    return false;
  }
  return move(card, listOf(next), endOr(next, at, rows.beside(next, card)), options);
}

/** The visible card at an index, or the place after the last visible one. */
export function endOr(lane, at, cards = cardsOf(lane)) {
  return cards[at] ?? (cards.length ? cards.at(-1).nextElementSibling : listOf(lane).firstElementChild);
}

/** Several cards, in their order, to one place: one request, and one undo. */
export function moveAll(cards, list, before, row) {
  if (cards.length === 1) return move(cards[0], list, before, { row });
  let first = before;
  while (cards.includes(first)) first = first.nextElementSibling;
  const origins = cards.map(spot);
  const changes = cards.map((card) => rows.dropped(card, row)).filter((change) => change?.fields);
  for (const card of cards) place(card, list, first, { animate: cards.length <= ANIMATED });
  const [top, last] = [cards[0], cards.at(-1)];
  const { ref: after } = top.previousElementSibling?.dataset ?? {};
  const { ref: above } = last.nextElementSibling?.dataset ?? {};
  const words = ngettext("%(n)s card moved to %(lane)s", "%(n)s cards moved to %(lane)s", cards.length, { lane: nameOf(laneOf(list)) });
  say(words);
  linkOf(top)?.focus({ preventScroll: true });
  return putMany(cards, "move", { lane: laneOf(list).dataset.lane, before: above, after, ...group(changes) }, words, () => {
    for (const card of cards) delete card.dataset.uiGroup;
    for (const [n, card] of [...cards.entries()].reverse()) place(card, origins[n].list, beforeOf(origins[n]));
  });
}

/** Several cards may come from several rows: each of these names is taken off. */
const group = (changes) =>
  changes.length ? { ...changes[0].fields, group_from: [...new Set(changes.map((change) => change.fields.group_from))] } : {};
