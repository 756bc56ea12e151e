/** While somebody writes: @ and a few letters offer people of the team, # and a few letters cards of the board.
 *
 *  The text stays a plain text: what is chosen is typed in, and without this file it can be typed by hand.
 */
import { $, $$, data, element, esc, icon } from "./dom.js";
import { say } from "./announce.js";
import { get } from "./http.js";
import { gettext, ngettext } from "./i18n.js";

const MOST = 8;
const WAIT = 120;
const EDGE = 8;
const TOKEN = /(?:^|[\s([{>])([@#])([\p{L}\p{N}._-]*(?: [\p{L}\p{N}._-]+)?)$/u;
/** @type {{field: HTMLTextAreaElement, start: number, rows: any[], at: number} | null} */
let open = null;
let asked = 0;
let timer;

const NAME = gettext("Suggestions");
const MARKUP = `<ul class="pop complete" id="complete" popover="manual" role="listbox" aria-label="${NAME}" data-ui-keep></ul>`;
const list = () => $("#complete");

/** What is being named before the caret. */
function token(field) {
  if (field.selectionStart !== field.selectionEnd) return null;
  const found = TOKEN.exec(field.value.slice(0, field.selectionStart));
  if (!found || (found[1] === "@" && found[2].includes(" "))) return null;
  return { sign: found[1], text: found[2], start: field.selectionStart - found[2].length - 1 };
}

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function people(text) {
  const wanted = folded(text);
  return (data.people ?? [])
    .filter(({ username, name }) => folded(username).startsWith(wanted) || folded(name).split(/\s+/).some((word) => word.startsWith(wanted)))
    .slice(0, MOST)
    .map(({ username, name }) => ({ text: `@${username}`, words: name, sub: username }));
}

async function cards(text) {
  const answer = await get(`/boards/${data.key}/cards/named/?q=${encodeURIComponent(text)}`);
  return (answer.data?.results ?? []).map(({ ref, title, kind }) => ({ text: `#${ref}`, words: title, sub: ref, kind }));
}

async function look(field) {
  const named = token(field);
  const ask = ++asked;
  if (!named || !data.key) return shut();
  const rows = named.sign === "@" ? people(named.text) : await cards(named.text);
  if (ask !== asked || document.activeElement !== field) return;
  if (!rows.length || (rows.length === 1 && rows[0].text.toLowerCase() === `${named.sign}${named.text}`.toLowerCase())) return shut();
  show(field, named.start, rows);
}

function show(field, start, rows) {
  const fresh = !open;
  open = { field, start, rows, at: 0 };
  if (list()?.parentElement !== field.form) {
    list()?.remove();
    field.form.append(element(MARKUP));
  }
  list().innerHTML = rows.map(row).join("");
  list().showPopover();
  stand(field);
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-haspopup", "listbox");
  field.setAttribute("aria-controls", "complete");
  mark(0);
  if (fresh) say(ngettext("%(n)s suggestion. Arrows choose, Enter takes one, Escape closes", "%(n)s suggestions. Arrows choose, Enter takes one, Escape closes", rows.length));
}

const row = ({ words, sub, kind }, index) =>
  `<li role="option" id="complete-${index}" data-i="${index}">${kind ? icon(kind, 14) : icon("user", 14)}<span>${esc(words)}</span><span class="sub">${esc(sub)}</span></li>`;

/** Above the text or below it, where there is room. */
function stand(field) {
  const at = field.getBoundingClientRect();
  const own = list().getBoundingClientRect();
  const above = at.top - own.height - 4;
  list().style.left = `${Math.max(EDGE, Math.min(at.left, innerWidth - own.width - EDGE))}px`;
  list().style.top = `${above > EDGE ? above : Math.min(at.bottom + 4, innerHeight - own.height - EDGE)}px`;
}

function mark(at) {
  open.at = (at + open.rows.length) % open.rows.length;
  for (const option of $$("[role=option]", list())) option.setAttribute("aria-selected", Number(option.dataset.i) === open.at);
  open.field.setAttribute("aria-activedescendant", `complete-${open.at}`);
  $(`#complete-${open.at}`).scrollIntoView({ block: "nearest" });
}

function shut() {
  if (!open) return;
  const { field } = open;
  open = null;
  asked += 1;
  list()?.hidePopover();
  for (const name of ["aria-activedescendant", "aria-controls", "aria-haspopup", "aria-autocomplete"]) field.removeAttribute(name);
}

function take(index) {
  const { field, start, rows } = open;
  const { text } = rows[index];
  shut();
  const after = /^\s/.test(field.value.slice(field.selectionStart)) ? "" : " ";
  field.focus();
  field.setRangeText(text + after, start, field.selectionStart, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

const KEYS = {
  ArrowDown: () => mark(open.at + 1),
  ArrowUp: () => mark(open.at - 1),
  Enter: () => take(open.at),
  Tab: () => take(open.at),
  Escape: () => shut(),
};

/** Before anybody else hears the key: Enter chooses and Escape closes the list, and nothing more. */
function pressed(event) {
  if (!open || event.target !== open.field || event.isComposing || !KEYS[event.key]) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  KEYS[event.key]();
}

export function startCompleting() {
  addEventListener("keydown", pressed, true);
  document.addEventListener("input", ({ target }) => {
    if (!target.matches?.("textarea[data-draft]")) return;
    clearTimeout(timer);
    timer = setTimeout(() => look(target), WAIT);
  });
  document.addEventListener("focusout", ({ target }) => open?.field === target && shut());
  document.addEventListener("pointerdown", (event) => {
    const option = open && event.target.closest?.("#complete [role=option]");
    if (!option) return;
    event.preventDefault();
    take(Number(option.dataset.i));
  });
}
