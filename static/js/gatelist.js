/** The list of gates by keys: walk and open. */
import "./app.js";
import { $, $$ } from "./dom.js";
import { startRows } from "./rows.js";

startRows({ rows: () => $$(".gates__row"), link: "a", keys: { o: (row) => $("a", row).click() } });
