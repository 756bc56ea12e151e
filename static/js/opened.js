/** What an opened card does, beside its board and on its own page. Its forms work without this file.
 *
 *  A part that is open for editing carries hx-morph-skip: nothing from the network touches it. An answer that shows
 *  again what was typed carries data-echo. [data-reset] forms are emptied once they are sent, [data-op] forms name
 *  their act, so that the board can undo it.
 */
import { $, $$, tell } from "./dom.js";
import { draw } from "./clock.js";
import { openDialog } from "./dialog.js";
import { startCompleting } from "./complete.js";
import { clearDraft, keepDraft } from "./drafts.js";
import { startFiles } from "./files.js";
import { newOp, ops } from "./http.js";
import { gettext } from "./i18n.js";
import { startLogbook } from "./logbook.js";
import { startPops } from "./pops.js";
import { toast } from "./toast.js";

const OPENED = "#drawer, #cardpage, #dialogs";
const TAKEN_BACK = /\/c\/([^/]+)\/(?:edit|acts|lane)\//;
/** What the acts that are under way are called, by their forms. */
const acts = new WeakMap();
const NO_DIALOG = new Set(["linear_card", "concluded"]);
const inside = (node) => Boolean(node?.closest?.(OPENED));
/** What took the place of the part or dialog that was asked for. */
const fresh = ({ target }) => (typeof target === "string" ? $(target) : target && document.getElementById(target.id));

/** Once the server has it, the form is no longer in anybody's hands. */
function sent({ detail: { ctx } }) {
  const form = ctx.sourceElement?.closest?.("form");
  if (acts.has(form) && ctx.response?.raw?.ok) tell("card:acted", acts.get(form));
  if (!inside(form) || !ctx.response?.raw?.ok || ctx.response.status === 204) return;
  form.removeAttribute("hx-morph-skip");
  form.closest("[hx-morph-skip]")?.removeAttribute("hx-morph-skip");
  if (form.hasAttribute("data-reset")) form.reset();
}

/** Typed text that came back is a draft, not what the server has. It runs before drafts are looked up. */
function echoed({ detail: { ctx } }) {
  if (!ctx || (ctx.response?.status < 400 && !ctx.hx?.retarget)) return;
  const root = fresh(ctx);
  for (const field of root ? $$("[data-draft]", root) : []) {
    const { value } = field;
    field.defaultValue = "";
    field.value = value;
    keepDraft(field);
  }
}

/** The first field that is wrong, otherwise the first one of what was opened. */
function focusIn(root, submitter) {
  const row = submitter?.value === "add" && $$(".critrow input[name$=metric]", root).at(-1);
  const read = submitter?.value === "read" && $("#id_belief", root);
  const field =
    row || read || $('[aria-invalid="true"]', root) || $("[data-first]", root) || $("textarea, input:not([type=hidden], [type=radio]), select", root);
  field?.focus({ preventScroll: Boolean(row) });
  if (field?.tagName === "TEXTAREA") field.setSelectionRange(field.value.length, field.value.length);
}

function swapped({ detail: { ctx } }) {
  for (const root of $$(OPENED)) draw(root);
  const root = ctx && fresh(ctx);
  if (!root || !inside(root) || ctx.swap === "none") return;
  if (root.matches("[data-echo], [hx-morph-skip]")) focusIn(root, ctx.request?.submitter);
  else if (document.activeElement === document.body) {
    document.getElementById(`${root.id.replace("part-", "")}-edit`)?.focus({ preventScroll: true });
  }
}

/** Control or Command with Enter sends; Escape leaves a part that is being edited, and keeps its text as a draft. */
function pressed(event) {
  const { key, target } = event;
  if (event.isComposing || !inside(target)) return;
  if (key === "Enter" && (event.metaKey || event.ctrlKey) && target.form) {
    event.preventDefault();
    target.form.requestSubmit(target.id === "hyp-sentence" ? $("#hyp-read") : $("button.btn--ink", target.form));
  } else if (key === "Escape") leave(event);
}

function leave(event) {
  const cancel = $("[data-cancel-edit]", event.target.closest("[hx-morph-skip]") ?? document.createElement("i"));
  if (!cancel || event.target.closest("dialog:modal, [popover]:popover-open")) return;
  event.preventDefault();
  event.stopPropagation();
  $$("[data-draft]", cancel.closest("form, li")).forEach(keepDraft);
  cancel.click();
}

/** Cancel by hand gives the draft up; by Escape it is kept. */
function pointed(event) {
  const cancel = event.target.closest("[data-cancel-edit]");
  if (cancel && event.isTrusted) $$("[data-draft]", cancel.closest("form, li")).forEach(clearDraft);
  const copy = event.target.closest("[data-copy-link]");
  if (copy) copyLink(copy.dataset.copyLink);
  if (event.target.matches(".titlerow .cardtitle") && getSelection().isCollapsed) $("#title-edit")?.click();
}

async function copyLink(path) {
  const address = new URL(path, location.href).href;
  try {
    await navigator.clipboard.writeText(address);
    toast(gettext("Link copied"));
  } catch {
    toast(address);
  }
}

/** The dialog that gathers what a lane asks for, or null where no dialog can mend it. */
export function dialogFor(ref, errors, place) {
  if (errors.some(({ code }) => NO_DIALOG.has(code))) return null;
  const name = errors.some(({ code }) => code === "verdict_needed") ? "verdict" : "lock";
  const known = Object.entries(place).filter(([, value]) => value);
  return `/c/${ref}/${name}/?${new URLSearchParams(known)}`;
}

function asks({ detail: { ref, lane, errors } }) {
  const url = dialogFor(ref, errors, { lane });
  if (url) openDialog(url, $("#bar-lane"));
  else toast(errors.map((error) => error.message).join(" "), { kind: "error" });
}

/** A field with text in it is in somebody's hands. */
function typed({ target }) {
  const form = target.form;
  if (inside(form) && !form.closest("#dialogs")) form.setAttribute("hx-morph-skip", "");
}

/** The token of the form may be from before the last sign-in; the one in the header never is. */
function named({ detail: { ctx } }) {
  const form = ctx.sourceElement;
  if (!inside(form) || !form.matches("form")) return;
  ctx.request.body?.delete("csrfmiddlewaretoken");
  if (form.matches("[data-op]")) ctx.request.body.set("op", newOp());
  else nameAct(form, ctx.request);
}

/** An act of the drawer that Z takes back. The board learns of it from the stream like of anybody's, so it is no echo. */
function nameAct(form, request) {
  const ref = TAKEN_BACK.exec(request.action)?.[1];
  if (!ref) return;
  const op = newOp();
  ops.delete(op);
  request.body.set("op", op);
  acts.set(form, { op, ref });
}

function restored({ target }) {
  if (!inside(target) || target.id === "log-body" || target.nextElementSibling?.matches(".restored")) return;
  target.insertAdjacentHTML("afterend", `<small class="restored">${gettext("What you typed before is back.")}</small>`);
}

/** A run that comes in while the card is open is seen to come. */
const arriving = new MutationObserver((records) => {
  for (const node of records.flatMap((record) => [...record.addedNodes])) if (node.matches?.("#runs > li")) node.dataset.uiFlash = "";
});

export function startOpened() {
  for (const root of $$("#drawer, #cardpage")) arriving.observe(root, { childList: true, subtree: true });
  document.addEventListener("htmx:config:request", named);
  document.addEventListener("htmx:after:request", sent);
  document.addEventListener("htmx:after:swap", echoed, true);
  document.addEventListener("htmx:after:swap", swapped);
  document.addEventListener("keydown", pressed, true);
  document.addEventListener("click", pointed);
  document.addEventListener("input", typed);
  document.addEventListener("draft:restored", restored);
  document.addEventListener("card:asks", asks);
  document.addEventListener("card:focus", ({ detail }) => document.getElementById(detail.id)?.focus({ preventScroll: true }));
  document.addEventListener("clock:drawn", () => $$(OPENED).forEach((root) => draw(root)));
  startPops();
  startLogbook();
  startFiles();
  startCompleting();
}
