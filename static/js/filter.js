/** Filters by text, person, type, label and time-box. They live in the address, so they can be sent and reloaded.
 *
 *  A hidden card still counts for its lane and keeps its place: a drop between visible cards is before a named card.
 */
import { $, $$, board, cardsOf, data, element, esc, lanes } from "./dom.js";
import { say } from "./announce.js";
import { showAll } from "./lanes.js";
import { focusAfter, tabStops } from "./place.js";
import { popup } from "./popup.js";

const NAMES = ["who", "kind", "label", "box", "initiative"];
const NONE = "none";
const CHOICES = {
  who: () => [["me", "Me"], ...data.people.filter((p) => p.username !== data.me).map((p) => [p.username, p.name]), [NONE, "Nobody"]],
  kind: () => [["hypothesis", "Hypothesis"], ["exploration", "Exploration"], ["task", "Task"]],
  label: () => [...data.labels.map((label) => [label.name, label.name]), [NONE, "No label"]],
  box: () => [["late", "Needs a decision"], ["soon", "Ends soon"], ["run", "Running"], ["planned", "Not started"], ["paused", "Paused"], ["decided", "Decided"], [NONE, "No time-box"]],
  initiative: () => [...initiatives(), [NONE, "No initiative"]],
};
const TITLES = { who: "Assignee", kind: "Type", label: "Label", box: "Time-box", initiative: "Initiative" };

/** @type {{q: string, who: string[], kind: string[], label: string[], box: string[], initiative: string[]}} */
let wanted = fromAddress();

function fromAddress() {
  const query = new URLSearchParams(location.search);
  const lists = NAMES.map((name) => [name, (query.get(name) ?? "").split(",").filter(Boolean)]);
  return { q: query.get("q") ?? "", ...Object.fromEntries(lists) };
}

/** Of the cards that are here; a board without any shows no chip. */
const initiatives = () => [...new Map($$(".card[data-initiative]", board).map((card) => [card.dataset.initiative, $(".inichip", card)?.dataset.name ?? ""]))];

export const needsDecision = (card) => card.dataset.decide === "open" || card.hasAttribute("data-ui-late");

/** What a card has of each thing that can be filtered. */
const HAS = {
  who: (card) => card.dataset.people.split(" ").filter(Boolean).flatMap((name) => (name === data.me ? [name, "me"] : [name])),
  kind: (card) => [card.dataset.kind],
  label: (card) => card.dataset.labels.split("|").filter(Boolean),
  initiative: (card) => [card.dataset.initiative].filter(Boolean),
  box: (card) => [...(needsDecision(card) ? ["late"] : []), $(".tb", card)?.dataset.state].filter(Boolean),
};

function matches(card) {
  const words = wanted.q.toLowerCase().split(/\s+/).filter(Boolean);
  const text = words.length ? card.textContent.toLowerCase() : "";
  if (!words.every((word) => text.includes(word))) return false;
  return NAMES.every((name) => {
    const has = HAS[name](card);
    return !wanted[name].length || wanted[name].some((value) => (value === NONE ? !has.length : has.includes(value)));
  });
}

const active = () => Boolean(wanted.q) || NAMES.some((name) => wanted[name].length);

/** Show what matches and say how much of each lane it is; focus never falls into the void. */
function show() {
  const all = !active();
  let shown = 0;
  for (const card of $$(".card", board)) {
    const hide = !matches(card) && !$(".card__edit", card);
    if (hide && card.contains(document.activeElement)) focusAfter(card);
    card.toggleAttribute("data-ui-hide", hide);
    shown += !hide;
  }
  for (const lane of lanes()) {
    const pill = $(":is(.wip, .lane__count)", lane);
    if (all) delete pill.dataset.uiShown;
    else pill.dataset.uiShown = `${cardsOf(lane).length} of`;
  }
  delete board.dataset.filtered;
  tabStops();
  chips();
  noHits(!all && !shown);
  return shown;
}

function chips() {
  for (const name of NAMES) {
    const chip = $(`[data-filter-menu="${name}"]`);
    const labels = wanted[name].map((value) => CHOICES[name]().find(([each]) => each === value)?.[1] ?? value);
    chip.textContent = labels.length ? `${TITLES[name]}: ${labels.join(", ")}` : TITLES[name];
    chip.toggleAttribute("data-on", labels.length > 0);
  }
  for (const chip of $$("[data-filter]")) {
    chip.setAttribute("aria-pressed", wanted[chip.dataset.filter].includes(chip.dataset.value));
  }
  const late = $$(".card", board).filter(needsDecision).length;
  $("#filter-late b").textContent = late;
  $("#filter-late").hidden = !late && !wanted.box.includes("late");
  $("#filter-initiative").hidden = !wanted.initiative.length && !$(".card[data-initiative]", board);
  $("#filter-clear").hidden = !active();
  $("[data-filter-open]")?.toggleAttribute("data-on", active());
}

function noHits(empty) {
  $(".nohits", board)?.remove();
  if (!empty) return;
  const words = [wanted.q, ...NAMES.flatMap((name) => wanted[name])].filter(Boolean).join(", ");
  board.append(
    element(`<div class="empty nohits"><p>No cards match <em>${esc(words)}</em>.</p><button type="button" class="btn" data-filter-clear>Clear filters</button></div>`),
  );
}

/** Into the address: typing replaces the entry, a choice makes a new one. */
function save(push) {
  const url = new URL(location.href);
  if (wanted.q) url.searchParams.set("q", wanted.q);
  else url.searchParams.delete("q");
  for (const name of NAMES) {
    if (wanted[name].length) url.searchParams.set(name, wanted[name].join(","));
    else url.searchParams.delete(name);
  }
  url.search = url.search.replaceAll("%2C", ",");
  history[push ? "pushState" : "replaceState"](history.state, "", url);
}

async function change(push) {
  save(push);
  if (active()) await showAll();
  const shown = show();
  say(active() ? `${shown} card${shown === 1 ? "" : "s"} match` : "Filter cleared");
}

function toggle(name, value) {
  const list = wanted[name];
  wanted[name] = list.includes(value) ? list.filter((each) => each !== value) : [...list, value];
  change(true);
}

export function clearFilter() {
  wanted = { q: "", who: [], kind: [], label: [], box: [], initiative: [] };
  $("#filter-q").value = "";
  change(true);
}

function filterMenu(button) {
  const name = button.dataset.filterMenu;
  const items = CHOICES[name]().map(([value, label]) => ({
    label,
    role: "menuitemcheckbox",
    checked: wanted[name].includes(value),
    run: () => toggle(name, value),
  }));
  popup([TITLES[name], ...items], { anchor: button, label: `Filter by ${TITLES[name].toLowerCase()}` });
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
  document.addEventListener("click", click);
  $("#filter").addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", () => {
    wanted.q = field.value.trim();
    change(false);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    field.value = wanted.q = "";
    change(false);
    field.blur();
  });
  addEventListener("popstate", () => {
    wanted = fromAddress();
    field.value = wanted.q;
    show();
  });
  for (const name of ["board:changed", "clock:drawn"]) document.addEventListener(name, () => (active() ? show() : chips()));
  show();
  if (active()) showAll().then(show);
}
