/** The first steps above the board: ticked while somebody works, put away for good with one button. */
import { $, $$, board, element } from "./dom.js";
import { say } from "./announce.js";
import { token } from "./http.js";
import { gettext } from "./i18n.js";

const REST = 1500;
const guide = () => $("#guide");
let waiting;

/** Tell what only the page has seen, and draw the steps anew. */
async function tick(done = "") {
  const body = new URLSearchParams(done ? { done } : {});
  const headers = { "HX-Request": "true", "X-CSRFToken": token() };
  const answer = await fetch(`/boards/${guide().dataset.key}/guide/`, { method: "POST", body, headers }).catch(() => null);
  if (!answer?.ok || !guide()) return;
  const before = $$("[data-done]", guide()).length;
  const html = (await answer.text()).trim();
  if (html) guide().replaceWith(element(html));
  else guide().remove();
  const ticked = guide() ? $$("[data-done]", guide()) : [];
  if (ticked.length > before) say(gettext("First steps: %(n)s of 4 done", { n: ticked.length }));
}

/** Once for all that one act changes; never while somebody is at the steps themselves. */
function later() {
  if (!guide() || $$("[data-done]", guide()).length === 4) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => guide() && !guide().contains(document.activeElement) && tick(), REST);
}

function swapped({ target }) {
  const drawer = target.closest?.("#drawer");
  if (!guide() || !drawer) return;
  if ($("[data-step='opened']:not([data-done])", guide())) tick("opened");
  else later();
}

export function startGuide() {
  if (!guide()) return;
  document.addEventListener("htmx:after:swap", swapped);
  document.addEventListener("board:changed", later);
  document.addEventListener("board:event", later);
  document.addEventListener("submit", async (event) => {
    if (event.target.id !== "guide-close") return;
    event.preventDefault();
    await tick("closed");
    board.focus();
  });
}
