/** The headings of swim-lanes: one in each lane, at the same height in all of them, folded in all of them at once.
 *
 *  For screen readers a row is a heading and a list that owns its cards: in the document they stand in the order of
 *  their lane, whatever row they are in.
 */
import { $, $$, board, data, element, esc, icon, lanes, listOf, phone } from "./dom.js";
import { ngettext } from "./i18n.js";
import { keepLook } from "./look.js";

export const heads = (root = board) => $$(".swim", root);

/** The rows this person has folded, of each way to group. */
export const foldedRows = (by) => new Set(data.look.rows[by]);

export function keepFolded(by, keys, folded) {
  const all = foldedRows(by);
  for (const key of keys) all[folded ? "add" : "delete"](key);
  keepLook({ rows: { ...data.look.rows, [by]: [...all] } });
}

const head = (lane, key, name) => {
  const id = `row-${lane.dataset.lane}-${key}`.replace(/\s/g, "_");
  return element(
    `<li class="swim" data-group="${esc(key)}"><h3 id="${esc(id)}"><button type="button" data-row-fold aria-keyshortcuts="F">${icon("next", 14)}` +
      `<span class="swim__name">${esc(name)}</span> <span class="num" aria-hidden="true"></span><span class="vh"></span></button></h3>` +
      `<div role="list" aria-labelledby="${esc(id)}"></div></li>`,
  );
};

/** @param {{key: string, name: string, order: number}[]} rows from the top, without those that no lane has a card for */
export function drawHeads(rows, folded) {
  const wide = lanes().find((lane) => !lane.hasAttribute("data-ui-folded"));
  for (const lane of lanes()) {
    const list = listOf(lane);
    const old = heads(list);
    if (old.map((each) => each.dataset.group).join("|") !== rows.map(({ key }) => key).join("|")) {
      for (const each of old) each.remove();
      list.append(...rows.map(({ key, name }) => head(lane, key, name)));
    }
    const cards = $$(".card:not([data-ui-hide])", list);
    for (const [n, each] of heads(list).entries()) fill(each, rows[n], cards, folded, lane === wide);
  }
  align(rows.length);
}

function fill(node, { key, order }, cards, folded, tabbable) {
  const own = cards.filter((card) => card.dataset.uiRow === key);
  const button = $("button", node);
  node.style.order = order;
  $(".num", node).textContent = own.length || "";
  $(".vh", node).textContent = ngettext("%(n)s card", "%(n)s cards", own.length);
  button.setAttribute("aria-expanded", !folded.has(key));
  button.tabIndex = tabbable || phone.matches ? 0 : -1; // the others say and do the same
  const shown = folded.has(key) ? [] : own.sort((a, b) => a.style.order - b.style.order);
  $("[role=list]", node).setAttribute("aria-owns", shown.map((card) => card.id).join(" "));
  $("[role=list]", node).hidden = !shown.length;
}

/** Read all heights, then write all margins. */
function align(rows) {
  const columns = lanes().filter((lane) => !lane.hasAttribute("data-ui-folded")).map((lane) => heads(lane));
  for (const each of columns.flat()) each.style.marginTop = "";
  if (phone.matches) return; // one lane is on the screen at a time
  const heights = columns.map((column) => {
    const tops = column.map((each) => each.offsetTop);
    return tops.map((top, n) => (n + 1 < rows ? tops[n + 1] - top : 0));
  });
  const starts = columns.map(([first]) => (first ? listTop(first) : 0));
  columns.forEach(([first], i) => first && (first.style.marginTop = `${Math.max(...starts) - starts[i]}px`));
  for (let n = 1; n < rows; n++) {
    const most = Math.max(...heights.map((column) => column[n - 1]));
    columns.forEach((column, i) => (column[n].style.marginTop = `${most - heights[i][n - 1]}px`));
  }
}

/** Below the head and the policy of its lane, which differ in height. */
const listTop = (first) => first.parentElement.offsetTop;
