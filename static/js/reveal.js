/** Hides cards and shows them again. What can be seen changes in this frame; what lies further down comes with the next
 *  ones, a few in each, as style and layout of a thousand cards are too much for one.
 */
import { $$, board, lanes, listOf } from "./dom.js";
import { focusAfter } from "./place.js";

const LEAST = 100; // px of a card and the gap below it
const NEXT = 100; // cards of a frame
let turn = 0;

/** @param {Map<HTMLElement, boolean>} hidden whether each card is to be hidden; the last call counts */
export async function reveal(hidden) {
  const mine = ++turn;
  const fit = Math.ceil(board.clientHeight / LEAST);
  const starts = lanes().map((lane) => [lane, firstInView(listOf(lane))]);
  for (const [card, hide] of hidden) if (hide) conceal(card);
  const waiting = starts.flatMap(([lane, first]) => inOrder(lane, first, hidden)).sort((a, b) => a.away - b.away);
  const near = waiting.findIndex(({ away }) => away >= fit);
  let done = board.dataset.group || near < 0 ? waiting.length : near; // the rows of all lanes are aligned at once
  unveil(waiting.slice(0, done));
  while (done < waiting.length) {
    await nextFrame();
    if (mine !== turn) return;
    unveil(waiting.slice(done, done + NEXT));
    done += NEXT;
  }
}

/** The topmost card that is to be seen; null while nothing is scrolled. */
const firstInView = (list) =>
  list.scrollTop ? $$(".card:not([data-ui-hide])", list).find((card) => card.offsetTop + card.offsetHeight > list.scrollTop) : null;

/** The cards of a lane that are to be shown, with how many of them are between each and what is in view. */
function inOrder(lane, first, hidden) {
  const cards = $$(".card", lane).filter((card) => hidden.get(card) === false);
  const from = Math.max(0, cards.indexOf(first));
  return cards.map((card, n) => ({ card, away: Math.abs(n - from) })).filter(({ card }) => card.hasAttribute("data-ui-hide"));
}

/** Focus never falls into the void. */
function conceal(card) {
  if (card.contains(document.activeElement)) focusAfter(card);
  card.dataset.uiHide = "";
}

function unveil(some) {
  for (const { card } of some) delete card.dataset.uiHide;
}

/** A page that nobody looks at has no frames. */
const nextFrame = () => new Promise((done) => (document.hidden ? done() : requestAnimationFrame(() => done())));
