/** Iterations and meetings in place: a line is typed, Enter, the next; what others do appears while one types. */
import "./app.js";
import "./forms.js";
import { $, $$, tell } from "./dom.js";
import { say } from "./announce.js";
import { clearDraft, watchDraft } from "./drafts.js";
import { token } from "./http.js";
import { gettext } from "./i18n.js";
import { morph } from "./morph.js";
import { follow, whileSeen } from "./stream.js";
import { toast } from "./toast.js";

const PAUSE = 150;
const root = $("#inplace");
const asks = { Accept: "application/json, text/html" };
let seq = Number(root.dataset.seq);
let stream = null;
let timer;
/** Answers may overtake each other: an older one is not drawn over a newer one. */
let asked = 0;
let drawn = 0;
/** What the buttons of each form still have to do. @type {WeakMap<HTMLFormElement, Promise<any>>} */
const turns = new WeakMap();

async function read(promise) {
  const turn = (asked += 1);
  const response = await promise.catch(() => null);
  if (!response) return { problem: gettext("No connection. What you typed is still here.") };
  if (response.status === 401) return tell("auth:expired"), { problem: gettext("You are signed out.") };
  if (response.headers.get("Content-Type")?.startsWith("application/json")) return { problem: (await response.json()).sentence };
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  if (!response.ok) return { problem: $(".error, .notice--late, .lead", page)?.textContent.trim() ?? gettext("That could not be done.") };
  draw(page, turn);
  return { page };
}

function draw(page, turn) {
  const fresh = $("#inplace", page);
  if (!fresh || turn < drawn) return;
  drawn = turn;
  const here = document.activeElement?.id;
  morph(root, fresh);
  // A button that goes with its row, or comes back as another one, must not take the keyboard with it.
  if (here && document.activeElement === document.body) (document.getElementById(here) ?? neighbour(here))?.focus();
  $$("[data-draft]", root).forEach(watchDraft);
}

const neighbour = (id) => document.getElementById(id.replace(/^unvote-/, "vote-")) ?? $("input.input", root);

const lineOf = (form) => $("input.input, textarea", form);

/** A line goes once, however often Enter is pressed; a button that is pressed again acts again, as what it is by then. */
function send(event) {
  const form = event.target.closest("form[data-inplace]");
  if (!form) return;
  event.preventDefault();
  event.stopPropagation();
  if (!lineOf(form)) turns.set(form, (turns.get(form) ?? Promise.resolve()).then(() => form.isConnected && act(form)));
  else if (!form.hasAttribute("data-ui-busy")) act(form);
}

async function act(form) {
  form.setAttribute("data-ui-busy", "");
  const body = new URLSearchParams(new FormData(form));
  const typed = lineOf(form)?.value;
  const drafts = $$("[data-draft]", form);
  // It may be drawn anew once the server has it; on a refusal it stays as it was typed.
  const { problem, page } = await read(sent(form, body, drafts));
  form.removeAttribute("data-ui-busy");
  if (problem) return toast(problem, { kind: "error" });
  for (const message of $$("template[data-toast]", page)) toast(message.content.textContent);
  if (!form.hasAttribute("data-again") || !form.isConnected) return undefined;
  return next(form, typed);
}

async function sent(form, body, drafts) {
  const response = await fetch(form.action, { method: "POST", body, headers: { ...asks, "X-CSRFToken": token() } });
  if (response.ok) drafts.forEach(clearDraft);
  return response;
}

/** The line is empty for the next one, unless its writer has gone on meanwhile. */
function next(form, typed) {
  const field = $("input.input", form);
  if (field.value !== typed) return;
  form.reset();
  field.value = "";
  delete field.dataset.uiSaved;
  field.focus();
  say(gettext("Added"));
}

const refresh = () => read(fetch(root.dataset.url, { headers: asks }));

function heard(event, text, id) {
  seq = Math.max(seq, id ?? 0);
  if (event !== "resync" && !event.startsWith(root.dataset.follows)) return;
  clearTimeout(timer);
  timer = setTimeout(refresh, PAUSE);
}

function connect() {
  stream?.stop();
  const state = (name) => name === "out" && tell("auth:expired");
  stream = follow({ url: () => `${root.dataset.stream}?after=${seq}`, on: heard, state });
}

root.addEventListener("submit", send);
connect();
whileSeen({ connect, stop: () => stream?.stop() });
