/** Dragging cards with a pointer. */
import { $$, board, may } from "./dom.js";
import { say } from "./announce.js";
import { aim, clear, measure } from "./aim.js";
import { look, lookFrom } from "./glide.js";
import { hold, release } from "./hold.js";
import { gettext } from "./i18n.js";
import { move, moveAll } from "./move.js";
import { clearGaps, focusCard } from "./place.js";
import { swallowClick, waitForDrag } from "./press.js";
import { selection } from "./select.js";

let press = null;
let drag = null;
const shield = Object.assign(document.createElement("div"), { className: "shield" });

export function startDragging() {
  if (!may("write_card")) return;
  board.addEventListener("dragstart", (event) => event.preventDefault());
  board.addEventListener("pointerdown", down);
  board.addEventListener("contextmenu", (event) => (drag || press?.touch) && event.preventDefault());
  addEventListener("pointermove", moved, { passive: false });
  addEventListener("touchmove", (event) => drag && event.preventDefault(), { passive: false });
  addEventListener("pointerup", (event) => end(false, event));
  addEventListener("pointercancel", () => end(true));
  addEventListener("blur", () => end(true));
  addEventListener("keydown", escape, true);
}

function down(event) {
  if (event.button || !event.isPrimary || event.target.closest("button, input, textarea, form")) return;
  const card = event.target.closest(".card");
  if (!card) return;
  press = { card, x: event.clientX, y: event.clientY, touch: event.pointerType === "touch" };
  waitForDrag(event, begin, () => (press = null));
}

function moved(event) {
  if (!drag) return;
  drag.x = event.clientX;
  drag.y = event.clientY;
  event.preventDefault();
}

function begin(x, y) {
  performance.mark("drag:start");
  const { card } = press;
  const box = card.getBoundingClientRect();
  const chosen = selection();
  const cards = chosen.includes(card) ? chosen : [card];
  drag = { card, cards, dx: press.x - box.left, dy: press.y - box.top, height: box.height, x, y };
  measure(drag); // before anything is written
  drag.ghost = lift(card, box, cards.length);
  for (const each of cards) each.dataset.uiDragging = "";
  document.body.append(shield);
  getSelection()?.removeAllRanges();
  hold();
  frame(performance.now());
  performance.measure("drag:pickup", "drag:start");
}

/** A copy of the card that follows the pointer. */
function lift(card, box, number) {
  const ghost = card.cloneNode(true);
  ghost.removeAttribute("id");
  ghost.className = "card ghost";
  ghost.style.width = `${box.width}px`;
  ghost.inert = true;
  for (const node of $$("[id]", ghost)) node.removeAttribute("id");
  if (number > 1) ghost.append(Object.assign(document.createElement("span"), { className: "ghost__n", textContent: number }));
  document.body.append(ghost);
  return ghost;
}

function frame(time) {
  if (!drag) return;
  aim(drag, time);
  drag.frame = requestAnimationFrame(frame);
}

/** Drop, or put it back. Aims once more first: a fast drop must land where the pointer was let go. */
function end(cancelled, event) {
  if (!drag) return;
  look([drag.card.parentElement, drag.over?.list].flatMap((list) => (list ? $$(".card", list) : [])));
  if (!cancelled && event) {
    drag.x = event.clientX;
    drag.y = event.clientY;
    aim(drag, performance.now());
  }
  const done = drag;
  drag = null;
  cancelAnimationFrame(done.frame);
  swallowClick(cancelled);
  shield.remove();
  for (const card of done.cards) delete card.dataset.uiDragging;
  clear(done);
  const went = !cancelled && land(done);
  if (!went) clearGaps({ slide: true });
  done.ghost.remove();
  lookFrom(done.card, { left: done.x - done.dx, top: done.y - done.dy });
  if (cancelled) say(gettext("Move cancelled. %(ref)s stays where it was.", done.card.dataset));
  focusCard(done.card, { scroll: went });
  setTimeout(release); // what has waited comes after the drop
}

function land({ card, cards, target }) {
  if (!target) return false;
  if (cards.length === 1) return move(card, target.list, target.before, { row: target.row });
  moveAll(cards, target.list, target.before, target.row);
  return true;
}

function escape(event) {
  if (!drag || event.key !== "Escape") return;
  event.preventDefault();
  event.stopPropagation();
  end(true);
}
