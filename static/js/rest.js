/** Everything of the board that later.js fetches, started and under one name. */
import "./app.js";
import { startFilter } from "./filter.js";
import { startGroups } from "./groups.js";
import { startViews } from "./views.js";
import { startDrawer } from "./drawer.js";
import { startGates } from "./gates.js";
import { startGuide } from "./guide.js";
import { gettext } from "./i18n.js";
import { anywhere, boardCommands, cardCommands, people } from "./commands.js";
import { startOpened } from "./opened.js";
import { setCommands } from "./palette.js";
import { startPresence } from "./presence.js";
import { startQuickAdd } from "./quickadd.js";
import { startSimilar } from "./similar.js";
import { startSince } from "./since.js";
import { remember } from "./undo.js";

startFilter();
startGroups();
startViews();
startGates();
startGuide();
startPresence();
startQuickAdd();
startOpened();
startDrawer();
startSimilar();
startSince();
setCommands((card) => [[...cardCommands(card), 20], [gettext("Board"), [...boardCommands(), ...anywhere()], 14], [gettext("People"), people(), 6]]);
document.addEventListener("card:acted", ({ detail }) => remember(detail.op, detail.ref));

export { closeDrawer, openDrawer, stepDrawer } from "./drawer.js";
export { openGate } from "./gates.js";
export { go } from "./goto.js";
export { showKeys } from "./keyhelp.js";
export { heard as heardPresence } from "./presence.js";
export { quickAdd } from "./quickadd.js";
export { editTitle } from "./title.js";
