/** What a refused move leads to: the dialog that lists what is missing, and the move again once it is there. */
import { $, cardOf, linkOf } from "./dom.js";
import { warn } from "./announce.js";
import { ask, openDialog } from "./dialog.js";
import { put } from "./cardacts.js";
import { apply } from "./changes.js";
import { announce, retry } from "./move.js";
import { dialogFor } from "./opened.js";
import { gettext } from "./i18n.js";
import { focusCard } from "./place.js";
import { toast } from "./toast.js";
import { remember } from "./undo.js";

/** @type {{card: HTMLElement, wanted: any} | null} */
let waiting = null;

async function rule({ card, lane, wanted, errors, sentence }) {
  const { ref } = card.dataset;
  const words = errors.map((error) => error.message).join(" ") || sentence;
  const url = dialogFor(ref, errors, { lane, put_before: wanted.next?.dataset.ref, put_after: wanted.previous?.dataset.ref });
  if (!url) return hopeless(card, words);
  waiting = { card, wanted };
  card.dataset.uiWaiting = "";
  await openDialog(url, linkOf(card));
  if ($("#dialogs dialog")) return;
  giveUp();
  toast(words, { kind: "error" });
}

function hopeless(card, words) {
  warn(gettext("%(card)s could not be moved: %(words)s", { card: card.dataset.ref, words }));
  toast(words, { kind: "error" });
}

function giveUp() {
  if (waiting) delete waiting.card.dataset.uiWaiting;
  waiting = null;
}

/** The dialog has moved the card on the server: the same on the screen, with the way back unless `said` replaces it. */
function placed({ seq, op, said, ...place }) {
  giveUp();
  apply({ seq, place });
  const card = cardOf(place.card);
  if (!card) return;
  if (said) toast(said);
  else announce(card, card.parentElement);
  if (op && !said) remember(op, place.card);
  focusCard(card);
}

function ready({ ref }) {
  const was = waiting;
  giveUp();
  if (was?.card.dataset.ref === ref) retry(was.card, was.wanted);
}

async function full({ card, wanted, sentence }) {
  const reason = await ask({
    title: gettext("%(card)s would exceed the limit", { card: card.dataset.ref }),
    lead: gettext("%(sentence)s You may override it; the reason goes into the log.", { sentence }),
    label: gettext("Why does it have to go in now?"),
    ok: gettext("Move anyway"),
  });
  if (reason) retry(card, wanted, reason);
}

async function block({ card }) {
  const said = { card: card.dataset.ref };
  const title = gettext("What blocks %(card)s?", said);
  const reason = await ask({ title, label: gettext("Reason"), ok: gettext("Mark as blocked") });
  if (reason) put(card, "block", { reason }, gettext("%(card)s is blocked", said));
}

async function label({ cards }) {
  const name = await ask({ title: gettext("New label"), label: gettext("Name"), ok: gettext("Add label") });
  if (!name) return;
  for (const card of cards) {
    const said = gettext("Label %(name)s: %(card)s", { name, card: card.dataset.ref });
    put(card, "labels", { label: name }, said);
  }
}

export const openGate = (card) => openDialog(`/c/${card.dataset.ref}/gate/`, linkOf(card));

export function startGates() {
  const on = (name, act) => document.addEventListener(name, ({ detail }) => act(detail));
  on("card:rule", rule);
  on("card:full", full);
  on("card:block", block);
  on("card:label", label);
  on("card:ready", ready);
  on("card:placed", placed);
  on("card:gate", ({ card }) => openGate(card));
  on("dialog:closed", () => setTimeout(giveUp, 0));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-gate]");
    if (button?.closest(".card")) openGate(button.closest(".card"));
  });
}
