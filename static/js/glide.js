/** What glides to its new place. Places are read before anything is written, and again in the frame that shows it: its
 *  layout is needed anyway, so an event handler never waits for it.
 */
import { EASE, reduced } from "./dom.js";

const ANIMATED = 40;
/** Where nodes stood before what was written in this frame; null is out of sight. @type {Map<Element, {left: number, top: number, lifted?: boolean}|null>} */
const stood = new Map();
/** @type {WeakMap<Element, Animation>} */
const gliding = new WeakMap();
let sought = null;
let frame = 0;

/** Remember where these stand, before anything is written. Who was looked at in this frame has its place already. */
export function look(elements) {
  if (reduced.matches || document.hidden) return;
  for (const node of elements) if (!stood.has(node)) stood.set(node, inSight(node));
  inFrame();
}

function inSight(node) {
  const box = node.getBoundingClientRect();
  return box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth ? box : null;
}

/** Let a node glide to its place from where the hand let it go, above all others. */
export function lookFrom(node, { left, top }) {
  if (reduced.matches || document.hidden) return;
  stood.set(node, { left, top, lifted: true });
  inFrame();
}

/** Change the document now and let what can be seen glide: read all, write, and in the frame read all, then animate. */
export function flip(elements, change) {
  look(elements);
  change();
}

/** Bring a node into view. */
export function seek(node) {
  sought = node;
  inFrame();
}

const inFrame = () => (frame ||= requestAnimationFrame(arrive));

/** In the frame, before it is painted. Who glides is not yet where it will be: the view follows before that begins. */
function arrive() {
  frame = 0;
  const moves = moved([...stood].filter(([node, old]) => old && node.isConnected));
  stood.clear();
  if (sought?.isConnected) sought.scrollIntoView({ block: "nearest", inline: "nearest" });
  sought = null;
  moves.forEach(glide);
}

/** Read all; what still glides from before begins anew from where it was seen. */
function moved(seen) {
  for (const [node] of seen) gliding.get(node)?.cancel();
  return seen
    .map(([node, old]) => {
      const now = node.getBoundingClientRect();
      return { node, dx: old.left - now.left, dy: old.top - now.top, lifted: old.lifted };
    })
    .filter(({ dx, dy }) => dx || dy)
    .slice(0, ANIMATED);
}

function glide({ node, dx, dy, lifted }) {
  const above = lifted ? { zIndex: 9 } : {};
  const frames = [{ transform: `translate(${dx}px,${dy}px)`, ...above }, { transform: "none", ...above }];
  gliding.set(node, node.animate(frames, { duration: 180, easing: EASE }));
}
