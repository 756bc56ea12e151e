/** What somebody types is never lost: every [data-draft] field is kept in this browser until the server has it. */
import { $$, tell } from "./dom.js";

const KEY = (name) => `draft:${name}`;
const WAIT = 300;
const KEEP_DAYS = 30;
const typedIn = new Set(); // fields whose last word has not been kept

/** Restore a field's draft and keep what is typed into it. */
export function watchDraft(field) {
  if (field.dataset.uiDrafted) return;
  field.dataset.uiDrafted = "1";
  const kept = read(field.dataset.draft);
  if (kept && kept !== field.value) {
    field.value = kept;
    tell("draft:restored", {}, field);
  }
  let timer;
  field.addEventListener("input", () => {
    field.closest("form")?.setAttribute("hx-morph-skip", "");
    typedIn.add(field);
    clearTimeout(timer);
    timer = setTimeout(() => keepWhileHere(field), WAIT);
  });
  field.addEventListener("blur", () => keepWhileHere(field));
}

/** A field that has left the page is empty by now: its last word has been kept before. */
function keepWhileHere(field) {
  typedIn.delete(field);
  if (field.isConnected) keepDraft(field);
}

/** The server has it, or it was given up. */
export function clearDraft(field) {
  field.dataset.uiSaved = "1";
  forget(field);
  field.closest("form")?.removeAttribute("hx-morph-skip");
}

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(KEY(name)))?.text ?? "";
  } catch {
    return "";
  }
}

/** Keep what is typed in the field now. */
export function keepDraft(field) {
  if (field.dataset.uiSaved) return delete field.dataset.uiSaved;
  if (field.value === field.defaultValue || !field.value.trim()) return forget(field);
  localStorage.setItem(KEY(field.dataset.draft), JSON.stringify({ text: field.value, at: Date.now() }));
  tell("draft:changed");
}

function forget(field) {
  localStorage.removeItem(KEY(field.dataset.draft));
  tell("draft:changed");
}

/** What a draft was waiting for is here, and its field has left the page meanwhile. */
export function replaceInDraft(name, mark, text) {
  const kept = read(name);
  if (kept.includes(mark)) localStorage.setItem(KEY(name), JSON.stringify({ text: kept.replace(mark, () => text), at: Date.now() }));
}

/** Forget drafts nobody came back to. */
function expire() {
  for (const key of Object.keys(localStorage).filter((each) => each.startsWith("draft:"))) {
    const { at = 0 } = JSON.parse(localStorage.getItem(key) ?? "{}");
    if (Date.now() - at > KEEP_DAYS * 86_400_000) localStorage.removeItem(key);
  }
}

/** The cards with text that somebody began and did not send. */
export function cardsWithDrafts() {
  const names = Object.keys(localStorage).map((key) => /^draft:.*-([A-Z][A-Z0-9]*-\d+)$/.exec(key)?.[1]);
  return new Set(names.filter(Boolean));
}

export function startDrafts() {
  const watch = (root) => $$("[data-draft]", root).forEach(watchDraft);
  addEventListener("pagehide", () => typedIn.forEach(keepWhileHere));
  watch(document);
  document.addEventListener("htmx:after:swap", () => watch(document));
  document.addEventListener("htmx:after:request", (event) => {
    const { ctx } = event.detail;
    // A link inside a form (cancel, a part of the page) sends nothing of it.
    const form = ctx?.sourceElement?.matches?.("a") ? null : ctx?.sourceElement?.closest?.("form");
    if (form && ctx.response?.raw?.ok) $$("[data-draft]", form).forEach(clearDraft);
  });
  expire();
}
