/** The log of a board: what is shown goes to the clipboard as Markdown; without this file the link shows the text. */
import { $ } from "./dom.js";
import { gettext } from "./i18n.js";
import { toast } from "./toast.js";

async function copy(event) {
  const link = event.target.closest("[data-copy-text]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const response = await fetch(link.href).catch(() => null);
  if (!response?.ok) return toast(gettext("No connection: nothing was copied."), { kind: "error" });
  const text = await response.text();
  await navigator.clipboard.writeText(text).then(
    () => toast(gettext("Copied as Markdown")),
    () => location.assign(link.href),
  );
}

document.addEventListener("click", copy);
for (const name of ["#log-person", "#log-kind"]) $(name).addEventListener("change", (event) => event.target.form.requestSubmit());
