/** The search by keys: walk the results and open one; "/" goes back to the field. */
import "./app.js";
import { $, $$, typing } from "./dom.js";
import { singleKeys } from "./keyhelp.js";
import { startRows } from "./rows.js";

const field = $("#search-q");
const list = startRows({ rows: () => $$(".search__row"), link: "a", keys: { o: (row) => $("a", row).click() } });

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.metaKey || event.ctrlKey || event.altKey) return;
  if (event.target === field && event.key === "ArrowDown") list.focus($(".search__row"));
  else if (event.key === "/" && !typing(event.target) && singleKeys()) field.select();
  else return;
  event.preventDefault();
});
for (const select of $$("#search select")) select.addEventListener("change", () => field.value.trim() && field.form.requestSubmit());
