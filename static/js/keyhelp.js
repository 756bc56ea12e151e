/** The list of keys behind "?", and the switch for single letters. */
import { $, data, esc, singleKeys } from "./dom.js";
import { showDialog } from "./dialog.js";
import { post } from "./http.js";

const LIST = [
  ["j k ↓ ↑", "next or previous card"],
  ["h l ← →", "card in the next lane"],
  ["Enter o", "open the card"],
  ["Space", "pick up, arrows move, Space drops"],
  ["⇧h ⇧j ⇧k ⇧l", "move the card at once"],
  ["m 1–9", "move menu, lane by number"],
  [".", "all actions of the card"],
  ["x ⇧x", "select, select a range"],
  ["Ctrl Click", "select one more, beside the title"],
  ["Drag", "a selected card takes all selected"],
  ["a i t", "assign, assign me, labels"],
  ["e", "edit the title"],
  ["d", "decide at the gate"],
  ["r", "attach a run"],
  ["c", "new card; a pasted list makes many"],
  ["z", "undo, the last 20 acts"],
  ["/", "filter: words, kind:task, -label:infra"],
  ["Ctrl K", "search and commands"],
  ["g b l i n", "go to board, backlog, inbox, insights"],
  ["g s a p", "go to settings, all boards, profile"],
  ["[", "fold the lane"],
  ["?", "this list"],
  ["Esc", "close what is on top"],
];

export { singleKeys };

export function showKeys() {
  const keys = (text) => text.split(" ").map((key) => `<kbd>${esc(key)}</kbd>`).join(" ");
  const rows = LIST.map(([key, what]) => `<div><dt>${keys(key)}</dt><dd>${esc(what)}</dd></div>`).join("");
  const dialog = showDialog(
    `<dialog class="modal modal--lg" aria-labelledby="keys-title"><div class="modal__in"><h2 id="keys-title">Keyboard</h2><dl class="keys">${rows}</dl>` +
      `<label class="check"><input type="checkbox" id="single-keys"${singleKeys() ? " checked" : ""}> Single-letter shortcuts</label>` +
      '<div class="actions actions--end"><button type="button" class="btn" data-close>Close</button></div></div></dialog>',
  );
  $("#single-keys", dialog).addEventListener("change", ({ target }) => {
    if (target.checked) delete document.body.dataset.keys;
    else document.body.dataset.keys = "off";
    if (data.me) post("/look/", { single_keys: target.checked });
  });
}

export function startKeyHelp() {
  document.addEventListener("click", (event) => event.target.closest("[data-keys-help]") && showKeys());
}
