/** What was learned, by keys: walk the answers, open a card; "/" goes to the words. */
import "./app.js";
import { $, $$, typing } from "./dom.js";
import { singleKeys } from "./keyhelp.js";
import { startRows } from "./rows.js";

startRows({ rows: () => $$(".learn__one"), link: "h2 a", keys: { o: (row) => $("h2 a", row).click() } });
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.isComposing || event.metaKey || event.ctrlKey || event.altKey || typing(event.target) || !singleKeys()) return;
  event.preventDefault();
  $("#learn-q").select();
});
