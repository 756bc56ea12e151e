/** Everything the palette can do on a board besides opening cards: acts on the focused or selected cards, acts on the
 *  board, pages, people. `also` holds other words by which people look for it.
 */
import { $, $$, SHOWN, board, data, lanes, laneOf, listOf, may, nameOf, titleOf } from "./dom.js";
import { putMany } from "./cardacts.js";
import { clearFilter, setFilter } from "./filter.js";
import { written } from "./filterlang.js";
import { foldAllRows, foldRow, foldRowOf, shownRows } from "./foldrows.js";
import { groupItems } from "./groups.js";
import { gettext, ngettext } from "./i18n.js";
import { showKeys } from "./keyhelp.js";
import { fold } from "./lanes.js";
import { PRIORITIES, assignMenu, bulkMoveMenu, cardActions, labelMenu, prioritised, priorityMenu } from "./menu.js";
import { move, moveAll } from "./move.js";
import { focusCard } from "./place.js";
import { quickAdd } from "./quickadd.js";
import { clearSelection, selection, toggle } from "./select.js";
import { undo } from "./undo.js";
import { saveView, viewItems } from "./views.js";

const ALSO = {
  [gettext("Move to…")]: gettext("lane column send"),
  [gettext("Assign…")]: gettext("owner person give who"),
  [gettext("Labels…")]: gettext("tag"),
  [gettext("Edit title")]: gettext("rename"),
  [gettext("Archive")]: gettext("close hide"),
  [gettext("Move to trash")]: gettext("delete remove"),
  [gettext("Blocked…")]: gettext("stuck wait"),
  [gettext("Decide…")]: gettext("gate verdict"),
  [gettext("Copy link")]: gettext("url share address"),
  [gettext("Priority…")]: gettext("urgent important"),
};

/** The first group: the selected cards, or the focused one. */
export function cardCommands(card) {
  const chosen = selection();
  if (chosen.length > 1) return [gettext("%(n)s selected cards", { n: chosen.length }), many(chosen)];
  if (!card) return ["", []];
  const acts = [...cardActions(card), ...(may("write_card") ? directly([card]) : []), board.dataset.group && foldThis(card)];
  return [`${card.dataset.ref} · ${titleOf(card)}`, acts.filter(Boolean).map(named)];
}

const foldThis = (card) => ({ label: gettext("Fold this row"), icon: "fold", key: "F", also: gettext("collapse hide swimlane group"), typed: true, run: () => foldRowOf(card) });

const named = (item) => ({ also: ALSO[item.label], ...item });

function many(cards) {
  const anchor = $(".bulk [data-bulk=move]") ?? document.body;
  return [
    { label: gettext("Move to…"), icon: "right", run: () => bulkMoveMenu(anchor) },
    { label: gettext("Assign…"), icon: "assign", run: () => assignMenu(cards, anchor) },
    { label: gettext("Labels…"), icon: "tag", run: () => labelMenu(cards, anchor) },
    { label: gettext("Priority…"), icon: "high", run: () => priorityMenu(cards, anchor) },
    { label: gettext("Archive"), icon: "archive", run: () => putMany(cards, "archive", {}, ngettext("%(n)s card archived", "%(n)s cards archived", cards.length)) },
    { label: gettext("Clear the selection"), icon: "close", run: clearSelection },
    ...directly(cards),
  ].map(named);
}

const PRIORITY = {
  urgent: gettext("Priority urgent"),
  high: gettext("Priority high"),
  normal: gettext("Priority normal"),
  low: gettext("Priority low"),
};

/** Without a menu in between; found by typing, not shown before. */
function directly(cards) {
  const [first] = cards;
  const to = (lane) => () => {
    if (cards.length > 1) return moveAll(cards, listOf(lane), listOf(lane).firstElementChild);
    move(first, listOf(lane), listOf(lane).firstElementChild);
    focusCard(first);
  };
  const act = (verb, value, words) => () => putMany(cards, verb, { value }, words);
  const who = cards.length > 1 ? ngettext("%(n)s card", "%(n)s cards", cards.length) : first.dataset.ref;
  return [
    ...lanes().filter((lane) => cards.some((card) => laneOf(card) !== lane)).map((lane) => ({ label: gettext("Move to %(lane)s", { lane: nameOf(lane) }), icon: "right", also: gettext("lane column send"), run: to(lane) })),
    ...data.people.map(({ username, name }) => ({ label: gettext("Assign to %(name)s", { name }), icon: "assign", also: `${username} ${gettext("owner give")}`, run: act("assign", username, gettext("%(who)s assigned to %(name)s", { who, name })) })),
    ...data.labels.map(({ name }) => ({ label: gettext("Label %(name)s", { name }), icon: "tag", also: gettext("tag"), run: act("label", name, gettext("Label %(name)s: %(who)s", { name, who })) })),
    ...PRIORITIES.map((name) => ({ label: PRIORITY[name], icon: "high", also: gettext("important"), run: act("priority", name, prioritised(who, name)) })),
  ].map((item) => ({ ...item, typed: true }));
}

const foldWords = (lane) => {
  const words = { lane: nameOf(lane) };
  return lane.hasAttribute("data-ui-folded") ? gettext("Unfold %(lane)s", words) : gettext("Fold %(lane)s", words);
};

/** Folding the rows of a grouped board. */
function rowCommands() {
  const rows = shownRows();
  const also = gettext("collapse hide swimlane group");
  return [
    rows.some((row) => !row.folded) && { label: gettext("Fold all rows"), icon: "fold", key: "⇧F", also, typed: true, run: () => foldAllRows(true) },
    rows.some((row) => row.folded) && { label: gettext("Unfold all rows"), icon: "fold", key: "⇧F", also, typed: true, run: () => foldAllRows(false) },
    ...rows.map((row) => ({ label: row.folded ? gettext("Unfold the row %(name)s", row) : gettext("Fold the row %(name)s", row), icon: "fold", also, typed: true, run: () => foldRow(row) })),
  ];
}

export const boardCommands = () =>
  [
    may("write_card") && { label: gettext("New card"), icon: "plus", key: "C", also: gettext("add create task hypothesis ticket"), run: () => quickAdd() },
    { label: gettext("Filter the cards"), icon: "filter", key: "/", also: gettext("find search query"), run: () => $("#filter-q").focus() },
    { label: gettext("Clear the filter"), icon: "close", also: gettext("reset all"), typed: true, run: clearFilter },
    { label: gettext("Show what is mine"), icon: "user", also: gettext("my cards assigned me"), run: () => setFilter("assignee:me") },
    { label: gettext("Show what needs a decision"), icon: "clock", also: gettext("gate late over expired"), typed: true, run: () => setFilter("gate:open") },
    { label: gettext("Undo"), icon: "undo", key: "Z", also: gettext("back revert"), run: undo },
    { label: gettext("Select all cards shown"), icon: "check", also: gettext("bulk many"), typed: true, run: () => $$(`.card${SHOWN}`, board).forEach((card) => toggle(card, true)) },
    ...groupItems().map(({ command, run }) => ({ label: command, icon: "view", also: gettext("swimlane rows"), typed: true, run })),
    ...viewItems().map(({ label, run }) => ({ label: gettext("View %(name)s", { name: label }), icon: "eye", also: gettext("saved open"), run })),
    { label: gettext("Save this view…"), icon: "plus", also: gettext("keep filter"), typed: true, run: saveView },
    { label: gettext("Compact or comfortable cards"), icon: "view", also: gettext("density dense"), typed: true, run: () => $("#density").click() },
    ...lanes().map((lane) => ({ label: foldWords(lane), icon: "fold", key: "[", also: gettext("collapse hide lane column"), typed: true, run: () => fold(lane) })),
    ...rowCommands(),
  ].filter(Boolean);

export const people = () =>
  data.people.map(({ username, name }) => ({
    label: name,
    sub: `@${username}`,
    icon: "user",
    also: gettext("cards of person"),
    typed: true,
    run: () => setFilter(`assignee:${written(username)}`),
  }));

export const anywhere = () => [
  ...(!board || may("import") ? [{ label: gettext("Bring a board in"), icon: "upload", also: gettext("import trello jira github csv migrate"), typed: true, run: () => location.assign("/imports/") }] : []),
  { label: gettext("Light or dark"), icon: "moon", also: gettext("theme night mode"), typed: true, run: () => $("[data-theme-switch]")?.click() },
  { label: gettext("Keyboard shortcuts"), icon: "keyboard", key: "?", also: gettext("help keys"), typed: true, run: showKeys },
];
