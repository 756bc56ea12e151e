/** What others do, as it happens. Own echoes are known by their `op`; nothing lands while something is in the hand. */
import { $, $$, board, cardOf, data, laneById, lanes, listOf, tell } from "./dom.js";
import { say } from "./announce.js";
import { apply } from "./changes.js";
import { draw } from "./clock.js";
import { flip } from "./glide.js";
import { whenFree } from "./hold.js";
import { ops } from "./http.js";
import { gettext } from "./i18n.js";
import { soon } from "./later.js";
import { morph } from "./morph.js";
import { insert, tabStops } from "./place.js";
import { follow, whileSeen } from "./stream.js";

const QUIET = 10_000;
let seq = Number(board?.dataset.seq);
let stream = null;
let spoken = 0;

function receive(event, text, id) {
  if (event === "presence") return soon(({ heardPresence }) => heardPresence(text)).catch(() => {}); // who is here can wait
  const message = JSON.parse(text);
  if (event === "fragment") whenFree(() => apply(message, { echo: ops.has(message.op) }));
  else if (event === "resync") whenFree(resync);
  else heard(message);
  seq = Math.max(seq, id ?? 0); // not the seq of a fragment: the events behind it are still to come
  board.dataset.seq = seq;
}

/** An event of the log: who shows it draws it, and a move of my card by somebody else is told. */
function heard(event) {
  whenFree(() => tell("board:event", event));
  const card = event.card && cardOf(event.card);
  if (event.kind !== "card.moved" || event.actor === data.me || !card) return;
  const mine = card.dataset.people.split(" ").includes(data.me) || card.hasAttribute("data-ui-open");
  if (!mine || Date.now() - spoken < QUIET) return;
  spoken = Date.now();
  const name = data.people.find((person) => person.username === event.actor)?.name ?? event.actor;
  say(gettext("%(name)s moved %(ref)s to %(lane)s", { name, ref: event.card, lane: event.data.to }));
}

/** Too much was missed: read the whole board again and keep every node that is still on it. */
export async function resync() {
  const response = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!response?.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = $("#board", page);
  const same = lanes().map((lane) => lane.id).join() === $$(".lane", fresh).map((lane) => lane.id).join();
  if (!same) return location.reload();
  flip($$(".card", board), () => $$(".lane", fresh).forEach(redrawLane));
  seq = Math.max(seq, Number(fresh.dataset.seq));
  draw(board);
  tabStops();
  tell("board:changed", { cards: $$(".card", board) });
}

function redrawLane(fresh) {
  const lane = laneById(fresh.dataset.lane);
  const list = listOf(lane);
  morph($(".lane__head", lane), $(".lane__head", fresh));
  const wanted = $$(".card", fresh);
  wanted.forEach((card, at) => {
    const old = cardOf(card.dataset.ref);
    if (old?.hasAttribute("data-ui-pending")) return;
    const node = old ?? document.importNode(card, true);
    if (old && Number(card.dataset.version) >= Number(old.dataset.version)) morph(old, card);
    if (list.children[at] !== node) (node.isConnected ? insert : (n, l, b) => l.insertBefore(n, b))(node, list, list.children[at] ?? null);
  });
  const refs = new Set(wanted.map((card) => card.id));
  for (const card of $$(".card", list)) if (!refs.has(card.id) && !card.hasAttribute("data-ui-pending")) card.remove();
}

const WORDS = { open: "", lost: gettext("Reconnecting…"), out: gettext("Signed out"), gone: gettext("You no longer see this board") };

function state(name) {
  const chip = $("#stream-state");
  chip.hidden = name === "open";
  chip.textContent = WORDS[name];
  if (name === "out") soon(() => tell("auth:expired"));
}

function connect() {
  stream?.stop();
  stream = follow({ url: () => `/boards/${board.dataset.key}/events?after=${seq}`, on: receive, state });
}

export function startLive() {
  connect();
  whileSeen({ connect, stop: () => stream?.stop() });
}
