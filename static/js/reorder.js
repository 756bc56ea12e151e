/** Dragging the rows of a list by their handle, or whole where a row is its own. Geometry is read once at pick-up; the
 *  others make room while it moves.
 */
import { $$, EASE, reduced } from "./dom.js";
import { swallowClick, waitForDrag } from "./press.js";

const EDGE = 56; // px from the edge of the page at which it scrolls
const SPEED = 12; // px a frame

let drag = null;

/**
 * @param {{list: () => HTMLElement|null, item: string, move: (item: HTMLElement, before: HTMLElement|null) => void}} options
 *   `move` is told where the row was dropped; it changes the document and tells the server.
 */
export function startReordering({ list, item, move }) {
  document.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    const row = grip && list()?.contains(grip) ? grip.closest(item) : null;
    if (!row || event.button || drag) return;
    const start = (y) => begin({ row, grip, rows: $$(item, list()), move, y, event });
    if (grip === row) return waitForDrag(event, (x, y) => start(y));
    event.preventDefault();
    start(event.clientY);
  });
  addEventListener("touchmove", (event) => drag && event.preventDefault(), { passive: false });
}

function begin({ row, grip, rows, move, y, event }) {
  const page = row.closest(".page, .pop");
  const boxes = rows.map((each) => each.getBoundingClientRect());
  drag = { row, rows, boxes, page, move, from: rows.indexOf(row), y, start: event.clientY, scrolled: page.scrollTop };
  drag.to = drag.from;
  grip.setPointerCapture(event.pointerId);
  row.setAttribute("data-ui-dragging", "");
  const stop = new AbortController();
  const on = (name, act) => addEventListener(name, act, { signal: stop.signal, capture: true });
  drag.stop = () => stop.abort();
  on("pointermove", (moved) => (drag.y = moved.clientY));
  on("pointerup", () => end(true));
  on("pointercancel", () => end(false));
  on("contextmenu", (menu) => menu.preventDefault()); // a finger that holds on
  on("keydown", (key) => key.key === "Escape" && (key.preventDefault(), key.stopPropagation(), end(false)));
  requestAnimationFrame(frame);
}

function frame() {
  if (!drag) return;
  scrollAtEdges();
  const by = drag.y - drag.start + drag.page.scrollTop - drag.scrolled;
  drag.row.style.translate = `0 ${by}px`;
  const to = target(by);
  if (to !== drag.to) makeRoom(to);
  requestAnimationFrame(frame);
}

function scrollAtEdges() {
  const { top, bottom } = drag.page.getBoundingClientRect();
  if (drag.y < top + EDGE) drag.page.scrollTop -= SPEED;
  else if (drag.y > bottom - EDGE) drag.page.scrollTop += SPEED;
}

/** Which place the middle of the row is over. */
function target(by) {
  const own = drag.boxes[drag.from];
  const middle = own.top + own.height / 2 + by;
  const passed = drag.boxes.filter((box, index) => index !== drag.from && middle > box.top + box.height / 2);
  return passed.length;
}

function makeRoom(to) {
  drag.to = to;
  const height = drag.boxes[drag.from].height + (drag.boxes[1]?.top - drag.boxes[0].bottom || 0);
  drag.rows.forEach((row, index) => {
    if (index === drag.from) return;
    const down = index < drag.from && index >= to ? height : 0;
    const up = index > drag.from && index <= to ? -height : 0;
    row.style.transition = reduced.matches ? "" : `translate 160ms ${EASE}`;
    row.style.translate = down || up ? `0 ${down || up}px` : "";
  });
}

function end(dropped) {
  const { row, rows, from, to, move, stop } = drag;
  stop();
  drag = null;
  swallowClick(!dropped);
  row.removeAttribute("data-ui-dragging");
  for (const each of rows) each.style.translate = each.style.transition = "";
  if (!dropped || to === from) return;
  const others = rows.filter((each) => each !== row);
  move(row, others[to] ?? null);
}

export const dragging = () => Boolean(drag);
