/** The list of keys behind "?", and the switch for single letters. */
import { $, data, esc, singleKeys } from "./dom.js";
import { showDialog } from "./dialog.js";
import { post } from "./http.js";
import { gettext } from "./i18n.js";

const LIST = [
  ["j k ↓ ↑", gettext("next or previous card")],
  ["h l ← →", gettext("card in the next lane")],
  ["Enter o", gettext("open the card")],
  [gettext("Space"), gettext("pick up, arrows move, Space drops")],
  ["⇧h ⇧j ⇧k ⇧l", gettext("move the card at once")],
  ["m 1–9", gettext("move menu, lane by number")],
  [".", gettext("all actions of the card")],
  ["x ⇧x", gettext("select, select a range")],
  [gettext("Ctrl Click"), gettext("select one more, beside the title")],
  [gettext("Drag"), gettext("a selected card takes all selected")],
  ["a i t", gettext("assign, assign me, labels")],
  ["e", gettext("edit the title")],
  ["d", gettext("decide at the gate")],
  ["r", gettext("attach a run")],
  ["c", gettext("new card; a pasted list makes many")],
  ["z", gettext("undo, the last 20 acts")],
  ["/", gettext("filter: words, kind:task, -label:infra")],
  [gettext("Ctrl K"), gettext("search and commands")],
  ["g b l i n", gettext("go to board, backlog, inbox, insights")],
  ["g s a p", gettext("go to settings, all boards, profile")],
  ["[", gettext("fold the lane")],
  ["f ⇧f", gettext("fold the row of a group, all rows")],
  ["?", gettext("this list")],
  ["Esc", gettext("close what is on top")],
];

export { singleKeys };

export function showKeys() {
  const keys = (text) => text.split(" ").map((key) => `<kbd>${esc(key)}</kbd>`).join(" ");
  const rows = LIST.map(([key, what]) => `<div><dt>${keys(key)}</dt><dd>${esc(what)}</dd></div>`).join("");
  const dialog = showDialog(
    `<dialog class="modal modal--lg" aria-labelledby="keys-title"><div class="modal__in"><h2 id="keys-title">${gettext("Keyboard")}</h2><dl class="keys">${rows}</dl>` +
      `<label class="check"><input type="checkbox" id="single-keys"${singleKeys() ? " checked" : ""}> ${gettext("Single-letter shortcuts")}</label>` +
      `<div class="actions actions--end"><button type="button" class="btn" data-close>${gettext("Close")}</button></div></div></dialog>`,
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
