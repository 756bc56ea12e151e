/** Adding cards without leaving the lane: type, Enter, type the next. What is typed survives Escape and reload.
 *
 *  The server reads marks, lists and hypotheses; this shows what it understood before anything is added.
 */
import { $, board, data, element, esc, icon, laneOf, lanes, listOf, may, nameOf } from "./dom.js";
import { say, warn } from "./announce.js";
import { apply } from "./changes.js";
import { clearDraft, watchDraft } from "./drafts.js";
import { newOp, post } from "./http.js";
import { gettext, ngettext } from "./i18n.js";
import { laneInView } from "./lanes.js";
import { popup } from "./popup.js";
import { offer, remember, underWay } from "./undo.js";

const KINDS = { hypothesis: gettext("Hypothesis"), exploration: gettext("Exploration"), task: gettext("Task") };
const PLACEHOLDERS = {
  hypothesis: gettext("What do you want to find out?"),
  exploration: gettext("What do you want to look into?"),
  task: gettext("What has to be done?"),
};
const CHANGE = {
  hypothesis: gettext("Type: hypothesis, change"),
  exploration: gettext("Type: exploration, change"),
  task: gettext("Type: task, change"),
};
const PRIORITIES = { urgent: gettext("urgent priority"), high: gettext("high priority"), low: gettext("low priority") };
const READ_AFTER = 150;
const MOST_SHOWN = 6;
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
  form.setAttribute("aria-label", gettext("Add card to %(lane)s", { lane: nameOf(lane) }));
  text.dataset.draft = `quick-lane-${lane.dataset.lane}`;
  setKind(form, localStorage.getItem(KEPT_KIND()) ?? "hypothesis");
  add.hidden = true;
  $(".lane__foot", lane).append(form);
  watchDraft(text);
  text.focus();
  preview(form, text);
  text.addEventListener("input", () => preview(form, text));
  text.addEventListener("quick:close", close);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    create(form, text, lane, event.submitter?.name === "plain");
  });
  form.addEventListener("click", (event) => {
    if (event.target.closest("[data-cancel]")) close();
    const kind = event.target.closest("button[data-kind]"); // the form has one too
    if (kind) kindMenu(form, kind);
  });
  form.addEventListener("keydown", (event) => keys(event, { form, text, lane, close, add }));
}

function keys(event, { form, text, lane, close, add }) {
  if (event.target !== text || event.isComposing) return;
  if (event.key === "Escape") {
    close();
    add.focus();
  } else if (event.key === "Enter" && !event.shiftKey) create(form, text, lane);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

async function create(form, text, lane, plain = false) {
  if (!text.value.trim()) return text.focus();
  const kept = text.value;
  text.value = "";
  show(form, []);
  text.focus();
  const op = newOp();
  const after = listOf(lane).lastElementChild?.dataset.ref;
  const fields = { title: kept, kind: form.dataset.kind, plain: plain || undefined, lane: lane.dataset.lane, after, op };
  const answer = await underWay(post(`/boards/${board.dataset.key}/cards/`, fields));
  if (!answer.ok) return failed(form, text, kept, answer);
  clearDraft(text);
  $(".quick__error", form)?.remove();
  apply(answer.data, { own: true });
  added(answer.data, op, form, lane);
}

/** One card or many: one act, one undo. */
function added({ html, places }, op, form, lane) {
  const refs = places.map((place) => place.card);
  const number = Object.keys(html).length;
  const card = document.getElementById(`card-${refs[0]}`);
  remember(op, refs[0]);
  card?.scrollIntoView({ block: "nearest" });
  form.scrollIntoView({ block: "nearest" });
  const words = number === 1 ? gettext("%(ref)s added to %(lane)s", { ref: refs[0], lane: nameOf(laneOf(card ?? lane)) }) : ngettext("%(n)s card added to %(lane)s", "%(n)s cards added to %(lane)s", number, { lane: nameOf(lane) });
  say(words);
  offer(words);
}

function failed(form, text, kept, { data: answer, status }) {
  text.value = text.value ? `${kept}\n${text.value}` : kept;
  text.dispatchEvent(new Event("input"));
  text.focus();
  const said = new Set([answer?.sentence, ...(answer?.errors ?? []).map((each) => each.message)].filter(Boolean));
  const words = [...said].join(" ") || (status ? gettext("Not saved. Your text is kept.") : gettext("Not saved, no connection. Your text is kept."));
  warn(words);
  $(".quick__error", form)?.remove();
  text.after(Object.assign(document.createElement("p"), { className: "quick__error", textContent: words }));
}

/** Only what marks, several lines or a hypothesis could mean something in is read by the server. */
const WORTH_READING = /(^|\s)[@#!^]\S|\n\s*\S|^\W*(our|the|my|hypothesis|we|i)\b/i;
let asked = 0;

async function preview(form, text) {
  const turn = ++asked;
  if (!WORTH_READING.test(text.value)) return show(form, []);
  await new Promise((done) => setTimeout(done, READ_AFTER));
  if (turn !== asked || !form.isConnected) return;
  const { ok, data: answer } = await post(`/boards/${board.dataset.key}/cards/reading/`, { title: text.value, kind: form.dataset.kind });
  if (ok && turn === asked && form.isConnected) show(form, answer.cards);
}

/** What Enter would do, in words and chips; what names nothing is said to stay text. */
function show(form, cards) {
  const [first] = cards;
  const sentence = Boolean(first?.found);
  const several = cards.length > 1;
  const box = $(".quick__read", form);
  box.hidden = !cards.some((card) => several || card.found || chips(card));
  box.innerHTML = several ? lines(cards) : first ? one(first) : "";
  $("[data-as]", form).textContent = several ? ngettext("add %(n)s card", "add %(n)s cards", cards.length) : sentence ? gettext("add as hypothesis") : gettext("add");
  const plain = $("[name=plain]", form);
  plain.hidden = !several && !sentence;
  plain.textContent = several ? gettext("As one card") : gettext("As text");
}

const chip = (drawing, words, more = "") => `<span class="read"${more}>${icon(drawing, 14)}${esc(words)}</span>`;
const nameOfPerson = (username) => data.people.find((person) => person.username === username)?.name ?? username;

function chips(card) {
  const { assignees, labels, priority, budget, due, unknown } = card;
  return [
    ...assignees.map((name) => chip("user", nameOfPerson(name))),
    ...labels.map((name) => chip("tag", name)),
    priority && chip(priority === "low" ? "down" : "high", PRIORITIES[priority]),
    budget && chip("clock", gettext("%(time)s box", { time: budget })),
    due && chip("calendar", gettext("due %(day)s", { day: due })),
    ...unknown.map((mark) => chip("help", gettext("%(mark)s stays text", { mark }), " data-unknown")),
  ].filter(Boolean).join("");
}

function one(card) {
  const found = card.found ? `<p><b>${esc(card.title)}</b></p>${card.found.length ? `<p>${esc(card.found.join(" · "))}</p>` : ""}` : "";
  return found + (chips(card) ? `<p class="reads">${chips(card)}</p>` : "");
}

const lines = (cards) =>
  `<ol>${cards.slice(0, MOST_SHOWN).map((card) => `<li>${icon(card.kind, 14)}<span>${esc(card.title)}</span>${chips(card)}</li>`).join("")}</ol>` +
  (cards.length > MOST_SHOWN ? `<p>${gettext("and %(n)s more", { n: cards.length - MOST_SHOWN })}</p>` : "");

function setKind(form, kind) {
  const button = $("[data-kind]", form);
  form.dataset.kind = kind;
  button.innerHTML = `${icon(kind, 14)}<span>${KINDS[kind]}</span>`;
  button.setAttribute("aria-label", CHANGE[kind]);
  $("textarea", form).placeholder = PLACEHOLDERS[kind];
  preview(form, $("textarea", form));
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
  popup([gettext("Type of card"), ...items], { anchor: button, label: gettext("Type of card"), back: () => $("textarea", form) });
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
