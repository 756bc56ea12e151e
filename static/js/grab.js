/** Picking a card up with the keyboard: Space, arrows, Space again. What is possible is on the screen. */
import { $, esc, cardsOf, laneOf, may, nameOf } from "./dom.js";
import { say } from "./announce.js";
import { hold, release } from "./hold.js";
import { gettext } from "./i18n.js";
import { commit, step } from "./move.js";
import { beforeOf, focusCard, isOver, place, position, spot } from "./place.js";
import { offer } from "./undo.js";

let grab = null;

const told = (card) => ({ ref: card.dataset.ref, lane: nameOf(laneOf(card)), position: position(card) });

export const grabbed = () => grab?.card ?? null;

export function pickUp(card) {
  if (!may("write_card")) return;
  grab = { card, origin: spot(card) };
  card.dataset.uiGrabbed = "";
  const hint = $("#hint");
  hint.innerHTML =
    `<b>${gettext("Moving %(ref)s", { ref: esc(card.dataset.ref) })}</b><span><kbd>← ↑ ↓ →</kbd>${gettext("move")}</span>` +
    `<span>${gettext("<kbd>Space</kbd>drop")}</span><span>${gettext("<kbd>Esc</kbd>cancel")}</span>`;
  hint.hidden = false;
  hold();
  say(gettext("%(ref)s picked up in %(lane)s, %(position)s. Arrow keys to move, Space to drop, Escape to cancel.", told(card)));
}

/** Only the screen moves while the card is held; the server hears of the last place. */
export function carry(dx, dy) {
  const { card } = grab;
  if (!step(card, dx, dy, { quiet: true, local: true })) return;
  say(isOver(laneOf(card)) ? gettext("%(ref)s moved to %(lane)s, %(position)s. The lane is over its limit", told(card)) : gettext("%(ref)s moved to %(lane)s, %(position)s", told(card)));
  focusCard(card);
}

export function letGo() {
  const { card, origin } = finish();
  if (card.parentElement !== origin.list || card.nextElementSibling !== origin.next) {
    commit(card, origin);
    offer(gettext("%(ref)s moved to %(lane)s", told(card)));
  }
  say(gettext("%(ref)s dropped in %(lane)s, %(position)s.", told(card)));
  focusCard(card);
}

export function putBack() {
  const { card, origin } = finish();
  place(card, origin.list, beforeOf(origin), { animate: false });
  say(gettext("Cancelled. %(ref)s is back in %(lane)s.", told(card)));
  focusCard(card);
}

function finish() {
  const done = grab;
  grab = null;
  delete done.card.dataset.uiGrabbed;
  $("#hint").hidden = true;
  release();
  return done;
}

/** Keys while a card is held; true when the key was used. */
export function grabKey(event, direction) {
  if (!grab) return false;
  if (!grab.card.isConnected) {
    finish();
    return false;
  }
  if (direction) carry(...direction);
  else if (event.key === " " || event.key === "Enter" || event.key === "Tab") letGo();
  else if (event.key === "Escape") putBack();
  else return cardsOf(laneOf(grab.card)).length > 0;
  return true;
}
