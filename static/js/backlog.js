/** The backlog: rank by drag, keys, buttons or a typed number; select rows; take the last act back. */
import "./app.js";
import { $, $$, data, element } from "./dom.js";
import { say } from "./announce.js";
import { inTurn, newOp, post } from "./http.js";
import { gettext } from "./i18n.js";
import { morph } from "./morph.js";
import { dragging, startReordering } from "./reorder.js";
import { anywhere, startRows } from "./rows.js";
import { startSimilar } from "./similar.js";
import { clearSelection, count, selected, toggle } from "./rowselect.js";
import { choicesWith, offersFrom } from "./filteroffers.js";
import { cutBelow, startCut } from "./cutline.js";
import { startCells } from "./cells.js";
import { startSuggestions } from "./suggest.js";
import { toast } from "./toast.js";

const KEEP = 20;
const SETTLE = 600;
const backlog = () => $("#backlog");
const list = () => $("#row-list");
const rows = () => $$("#row-list > tr[data-ref]");
const refOf = (row) => row.dataset.ref;
const ranks = () => backlog().hasAttribute("data-ranks");
const here = (path) => `/boards/${backlog().dataset.key}/${path}`;

const done = [];
let underway = Promise.resolve();
let acts = 0;
let settling;

/** Put a row before another one, or at the end; the server is told by its neighbours, never by a number. */
function place(row, before) {
  if (row.id === "cut") return dropCut(before);
  if (!ranks() || row === before || row.nextElementSibling === before) return;
  acts += 1;
  const focused = document.activeElement;
  list().insertBefore(row, before);
  focused?.focus?.({ preventScroll: true });
  renumber();
  const at = rows().indexOf(row);
  say(gettext("%(ref)s is number %(n)s of %(total)s", { ref: refOf(row), n: at + 1, total: rows().length }));
  const lane = backlog().dataset.lane;
  const op = newOp();
  const next = beside(row, 1);
  const previous = beside(row, -1);
  const fields = { lane, expected_lane: lane, op, before: next && refOf(next), after: previous && refOf(previous) };
  underway = underway.then(() => send(refOf(row), fields));
}

async function send(ref, fields) {
  const answer = await post(`/c/${ref}/placement/`, fields);
  if (answer.ok) {
    remember({ op: fields.op, ref });
    toast(gettext("%(ref)s has a new rank.", { ref }), { action: gettext("Undo"), key: "Z", run: undo });
  } else failed(answer, gettext("%(ref)s could not be moved.", { ref }));
  settle();
}

function failed(answer, otherwise) {
  toast(answer.data?.sentence ?? (answer.status ? otherwise : gettext("Not saved, no connection.")), { kind: "error" });
}

function remember(act) {
  done.push(act);
  if (done.length > KEEP) done.shift();
}

/** Numbers follow the rows only where all rows are on the screen. */
function renumber() {
  if (backlog().hasAttribute("data-filtered")) return;
  rows().forEach((row, index) => {
    const field = $(".rank", row);
    if (field) field.value = field.dataset.rank = index + 1;
  });
}

/** When the hands rest, the table as the server has it: scores, numbers and rows of others. */
function settle() {
  clearTimeout(settling);
  settling = setTimeout(refresh, SETTLE);
}

/** An answer that was asked for before the latest act is old news. */
async function refresh() {
  await underway;
  if (dragging() || document.activeElement?.matches(".rank, .cell")) return settle();
  const seen = acts;
  const answer = await fetch(location.href, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok) return null;
  const fresh = element(await answer.text());
  if (acts !== seen) return settle();
  morph(backlog(), fresh);
  htmx.process(backlog());
  walk.tabStops();
  return afterSwap();
}

const undo = inTurn(async () => {
  await underway;
  const last = done.pop();
  if (!last) return say(gettext("Nothing to undo"));
  const answer = "cut" in last
    ? await post(here("backlog/cut/"), { after: last.cut })
    : last.before
    ? await post(here("backlog/order/"), { ref: last.before })
    : await post(here("undo/"), { op_of: last.op, op: newOp() });
  if (!answer.ok) return failed(answer, gettext("That could not be undone."));
  await refresh();
  say(gettext("Undone"));
});

/** A number typed into the rank of a row counts in the whole backlog, whatever is filtered. */
async function typedRank(field) {
  const row = field.closest("tr");
  const rank = field.value.trim();
  if (rank === field.dataset.rank) return;
  if (!/^[1-9][0-9]*$/.test(rank)) {
    field.value = field.dataset.rank;
    toast(gettext("A place is a number from 1 to %(most)s.", { most: backlog().dataset.total }), { kind: "error" });
    return;
  }
  const op = newOp();
  const answer = await post(here("backlog/rank/"), { ref: refOf(row), rank, op });
  if (!answer.ok) {
    failed(answer, gettext("That is no place."));
    field.value = field.dataset.rank;
    return;
  }
  remember({ op, ref: refOf(row) });
  toast(answer.data.text, { action: gettext("Undo"), key: "Z", run: undo });
  say(answer.data.text);
  await refresh();
}

/** The card above or below; the line between them is no card. */
function beside(row, by) {
  const all = rows();
  return all[all.indexOf(row) + by] ?? null;
}

function shift(row, by) {
  const other = beside(row, by);
  if (other) place(row, by < 0 ? other : other.nextElementSibling);
}

/** The buttons of the bar rank without dragging: each selected row in turn. */
function rankSelected(to) {
  const chosen = to === "down" || to === "top" ? selected().reverse() : selected();
  for (const row of chosen) {
    if (to === "top") place(row, rows()[0]);
    else if (to === "bottom") place(row, null);
    else if (!chosen.includes(beside(row, to === "up" ? -1 : 1))) shift(row, to === "up" ? -1 : 1);
  }
}

/** Discussed, a concern, a concern settled: of the row of the button, or of the ticked ones of the form, as one act. */
function markRows({ dataset: { mark, only } }) {
  const values = { do: mark, op: newOp(), ...(only && { only }) };
  const path = here(`backlog/marks/${location.search}`);
  return htmx.ajax("POST", path, { source: "#rows", target: "#backlog", swap: "outerMorph", values });
}

function dropCut(before) {
  const all = rows();
  const at = before ? all.indexOf(before) : all.length;
  cutBelow(all[at - 1]);
}

/** A field that was typed in shows its old text until it is told; what somebody is at, or got wrong, stays. */
function showNumbers() {
  for (const field of $$(".rank, .cell", list() ?? backlog())) {
    if (field !== document.activeElement && !field.hasAttribute("aria-invalid")) field.value = field.getAttribute("value") ?? "";
  }
}

function afterSwap() {
  showNumbers();
  const csv = $("#backlog-csv");
  if (csv) csv.search = location.search;
  count();
}

/** What is taken from the suggestions is asked for like what is typed. */
function suggest() {
  const field = $("#filter-q");
  startSuggestions(field, offersFrom(choicesWith(() => data.offers.initiative)), () => field.dispatchEvent(new Event("input", { bubbles: true })));
}

startSimilar();
suggest();
startReordering({ list, item: "tr", move: place });
const walk = startRows({
  rows,
  link: ".ranked__title a",
  keys: {
    J: (row) => shift(row, 1),
    K: (row) => shift(row, -1),
    x: toggle,
    o: (row) => $("a", row).click(),
    z: anywhere(undo),
    c: anywhere(() => $("#add-title")?.focus()),
    "/": anywhere(() => $("#filter-q").focus()),
    Escape: anywhere(clearSelection),
  },
});
document.addEventListener("change", ({ target }) => {
  if (target.matches("#row-list input[type=checkbox]")) count();
});
document.addEventListener("focusout", ({ target }) => target.matches(".rank") && typedRank(target));
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches(".rank")) {
    event.preventDefault(); // it would send the form around the table
    $("a", event.target.closest("tr")).focus();
  }
  if (event.key !== "Escape" || event.defaultPrevented) return;
  if (event.target.matches(".rank")) event.target.value = event.target.dataset.rank;
  if (event.target.matches(".rank, #add-title, #filter-q")) event.target.blur();
});
document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-clear]")) clearSelection();
  if (target.closest("[data-new], [data-add]")) $("#add-title")?.focus();
  const to = target.closest("[data-rank-to]")?.dataset.rankTo;
  if (to) rankSelected(to);
});
document.addEventListener("backlog:ordered", ({ detail }) => {
  remember({ before: detail.before });
  toast(gettext("The order is applied."), { action: gettext("Undo"), key: "Z", run: undo });
});
document.addEventListener("backlog:cut", ({ detail }) => {
  remember({ cut: detail.before });
  toast(gettext("The line is drawn."), { action: gettext("Undo"), key: "Z", run: undo });
});
document.addEventListener("backlog:moved", ({ detail }) => {
  remember({ op: detail.op });
  toast(detail.text, { action: gettext("Undo"), key: "Z", run: undo });
});
document.addEventListener("submit", ({ target }) => target.id === "rows" && (target.elements.op.value = newOp()), true);
document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-mark]");
  if (button) markRows(button);
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.id !== "bulk-concern") return;
  event.preventDefault();
  markRows($("#bulk-raise"));
});
startCut(rows);
startCells({ failed, saved: settle });
document.addEventListener("htmx:after:swap", afterSwap);
document.addEventListener("htmx:after:request", ({ detail }) => {
  if (detail.ctx?.sourceElement?.id === "add" && detail.ctx.response?.raw?.ok) {
    $("#add-title").value = "";
    $("#add-title").focus();
  }
});
afterSwap();
