/** Picking a card up with the keyboard: Space, arrows, Space again. What is possible is on the screen. */
import { $, esc, cardsOf, laneOf, may, nameOf } from "./dom.js";
import { say } from "./announce.js";
import { hold, release } from "./hold.js";
import { commit, step } from "./move.js";
import { beforeOf, focusCard, isOver, place, position, spot } from "./place.js";
import { offer } from "./undo.js";

let grab = null;

export const grabbed = () => grab?.card ?? null;

export function pickUp(card) {
  if (!may("write_card")) return;
  grab = { card, origin: spot(card) };
  card.dataset.uiGrabbed = "";
  const hint = $("#hint");
  hint.innerHTML =
    `<b>Moving ${esc(card.dataset.ref)}</b><span><kbd>← ↑ ↓ →</kbd>move</span>` +
    "<span><kbd>Space</kbd>drop</span><span><kbd>Esc</kbd>cancel</span>";
  hint.hidden = false;
  hold();
  say(`${card.dataset.ref} picked up in ${nameOf(laneOf(card))}, ${position(card)}. Arrow keys to move, Space to drop, Escape to cancel.`);
}

/** Only the screen moves while the card is held; the server hears of the last place. */
export function carry(dx, dy) {
  const { card } = grab;
  if (!step(card, dx, dy, { quiet: true, local: true })) return;
  const lane = laneOf(card);
  say(`${card.dataset.ref} moved to ${nameOf(lane)}, ${position(card)}${isOver(lane) ? ". The lane is over its limit" : ""}`);
  focusCard(card);
}

export function letGo() {
  const { card, origin } = finish();
  const lane = laneOf(card);
  if (card.parentElement !== origin.list || card.nextElementSibling !== origin.next) {
    commit(card, origin);
    offer(`${card.dataset.ref} moved to ${nameOf(lane)}`);
  }
  say(`${card.dataset.ref} dropped in ${nameOf(lane)}, ${position(card)}.`);
  focusCard(card);
}

export function putBack() {
  const { card, origin } = finish();
  place(card, origin.list, beforeOf(origin), { animate: false });
  say(`Cancelled. ${card.dataset.ref} is back in ${nameOf(laneOf(card))}.`);
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
