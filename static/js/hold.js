/** While a card is in the hand, a menu is open or a card is grabbed, nothing from the network may land. */

const CAP = 30_000;
let holds = 0;
let timer;
const waiting = [];

export function hold() {
  holds += 1;
  clearTimeout(timer);
  timer = setTimeout(free, CAP);
}

export function release() {
  holds = Math.max(0, holds - 1);
  if (!holds) free();
}

function free() {
  clearTimeout(timer);
  holds = 0;
  for (const run of waiting.splice(0)) run();
}

/** Run now, or in order once nothing is held. */
export function whenFree(run) {
  if (holds) waiting.push(run);
  else run();
}
