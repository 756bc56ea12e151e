/** Walking the rows of a list by keys: one row is the current one, and Tab stays within it. */
import { $$, typing } from "./dom.js";
import { singleKeys } from "./keyhelp.js";

const CONTROLS = "a, input, button";

/**
 * @param {{rows: () => HTMLElement[], link: string, keys: Record<string, (row: HTMLElement, event: KeyboardEvent) => void>}} options
 *   `keys` may hold "J" for Shift+J. They act on the current row, and only while nobody types.
 */
export function startRows({ rows, link, keys, beside = () => null }) {
  let current = null;
  const focus = (row) => row && (row.querySelector(link).focus(), row.scrollIntoView({ block: "nearest" }));
  const now = () => rows().find((row) => row.contains(document.activeElement)) ?? beside();

  function tabStops() {
    const all = rows();
    const stop = all.find((row) => row.id === current) ?? all[0];
    for (const row of all) for (const each of $$(CONTROLS, row)) each.tabIndex = row === stop ? 0 : -1;
  }

  function walk(by) {
    const all = rows();
    const at = all.findIndex((row) => row.id === current);
    focus(now() ? all[Math.max(0, Math.min(all.length - 1, at + by))] : (all[at] ?? all[0]));
  }

  document.addEventListener("focusin", (event) => {
    const row = rows().find((each) => each.contains(event.target));
    if (!row || row.id === current) return;
    current = row.id;
    tabStops();
  });
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.metaKey || event.ctrlKey || event.altKey || typing(event.target)) return;
    const letter = event.key.length === 1;
    if (letter && !singleKeys()) return;
    const name = event.key;
    if (name === "j" || name === "ArrowDown") return event.preventDefault(), walk(1);
    if (name === "k" || name === "ArrowUp") return event.preventDefault(), walk(-1);
    const row = now();
    if (!keys[name] || (!row && !keys[name].anywhere)) return;
    event.preventDefault();
    keys[name](row, event);
  });
  document.addEventListener("htmx:after:swap", tabStops);
  tabStops();
  return { focus, tabStops };
}

/** A key that acts without a current row. */
export const anywhere = (act) => Object.assign(act, { anywhere: true });
