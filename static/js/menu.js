/** The menu of a card: move it anywhere with clicks alone, and act on it. */
import { $, board, cardsOf, data, esc, laneOf, lanes, linkOf, listOf, may, nameOf, tell } from "./dom.js";
import { block, copyLink, put, putMany } from "./cardacts.js";
import { gettext, ngettext, pgettext } from "./i18n.js";
import { soon } from "./later.js";
import { selection, toggle } from "./select.js";
import { endOr, move, moveAll } from "./move.js";
import { focusCard } from "./place.js";
import { popup } from "./popup.js";

const opener = (card) => $(".card__menu", card);
const link = (card) => () => (card.isConnected ? linkOf(card) : null);

/** @param {"move"|"act"} first which group has the focus */
export function cardMenu(card, first = "move", anchor = opener(card)) {
  const { ref } = card.dataset;
  const items = may("write_card") ? [...moves(card, first), null, ...acts(card, first)] : reading(card);
  const before = document.activeElement;
  const back = () => (card.contains(before) ? before : link(card)());
  popup(items, { anchor, label: gettext("Actions for %(ref)s", { ref }), back });
}

/** For the palette: the same acts, flat. */
export const cardActions = (card) =>
  may("write_card") ? [{ label: gettext("Move to…"), icon: "right", key: "M", run: () => cardMenu(card) }, ...acts(card, "")] : reading(card);

const reading = (card) => [
  { label: pgettext("verb", "Open"), icon: "expand", key: "O", focus: true, run: () => linkOf(card).click() },
  { label: gettext("Copy link"), icon: "link", run: () => copyLink(card) },
];

function moves(card, first) {
  const go = (list, before) => {
    move(card, list, before);
    focusCard(card);
  };
  const home = laneOf(card);
  const all = lanes();
  const cards = cardsOf(home);
  const at = cards.indexOf(card);
  const list = listOf(home);
  const next = all[all.indexOf(home) + 1] ?? home;
  return [
    gettext("Move %(ref)s to", card.dataset),
    ...all.map((lane, n) => ({
      label: nameOf(lane),
      icon: "right",
      role: "menuitemradio",
      checked: lane === home,
      sub: $(".lane__head :is(.wip, .lane__count) > span", lane).textContent,
      key: n < 9 ? String(n + 1) : undefined,
      focus: first === "move" && lane === next,
      run: () => lane !== home && go(listOf(lane), listOf(lane).firstElementChild),
    })),
    null,
    { label: gettext("To top"), small: true, icon: "top", disabled: at === 0, run: () => go(list, cards[0]) },
    { label: gettext("Up"), small: true, icon: "up", key: "⇧K", disabled: at === 0, run: () => go(list, cards[at - 1]) },
    { label: gettext("Down"), small: true, icon: "down", key: "⇧J", disabled: at === cards.length - 1, run: () => go(list, cards[at + 1].nextElementSibling) },
    { label: gettext("To bottom"), small: true, icon: "bottom", disabled: at === cards.length - 1, run: () => go(list, endOr(home, Infinity)) },
  ];
}

function acts(card, first) {
  const { ref } = card.dataset;
  const blocked = "blocked" in card.dataset;
  const decide = may("decide") && card.dataset.decide;
  return [
    { label: pgettext("verb", "Open"), icon: "expand", key: "O", focus: first === "act", run: () => linkOf(card).click() },
    decide && { label: gettext("Decide…"), icon: "scale", key: "D", run: () => soon(({ openGate }) => openGate(card)) },
    { label: gettext("Assign…"), icon: "assign", key: "A", run: () => assignMenu([card]) },
    { label: gettext("Labels…"), icon: "tag", key: "T", run: () => labelMenu([card]) },
    { label: gettext("Priority…"), icon: "high", run: () => priorityMenu([card]) },
    { label: card.hasAttribute("data-ui-selected") ? gettext("Unselect") : gettext("Select"), icon: "check", key: "X", run: () => toggle(card) },
    { label: gettext("Edit title"), icon: "edit", key: "E", run: () => soon(({ editTitle }) => editTitle(card)) },
    { label: blocked ? gettext("No longer blocked") : gettext("Blocked…"), icon: "blocked", run: () => block(card, blocked) },
    { label: gettext("Copy link"), icon: "link", run: () => copyLink(card) },
    { label: gettext("Archive"), icon: "archive", run: () => put(card, "archive", {}, gettext("%(ref)s archived", { ref })) },
    { label: gettext("Move to trash"), icon: "trash", run: () => put(card, "trash", {}, gettext("%(ref)s moved to the trash", { ref })) },
  ].filter(Boolean);
}

/** Assign people; the cards are the chosen ones, or one. */
export function assignMenu(cards, anchor = opener(cards[0])) {
  const on = (name) => cards.every((card) => card.dataset.people.split(" ").includes(name));
  const items = data.people.map(({ username, name, hue }) => ({
    label: name,
    html: `<span class="ava" data-h="${hue}" aria-hidden="true">${esc(name.slice(0, 1).toUpperCase())}</span>`,
    role: "menuitemcheckbox",
    checked: on(username),
    sub: on(username) ? gettext("assigned") : "",
    run: () => {
      if (cards.length === 1) return assign(cards[0], username, name);
      const n = cards.length;
      if (on(username)) return putMany(cards, "unassign", { value: username }, ngettext("%(n)s card unassigned from %(name)s", "%(n)s cards unassigned from %(name)s", n, { name }));
      return putMany(cards, "assign", { value: username }, ngettext("%(n)s card assigned to %(name)s", "%(n)s cards assigned to %(name)s", n, { name }));
    },
  }));
  popup([gettext("Assign"), ...items], { anchor, label: gettext("Assign"), back: link(cards[0]) });
}

export function assign(card, username = data.me, name = "") {
  const has = card.dataset.people.split(" ").includes(username);
  const { ref } = card.dataset;
  const mine = has ? gettext("%(ref)s no longer assigned to you", { ref }) : gettext("%(ref)s assigned to you", { ref });
  const theirs = has ? gettext("%(ref)s no longer assigned to %(name)s", { ref, name }) : gettext("%(ref)s assigned to %(name)s", { ref, name });
  return put(card, "assign", { person: username }, username === data.me ? mine : theirs);
}

export function labelMenu(cards, anchor = opener(cards[0])) {
  const on = (name) => cards.every((card) => card.dataset.labels.split("|").includes(name));
  const items = data.labels.map(({ name, hue }) => ({
    label: name,
    html: `<span class="lab" data-h="${hue}" aria-hidden="true"></span>`,
    role: "menuitemcheckbox",
    checked: on(name),
    sub: on(name) ? gettext("on") : "",
    run: () => {
      if (cards.length === 1) return put(cards[0], "labels", { label: name }, gettext("Label %(name)s: %(who)s", { name, who: cards[0].dataset.ref }));
      return putMany(cards, on(name) ? "unlabel" : "label", { value: name }, ngettext("Label %(name)s: %(n)s card", "Label %(name)s: %(n)s cards", cards.length, { name }));
    },
  }));
  items.push({ label: gettext("New label…"), icon: "plus", run: () => soon(() => tell("card:label", { cards })) });
  popup([gettext("Labels"), ...items], { anchor, label: gettext("Labels"), back: link(cards[0]) });
}

export const PRIORITIES = ["urgent", "high", "normal", "low"];
const NAMES = {
  urgent: pgettext("priority", "Urgent"),
  high: pgettext("priority", "High"),
  normal: pgettext("priority", "Normal"),
  low: pgettext("priority", "Low"),
};

/** What the toast says when it is done; `who` is a card or a number of them. */
export function prioritised(who, name) {
  if (name === "urgent") return gettext("%(who)s: urgent priority", { who });
  if (name === "high") return gettext("%(who)s: high priority", { who });
  if (name === "low") return gettext("%(who)s: low priority", { who });
  return gettext("%(who)s: normal priority", { who });
}

export function priorityMenu(cards, anchor = opener(cards[0])) {
  const items = PRIORITIES.map((name) => ({
    label: NAMES[name],
    role: "menuitemradio",
    checked: cards.every((card) => card.dataset.priority === name),
    run: () => putMany(cards, "priority", { value: name }, prioritised(cards.length === 1 ? cards[0].dataset.ref : ngettext("%(n)s card", "%(n)s cards", cards.length), name)),
  }));
  popup([gettext("Priority"), ...items], { anchor, label: gettext("Priority"), back: link(cards[0]) });
}

/** Move the chosen cards to a lane. */
export function bulkMoveMenu(anchor) {
  const cards = selection();
  const items = lanes().map((lane, n) => ({
    label: nameOf(lane),
    icon: "right",
    key: n < 9 ? String(n + 1) : undefined,
    run: () => moveAll(cards, listOf(lane), listOf(lane).firstElementChild),
  }));
  popup([ngettext("Move %(n)s card to", "Move %(n)s cards to", cards.length), ...items], { anchor, label: gettext("Move the selected cards"), back: () => linkOf(cards[0]) });
}

board?.addEventListener("click", (event) => {
  const button = event.target.closest(".card__menu");
  if (button) cardMenu(button.closest(".card"), "move", button);
});
