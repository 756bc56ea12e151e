/** The board page: starts what the first sight needs, then the rest. */
import { $, board } from "./dom.js";
import { put } from "./cardacts.js";
import { startClock } from "./clock.js";
import { startDragging } from "./drag.js";
import { startFilter } from "./filter.js";
import { post } from "./http.js";
import { startKeys } from "./keys.js";
import { startLanes } from "./lanes.js";
import { soon, startLater } from "./later.js";
import { startLive } from "./live.js";
import { assignMenu, bulkMoveMenu, labelMenu } from "./menu.js";
import { tabStops } from "./place.js";
import { bulk, clearSelection, range, selection, toggle } from "./select.js";

tabStops();
startClock();
startLanes();
startFilter();
startDragging();
startKeys();
startLive();
startLater();

Object.assign(bulk, {
  move: bulkMoveMenu,
  assign: (button) => assignMenu(selection(), button),
  label: (button) => labelMenu(selection(), button),
  archive() {
    for (const card of selection()) put(card, "archive", {}, `${card.dataset.ref} archived`);
    clearSelection();
  },
});

// Shift or Ctrl with a click chooses cards; it does not open them.
board.addEventListener("click", (event) => {
  const card = event.target.closest(".card");
  if (!card || event.target.closest("button") || !event.shiftKey) return;
  event.preventDefault();
  if (selection().length) range(card);
  else toggle(card, true);
});

$("#density")?.addEventListener("click", ({ currentTarget }) => {
  const compact = currentTarget.getAttribute("aria-pressed") !== "true";
  currentTarget.setAttribute("aria-pressed", compact);
  board.dataset.density = compact ? "compact" : "comfortable";
  post("/look/", { density: board.dataset.density });
});
soon(() => (document.documentElement.dataset.uiReady = ""));
