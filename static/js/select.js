/** Choosing several cards: X toggles, Shift with X or a click takes a range, a bar at the bottom acts on them. */
import { $, $$, SHOWN, board, cardsOf, element, icon, laneOf, may } from "./dom.js";
import { say } from "./announce.js";
import { gettext, ngettext } from "./i18n.js";

let anchor = null;
let bar = null;
/** What the buttons of the bar do; board.js fills it in. @type {Record<string, () => void>} */
export const bulk = {};

export const selection = () => $$(".card[data-ui-selected]", board).filter((card) => card.matches(SHOWN));

export function toggle(card, on = !card.hasAttribute("data-ui-selected")) {
  if (!may("write_card")) return;
  card.toggleAttribute("data-ui-selected", on);
  anchor = card;
  show();
  say(on ? gettext("%(ref)s selected", card.dataset) : gettext("%(ref)s not selected", card.dataset));
}

/** From the last chosen card to this one, within a lane. */
export function range(card) {
  const cards = cardsOf(laneOf(card));
  const from = cards.indexOf(anchor);
  if (from < 0) return toggle(card, true);
  const [a, b] = [from, cards.indexOf(card)].sort((x, y) => x - y);
  for (const each of cards.slice(a, b + 1)) each.dataset.uiSelected = "";
  show();
  say(ngettext("%(n)s card selected", "%(n)s cards selected", selection().length));
}

export function clearSelection() {
  for (const card of $$(".card[data-ui-selected]")) delete card.dataset.uiSelected;
  show();
}

function show() {
  const n = selection().length;
  $("#toasts").toggleAttribute("data-ui-raised", n > 0); // above the bar, not on its buttons
  if (!n) {
    bar?.remove();
    bar = null;
    return;
  }
  bar ??= build();
  bar.firstElementChild.textContent = ngettext("%(n)s selected", "%(n)s selected", n);
}

function build() {
  const button = (act, name, drawing, key = "") =>
    `<button type="button" class="btn btn--sm btn--ghost" data-bulk="${act}">${icon(drawing, 14)}<span>${name}</span>${key}</button>`;
  const name = gettext("Selected cards");
  const made = element(
    `<div class="bulk" role="toolbar" aria-label="${name}"><b></b>` +
      button("move", gettext("Move"), "right") + button("assign", gettext("Assign"), "assign") + button("label", gettext("Label"), "tag") + button("priority", gettext("Priority"), "high") +
      button("archive", gettext("Archive"), "archive") + button("clear", gettext("Clear"), "close", " <kbd>esc</kbd>") + "</div>",
  );
  made.addEventListener("click", (event) => bulk[event.target.closest("button")?.dataset.bulk]?.(event.target.closest("button")));
  $("#content").append(made);
  return made;
}
bulk.clear = clearSelection;
