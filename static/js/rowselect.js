/** Selecting rows of the backlog, and the bar that says how many there are. */
import { $, $$ } from "./dom.js";

const box = (row) => $("input[type=checkbox]", row);

export const selected = () => $$("#row-list > tr[data-ref]").filter((row) => box(row)?.checked);

export function count() {
  const bar = $("#bulk");
  if (!bar) return;
  const n = selected().length;
  bar.toggleAttribute("data-ui-empty", !n);
  $("[data-count]", bar).textContent = n;
}

export function toggle(row) {
  const ticked = box(row);
  if (ticked) ticked.checked = !ticked.checked;
  count();
}

export function clearSelection() {
  for (const row of selected()) box(row).checked = false;
  count();
}
