/** Swim-lanes: the cards of each lane in rows by person, label, type or initiative. A grouping on the screen, never a
 *  container: the order in the document and all counts are the lane's own; rows are CSS order, their headings
 *  (swimrows.js) stand at the end of each list. A card stands once, under the first of its people or labels.
 */
import { $, $$, board, cardsOf, data, tell } from "./dom.js";
import { say } from "./announce.js";
import { gettext } from "./i18n.js";
import { showAll } from "./lanes.js";
import { rows, tabStops } from "./place.js";
import { popup } from "./popup.js";
import { drawHeads, foldedRows, heads, keepFolded } from "./swimrows.js";

const NOBODY = "";
const NONE = { person: gettext("Nobody"), label: gettext("No label"), kind: gettext("Other"), initiative: gettext("No initiative") };
const KINDS = { hypothesis: gettext("Hypotheses"), exploration: gettext("Explorations"), task: gettext("Tasks") };
const WORDS = {
  "": gettext("No groups"),
  person: gettext("By person"),
  label: gettext("By label"),
  kind: gettext("By type"),
  initiative: gettext("By initiative"),
};
const COMMANDS = {
  "": gettext("Do not group the cards"),
  person: gettext("Group the cards by person"),
  label: gettext("Group the cards by label"),
  kind: gettext("Group the cards by type"),
  initiative: gettext("Group the cards by initiative"),
};
const TOLD = {
  "": gettext("Not grouped"),
  person: gettext("Grouped by person"),
  label: gettext("Grouped by label"),
  kind: gettext("Grouped by type"),
  initiative: gettext("Grouped by initiative"),
};

let by = "";
export const grouping = () => by;

const HAS = {
  person: (card) => card.dataset.people.split(" ").filter(Boolean),
  label: (card) => card.dataset.labels.split("|").filter(Boolean),
  kind: (card) => [card.dataset.kind],
  initiative: (card) => [card.dataset.initiative].filter(Boolean),
};

/** The row of a card: where it was dropped while it belongs there, otherwise the first it belongs to. */
function groupOf(card) {
  const has = HAS[by](card);
  const { uiGroup } = card.dataset;
  if (uiGroup !== undefined && (card.hasAttribute("data-ui-pending") || has.includes(uiGroup))) return uiGroup;
  return has[0] ?? NOBODY;
}

/** Every row there may be, in order; what belongs nowhere is the last. */
const known = () =>
  new Map([
    ...{
      person: () => [...data.people].sort((a, b) => (b.username === data.me) - (a.username === data.me)).map((p) => [p.username, p.name]),
      label: () => data.labels.map((label) => [label.name, label.name]),
      kind: () => Object.entries(KINDS),
      initiative: () => $$(".card[data-initiative]", board).map((card) => [card.dataset.initiative, $(".inichip", card)?.dataset.name ?? ""]),
    }[by](),
    [NOBODY, NONE[by]],
  ]);

/** Put every card into its row and make the rows of all lanes begin at the same height. */
export function regroup() {
  if (!by) return;
  const names = known();
  const order = [...names.keys()];
  const folded = foldedRows(by);
  const counts = new Map();
  for (const card of $$(".card", board)) {
    const key = groupOf(card);
    card.style.order = 2 * Math.max(0, order.indexOf(key)) + 1;
    card.dataset.uiRow = key;
    tuck(card, folded);
    if (!card.hasAttribute("data-ui-hide")) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const used = order.filter((key) => counts.has(key) || (by === "person" && key === data.me));
  drawHeads(used.map((key) => ({ key, name: names.get(key), order: 2 * order.indexOf(key) })), folded);
}

/** Out of sight with its row, unless somebody is at it: their row opens. */
function tuck(card, folded) {
  const { uiRow } = card.dataset;
  if (folded.has(uiRow) && card.contains(document.activeElement)) openRow(uiRow, folded);
  card.toggleAttribute("data-ui-tucked", folded.has(uiRow));
}

function openRow(key, folded) {
  keepFolded(by, [key], false);
  folded.delete(key);
  for (const card of $$(".card[data-ui-tucked]", board)) if (card.dataset.uiRow === key) delete card.dataset.uiTucked;
}

/** A card that is to have the focus has to be seen. */
function reveal(card) {
  if (!card.hasAttribute("data-ui-tucked")) return;
  keepFolded(by, [card.dataset.uiRow], false);
  regroup();
}

function undo() {
  for (const head of heads()) head.remove();
  for (const card of $$(".card", board)) {
    card.style.order = "";
    delete card.dataset.uiRow;
    delete card.dataset.uiTucked;
    delete card.dataset.uiGroup;
  }
}

/** Group the board, or not; the address says so. */
export async function setGrouping(fresh, { push = true } = {}) {
  const wanted = Object.hasOwn(WORDS, fresh) ? fresh : "";
  if (wanted === by) return;
  undo();
  by = wanted;
  const url = new URL(location.href);
  if (by) url.searchParams.set("group", by);
  else url.searchParams.delete("group");
  if (url.href !== location.href) history[push ? "pushState" : "replaceState"](history.state, "", url);
  show();
  if (by) await showAll();
  arrange();
  tell("groups:changed");
  say(TOLD[by]);
}

/** What Tab reaches is never out of sight. */
function arrange() {
  if (!by) return;
  regroup();
  tabStops();
}

function show() {
  if (by) board.dataset.group = by;
  else delete board.dataset.group;
  $("#group").textContent = by ? WORDS[by] : gettext("Group");
  $("#group").toggleAttribute("data-on", Boolean(by));
}

export const groupItems = () =>
  Object.entries(WORDS).map(([key, label]) => ({ label, command: COMMANDS[key], role: "menuitemradio", checked: key === by, run: () => setGrouping(key) }));

/** What a drop in another row changes: the person or the label it stood for. Type and initiative stay what they are. */
function regrouped(card, row) {
  const from = card.dataset.uiRow;
  if (!by || row === undefined || row === from) return null;
  if (by === "kind") return { stays: gettext("The type of %(ref)s stays what it is", card.dataset) };
  if (by === "initiative") return { stays: gettext("The initiative of %(ref)s stays what it is", card.dataset) };
  card.dataset.uiGroup = row;
  const name = known().get(row);
  const worn = row === NOBODY ? gettext("without label") : gettext("labelled %(name)s", { name });
  const theirs = row === NOBODY ? gettext("assigned to nobody") : gettext("assigned to %(name)s", { name });
  return { fields: { group: by, group_from: from, group_to: row }, words: by === "person" ? theirs : worn };
}

/** The cards beside this one in its row, or all of its lane. */
const rowOf = (lane, card) => cardsOf(lane).filter((each) => !by || each.dataset.uiRow === card.dataset.uiRow);

export function startGroups() {
  $("#group").addEventListener("click", ({ currentTarget }) => popup([gettext("Group the cards"), ...groupItems()], { anchor: currentTarget, label: gettext("Group the cards") }));
  Object.assign(rows, { beside: rowOf, placed: regroup, dropped: regrouped, reveal });
  for (const name of ["board:changed", "filter:shown", "lanes:folded"]) document.addEventListener(name, arrange);
  addEventListener("resize", regroup);
  addEventListener("popstate", () => setGrouping(new URLSearchParams(location.search).get("group") ?? "", { push: false }));
  setGrouping(new URLSearchParams(location.search).get("group") ?? "", { push: false });
}
