/** Where a dragged card would land.
 *
 *  Geometry is read once at pick-up. Per frame only scroll offsets are read, then styles are written: nothing in the
 *  loop forces a layout.
 */
import { $, $$, EASE, SHOWN, board, cardsOf, laneOf, lanes, listOf, phone, reduced } from "./dom.js";

const GAP = 8;
const REACH = 40; // px above and below the board that still aim at it
const RAMP = 400; // ms until scrolling has its full speed
const SPEED = 0.9; // px per ms
const UNFOLD = 500;
const NEAR = 200; // px beside what can be seen of a lane

const slot = Object.assign(document.createElement("div"), { className: "slot" });
const slide = () => (reduced.matches ? "" : `translate 160ms ${EASE}`);

/** Read everything that is needed while the card is in the air. */
export function measure(drag) {
  drag.box = board.getBoundingClientRect();
  drag.scrolled = board.scrollLeft;
  drag.fell = board.scrollTop;
  drag.grouped = Boolean(board.dataset.group);
  drag.lanes = lanes().map((lane) => readLane(lane, drag));
  drag.dock = phone.matches ? openDock(drag) : null;
}

function readLane(lane, drag) {
  const list = listOf(lane);
  const inner = list.getBoundingClientRect();
  return {
    lane,
    list,
    box: lane.getBoundingClientRect(),
    inner,
    folded: lane.hasAttribute("data-ui-folded"),
    count: Number($(".lane__head", lane).dataset.count),
    limit: Number(lane.dataset.wipLimit) || 0,
    home: lane === laneOf(drag.card),
    pill: $(".wip span[aria-hidden]", lane),
    after: nextVisible(drag.card),
    items: cardsOf(lane)
      .filter((card) => !drag.cards.includes(card))
      .map((card) => ({ card, top: card.offsetTop, height: card.offsetHeight, row: card.dataset.uiRow })),
    rows: $$(":scope > .swim", list).map((head) => ({ key: head.dataset.group, top: head.offsetTop, height: head.offsetHeight })),
  };
}

function nextVisible(card) {
  let next = card.nextElementSibling;
  while (next && !next.matches(SHOWN)) next = next.nextElementSibling;
  return next;
}

/** One frame: aim, open the gap, scroll at the edges, move the ghost. */
export function aim(drag, time) {
  const passed = Math.min(32, time - (drag.last ?? time));
  drag.last = time;
  const over = docked(drag) ?? under(drag);
  const fallen = drag.grouped ? board.scrollTop - drag.fell : 0;
  const scrolled = drag.grouped ? fallen : over && !over.folded ? over.list.scrollTop : 0;
  if (over && !over.folded && (over !== drag.over || over.seen !== scrolled)) reread(over, scrolled); // the last read of this frame
  if (over !== drag.over) enter(drag, over, time);
  drag.target = over ? { list: over.list, before: over.folded || drag.onDock ? over.list.firstElementChild : null } : null;
  if (over && !over.folded && !drag.onDock) {
    open(drag, over, scrolled);
    scrollLane(drag, over, passed, time);
  }
  if (over?.folded && time - drag.entered > UNFOLD) unfold(drag, over);
  scrollBoard(drag, passed);
  drag.ghost.style.transform = `translate(${drag.x - drag.dx}px,${drag.y - drag.dy}px)`;
}

/** Cards have their own height only once they have been near the window. */
function reread(over, scrolled) {
  over.seen = scrolled;
  for (const item of over.items) {
    item.top = item.card.offsetTop;
    item.height = item.card.offsetHeight;
  }
}

function under(drag) {
  if (drag.y < drag.box.top - REACH || drag.y > drag.box.bottom + REACH) return null;
  const x = drag.x + board.scrollLeft - drag.scrolled;
  return drag.lanes.find(({ box }) => x >= box.left - 5 && x < box.right + 5) ?? null;
}

function enter(drag, over, time) {
  leave(drag.over);
  drag.over = over;
  drag.next = undefined;
  drag.entered = time;
  if (!over) return;
  const more = over.home ? 0 : drag.cards.length;
  const full = over.limit && more && over.count + more > over.limit;
  over.lane.dataset.uiOver = full ? "full" : "ok";
  if (full && over.pill) {
    over.was = over.pill.textContent;
    over.pill.textContent = `${over.count + more} / ${over.limit}`;
  }
}

/** Forget that a lane was aimed at. */
export function leave(over) {
  slot.remove();
  if (!over) return;
  delete over.lane.dataset.uiOver;
  if (over.was) over.pill.textContent = over.was;
  over.was = null;
  over.list.style.paddingBottom = "";
  for (const item of over.items) {
    item.open = false;
    item.card.style.translate = "";
  }
}

/** Make room of the card's own height where it would land. */
function open(drag, over, scrolled) {
  const middle = drag.y - drag.dy + drag.height / 2;
  const row = drag.grouped ? rowAt(over, drag.y - over.inner.top + scrolled) : null;
  const items = row ? over.items.filter((item) => item.row === row.key) : over.items;
  const next = items.find(({ top, height }) => middle < over.inner.top + top - scrolled + height / 2) ?? null;
  const end = items.at(-1);
  drag.target.row = row?.key;
  drag.target.before = next ? next.card : (end?.card.nextElementSibling ?? null);
  if (row) return line(over, next, end, row);
  if (drag.next === next && drag.seen === scrolled) return;
  const still = over.home && drag.cards.length === 1 && (next?.card ?? null) === over.after;
  part(drag, over, next, still);
  const y = next ? next.top : end ? end.top + end.height + GAP : 3;
  if (still) slot.remove();
  else {
    slot.style.height = `${drag.height}px`;
    slot.style.top = `${over.inner.top - over.box.top + y - scrolled}px`;
    if (slot.parentElement !== over.lane) over.lane.append(slot);
  }
  drag.next = next;
  drag.seen = scrolled;
}

const rowAt = (over, y) => over.rows.findLast(({ top }) => top <= y) ?? over.rows[0];

/** Rows stand beside those of other lanes, so nothing moves aside in them: a line says where the card goes. */
function line(over, next, end, row) {
  const y = next ? next.top - GAP / 2 : end ? end.top + end.height + GAP / 2 : row.top + row.height;
  slot.style.height = "4px";
  slot.style.top = `${over.inner.top - over.box.top + y - 2}px`;
  if (slot.parentElement !== over.lane) over.lane.append(slot);
}

/** Only what can be seen moves aside; the rest does as it comes near. */
function part(drag, over, next, still) {
  const [from, to] = [over.seen - NEAR, over.seen + over.inner.height + NEAR];
  let below = false;
  for (const item of over.items) {
    below ||= item === next;
    const wanted = below && !still && item.top < to && item.top + item.height > from;
    if (wanted === Boolean(item.open)) continue;
    item.open = wanted;
    item.card.style.transition = slide();
    item.card.style.translate = wanted ? `0 ${drag.height + GAP}px` : "";
  }
  const room = still ? "" : `${drag.height + 2 * GAP}px`;
  if (over.list.style.paddingBottom !== room) over.list.style.paddingBottom = room;
}

const pull = (at, from, to, zone) =>
  at < from + zone ? -Math.min(1, 1 - (at - from) / zone) : at > to - zone ? Math.min(1, 1 - (to - at) / zone) : 0;

function scrollLane(drag, over, passed, time) {
  const { top, bottom, height } = drag.grouped ? drag.box : over.inner;
  const force = pull(drag.y, top, bottom, Math.min(180, height / 4));
  const ramp = Math.min(1, (time - drag.entered) / RAMP);
  if (force) (drag.grouped ? board : over.list).scrollTop += force * SPEED * passed * ramp;
}

function scrollBoard(drag, passed) {
  const zone = Math.min(120, drag.box.width / 6);
  const force = drag.onDock ? 0 : pull(drag.x, drag.box.left, drag.box.right, zone);
  if (force) board.scrollLeft += force * SPEED * passed;
}

/** A folded lane opens under a card that waits over it. */
function unfold(drag, over) {
  delete over.lane.dataset.uiFolded;
  leave(drag.over);
  drag.over = null;
  measure(drag);
}

/** On a phone the other lanes are off the screen: all of them stand along the bottom edge. */
function openDock(drag) {
  if (drag.dock) return drag.dock;
  const dock = Object.assign(document.createElement("div"), { className: "dock" });
  for (const { lane } of drag.lanes) {
    dock.append(Object.assign(document.createElement("span"), { textContent: $(".lane__name", lane).textContent }));
  }
  document.body.append(dock);
  const boxes = [...dock.children].map((node) => ({ node, box: node.getBoundingClientRect() }));
  return { dock, boxes, top: dock.getBoundingClientRect().top };
}

function docked(drag) {
  if (!drag.dock) return null;
  drag.onDock = drag.y >= drag.dock.top;
  const at = drag.onDock ? drag.dock.boxes.findIndex(({ box }) => drag.x < box.right) : -1;
  for (const [i, { node }] of drag.dock.boxes.entries()) node.toggleAttribute("data-ui-over", i === at);
  return at < 0 ? null : drag.lanes[at];
}

/** Take away everything that only existed for the drag. */
export function clear(drag) {
  if (drag.over) delete drag.over.lane.dataset.uiOver;
  if (drag.over?.was) drag.over.pill.textContent = drag.over.was;
  drag.dock?.dock.remove();
  slot.remove();
}
