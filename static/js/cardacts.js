/** Small acts on one card: each is a request, the answer is applied, and Z takes it back. */
import { board, tell } from "./dom.js";
import { warn } from "./announce.js";
import { apply } from "./changes.js";
import { newOp, post } from "./http.js";
import { gettext } from "./i18n.js";
import { soon } from "./later.js";
import { toast } from "./toast.js";
import { offer, remember, underWay } from "./undo.js";

/** @param {string} verb the last part of the card's address @param {string} words what the toast says when it is done */
export function put(card, verb, fields, words) {
  const { ref } = card.dataset;
  const op = newOp();
  return underWay(
    post(`/c/${ref}/${verb}/`, { ...fields, op }).then((answer) => {
      if (answer.ok) {
        apply(answer.data, { own: true });
        remember(op, ref);
        if (words) offer(words);
      } else if (answer.status !== 401) {
        toast(answer.data?.sentence ?? gettext("Not saved, no connection."), { kind: "error" });
      }
      return answer;
    }),
  );
}

/**
 * One act on many cards: one request, one undo; a card that was refused says why and stays selected.
 * @param {() => void} [back] puts the screen back when nothing of it was done
 */
export function putMany(cards, verb, fields, words, back) {
  const refs = cards.map((card) => card.dataset.ref);
  const op = newOp();
  for (const card of cards) card.dataset.uiPending = "";
  return underWay(
    post(`/boards/${board.dataset.key}/acts/`, { ref: refs, verb, ...fields, op }).then((answer) => {
      for (const card of cards) delete card.dataset.uiPending;
      if (answer.ok) many(answer.data, refs, op, words);
      else {
        back?.();
        if (answer.status !== 401) toast(answer.data?.sentence ?? gettext("Not saved, no connection."), { kind: "error" });
      }
      return answer;
    }),
  );
}

function many(answer, refs, op, words) {
  apply(answer, { own: true });
  const { refused } = answer;
  if (refused.length < refs.length) remember(op, refs[0]);
  if (!refused.length) return offer(words);
  const text = gettext("%(n)s of %(all)s stayed as they were. %(ref)s: %(why)s", { n: refused.length, all: refs.length, ref: refused[0].ref, why: refused[0].sentence });
  warn(text);
  offer(text, { kind: "error", ...(refused.length === refs.length ? { action: undefined } : {}) });
}

export function block(card, blocked) {
  if (blocked) return put(card, "block", {}, gettext("%(ref)s can go on", card.dataset));
  return soon(() => tell("card:block", { card }));
}

export async function copyLink(card) {
  const address = new URL(`/c/${card.dataset.ref}/`, location.href).href;
  try {
    await navigator.clipboard.writeText(address);
    toast(gettext("Link to %(ref)s copied", card.dataset));
  } catch {
    toast(address);
  }
}
