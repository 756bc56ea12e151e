/** Suggestions under a field while somebody types: a combobox over the word at the caret. */
import { $, $$, element, esc } from "./dom.js";
import { gettext } from "./i18n.js";

const MOST = 8;
let list = null;
let at = -1;
let items = [];

const field = () => $("#filter-q");

/**
 * @param {HTMLInputElement} input
 * @param {(word: string) => {text: string, label: string, sub?: string}[]} offers what may stand instead of a word
 * @param {() => void} taken called when one was taken
 */
export function startSuggestions(input, offers, taken) {
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "filter-offers" })) {
    input.setAttribute(name, value);
  }
  input.addEventListener("input", () => open(input, offers));
  input.addEventListener("blur", () => setTimeout(closeSuggestions, 120));
  input.addEventListener("keydown", (event) => keys(event, input, offers, taken));
  const name = gettext("Suggestions");
  list = element(`<ul class="offers" id="filter-offers" role="listbox" aria-label="${name}" popover="manual"></ul>`);
  input.closest("form").after(list);
  list.addEventListener("pointerdown", (event) => {
    const row = event.target.closest("[role=option]");
    event.preventDefault();
    if (row) take(items[row.dataset.i], input, offers, taken);
  });
}

/** The word the caret is in, and where it stands. */
function word(input) {
  const end = input.selectionStart ?? input.value.length;
  const start = /(?:"[^"]*"?|[^\s"])*$/.exec(input.value.slice(0, end)).index;
  return { start, end, text: input.value.slice(start, end) };
}

function open(input, offers) {
  const { text } = word(input);
  items = text ? offers(text).filter((item) => item.text.trim() !== text).slice(0, MOST) : [];
  at = -1;
  if (!items.length) return closeSuggestions();
  list.innerHTML = items
    .map(({ label, sub }, i) => `<li role="option" id="offer-${i}" data-i="${i}" aria-selected="false"><span>${esc(label)}</span>${sub ? `<span class="sub">${esc(sub)}</span>` : ""}</li>`)
    .join("");
  under(list, input);
  input.setAttribute("aria-expanded", "true");
  input.removeAttribute("aria-activedescendant");
}

const isOpen = () => Boolean(list?.matches(":popover-open"));

/** Show a popover below a field. */
export function under(node, input) {
  const box = input.closest(".field").getBoundingClientRect();
  if (!node.matches(":popover-open")) node.showPopover();
  node.style.left = `${box.left}px`;
  node.style.top = `${box.bottom + 4}px`;
}

export function closeSuggestions() {
  if (!isOpen()) return;
  list.hidePopover();
  field()?.setAttribute("aria-expanded", "false");
  field()?.removeAttribute("aria-activedescendant");
}

function select(index, input) {
  at = (index + items.length) % items.length;
  for (const row of $$("[role=option]", list)) row.setAttribute("aria-selected", row.dataset.i === String(at));
  input.setAttribute("aria-activedescendant", `offer-${at}`);
}

function take(item, input, offers, taken) {
  const { start, end } = word(input);
  input.setRangeText(item.text, start, end, "end");
  taken();
  open(input, offers);
}

function keys(event, input, offers, taken) {
  if (event.isComposing || !isOpen()) return;
  if (event.key === "ArrowDown") select(at + 1, input);
  else if (event.key === "ArrowUp") select(at < 0 ? -1 : at - 1, input);
  else if ((event.key === "Enter" || event.key === "Tab") && at >= 0) take(items[at], input, offers, taken);
  else if (event.key === "Escape") closeSuggestions();
  else return;
  event.preventDefault();
}
