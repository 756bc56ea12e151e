/** What every page of a signed-in person does. The board starts it too. */
import { $, $$, board, typing } from "./dom.js";
import { startDialogs } from "./dialog.js";
import { startDrafts } from "./drafts.js";
import { showKeys, singleKeys, startKeyHelp } from "./keyhelp.js";
import { go } from "./goto.js";
import { startOffline } from "./offline.js";
import { startPalette } from "./palette.js";
import { startSession } from "./session.js";
import { startTheme } from "./theme.js";
import { toast } from "./toast.js";

startSession();
startDialogs();
startDrafts();
startTheme();
startPalette();
startKeyHelp();
startOffline();
for (const { content, dataset } of $$("template[data-toast]")) {
  toast(content.textContent, { kind: dataset.toast === "error" ? "error" : undefined });
}
if (!board) pageKeys();

/** To the search, where the page has no field of its own for it. */
function slash(event) {
  if ($('[aria-keyshortcuts="/"]')) return;
  event.preventDefault();
  location.assign("/search/");
}

/** On pages without a board: G and a letter, and the list of keys. */
function pageKeys() {
  let going = 0;
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return;
    if (typing(event.target) || !singleKeys()) return;
    if (event.key === "g") going = Date.now();
    else if (event.key === "?") showKeys();
    else if (event.key === "/") slash(event);
    else if (Date.now() - going < 1500) go(event.key);
  });
}
