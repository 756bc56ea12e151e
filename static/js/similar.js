/** While somebody writes a hypothesis, quietly shows below the field what was answered before. Never takes the focus. */
import { $, $$ } from "./dom.js";

const AFTER = 400;
const SHORTEST = 12;
const FIELDS = "[name=title], [name=text], [name=sentence], [name=belief], [name=outcome], [name=signal], [name=because]";
const timers = new WeakMap();
const asked = new WeakMap();

/** A form with data-similar names the address to ask; one without its own fields is a single text area. */
function question(form) {
  const fields = $$(FIELDS, form);
  const text = (fields.length ? fields : $$("textarea", form)).map((field) => field.value).join(" ").replace(/\s+/g, " ").trim().slice(0, 2000);
  const metric = $("[name$=-metric]", form)?.value.trim() ?? "";
  return text.length < SHORTEST ? "" : String(new URLSearchParams({ text, metric, card: form.dataset.card ?? "" }));
}

function place(form) {
  const here = $("[data-similar-here]", form);
  if (here) return here;
  const made = Object.assign(document.createElement("div"), { className: "similar" });
  made.dataset.similarHere = "";
  form.append(made);
  return made;
}

async function ask(form) {
  const query = question(form);
  if (query === asked.get(form)) return;
  asked.set(form, query);
  const response = query && (await fetch(`${form.dataset.similar}?${query}`, { headers: { Accept: "text/html" }, credentials: "same-origin" }).catch(() => null));
  const html = response?.ok ? (await response.text()).trim() : ""; // an empty place is not shown
  if (asked.get(form) === query && form.isConnected && place(form).innerHTML !== html) place(form).innerHTML = html;
}

export function startSimilar() {
  document.addEventListener("board:changed", () => $$("[data-similar]").forEach((form) => asked.get(form) && ask(form)));
  document.addEventListener("input", ({ target }) => {
    const form = target.closest?.("[data-similar]");
    if (!form || !target.matches("textarea, input")) return;
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(() => ask(form), AFTER));
  });
}
