/** One menu for everything: moving, assigning, labels, filters. By click, tap, arrows or digits. */
import { $, $$, esc, icon, phone } from "./dom.js";
import { hold, release } from "./hold.js";

/**
 * @typedef {{label: string, icon?: string, sub?: string, key?: string, digit?: string, role?: string, checked?: boolean,
 *   disabled?: boolean, focus?: boolean, small?: boolean, html?: string, place?: string,
 *   shift?: (by: -1|1) => void, run?: () => void}} Item
 *   `small` ones share a row on a phone. Those with a `place` stand in an order, and with `shift` may be put elsewhere in
 *   it: dragged whole, or by Shift+J and Shift+K. A text instead of an item is a heading, null is a line.
 */

const menu = $("#menu");
/** @type {{items: (Item|string|null)[], opener: Element, back: () => Element|null} | null} */
let open = null;

/**
 * @param {(Item|string|null)[]} items
 * @param {{anchor: Element, label: string, back?: () => Element|null}} options `back` finds what gets the focus afterwards
 */
export function popup(items, { anchor, label, back = () => anchor }) {
  close(false);
  open = { items, opener: anchor, back };
  menu.setAttribute("aria-label", label);
  menu.innerHTML = items.map(row).join("");
  menu.showPopover();
  stand(anchor);
  anchor.setAttribute("aria-expanded", "true");
  (buttons().find((button) => button.dataset.focus) ?? buttons()[0])?.focus({ preventScroll: true });
  hold();
}

function row(item, index) {
  if (item === null) return "<hr>";
  if (typeof item === "string") return `<div class="pop__label">${esc(item)}</div>`;
  const { role = "menuitem", checked } = item;
  return (
    `<button type="button" role="${role}" data-i="${index}"${checked === undefined ? "" : ` aria-checked="${checked}"`}` +
    `${item.disabled ? ' aria-disabled="true"' : ""}${item.focus ? ' data-focus="1"' : ""}${item.small ? " data-small" : ""}${ordered(item)} tabindex="-1">` +
    `${item.html ?? mark(item)}<span>${esc(item.label)}</span>` +
    `${item.sub ? `<span class="sub">${esc(item.sub)}</span>` : ""}${item.key ? `<kbd>${esc(item.key)}</kbd>` : ""}${item.shift ? `<span class="grip" aria-hidden="true">${icon("grip", 14)}</span>` : ""}</button>`
  );
}

const ordered = ({ place, shift }) =>
  (place === undefined ? "" : ` data-place="${esc(place)}"`) + (shift ? ' data-grip aria-keyshortcuts="Shift+J Shift+K"' : "");

/** A check for what is on, otherwise the item's own icon, or as much room. */
const mark = ({ checked, icon: name }) =>
  checked || name ? icon(checked ? "check" : name, 14) : '<span class="ic ic--14"></span>';

/** Under its opener, inside the window; on a phone a sheet at the bottom, which CSS places. */
function stand(anchor) {
  if (phone.matches) return;
  const at = anchor.getBoundingClientRect();
  const own = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(8, Math.min(at.left, innerWidth - own.width - 8))}px`;
  menu.style.top = `${Math.max(8, Math.min(at.bottom + 4, innerHeight - own.height - 8))}px`;
}

const buttons = () => $$("[role^=menuitem]", menu);

export function close(refocus = true) {
  if (!open) return;
  const { opener, back } = open;
  open = null;
  opener.setAttribute("aria-expanded", "false");
  if (menu.matches(":popover-open")) menu.hidePopover();
  if (refocus) back()?.focus({ preventScroll: true });
  release();
}

function choose(button) {
  const item = open?.items[button?.dataset.i];
  if (!item || item.disabled) return;
  close();
  item.run?.();
}

function step(by) {
  const all = buttons();
  const at = all.indexOf(document.activeElement);
  all.at((at + by + all.length) % all.length)?.focus();
}

const KEYS = {
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  j: () => step(1),
  k: () => step(-1),
  Home: () => buttons()[0].focus(),
  End: () => buttons().at(-1).focus(),
  Escape: () => close(),
  Tab: () => close(),
};

menu?.addEventListener("click", (event) => choose(event.target.closest("[role^=menuitem]")));
menu?.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const digit = /^[1-9]$/.test(event.key) && buttons().find((each) => open.items[each.dataset.i].key === event.key);
  const by = { J: 1, K: -1 }[event.key];
  if (digit) choose(digit);
  else if (by) open.items[document.activeElement.dataset.i]?.shift?.(by);
  else if (KEYS[event.key]) KEYS[event.key]();
  else return;
  event.preventDefault();
  event.stopPropagation();
});
document.addEventListener("pointerdown", (event) => {
  if (open && !menu.contains(event.target) && !event.target.closest('[aria-haspopup="menu"]')) close(false);
});
