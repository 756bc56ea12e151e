/** The research log: what is sent stands in it at once, in grey, until the server has it. */
import { $, element, esc } from "./dom.js";
import { watchDraft } from "./drafts.js";
import { get, newOp, post, token } from "./http.js";
import { gettext } from "./i18n.js";
import { toast } from "./toast.js";

let waiting = null;
let redraw;

function sending({ detail: { ctx } }) {
  if (ctx.sourceElement?.id !== "part-composer") return;
  const text = $("#log-body").value.trim();
  const list = $("#log-list");
  if (!text || !list) return;
  waiting = element(`<li class="log__entry" data-ui-pending><span></span><div><p class="prose">${esc(text)}</p></div></li>`);
  list.append(waiting);
  waiting.scrollIntoView({ block: "nearest" });
}

function answered({ detail: { ctx } }) {
  if (ctx.sourceElement?.id !== "part-composer") return;
  waiting?.remove();
  waiting = null;
}

/** The new entry is in view, and the box is empty and still has the focus. What the chosen kind would hide is shown. */
function added({ detail: { id } }) {
  const entry = document.getElementById(id);
  if (!entry) $("#log-of-all")?.click();
  entry?.setAttribute("data-ui-flash", "");
  entry?.scrollIntoView({ block: "nearest" });
  const box = $("#log-body");
  if (!box) return;
  preview($("#log-preview"), false);
  $("#log-preview").hidden = true;
  delete box.dataset.uiSaved;
  watchDraft(box);
  box.focus({ preventScroll: true });
}

/** The card that was made of an entry, and the way back. */
function captured({ detail: { ref, op } }) {
  const key = $("#board, #cardpage")?.dataset;
  const run = async () => {
    const answer = await post(`/boards/${key.board ?? key.key}/undo/`, { op_of: op, op: newOp() });
    if (answer.ok) toast(gettext("%(ref)s is taken back", { ref }));
    else toast(answer.data?.sentence ?? gettext("That could not be undone."), { kind: "error" });
  };
  toast(gettext("%(ref)s is in the backlog", { ref }), { action: gettext("Undo"), run });
}

/** The kind the log is narrowed to stands in the address, so that a reload and a link show the same. */
function narrowed(event) {
  const chip = event.target.closest?.("[data-log-kind]");
  if (!chip || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  const url = new URL(location.href);
  if (chip.dataset.logKind) url.searchParams.set("log", chip.dataset.logKind);
  else url.searchParams.delete("log");
  history.replaceState(history.state, "", url);
}

async function copied(event) {
  const button = event.target.closest?.("[data-copy-entry]");
  if (!button) return;
  const { data } = await get(button.dataset.copyEntry);
  if (!data) return toast(gettext("No connection: nothing was copied."), { kind: "error" });
  await navigator.clipboard.writeText(data.body).then(
    () => toast(gettext("Copied as Markdown")),
    () => toast(gettext("This browser does not let pages copy."), { kind: "error" }),
  );
}

/** How the text will look, while it is written; sent, the box is empty and so is the preview. */
async function preview(button, on) {
  const shown = $("#log-shown");
  button.setAttribute("aria-pressed", on);
  shown.hidden = !on;
  if (!on) return;
  const body = new URLSearchParams({ body: $("#log-body").value });
  const response = await fetch(button.dataset.preview, { method: "POST", body, headers: { "X-CSRFToken": token() } }).catch(() => null);
  if (response?.ok) shown.innerHTML = await response.text();
  else shown.textContent = gettext("No connection.");
}

function typed({ target }) {
  if (target.id !== "log-body") return;
  const button = $("#log-preview");
  button.hidden = !target.value.trim();
  if (button.getAttribute("aria-pressed") !== "true") return;
  clearTimeout(redraw);
  redraw = setTimeout(() => preview(button, !button.hidden), 300);
}

function pressed(event) {
  const button = event.target.closest?.("#log-preview");
  if (button) preview(button, button.getAttribute("aria-pressed") !== "true");
}

export function startLogbook() {
  document.addEventListener("input", typed);
  document.addEventListener("click", pressed);
  document.addEventListener("draft:restored", typed);
  document.addEventListener("log:captured", captured);
  document.addEventListener("click", copied);
  document.addEventListener("click", narrowed);
  document.addEventListener("htmx:before:request", sending);
  document.addEventListener("htmx:finally:request", answered);
  document.addEventListener("htmx:error", answered);
  document.addEventListener("log:added", added);
}
