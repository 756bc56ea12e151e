/** Numbers set in the row itself: belief, worth and days. Enter or leaving saves, Escape takes back. */
import { say } from "./announce.js";
import { post } from "./http.js";
import { gettext } from "./i18n.js";

/** @param {{failed: (answer: object, otherwise: string) => void, saved: () => void}} then */
export function startCells({ failed, saved }) {
  const isCell = (node) => node.matches?.(".cell");
  document.addEventListener("focusin", ({ target }) => isCell(target) && (target.dataset.was ??= target.value));
  document.addEventListener("focusout", ({ target }) => isCell(target) && save(target));
  document.addEventListener("keydown", (event) => {
    if (!isCell(event.target)) return;
    if (event.key === "Enter") {
      event.preventDefault(); // it would send the form around the table
      event.target.closest("tr").querySelector("a").focus();
    }
    if (event.key === "Escape") {
      event.target.value = event.target.dataset.was ?? "";
      event.target.closest("tr").querySelector("a").focus();
    }
  });

  async function save(cell) {
    const { was = "", field } = cell.dataset;
    delete cell.dataset.was;
    if (cell.value.trim() === was) return;
    const { ref } = cell.closest("tr").dataset;
    const answer = await post(`/c/${ref}/estimate/`, { field, value: cell.value });
    cell.toggleAttribute("aria-invalid", !answer.ok);
    if (!answer.ok) return failed(answer, gettext("That is no number for this.")); // what was typed stays to be corrected
    say(answer.data.text);
    saved();
  }
}
