/** Where cards stand: moving them with an animation, counting lanes, keeping focus on a card. */
import { $, $$, board, cardsOf, icon, laneOf, linkOf, lanes } from "./dom.js";
import { flip, seek } from "./glide.js";
import { gettext, ngettext } from "./i18n.js";

/** What swim-lanes change about places; groups.js fills it in. */
export const rows = {
  /** The visible cards of the lane that stand in the row of this one. */
  beside: (lane, card) => (card ? cardsOf(lane) : []),
  /** Cards have been put somewhere. */
  placed() {},
  /** What a drop into a row means. @type {(card: HTMLElement, row?: string) => any} */
  dropped: () => null,
  /** Open the row a card is in. */
  reveal() {},
};

/** Put a node before another one and keep its focus and state, where the browser can. */
export function insert(node, parent, before) {
  try {
    parent.moveBefore(node, before);
  } catch {
    parent.insertBefore(node, before);
  }
}

/**
 * Move a card on the screen.
 * @returns {boolean} false when it was there already
 */
export function place(card, list, before, { animate = true } = {}) {
  const from = card.parentElement;
  if (before === card || (from === list && before === card.nextElementSibling)) return false;
  const change = () => {
    clearGaps();
    insert(card, list, before);
    rows.placed();
  };
  const touched = [...(from ? $$(".card", from) : []), ...$$(".card", list)];
  if (animate) flip([...new Set(touched)], change);
  else change();
  if (from !== list) {
    if (from) count(laneOf(from), -1);
    count(laneOf(list), 1);
    card.dataset.lane = laneOf(list).dataset.lane;
  }
  flash(card);
  return true;
}

/** Close what a drag left open between cards; `slide` lets the neighbours glide back. */
export function clearGaps({ slide = false } = {}) {
  for (const { style } of $$(":is(.lane__list, .card)[style]", board)) {
    if (style.paddingBottom) style.paddingBottom = "";
    if (!slide && style.transition) style.transition = "";
    if (style.translate) style.translate = "";
  }
}

export function flash(card) {
  card.dataset.uiFlash = "";
  setTimeout(() => delete card.dataset.uiFlash, 700);
}

/** Where a card is, so that it can go back there. */
export const spot = (card) => ({
  list: card.parentElement,
  next: card.nextElementSibling,
  previous: card.previousElementSibling,
});

/** The card that a remembered place is before, though neighbours may have gone meanwhile. */
export function beforeOf({ list, next, previous }) {
  if (next?.parentElement === list) return next;
  if (previous?.parentElement === list) return previous.nextElementSibling;
  return next ? list.firstElementChild : null;
}

/** Add to the count of a lane's head and say how full it is. */
export function count(lane, by) {
  const head = $(".lane__head", lane);
  const number = Math.max(0, Number(head.dataset.count) + by);
  head.dataset.count = number;
  const limit = Number(lane.dataset.wipLimit) || 0;
  const state = !limit ? "" : number > limit ? "over" : number === limit ? "full" : "ok";
  const words = {
    over: gettext("Over the limit: %(n)s cards, limit %(limit)s", { n: number, limit }),
    full: gettext("At the limit: %(n)s of %(limit)s", { n: number, limit }),
    ok: gettext("%(n)s cards, limit %(limit)s", { n: number, limit }),
  }[state] ?? ngettext("%(n)s card", "%(n)s cards", number);
  const pill = $(".wip, .lane__count", head);
  if (state) {
    pill.dataset.wip = state;
    pill.title = words;
  }
  pill.innerHTML =
    (state === "over" ? icon("warn", 14) : "") +
    `<span aria-hidden="true">${limit ? `${number} / ${limit}` : number}</span><span class="vh">${words}</span>`;
  countTab(lane, number, limit, state);
}

/** The same number on the lane's tab of the phone. */
export function countTab(lane, number, limit, state) {
  const tab = $(`.mlanes a[href="#${lane.id}"]`);
  if (!tab) return;
  tab.dataset.wip = state;
  $(".num", tab).textContent = limit ? `${number}/${limit}` : number;
}

export const isOver = (lane) => $(".wip", lane)?.dataset.wip === "over";

/** "position 2 of 5", as a filter shows it. */
export function position(card) {
  const cards = cardsOf(laneOf(card));
  return gettext("position %(n)s of %(all)s", { n: cards.indexOf(card) + 1, all: cards.length });
}

/** Focus a card's title; one title per lane is in the Tab order. */
export function focusCard(card, { scroll = true } = {}) {
  const link = card && linkOf(card);
  if (!link) return;
  rove(card);
  rows.reveal(card);
  if (document.activeElement !== link) link.focus({ preventScroll: true });
  if (scroll) seek(card);
}

/** What is written without need makes the browser compute styles at once. */
const stopAt = (link) => link.getAttribute("tabindex") === "0" || (link.tabIndex = 0);

export function rove(card) {
  const own = linkOf(card);
  for (const link of $$('.card__title a[tabindex="0"]', laneOf(card))) if (link !== own) link.tabIndex = -1;
  stopAt(own);
}

/** Every lane keeps exactly one Tab stop among its visible cards. */
export function tabStops() {
  for (const lane of lanes()) {
    const cards = cardsOf(lane);
    const stops = $$('.card__title a[tabindex="0"]', lane);
    const stop = stops.find((link) => cards.includes(link.closest(".card"))) ?? (cards.length ? linkOf(cards[0]) : null);
    for (const link of $$('.card__title a:not([tabindex="-1"])', lane)) if (link !== stop) link.tabIndex = -1;
    if (stop) stopAt(stop);
  }
}

/** Where focus goes when a card leaves the screen: the next one, the one before, or the lane's add button. */
export function focusAfter(card) {
  const lane = laneOf(card);
  const cards = cardsOf(lane).filter((each) => each !== card);
  const all = cardsOf(lane);
  const neighbour = cards[all.indexOf(card)] ?? cards.at(-1);
  if (neighbour) focusCard(neighbour);
  else ($("[data-add]", lane) ?? lane).focus?.();
}
