/** Modal dialogs. The server sends `<dialog class="modal">` into #dialogs; this opens, closes and gives focus back.
 *
 *  From markup: hx-get="…" hx-target="#dialogs". From a module: openDialog(url). The server ends a dialog with the
 *  header HX-Trigger: {"dialog:close": {}}, says more with {"toast": {"text": …}}, and after a card may enter a lane
 *  with {"card:ready": {"ref": "CHURN-12"}}, which repeats the move that was refused.
 */
import { $, element, esc, tell } from "./dom.js";
import { draw } from "./clock.js";
import { gettext } from "./i18n.js";
import { toast } from "./toast.js";

const region = $("#dialogs");
let opener = null;

export function openDialog(url, from = document.activeElement) {
  opener = from;
  return htmx.ajax("GET", url, { target: "#dialogs", swap: "innerHTML" });
}

/** Show a dialog from markup made here. @returns {HTMLDialogElement} */
export function showDialog(html, from = document.activeElement) {
  opener = from;
  region.replaceChildren(element(html));
  present();
  return region.firstElementChild;
}

/** Ask for one line of text; resolves with it, or with null when the person gave up. */
export function ask({ title, lead = "", label, ok, value = "", required = true }) {
  return new Promise((resolve) => {
    const dialog = showDialog(
      `<dialog class="modal modal--sm" aria-labelledby="ask-title"><form class="modal__in" method="dialog"><div><h2 id="ask-title">${esc(title)}</h2>` +
        `${lead ? `<p class="lead">${esc(lead)}</p>` : ""}</div><p class="row"><label for="ask-text">${esc(label)}</label>` +
        `<input class="input" id="ask-text" value="${esc(value)}" maxlength="200" autocomplete="off"${required ? " required" : ""}></p>` +
        `<div class="actions actions--end"><button type="button" class="btn btn--ghost" data-close>${gettext("Not now")}</button><button class="btn btn--ink">${esc(ok)}</button></div></form></dialog>`,
    );
    let text = null;
    $("form", dialog).addEventListener("submit", () => (text = $("input", dialog).value.trim() || null));
    dialog.addEventListener("close", () => resolve(text));
  });
}

function present() {
  const dialog = $("dialog", region);
  if (!dialog || dialog.open) return;
  dialog.addEventListener("close", () => gone(dialog), { once: true });
  dialog.showModal();
  draw(dialog);
  firstField(dialog)?.focus();
}

/** The first invalid field, otherwise what the dialog names with [data-first], the first empty field, or the heading. */
function firstField(dialog) {
  const all = [...dialog.querySelectorAll('input:not([type="hidden"], [type="radio"], [type="checkbox"]), textarea, select')];
  const fields = all.filter((field) => field.checkVisibility());
  const heading = $("h2", dialog);
  heading?.setAttribute("tabindex", "-1");
  return $('[aria-invalid="true"]', dialog) ?? $("[data-first]", dialog) ?? fields.find((field) => !field.value) ?? fields[0] ?? heading;
}

function gone(dialog) {
  tell("dialog:closed", { dialog });
  if (dialog.isConnected) dialog.remove();
  if (opener?.isConnected && !document.activeElement?.closest("dialog:modal")) opener.focus({ preventScroll: true });
  opener = null;
}

export const closeDialog = () => $("dialog[open]", region)?.close();

export function startDialogs() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-close]");
    if (button && region.contains(button)) button.closest("dialog").close();
    const link = event.target.closest('[hx-target="#dialogs"]');
    if (link) opener = link;
  });
  document.addEventListener("htmx:after:swap", () => present());
  document.addEventListener("dialog:close", closeDialog);
  document.addEventListener("toast", ({ detail }) => toast(detail.text, detail));
}
