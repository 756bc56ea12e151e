/** The research log: what is sent stands in it at once, in grey, until the server has it. */
import { $, element, esc } from "./dom.js";
import { watchDraft } from "./drafts.js";

let waiting = null;

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

/** The new entry is in view, and the box is empty and still has the focus. */
function added({ detail: { id } }) {
  const entry = document.getElementById(id);
  entry?.setAttribute("data-ui-flash", "");
  entry?.scrollIntoView({ block: "nearest" });
  const box = $("#log-body");
  if (!box) return;
  delete box.dataset.uiSaved;
  watchDraft(box);
  box.focus({ preventScroll: true });
}

export function startLogbook() {
  document.addEventListener("htmx:before:request", sending);
  document.addEventListener("htmx:finally:request", answered);
  document.addEventListener("htmx:error", answered);
  document.addEventListener("log:added", added);
}
