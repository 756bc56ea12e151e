/** Adding cards without leaving the lane: type, Enter, type the next. What is typed survives Escape and reload. */
import { $, board, data, element, icon, laneOf, lanes, listOf, may, nameOf } from "./dom.js";
import { say, warn } from "./announce.js";
import { apply } from "./changes.js";
import { clearDraft, watchDraft } from "./drafts.js";
import { newOp, post } from "./http.js";
import { laneInView } from "./lanes.js";
import { popup } from "./popup.js";

const KINDS = { hypothesis: "Hypothesis", exploration: "Exploration", task: "Task" };
const PLACEHOLDERS = {
  hypothesis: "What do you want to find out?",
  exploration: "What do you want to look into?",
  task: "What has to be done?",
};
const KEPT_KIND = () => `kind:${board.dataset.key}`;

export function quickAdd(lane = laneInView()) {
  if (!may("write_card") || !lane) return;
  const at = $(".lane__foot .add", lane) ? lane : lanes().find((each) => $(".lane__foot .add", each));
  if (!at) return;
  $(".quick textarea")?.dispatchEvent(new CustomEvent("quick:close"));
  open(at);
}

function open(lane) {
  const form = $("#quick").content.firstElementChild.cloneNode(true);
  const text = $("textarea", form);
  const add = $(".lane__foot .add", lane);
  const close = () => {
    form.remove();
    add.hidden = false;
  };
  form.setAttribute("aria-label", `Add card to ${nameOf(lane)}`);
  text.dataset.draft = `quick-lane-${lane.dataset.lane}`;
  setKind(form, localStorage.getItem(KEPT_KIND()) ?? "hypothesis");
  add.hidden = true;
  $(".lane__foot", lane).append(form);
  watchDraft(text);
  text.focus();
  text.addEventListener("quick:close", close);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("click", (event) => {
    if (event.target.closest("[data-cancel]")) close();
    if (event.target.closest("[data-kind]")) kindMenu(form, event.target.closest("[data-kind]"));
  });
  form.addEventListener("keydown", (event) => keys(event, { form, text, lane, close, add }));
}

function keys(event, { form, text, lane, close, add }) {
  if (event.target !== text || event.isComposing) return;
  if (event.key === "Escape") {
    close();
    add.focus();
  } else if (event.key === "Enter" && !event.shiftKey) {
    if (text.value.trim()) create(form, text, lane);
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

async function create(form, text, lane) {
  const wanted = parse(text.value);
  if (!wanted.title) return;
  const kept = text.value;
  text.value = "";
  const after = listOf(lane).lastElementChild?.dataset.ref;
  const answer = await post(`/boards/${board.dataset.key}/cards/`, {
    ...wanted,
    kind: form.dataset.kind,
    lane: lane.dataset.lane,
    after,
    op: newOp(),
  });
  if (!answer.ok) return failed(text, kept, answer);
  clearDraft(text);
  apply(answer.data, { own: true });
  const card = document.getElementById(Object.keys(answer.data.html)[0]);
  card?.scrollIntoView({ block: "nearest" });
  text.closest(".quick")?.scrollIntoView({ block: "nearest" });
  say(`${card?.dataset.ref} added to ${nameOf(laneOf(card ?? lane))}`);
}

function failed(text, kept, { data: answer, status }) {
  text.value = text.value ? `${kept}\n${text.value}` : kept;
  text.dispatchEvent(new Event("input"));
  text.focus();
  const words = [answer?.sentence, ...(answer?.errors ?? []).map((each) => each.message)].filter(Boolean).join(" ");
  warn(words || (status ? "Not saved." : "Not saved, no connection. Your text is kept."));
  $(".quick__error", text.form)?.remove();
  text.after(Object.assign(document.createElement("p"), { className: "quick__error", textContent: words || "Not saved. Your text is kept." }));
}

/** `#label` and `@person` in the text, where they name something of this board. */
function parse(value) {
  const label = [];
  const assignee = [];
  const title = value.replace(/(^|\s)([#@])([\w.-]+)/g, (all, space, sign, name) => {
    const known = sign === "#" ? data.labels.find((each) => each.name.toLowerCase() === name.toLowerCase())?.name : data.people.find((each) => each.username === name)?.username;
    if (!known) return all;
    (sign === "#" ? label : assignee).push(known);
    return space;
  });
  return { title: title.replace(/\s+/g, " ").trim(), label, assignee };
}

function setKind(form, kind) {
  const button = $("[data-kind]", form);
  form.dataset.kind = kind;
  button.innerHTML = `${icon(kind, 14)}<span>${KINDS[kind]}</span>`;
  button.setAttribute("aria-label", `Type: ${KINDS[kind].toLowerCase()}, change`);
  $("textarea", form).placeholder = PLACEHOLDERS[kind];
  localStorage.setItem(KEPT_KIND(), kind);
}

function kindMenu(form, button) {
  const items = Object.entries(KINDS).map(([kind, label], n) => ({
    label,
    icon: kind,
    key: String(n + 1),
    role: "menuitemradio",
    focus: kind === form.dataset.kind,
    run: () => setKind(form, kind),
  }));
  popup(["Type of card", ...items], { anchor: button, label: "Type of card", back: () => $("textarea", form) });
}

export function startQuickAdd() {
  const first = $("#first-card");
  if (first) listOf(lanes()[0])?.append(element(`<li class="first">${first.innerHTML}</li>`));
  document.addEventListener("board:changed", () => $(".first") && $(".card", board) && $(".first").remove());
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-add]")) quickAdd(laneOf(event.target));
    else if (event.target.closest("[data-new]")) quickAdd();
  });
}
