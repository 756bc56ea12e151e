/** The board page: starts what the first sight needs, then the rest. */
import { $, board, linkOf, may } from "./dom.js";
import { putMany } from "./cardacts.js";
import { startClock } from "./clock.js";
import { startDragging } from "./drag.js";
import { post } from "./http.js";
import { ngettext } from "./i18n.js";
import { startKeys } from "./keys.js";
import { startLanes } from "./lanes.js";
import { soon, startLater } from "./later.js";
import { startLive } from "./live.js";
import { startLook } from "./look.js";
import { tabStops } from "./place.js";
import { bulk, clearSelection, range, selection, toggle } from "./select.js";

tabStops();
startClock();
startLook();
startLanes();
startDragging();
startKeys();
startLive();
startLater();

Object.assign(bulk, {
  move: (button) => soon(({ bulkMoveMenu }) => bulkMoveMenu(button)),
  assign: (button) => soon(({ assignMenu }) => assignMenu(selection(), button)),
  label: (button) => soon(({ labelMenu }) => labelMenu(selection(), button)),
  priority: (button) => soon(({ priorityMenu }) => priorityMenu(selection(), button)),
  archive() {
    const cards = selection();
    clearSelection();
    putMany(cards, "archive", {}, ngettext("%(n)s card archived", "%(n)s cards archived", cards.length));
  },
});

/** On the words of a title, Ctrl with a click is the browser's: it opens a new tab. */
const onWords = (card, { clientX: x, clientY: y }) => {
  const words = document.createRange();
  words.selectNodeContents(linkOf(card));
  return [...words.getClientRects()].some((box) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom);
};

// Shift with a click chooses a range, Ctrl or ⌘ one more card; neither opens any.
board.addEventListener(
  "click",
  (event) => {
    const card = event.target.closest(".card");
    if (!card || event.target.closest("button") || !may("write_card")) return;
    const more = event.ctrlKey || event.metaKey;
    if (!event.shiftKey && !(more && !onWords(card, event))) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.shiftKey && selection().length) range(card);
    else toggle(card, more ? undefined : true);
  },
  true,
);

$("#density")?.addEventListener("click", ({ currentTarget }) => {
  const compact = currentTarget.getAttribute("aria-pressed") !== "true";
  currentTarget.setAttribute("aria-pressed", compact);
  board.dataset.density = compact ? "compact" : "comfortable";
  post("/look/", { density: board.dataset.density });
});
soon(() => (document.documentElement.dataset.uiReady = ""));
