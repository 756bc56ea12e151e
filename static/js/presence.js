/** Who is on this board, which card each has in hand, and a soft word when two write in the same text. */
import { $, $$, board, cardOf, data, element, esc, icon } from "./dom.js";
import { say } from "./announce.js";
import { post, token } from "./http.js";
import { gettext, ngettext } from "./i18n.js";

const SOONEST = 1000;
const AGAIN = 10_000;
const IDLE = 30_000;
const SHOWN = 5;
const SHOWN_BESIDE = 3; // in the bar of a card, which is short
const OPENED = "#drawer, #cardpage";
let here = [];
let acted = Date.now();
let told = { at: 0, text: "" };
let timer;
/** One after the other: a report that comes late must not bring back who has left. */
let sent = Promise.resolve();

const writing = () => document.activeElement?.closest?.("[data-draft]");
const ofBoard = () => `/boards/${data.key}/presence/`;
const open = () => {
  const page = $("#cardpage");
  return page ? page.dataset.ref : ($("#drawer[open] .drawer__ref")?.textContent ?? "");
};

/** Say where we are: at most once a second, at least every ten while somebody is at it. */
function report() {
  clearTimeout(timer);
  const now = Date.now();
  const idle = now - acted > IDLE || document.hidden;
  const where = { card: open(), field: writing()?.dataset.draft ?? "" };
  const text = JSON.stringify([data.key, where]);
  const wait = told.at + (text === told.text ? AGAIN : SOONEST) - now;
  if (idle || !data.key) return;
  if (wait > 0) {
    timer = setTimeout(report, wait);
    return;
  }
  told = { at: now, text };
  const address = ofBoard();
  sent = sent.then(() => post(address, where));
  timer = setTimeout(report, AGAIN);
}

/** Gone from the board. */
export function leave() {
  if (!data.key) return;
  clearTimeout(timer);
  told.text = "";
  const address = ofBoard();
  sent = sent.then(() => post(address, { gone: "1" }));
}

/** Gone with the page, which cannot wait for anything. */
function gone() {
  if (!data.key) return;
  fetch(ofBoard(), { method: "POST", body: new URLSearchParams({ gone: "1" }), headers: { "X-CSRFToken": token() }, keepalive: true }).catch(() => {});
}

function act() {
  acted = Date.now();
  report();
}

/** What the stream tells. */
export function heard(text) {
  here = JSON.parse(text).here;
  draw();
}

const letters = (name) => {
  const words = name.split(/[\s.-]+/).filter(Boolean);
  return (words.length > 1 ? words[0][0] + words.at(-1)[0] : name.slice(0, 2)).toUpperCase();
};
const others = () => here.filter((person) => person.username !== data.me);
function doing({ name, card, field }) {
  if (!card) return name;
  return field ? gettext("%(name)s, writing on %(card)s", { name, card }) : gettext("%(name)s, looking at %(card)s", { name, card });
}

const face = (person) =>
  `<span class="ava" data-h="${esc(person.hue)}"${person.field ? " data-writes" : ""} role="img" aria-label="${esc(doing(person))}" title="${esc(doing(person))}">${esc(letters(person.name))}${person.field ? icon("edit", 14) : ""}</span>`;

function draw() {
  show($("#presence"), others(), SHOWN);
  const ref = open();
  const beside = others().filter((person) => person.card === ref).sort((a, b) => Boolean(b.field) - Boolean(a.field));
  for (const place of $$(".cardhere")) show(place, beside, SHOWN_BESIDE);
  if (board) writtenOn().forEach(mark);
  alsoHere();
}

function show(place, people, most) {
  if (!place) return;
  place.hidden = !people.length;
  const rest = people.length - most;
  const more = gettext("%(n)s more", { n: rest });
  const html = people.slice(0, most).map(face).join("") + (rest > 0 ? `<span class="ava" data-h="3" title="${more}">+${rest}</span>` : "");
  if (place.innerHTML !== html) place.innerHTML = html;
}

const writersOf = (ref) => others().filter((person) => person.field && (!ref || person.card === ref));

/** The cards that somebody writes on, and those that still say so. */
const writtenOn = () =>
  new Set([...$$(".writers", board).map((node) => node.closest(".card")), ...writersOf().map(({ card }) => cardOf(card))].filter(Boolean));

/** A ring and a pencil on the card that somebody writes on. */
function mark(card) {
  const writers = writersOf(card.dataset.ref);
  const old = $(".writers", card);
  if (!writers.length) return old?.remove();
  const words = writers.map((person) => person.name).join(", ");
  if (old?.dataset.names === words) return;
  old?.remove();
  const title = gettext("%(names)s writing", { names: words });
  const fresh = element(`<span class="writers" data-ui-keep data-names="${esc(words)}" title="${esc(title)}">${icon("edit", 14)}${writers.map(face).join("")}</span>`);
  $(".card__meta", card).append(fresh);
}

/** Two in one text: a word beside the field, never a lock. */
function alsoHere() {
  for (const root of $$(OPENED)) {
    for (const field of $$("[data-draft]", root)) {
      const same = others().filter((person) => person.field === field.dataset.draft && field.matches("form [data-draft]") && isShared(field));
      const note = field.parentElement.querySelector(":scope > .alsohere");
      if (!same.length) note?.remove();
      else if (!note) {
        const names = same.map((person) => person.name).reduce((some, name) => gettext("%(some)s and %(name)s", { some, name }));
        const words = ngettext(
          "%(names)s is writing here too. If you both change it, both texts are kept and shown.",
          "%(names)s are writing here too. If you both change it, both texts are kept and shown.",
          same.length,
          { names },
        );
        field.insertAdjacentElement("afterend", element(`<small class="alsohere" data-ui-keep>${icon("users", 14)}<span>${esc(words)}</span></small>`));
        if (field === document.activeElement) say(words);
      }
    }
  }
}

/** An entry of one's own and an answer are nobody else's text. */
const isShared = (field) => !/^(log|answer|entry)-/.test(field.dataset.draft);

export function startPresence() {
  for (const name of ["focusin", "focusout", "input", "pointerdown", "keydown"]) document.addEventListener(name, act);
  document.addEventListener("visibilitychange", act);
  document.addEventListener("board:changed", () => here.length && draw());
  document.addEventListener("htmx:after:swap", () => (here.length && draw(), report()));
  addEventListener("pagehide", gone);
  report();
}
