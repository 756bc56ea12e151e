/** Ctrl K: acts on the focused or selected cards and on the board, places, people and cards, in one list. What was used
 *  lately comes first. What is `typed` shows once somebody types.
 */
import { $, $$, board, element, esc, icon, linkOf, titleOf } from "./dom.js";
import { go, places } from "./goto.js";
import { gettext } from "./i18n.js";
import { findLater } from "./palettefind.js";

const MOST_CARDS = 8;
// A popover, as a modal dialog makes the page inert: the style of every card is then computed anew, for longer than
// a tenth of a second. The shade keeps the mouse away instead, and Tab stays where it is.
let shade = null;
/**
 * @typedef {{label: string, icon: string, key?: string, keys?: string[], sub?: string, also?: string, typed?: boolean, run: () => void}} Command
 * Set by rest.js: the groups of a board, each with its title and commands. @type {(card: HTMLElement|null) => [string, Command[], number][]}
 */
let groupsFor = () => [];
const RECENT = "palette:recent";
const MOST_RECENT = 5;
const CARDS = gettext("Cards");
const RECENTLY = gettext("Recent");
let card = null;
let before = null; // what had the focus
let items = [];
let at = 0;

export const setCommands = (found) => (groupsFor = found);

export function openPalette() {
  if (shade) return close();
  card = document.activeElement?.closest?.(".card") ?? null;
  before = document.activeElement;
  const [name, words, results] = [gettext("Search and commands"), gettext("Search cards or run a command"), gettext("Results")];
  shade = element(
    `<div class="shade" popover="manual"><div class="modal palette" role="dialog" aria-modal="true" aria-label="${name}"><div class="palette__in">${icon("search")}` +
      `<input role="combobox" aria-expanded="true" aria-controls="palette-list" aria-autocomplete="list" aria-label="${words}" placeholder="${words}" autocomplete="off"><kbd>esc</kbd></div>` +
      `<ul role="listbox" id="palette-list" aria-label="${results}"></ul></div></div>`,
  );
  ($("dialog:modal") ?? document.body).append(shade); // outside a modal dialog nothing can be typed into
  const field = $("input", shade);
  field.addEventListener("input", () => show(field.value));
  shade.addEventListener("keydown", keys);
  shade.addEventListener("click", (event) => {
    if (event.target === shade) close();
    const row = event.target.closest("[role=option]");
    if (row) run(items[row.dataset.i]);
  });
  show("");
  shade.showPopover();
  field.focus();
}

function close() {
  shade.remove();
  shade = null;
  if (before?.isConnected) before.focus({ preventScroll: true });
}

/** Every word must occur, in the name or in the other words for it; earlier in the name is better, and all of them together. */
function score({ label, sub = "", also = "" }, words, latest) {
  const name = `${sub} ${label}`.toLowerCase();
  const text = `${name} ${also}`.toLowerCase();
  let sum = 0;
  for (const word of words) {
    const found = text.indexOf(word);
    if (found < 0) return -1;
    sum += found + (found && /\w/.test(text[found - 1]) ? 20 : 0) + (found > name.length ? 40 : 0);
  }
  const together = words.length > 1 && text.includes(words.join(" ")) ? 100 : 0;
  return 1000 - sum + together + (latest.includes(label) ? 15 : 0);
}

const lately = () => (localStorage.getItem(RECENT) ?? "").split("|").filter(Boolean);

/** Without words only the first cards are looked at: there may be a thousand. */
function groups(words) {
  const cards = board ? $$(".card", board).slice(0, words.length ? undefined : MOST_CARDS) : [];
  const go_ = places().map((place) => ({ ...place, keys: place.key ? ["G", place.key.toUpperCase()] : [], run: () => (place.key ? go(place.key) : location.assign(place.href)) }));
  return [
    ...groupsFor(card),
    [gettext("Go to"), go_, 12],
    [CARDS, cards.map((each) => ({ label: titleOf(each), sub: each.dataset.ref, icon: each.dataset.kind, run: () => linkOf(each).click() })), MOST_CARDS],
  ];
}

/** What was used lately and can be done here, above all the rest. */
function recent(all, latest) {
  const commands = all.flatMap(([title, items]) => (title === CARDS ? [] : items));
  const found = latest.map((label) => commands.find((item) => item.label === label)).filter(Boolean);
  return [RECENTLY, found.slice(0, MOST_RECENT), MOST_RECENT];
}

const best = (group, words, latest) =>
  group
    .map((item) => ({ item, value: score(item, words, latest) }))
    .filter(({ value }) => value >= 0)
    .sort((a, b) => b.value - a.value)
    .map(({ item }) => item);

function show(query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const all = groups(words);
  const latest = lately();
  items = [];
  let html = "";
  for (const [title, group, most] of words.length ? all : [...all.slice(0, 1), recent(all, latest), ...all.slice(1)]) {
    const shown = words.length || title === RECENTLY ? group : group.filter((item) => !item.typed);
    const found = (words.length ? best(shown, words, latest) : shown).slice(0, most);
    if (!found.length) continue;
    html += `<li class="grp" role="presentation">${esc(title)}</li>`;
    for (const item of found) html += row(item, items.push(item) - 1);
  }
  $("ul", shade).innerHTML = html || `<li class="grp" role="presentation">${gettext("Nothing found")}</li>`;
  select(0);
  findLater(query, (found) => shade && $("input", shade).value === query && join(found));
}

/** What the server found comes below what is there; the choice stays where it is. A card is not shown twice. */
function join(found) {
  const here = new Set(items.map((item) => item.sub).filter(Boolean));
  const fresh = found.filter((item) => !item.sub || !here.has(item.sub));
  const list = $("ul", shade);
  if (!items.length) list.innerHTML = "";
  list.insertAdjacentHTML("beforeend", `<li class="grp" role="presentation">${gettext("Found")}</li>${fresh.map((item) => row(item, items.push(item) - 1)).join("")}`);
  select(at);
}

function row(item, index) {
  const keys = (item.keys ?? (item.key ? [item.key] : [])).map((key) => `<kbd>${esc(key)}</kbd>`).join("");
  const sub = item.sub ? `<span class="sub">${esc(item.sub)}</span>` : "";
  return `<li role="option" id="palette-${index}" data-i="${index}" aria-selected="false">${icon(item.icon, 14)}${sub}<span>${esc(item.label)}</span>${keys}</li>`;
}

function select(index) {
  at = items.length ? (index + items.length) % items.length : 0;
  for (const option of $$("[role=option]", shade)) option.setAttribute("aria-selected", option.dataset.i === String(at));
  const chosen = $(`#palette-${at}`, shade);
  if (shade.matches(":popover-open")) chosen?.scrollIntoView({ block: "nearest" });
  const field = $("input", shade);
  if (chosen) field.setAttribute("aria-activedescendant", chosen.id);
  else field.removeAttribute("aria-activedescendant");
}

function keys(event) {
  if (event.isComposing) return;
  if (event.key === "ArrowDown") select(at + 1);
  else if (event.key === "ArrowUp") select(at - 1);
  else if (event.key === "Enter" && items[at]) run(items[at]);
  else if (event.key === "Escape") close();
  else if (event.key !== "Tab") return;
  event.preventDefault();
  event.stopPropagation(); // what is below stays open
}

/** Close first: the focus is back on the card, and the act starts from there. */
function run(item) {
  if (item.also || item.key) localStorage.setItem(RECENT, [item.label, ...lately().filter((label) => label !== item.label)].slice(0, 20).join("|"));
  close();
  item.run();
}

export function startPalette() {
  document.addEventListener("click", (event) => event.target.closest("[data-palette]") && openPalette());
  document.addEventListener("keydown", (event) => {
    if (!(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    openPalette();
  });
}
