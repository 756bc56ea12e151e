/** Short names for the document, and the parts of the board. Imports nothing. */

/** @type {(selector: string, root?: ParentNode) => any} */
export const $ = (selector, root = document) => root.querySelector(selector);
/** @type {(selector: string, root?: ParentNode) => any[]} */
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

export const reduced = matchMedia("(prefers-reduced-motion: reduce)");
export const phone = matchMedia("(max-width: 47.5rem)");
export const EASE = "cubic-bezier(.2, .8, .2, 1)";

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
export const esc = (text) => String(text).replace(/[&<>"]/g, (sign) => ENTITIES[sign]);

/** The first element of some markup; the markup is the server's or escaped here. */
export function element(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

export const icon = (name, size = 16) =>
  `<svg class="ic${size === 16 ? "" : ` ic--${size}`}" aria-hidden="true"><use href="#i-${name}"/></svg>`;

/** Tell whoever listens; modules that must not import each other meet here. */
export const tell = (name, detail = {}, target = document) =>
  target.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, cancelable: true }));

/** What the viewer may do; the server enforces it again. */
export const may = (verb) => document.body.dataset.may.split(" ").includes(verb);

/** What the server said about this page: people, labels, calendars. Empty on pages without it. */
export const data = JSON.parse($("#board-data")?.textContent ?? "{}");

export const board = $("#board");
export const lanes = () => $$(".lane");
export const laneOf = (node) => node.closest(".lane");
export const laneById = (id) => document.getElementById(`lane-${id}`);
export const listOf = (lane) => $(".lane__list", lane);
export const nameOf = (lane) => $(".lane__name", lane).textContent;
/** Neither hidden by the filter nor with its folded row. */
export const SHOWN = ":not([data-ui-hide], [data-ui-tucked])";
/** The cards of a lane that are to be seen. */
export const cardsOf = (lane) => {
  const cards = $$(`.card${SHOWN}`, lane);
  return board?.dataset.group ? cards.sort((a, b) => a.style.order - b.style.order) : cards;
};
export const cardOf = (ref) => document.getElementById(`card-${ref}`);
export const linkOf = (card) => $(".card__title a", card);
export const titleOf = (card) => linkOf(card)?.textContent.trim() ?? "";

/** Letters without a modifier act only where the person left them on. */
export const singleKeys = () => document.body.dataset.keys !== "off";

/** True while somebody types, or a dialog or menu owns the keyboard. */
export const typing = (target) =>
  Boolean(target.closest?.("input, textarea, select, [contenteditable], dialog:modal, [popover]:popover-open"));
