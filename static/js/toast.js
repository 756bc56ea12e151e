/** Short messages at the bottom. Never the only way to do anything: undo is also on Z and in the card's history. */
import { $, element, esc } from "./dom.js";
import { gettext } from "./i18n.js";

const SECONDS = 8;

/**
 * @param {string} text
 * @param {{kind?: "error", action?: string, key?: string, run?: () => void, stay?: boolean}} [options]
 *   An error stays until it is closed when `stay` is set.
 */
export function toast(text, { kind, action, key, run, stay } = {}) {
  const region = $("#toasts");
  region.querySelector(".toast:not([data-stay])")?.remove();
  const close = gettext("Close this message");
  const item = element(
    `<div class="toast"${kind ? ` data-kind="${kind}"` : ""}${stay ? " data-stay" : ""}><span>${esc(text)}</span>` +
      (action ? `<button type="button" data-act>${esc(action)}${key ? ` <kbd>${key}</kbd>` : ""}</button>` : "") +
      (stay ? `<button type="button" aria-label="${esc(close)}" data-off>×</button>` : "") +
      "</div>",
  );
  item.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    remove(item);
    if (button.matches("[data-act]")) run?.();
  });
  region.append(item);
  raise(region);
  if (!stay) fade(item);
  return () => remove(item);
}

/** What was said before it was known: the server has refused it. */
export function takeBack() {
  const item = $("#toasts .toast:not([data-stay])");
  if (item) remove(item);
}

/** Above dialogs, which live in the top layer too. */
function raise(region) {
  if (region.matches(":popover-open") && !$("dialog:modal, [popover]:popover-open:not(#toasts)")) return;
  if (region.matches(":popover-open")) region.hidePopover();
  region.showPopover();
}

function remove(item) {
  const region = item.parentElement;
  item.remove();
  if (region && !region.querySelector(".toast") && region.matches(":popover-open")) region.hidePopover();
}

/** Eight seconds, and no time passes while somebody points at it or has focus in it. */
function fade(item) {
  let timer;
  const start = () => (timer = setTimeout(() => remove(item), SECONDS * 1000));
  const stop = () => clearTimeout(timer);
  for (const name of ["pointerenter", "focusin"]) item.addEventListener(name, stop);
  for (const name of ["pointerleave", "focusout"]) item.addEventListener(name, start);
  start();
}
