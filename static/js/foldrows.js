/** Folding the rows of a grouped board: by their heading, by key and from the palette. */
import { $, board, laneOf } from "./dom.js";
import { say } from "./announce.js";
import { grouping, regroup } from "./groups.js";
import { gettext } from "./i18n.js";
import { tabStops } from "./place.js";
import { foldedRows, heads, keepFolded } from "./swimrows.js";

/** Fold rows or unfold them in all lanes; the focus goes from a card that goes out of sight to the heading of its row. */
function foldRows(keys, folded) {
  const card = document.activeElement?.closest(".card");
  if (folded && card && keys.includes(card.dataset.uiRow)) headOf(card).focus();
  keepFolded(grouping(), keys, folded);
  regroup();
  tabStops();
}

const headOf = (card) => $("button", heads(laneOf(card)).find((head) => head.dataset.group === card.dataset.uiRow));

/** The row of a card or of a heading, as a key; nothing where the cards are not grouped. */
const keyOf = (node) => node?.closest(".swim")?.dataset.group ?? node?.closest(".card")?.dataset.uiRow;

/** The rows from the top, each with its name and whether it is folded. */
export function shownRows() {
  const folded = foldedRows(grouping());
  const names = new Map(heads().map((head) => [head.dataset.group, $(".swim__name", head).textContent]));
  return [...names].map(([key, name]) => ({ key, name, folded: folded.has(key) }));
}

/** Fold the row that something stands in, or unfold it. */
export function foldRowOf(node) {
  const row = shownRows().find(({ key }) => key === keyOf(node));
  if (row) foldRow(row);
}

export function foldRow({ key, name, folded }) {
  foldRows([key], !folded);
  say(folded ? gettext("Row %(name)s unfolded", { name }) : gettext("Row %(name)s folded", { name }));
}

/** Fold all rows; unfold them when they are. */
export function foldAllRows(folded = shownRows().some((row) => !row.folded)) {
  if (!grouping()) return;
  foldRows(shownRows().map(({ key }) => key), folded);
  say(folded ? gettext("All rows folded") : gettext("All rows unfolded"));
}

export function startRowFolds() {
  board.addEventListener("click", (event) => {
    const button = event.target.closest("[data-row-fold]");
    if (button) foldRowOf(button);
  });
}
