/** The line below what the next two weeks hold: dragged, or moved a card at a time by its buttons. */
import { $ } from "./dom.js";

const backlog = () => $("#backlog");

/** Draw it below a row; without one, where the team's days end. The answer is the table, and what undoes it. */
export function cutBelow(row) {
  const values = { after: row?.dataset.ref ?? "" };
  const path = `/boards/${backlog().dataset.key}/backlog/cut/${location.search}`;
  return htmx.ajax("POST", path, { source: "#backlog", target: "#backlog", swap: "outerMorph", values });
}

export function startCut(rows) {
  document.addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-cut]");
    if (!button) return;
    const by = Number(button.dataset.cut);
    const above = rows().filter((row) => row.compareDocumentPosition($("#cut")) & Node.DOCUMENT_POSITION_FOLLOWING);
    const last = by ? rows()[above.length - 1 + by] : null;
    if (by && !last) return;
    const { id } = button;
    await cutBelow(last);
    if (document.activeElement === document.body) (document.getElementById(id) ?? $("#cut button"))?.focus();
  });
}
