/** The filter of the board: one text in the language of filterlang.js, typed or written by the chips.
 *
 *  It lives in the address, so it can be sent and reloaded. A hidden card still counts for its lane and keeps its place:
 *  a drop between visible cards is before a named card.
 */
import { $, $$, board, data, element, esc, lanes, nameOf, tell } from "./dom.js";
import { say } from "./announce.js";
import { meets, parse, valuesOf, withValues } from "./filterlang.js";
import { choicesWith, offersFrom } from "./filteroffers.js";
import { gettext, ngettext } from "./i18n.js";
import { showAll } from "./lanes.js";
import { tabStops } from "./place.js";
import { popup } from "./popup.js";
import { reveal } from "./reveal.js";
import { closeSuggestions, startSuggestions, under } from "./suggest.js";

const TELL_AFTER = 600; // ms: half a word is no mistake
const TITLES = {
  assignee: gettext("Assignee"),
  kind: gettext("Type"),
  label: gettext("Label"),
  box: gettext("Time-box"),
  initiative: gettext("Initiative"),
};
const MENUS = {
  assignee: gettext("Filter by assignee"),
  kind: gettext("Filter by type"),
  label: gettext("Filter by label"),
  box: gettext("Filter by time-box"),
  initiative: gettext("Filter by initiative"),
};
const CHOICES = choicesWith(() => initiatives());
/** What the address was before there was one language; links that people keep still work. */
const OLD = { who: "assignee", kind: "kind", label: "label", box: "box", initiative: "initiative" };
const OLD_BOX = { late: "expired", soon: "expiring", run: "running", decided: "closed" };

let text = "";
let terms = [];
let telling;

function fromAddress() {
  const query = new URLSearchParams(location.search);
  let found = query.get("q") ?? "";
  for (const [name, key] of Object.entries(OLD)) {
    const values = (query.get(name) ?? "").split(",").filter(Boolean);
    if (values.length) found = withValues(found, key, name === "box" ? values.map((value) => OLD_BOX[value] ?? value) : values);
  }
  return found;
}

/** Of the cards that are here; a board without any shows no chip. */
const initiatives = () => [...new Map($$(".card[data-initiative]", board).map((card) => [card.dataset.initiative, $(".inichip", card)?.dataset.name ?? ""]))];

export const needsDecision = (card) => card.dataset.decide === "open" || card.hasAttribute("data-ui-late");

const people = (names) => names.flatMap((name) => (name === data.me ? [name, "me"] : [name]));
const BOX = { run: ["running"], soon: ["running", "expiring"], late: ["expired"], planned: ["planned"], paused: ["paused"], decided: ["closed"] };
const time = (text) => (text ? Date.parse(text) : 0);

/** How each thing the filter can ask for is read from the markup of a card. */
const FACTS = {
  text: (card) => `${card.dataset.ref} ${$(".card__title a", card).textContent}`.toLowerCase(),
  kind: ({ dataset }) => [dataset.kind],
  assignee: ({ dataset }) => people(dataset.people.split(" ").filter(Boolean)),
  author: ({ dataset }) => people([dataset.author]),
  label: ({ dataset }) => dataset.labels.toLowerCase().split("|").filter(Boolean),
  lane: (card) => [nameOf(card.closest(".lane")).toLowerCase()],
  priority: ({ dataset }) => [dataset.priority],
  blocked: ({ dataset }) => ["blocked" in dataset ? "yes" : "no"],
  due: ({ dataset }) => time(dataset.due),
  updated: ({ dataset }) => time(dataset.updated),
  created: ({ dataset }) => time(dataset.created),
  age: ({ dataset }) => time(dataset.entered),
  verdict: ({ dataset }) => [dataset.verdict].filter(Boolean),
  box: (card) => BOX[$(".tb", card)?.dataset.state] ?? [],
  gate: (card) => (needsDecision(card) ? ["open"] : []),
  help: ({ dataset }) => [dataset.help].filter(Boolean),
  initiative: (card) => (card.dataset.initiative ? [card.dataset.initiative, ($(".inichip", card)?.dataset.name ?? "").toLowerCase()] : []),
};

/** What the terms ask of a card, and no more: there may be a thousand cards. */
export const factsOf = (card, asked = Object.keys(FACTS)) => Object.fromEntries(asked.map((key) => [key, FACTS[key](card)]));

export const active = () => terms.length > 0;
export const filterText = () => text;

/** Show what matches and say how much of each lane it is. @returns {number} how many match */
function show() {
  const hidden = misses();
  reveal(hidden);
  for (const lane of lanes()) {
    const pill = $(":is(.wip, .lane__count)", lane);
    if (!active()) delete pill.dataset.uiShown;
    else pill.dataset.uiShown = gettext("%(n)s of", { n: $$(".card", lane).filter((card) => !hidden.get(card)).length });
  }
  delete board.dataset.filtered;
  tell("filter:shown");
  tabStops();
  chips();
  const shown = [...hidden.values()].filter((hide) => !hide).length;
  noHits(active() && !shown);
  return shown;
}

/** Every card, and whether it does not match; one that is being edited stays. */
function misses() {
  const now = Date.now();
  const edited = new Set($$(".card__edit", board).map((form) => form.closest(".card")));
  const asked = [...new Set(terms.map(({ key }) => key || "text"))];
  return new Map($$(".card", board).map((card) => [card, !edited.has(card) && !meets(factsOf(card, asked), terms, now)]));
}

function chips() {
  for (const [name, title] of Object.entries(TITLES)) {
    const chip = $(`[data-filter-menu="${name}"]`);
    const labels = valuesOf(text, name).map((value) => CHOICES[name]().find(([each]) => each === value)?.[1] ?? value);
    chip.textContent = labels.length ? `${title}: ${labels.join(", ")}` : title;
    chip.toggleAttribute("data-on", labels.length > 0);
  }
  for (const chip of $$("[data-filter]")) chip.setAttribute("aria-pressed", valuesOf(text, chip.dataset.filter).includes(chip.dataset.value));
  const late = $$('.card:is([data-decide="open"], [data-ui-late])', board).length;
  $("#filter-late b").textContent = late;
  $("#filter-late").hidden = !late && !valuesOf(text, "gate").includes("open");
  const asking = $$(".card[data-help]", board).length;
  $("#filter-help b").textContent = asking;
  $("#filter-help").hidden = !asking && !valuesOf(text, "help").includes("open");
  $("#filter-initiative").hidden = !valuesOf(text, "initiative").length && !$(".card[data-initiative]", board);
  $("#filter-clear").hidden = !text.trim();
  $("[data-filter-open]")?.toggleAttribute("data-on", active());
}

function noHits(empty) {
  $(".nohits", board)?.remove();
  if (!empty) return;
  board.append(
    element(`<div class="empty nohits"><p>${gettext("No cards match <em>%(filter)s</em>.", { filter: esc(text) })}</p><button type="button" class="btn" data-filter-clear>${gettext("Clear filters")}</button></div>`),
  );
}

/** A mistake is said under the field and hides nothing; the terms that were understood still count. */
function tellError(error) {
  const field = $("#filter-q");
  const line = $("#filter-error");
  clearTimeout(telling);
  if (line.matches(":popover-open") && line.textContent !== error) line.hidePopover();
  field.setAttribute("aria-invalid", Boolean(error));
  if (!error) return (line.textContent = "");
  telling = setTimeout(() => {
    line.textContent = error;
    under(line, field);
  }, TELL_AFTER);
}

function read(fresh) {
  text = fresh;
  const { terms: found, error } = parse(fresh);
  terms = found;
  return error;
}

/** Into the address: typing replaces the entry, a choice makes a new one. */
function save(push) {
  const url = new URL(location.href);
  for (const name of Object.keys(OLD)) url.searchParams.delete(name);
  if (text.trim() || data.look.view) url.searchParams.set("q", text.trim());
  else url.searchParams.delete("q");
  url.search = url.search.replaceAll("%3A", ":").replaceAll("%2C", ",");
  if (url.href !== location.href) history[push ? "pushState" : "replaceState"](history.state, "", url);
}

async function change(push) {
  save(push);
  tell("filter:changed");
  if (active()) await showAll();
  const shown = show();
  say(active() ? ngettext("%(n)s card match", "%(n)s cards match", shown) : gettext("Filter cleared"));
}

/** Set the whole filter, as a view or a chip does. */
export function setFilter(fresh, { push = true } = {}) {
  $("#filter-q").value = fresh;
  tellError(read(fresh));
  return change(push);
}

export const clearFilter = () => setFilter("");

function toggle(name, value) {
  const list = valuesOf(text, name);
  setFilter(withValues(text, name, list.includes(value) ? list.filter((each) => each !== value) : [...list, value]));
}

function filterMenu(button) {
  const name = button.dataset.filterMenu;
  const chosen = valuesOf(text, name);
  const items = CHOICES[name]().map(([value, label]) => ({
    label,
    role: "menuitemcheckbox",
    checked: chosen.includes(value),
    run: () => toggle(name, value),
  }));
  popup([TITLES[name], ...items], { anchor: button, label: MENUS[name] });
}

function click(event) {
  const button = event.target.closest("[data-filter-menu]");
  if (button) return filterMenu(button);
  const chip = event.target.closest("[data-filter]");
  if (chip) return toggle(chip.dataset.filter, chip.dataset.value);
  if (event.target.closest("[data-filter-clear]")) return clearFilter();
  const opener = event.target.closest("[data-filter-open]");
  if (opener) opener.setAttribute("aria-expanded", $("#filter").toggleAttribute("data-ui-open"));
}

export function startFilter() {
  const field = $("#filter-q");
  const typed = () => {
    tellError(read(field.value));
    change(false);
  };
  document.addEventListener("click", click);
  $("#filter").addEventListener("submit", (event) => event.preventDefault());
  startSuggestions(field, offersFrom(CHOICES), typed);
  field.addEventListener("input", typed);
  field.addEventListener("blur", () => $("#filter-error").matches(":popover-open") && $("#filter-error").hidePopover());
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.defaultPrevented) field.blur();
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    closeSuggestions();
    setFilter("", { push: false });
    field.blur();
  });
  addEventListener("popstate", () => {
    field.value = fromAddress();
    tellError(read(field.value));
    show();
  });
  for (const name of ["board:changed", "clock:drawn"]) document.addEventListener(name, () => (active() ? show() : chips()));
  if (field.value && !location.search) return typed(); // typed before this was here
  field.value = fromAddress();
  tellError(read(field.value));
  show();
  if (active()) showAll().then(show);
}
