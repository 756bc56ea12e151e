/** Everything the palette can do on a board besides opening cards: acts on the focused or selected cards, acts on the
 *  board, pages, people. `also` holds other words by which people look for it.
 */
import { $, $$, board, data, lanes, laneOf, listOf, may, nameOf, titleOf } from "./dom.js";
import { putMany } from "./cardacts.js";
import { clearFilter, setFilter } from "./filter.js";
import { written } from "./filterlang.js";
import { groupItems } from "./groups.js";
import { showKeys } from "./keyhelp.js";
import { fold } from "./lanes.js";
import { assignMenu, bulkMoveMenu, cardActions, labelMenu, priorityMenu } from "./menu.js";
import { move, moveAll } from "./move.js";
import { focusCard } from "./place.js";
import { quickAdd } from "./quickadd.js";
import { clearSelection, selection, toggle } from "./select.js";
import { undo } from "./undo.js";
import { saveView, viewItems } from "./views.js";

const ALSO = {
  "Move to…": "lane column send",
  "Assign…": "owner person give who",
  "Labels…": "tag",
  "Edit title": "rename",
  "Archive": "close hide",
  "Move to trash": "delete remove",
  "Blocked…": "stuck wait",
  "Decide…": "gate verdict",
  "Copy link": "url share address",
  "Priority…": "urgent important",
};

/** The first group: the selected cards, or the focused one. */
export function cardCommands(card) {
  const chosen = selection();
  if (chosen.length > 1) return [`${chosen.length} selected cards`, many(chosen)];
  if (!card) return ["", []];
  return [`${card.dataset.ref} · ${titleOf(card)}`, [...cardActions(card), ...(may("write_card") ? directly([card]) : [])].map(named)];
}

const named = (item) => ({ also: ALSO[item.label], ...item });

function many(cards) {
  const anchor = $(".bulk [data-bulk=move]") ?? document.body;
  return [
    { label: "Move to…", icon: "right", run: () => bulkMoveMenu(anchor) },
    { label: "Assign…", icon: "assign", run: () => assignMenu(cards, anchor) },
    { label: "Labels…", icon: "tag", run: () => labelMenu(cards, anchor) },
    { label: "Priority…", icon: "high", run: () => priorityMenu(cards, anchor) },
    { label: "Archive", icon: "archive", run: () => putMany(cards, "archive", {}, `${cards.length} cards archived`) },
    { label: "Clear the selection", icon: "close", run: clearSelection },
    ...directly(cards),
  ].map(named);
}

/** Without a menu in between; found by typing, not shown before. */
function directly(cards) {
  const [first] = cards;
  const to = (lane) => () => {
    if (cards.length > 1) return moveAll(cards, listOf(lane), listOf(lane).firstElementChild);
    move(first, listOf(lane), listOf(lane).firstElementChild);
    focusCard(first);
  };
  const act = (verb, value, words) => () => putMany(cards, verb, { value }, words);
  const who = cards.length > 1 ? `${cards.length} cards` : first.dataset.ref;
  return [
    ...lanes().filter((lane) => cards.some((card) => laneOf(card) !== lane)).map((lane) => ({ label: `Move to ${nameOf(lane)}`, icon: "right", also: "lane column send", run: to(lane) })),
    ...data.people.map(({ username, name }) => ({ label: `Assign to ${name}`, icon: "assign", also: `${username} owner give`, run: act("assign", username, `${who} assigned to ${name}`) })),
    ...data.labels.map(({ name }) => ({ label: `Label ${name}`, icon: "tag", also: "tag", run: act("label", name, `Label ${name}: ${who}`) })),
    ...["urgent", "high", "normal", "low"].map((name) => ({ label: `Priority ${name}`, icon: "high", also: "important", run: act("priority", name, `${who}: ${name} priority`) })),
  ].map((item) => ({ ...item, typed: true }));
}

export const boardCommands = () =>
  [
    may("write_card") && { label: "New card", icon: "plus", key: "C", also: "add create task hypothesis ticket", run: () => quickAdd() },
    { label: "Filter the cards", icon: "filter", key: "/", also: "find search query", run: () => $("#filter-q").focus() },
    { label: "Clear the filter", icon: "close", also: "reset all", typed: true, run: clearFilter },
    { label: "Show what is mine", icon: "user", also: "my cards assigned me", run: () => setFilter("assignee:me") },
    { label: "Show what needs a decision", icon: "clock", also: "gate late over expired", typed: true, run: () => setFilter("gate:open") },
    { label: "Undo", icon: "undo", key: "Z", also: "back revert", run: undo },
    { label: "Select all cards shown", icon: "check", also: "bulk many", typed: true, run: () => $$(".card:not([data-ui-hide])", board).forEach((card) => toggle(card, true)) },
    ...groupItems().map(({ label, run }) => ({ label: label === "No groups" ? "Do not group the cards" : `Group the cards ${label.toLowerCase()}`, icon: "view", also: "swimlane rows", typed: true, run })),
    ...viewItems().map(({ label, run }) => ({ label: `View ${label}`, icon: "eye", also: "saved open", run })),
    { label: "Save this view…", icon: "plus", also: "keep filter", typed: true, run: saveView },
    { label: "Compact or comfortable cards", icon: "view", also: "density dense", typed: true, run: () => $("#density").click() },
    ...lanes().map((lane) => ({ label: `${lane.hasAttribute("data-ui-folded") ? "Unfold" : "Fold"} ${nameOf(lane)}`, icon: "fold", key: "[", also: "collapse hide lane column", typed: true, run: () => fold(lane) })),
  ].filter(Boolean);

export const people = () =>
  data.people.map(({ username, name }) => ({
    label: name,
    sub: `@${username}`,
    icon: "user",
    also: "cards of person",
    typed: true,
    run: () => setFilter(`assignee:${written(username)}`),
  }));

export const anywhere = () => [
  { label: "Light or dark", icon: "moon", also: "theme night mode", typed: true, run: () => $("[data-theme-switch]")?.click() },
  { label: "Keyboard shortcuts", icon: "keyboard", key: "?", also: "help keys", typed: true, run: showKeys },
];
