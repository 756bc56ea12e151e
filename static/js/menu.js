/** The menu of a card: move it anywhere with clicks alone, and act on it. */
import { $, board, cardsOf, data, esc, laneOf, lanes, linkOf, listOf, may, nameOf, tell } from "./dom.js";
import { block, copyLink, put, putMany } from "./cardacts.js";
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
  popup(items, { anchor, label: `Actions for ${ref}`, back });
}

/** For the palette: the same acts, flat. */
export const cardActions = (card) =>
  may("write_card") ? [{ label: "Move to…", icon: "right", key: "M", run: () => cardMenu(card) }, ...acts(card, "")] : reading(card);

const reading = (card) => [
  { label: "Open", icon: "expand", key: "O", focus: true, run: () => linkOf(card).click() },
  { label: "Copy link", icon: "link", run: () => copyLink(card) },
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
    `Move ${card.dataset.ref} to`,
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
    { label: "To top", small: true, icon: "top", disabled: at === 0, run: () => go(list, cards[0]) },
    { label: "Up", small: true, icon: "up", key: "⇧K", disabled: at === 0, run: () => go(list, cards[at - 1]) },
    { label: "Down", small: true, icon: "down", key: "⇧J", disabled: at === cards.length - 1, run: () => go(list, cards[at + 1].nextElementSibling) },
    { label: "To bottom", small: true, icon: "bottom", disabled: at === cards.length - 1, run: () => go(list, endOr(home, Infinity)) },
  ];
}

function acts(card, first) {
  const { ref } = card.dataset;
  const blocked = "blocked" in card.dataset;
  const decide = may("decide") && card.dataset.decide;
  return [
    { label: "Open", icon: "expand", key: "O", focus: first === "act", run: () => linkOf(card).click() },
    decide && { label: "Decide…", icon: "scale", key: "D", run: () => soon(({ openGate }) => openGate(card)) },
    { label: "Assign…", icon: "assign", key: "A", run: () => assignMenu([card]) },
    { label: "Labels…", icon: "tag", key: "T", run: () => labelMenu([card]) },
    { label: "Priority…", icon: "high", run: () => priorityMenu([card]) },
    { label: card.hasAttribute("data-ui-selected") ? "Unselect" : "Select", icon: "check", key: "X", run: () => toggle(card) },
    { label: "Edit title", icon: "edit", key: "E", run: () => soon(({ editTitle }) => editTitle(card)) },
    { label: blocked ? "No longer blocked" : "Blocked…", icon: "blocked", run: () => block(card, blocked) },
    { label: "Copy link", icon: "link", run: () => copyLink(card) },
    { label: "Archive", icon: "archive", run: () => put(card, "archive", {}, `${ref} archived`) },
    { label: "Move to trash", icon: "trash", run: () => put(card, "trash", {}, `${ref} moved to the trash`) },
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
    sub: on(username) ? "assigned" : "",
    run: () => {
      if (cards.length === 1) return assign(cards[0], username, name);
      const verb = on(username) ? "unassign" : "assign";
      return putMany(cards, verb, { value: username }, `${cards.length} cards ${verb}ed ${on(username) ? "from" : "to"} ${name}`);
    },
  }));
  popup(["Assign", ...items], { anchor, label: "Assign", back: link(cards[0]) });
}

export function assign(card, username = data.me, name = "you") {
  const has = card.dataset.people.split(" ").includes(username);
  const words = username === data.me ? "you" : name;
  return put(card, "assign", { person: username }, `${card.dataset.ref} ${has ? "no longer assigned" : "assigned"} to ${words}`);
}

export function labelMenu(cards, anchor = opener(cards[0])) {
  const on = (name) => cards.every((card) => card.dataset.labels.split("|").includes(name));
  const items = data.labels.map(({ name, hue }) => ({
    label: name,
    html: `<span class="lab" data-h="${hue}" aria-hidden="true"></span>`,
    role: "menuitemcheckbox",
    checked: on(name),
    sub: on(name) ? "on" : "",
    run: () => {
      if (cards.length === 1) return put(cards[0], "labels", { label: name }, `Label ${name}: ${cards[0].dataset.ref}`);
      return putMany(cards, on(name) ? "unlabel" : "label", { value: name }, `Label ${name}: ${cards.length} cards`);
    },
  }));
  items.push({ label: "New label…", icon: "plus", run: () => soon(() => tell("card:label", { cards })) });
  popup(["Labels", ...items], { anchor, label: "Labels", back: link(cards[0]) });
}

const PRIORITIES = ["urgent", "high", "normal", "low"];

export function priorityMenu(cards, anchor = opener(cards[0])) {
  const items = PRIORITIES.map((name) => ({
    label: name[0].toUpperCase() + name.slice(1),
    role: "menuitemradio",
    checked: cards.every((card) => card.dataset.priority === name),
    run: () => putMany(cards, "priority", { value: name }, `${cards.length === 1 ? cards[0].dataset.ref : `${cards.length} cards`}: ${name} priority`),
  }));
  popup(["Priority", ...items], { anchor, label: "Priority", back: link(cards[0]) });
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
  popup([`Move ${cards.length} cards to`, ...items], { anchor, label: "Move the selected cards", back: () => linkOf(cards[0]) });
}

board?.addEventListener("click", (event) => {
  const button = event.target.closest(".card__menu");
  if (button) cardMenu(button.closest(".card"), "move", button);
});
