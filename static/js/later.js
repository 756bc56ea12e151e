/** What the first sight of the board does not need: composer, drawer, dialogs, menus, palette. It comes when the browser is
 *  idle, or at once when somebody wants it; a click that came too early is made again. Its address is on the page:
 *  rest.js imports modules that import this one, and file names that hold a hash of what they name cannot go in a ring.
 */
import { board } from "./dom.js";

const EARLY = "[data-add], [data-new], [data-gate], .card__menu, [data-palette], [data-keys-help], [data-theme-switch], .card__title a";
let loading;
let here = false;

/** The module rest.js, once it is here. */
export const rest = () => (loading ??= load().catch(again));

/** Do something with the rest, now or as soon as it is here. */
export const soon = (act) => rest().then(act);

async function load() {
  const { rest: address, htmx: library, sheets } = board.dataset;
  const looks = sheets.split(" ").map((href) => fetched("link", { rel: "stylesheet", href }));
  const [module] = await Promise.all([import(address), fetched("script", { src: library }), ...looks]);
  here = true;
  return module;
}

/** Without a connection there is no rest; the next one who wants it tries again. */
function again(error) {
  loading = null;
  throw error;
}

function fetched(tag, attributes) {
  return new Promise((done, failed) => {
    const node = Object.assign(document.createElement(tag), attributes, { onload: done, onerror: failed });
    document.head.append(node);
  });
}

function early(event) {
  const target = event.target.closest?.(EARLY);
  if (here || !target || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  soon(() => target.click()).catch(() => target.href && location.assign(target.href));
}

export function startLater() {
  addEventListener("click", early, true);
  const now = () => rest().catch(() => {}); // whoever needs it says so
  if (window.requestIdleCallback) requestIdleCallback(now, { timeout: 1000 });
  else setTimeout(now, 200);
}
