/** Words for screen readers: one polite and one urgent region, outside everything that is swapped. */
import { $ } from "./dom.js";

let timer;

/** Say it politely. Waits a moment, so that fast moves never read a stale position. */
export function say(text) {
  clearTimeout(timer);
  timer = setTimeout(() => ($("#live").textContent = text), 120);
}

/** Say it at once. */
export function warn(text) {
  $("#alert").textContent = "";
  requestAnimationFrame(() => ($("#alert").textContent = text));
}
