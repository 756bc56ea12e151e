/** When a press becomes a drag: a mouse after 4 px, a finger after holding still for 250 ms. */

const HOLD = 250;
const SLACK = 8; // px a finger may tremble while it holds
const START = 4; // px a mouse moves before it drags

/**
 * @param {PointerEvent} event the press
 * @param {(x: number, y: number) => void} begin where the pointer is when the drag begins
 * @param {() => void} [over] the wait has ended, with a drag or without
 */
export function waitForDrag(event, begin, over = () => {}) {
  const { clientX: x, clientY: y } = event;
  const touch = event.pointerType === "touch";
  const stop = new AbortController();
  const on = (name, act) => addEventListener(name, act, { signal: stop.signal });
  const timer = touch ? setTimeout(held, HOLD) : 0;

  function end() {
    clearTimeout(timer);
    stop.abort();
    over();
  }

  function start(...at) {
    begin(...at);
    end();
  }

  function held() {
    navigator.vibrate?.(10);
    start(x, y);
  }

  on("pointermove", (moved) => {
    const distance = Math.hypot(moved.clientX - x, moved.clientY - y);
    if (touch ? distance > SLACK : distance > START) (touch ? end : start)(moved.clientX, moved.clientY);
  });
  for (const name of ["pointerup", "pointercancel", "blur"]) on(name, end);
}

/** The click that follows a drag must not open anything; `pressed` when it has ended before the button was let go. */
export function swallowClick(pressed) {
  const stop = new AbortController();
  const on = (name, act) => addEventListener(name, act, { capture: true, signal: stop.signal });
  const over = () => setTimeout(() => stop.abort(), 0);
  on("click", (event) => (event.preventDefault(), event.stopPropagation()));
  on("pointerdown", () => stop.abort());
  if (pressed) on("pointerup", over);
  else over();
}
