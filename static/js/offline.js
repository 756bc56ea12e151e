/** The last board seen can be read without a connection: a worker keeps it (offline-worker.js), this says so. */
import { board, element } from "./dom.js";
import { dates, gettext } from "./i18n.js";

const kept = document.body.dataset.offline;

/** A copy may not look as if it could be changed, and goes away as soon as the real one can be had. */
function sayItIsACopy() {
  document.body.dataset.may = "";
  const day = dates({ weekday: "short", hour: "2-digit", minute: "2-digit" }).format(new Date(kept));
  const time = `<time datetime="${kept}">${day}</time>`;
  const words = gettext("<strong>No connection.</strong> This is the board as it was on %(time)s; it cannot be changed now.", { time });
  const bar = element(
    `<div class="offline" role="status"><span>${words}</span><button type="button" class="btn">${gettext("Try again")}</button></div>`,
  );
  bar.querySelector("button").addEventListener("click", () => location.reload());
  document.querySelector("main").prepend(bar);
  addEventListener("online", () => location.reload());
}

/** Whether this page came past the worker. Its `controller` does not tell: a new worker takes over pages that are open. */
const passedBy = () => !performance.getEntriesByType("navigation")[0]?.workerStart;

/** Keep the board of this page: when the worker was not there at its opening, and when it changed until it is left. */
function keepBoard(worker) {
  const send = () => {
    const files = performance.getEntriesByType("resource").map(({ name }) => name);
    worker.active?.postMessage({ keep: location.origin + location.pathname, files: files.filter((name) => name.startsWith(`${location.origin}/static/`)) });
  };
  let changed = passedBy();
  document.addEventListener("board:changed", () => (changed = true));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && changed) send();
    changed &&= document.visibilityState !== "hidden";
  });
  if (changed) send();
  changed = false;
}

async function start() {
  await navigator.serviceWorker.register("/offline-worker.js");
  if (board) keepBoard(await navigator.serviceWorker.ready);
}

export function startOffline() {
  if (kept) return sayItIsACopy();
  if (!("serviceWorker" in navigator)) return;
  if (document.readyState === "complete") start();
  else addEventListener("load", start);
}
