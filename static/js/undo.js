/** Undo: Z, the toast, and the server's own inverse for the last twenty acts of this page. */
import { board, cardOf, laneOf, nameOf } from "./dom.js";
import { say } from "./announce.js";
import { apply } from "./changes.js";
import { inTurn, newOp, post } from "./http.js";
import { gettext, ngettext } from "./i18n.js";
import { focusCard } from "./place.js";
import { toast } from "./toast.js";

const KEEP = 20;
const done = [];
/** Acts that are still on their way: undo waits for them. @type {Set<Promise<any>>} */
const underway = new Set();

/** Remember an act the server has acknowledged. */
export function remember(op, ref) {
  done.push({ op, ref });
  if (done.length > KEEP) done.shift();
}

/** Undo must not overtake what it undoes. */
export function underWay(promise) {
  underway.add(promise);
  promise.finally(() => underway.delete(promise));
  return promise;
}

export const offer = (text, options = {}) => toast(text, { action: gettext("Undo"), key: "Z", run: undo, ...options });

/** Z, Z takes back two acts, the later one first, however long the server takes. */
export const undo = inTurn(async () => {
  await Promise.allSettled([...underway]);
  const last = done.pop();
  if (!last) return say(gettext("Nothing to undo"));
  const answer = await post(`/boards/${board.dataset.key}/undo/`, { op_of: last.op, op: newOp() });
  if (!answer.ok) return toast(answer.data?.sentence ?? gettext("That could not be undone."), { kind: "error" });
  apply(answer.data, { own: true });
  const { refused = [], html, gone } = answer.data;
  if (refused.length) toast(gettext("Not all of it could be undone. %(why)s", { why: refused[0] }), { kind: "error" });
  const many = Object.keys(html).length + gone.length;
  const card = cardOf(last.ref);
  if (card) focusCard(card);
  if (many > 1) return say(ngettext("Undone. %(n)s card", "Undone. %(n)s cards", many));
  say(card ? gettext("Undone. %(ref)s is back in %(lane)s", { ref: last.ref, lane: nameOf(laneOf(card)) }) : gettext("Undone. %(ref)s", { ref: last.ref }));
});
