/** Small acts on one card: each is a request, the answer is applied, and Z takes it back. */
import { tell } from "./dom.js";
import { apply } from "./changes.js";
import { newOp, post } from "./http.js";
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
        toast(answer.data?.sentence ?? "Not saved, no connection.", { kind: "error" });
      }
      return answer;
    }),
  );
}

export function block(card, blocked) {
  if (blocked) return put(card, "block", {}, `${card.dataset.ref} can go on`);
  return soon(() => tell("card:block", { card }));
}

export async function copyLink(card) {
  const address = new URL(`/c/${card.dataset.ref}/`, location.href).href;
  try {
    await navigator.clipboard.writeText(address);
    toast(`Link to ${card.dataset.ref} copied`);
  } catch {
    toast(address);
  }
}
