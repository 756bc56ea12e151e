/** "7 changes since Fri 14:05": the chip in the header, its panel, and the ring around the cards of a line. */
import { $, $$, board } from "./dom.js";
import { say } from "./announce.js";
import { get, post } from "./http.js";
import { gettext } from "./i18n.js";
import { toast } from "./toast.js";

const place = $("#since");
const address = `/boards/${board.dataset.key}/since/`;
const panel = () => $("#since-panel");
const lines = () => $$("a.since__line", panel());

async function fetchIt() {
  const answer = await get(address);
  if (answer.ok && !panel()?.matches(":popover-open")) place.innerHTML = answer.data.html;
}

function ring(line) {
  for (const card of $$(".card[data-since]", board)) delete card.dataset.since;
  for (const ref of line?.dataset.refs?.split(" ") ?? []) {
    const card = document.getElementById(`card-${ref}`);
    if (card) card.dataset.since = "";
  }
  const first = line && document.getElementById(`card-${line.dataset.refs.split(" ")[0]}`);
  first?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function pressed(event) {
  const by = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
  if (!by || event.metaKey || event.ctrlKey || event.altKey) return;
  event.preventDefault();
  event.stopPropagation();
  const all = lines();
  const at = all.indexOf(document.activeElement);
  all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(all.length - 1, at + by))]?.focus();
}

/** Only "Seen" moves the mark. */
async function seen(event) {
  event.preventDefault();
  const answer = await post(address, { seq: event.target.elements.seq.value });
  if (!answer.ok) return toast(answer.data?.sentence ?? gettext("That could not be saved."), { kind: "error" });
  ring(null);
  place.replaceChildren();
  say(gettext("Seen. The count starts anew."));
  $("#content").focus();
  return fetchIt();
}

export function startSince() {
  if (!place) return;
  place.addEventListener("pointerover", ({ target }) => ring(target.closest("a.since__line")));
  place.addEventListener("focusin", ({ target }) => ring(target.closest("a.since__line")));
  place.addEventListener("pointerleave", () => ring(null));
  place.addEventListener("submit", seen);
  place.addEventListener("keydown", (event) => event.target.closest("#since-panel") && pressed(event));
  place.addEventListener("toggle", ({ newState }) => (newState === "open" ? lines()[0]?.focus() : ring(null)), true);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && fetchIt());
  fetchIt();
}
