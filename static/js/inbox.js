/** The inbox by keys: walk, open, choose, done, later; and the last act taken back. */
import "./app.js";
import { $, $$, tell } from "./dom.js";
import { say } from "./announce.js";
import { badge } from "./badge.js";
import { closeDrawer, opened } from "./drawer.js";
import { inTurn, post, token } from "./http.js";
import { gettext } from "./i18n.js";
import { startInboxLive } from "./inboxlive.js";
import { isGone, peeked, startPeek } from "./peek.js";
import { anywhere, startRows } from "./rows.js";
import { toast } from "./toast.js";

const rows = () => $$(".inbox__row");
const picked = () => rows().filter((row) => $("[data-pick]", row).checked);
const idsOf = (row) => $$("input[name=id]", row).map((field) => field.value);
const done = [];
let next = 0;

/** Press the button of the row; the focus goes on to the row that takes its place. */
function press(row, name) {
  const button = $(`[${name}]`, row);
  if (!button) return;
  next = rows().indexOf(row);
  button.click();
}

const refresh = () => htmx.ajax("GET", location.href, { target: "#inbox", swap: "outerMorph" });

const undo = inTurn(async () => {
  const ids = done.pop();
  if (!ids) return say(gettext("Nothing to undo"));
  const answer = await post("/inbox/undone/", { id: ids });
  if (!answer.ok) return toast(answer.data?.sentence ?? gettext("That could not be undone."), { kind: "error" });
  badge(answer.data.unread);
  await refresh();
  return say(gettext("Back in the inbox"));
});

/** The same for all that are chosen. */
async function bulk(what) {
  const ids = picked().flatMap(idsOf);
  if (!ids.length) return;
  next = rows().indexOf(picked()[0]);
  const fields = what === "later" ? { id: ids, until: $("#inbox-bulk").dataset.until } : { id: ids };
  const answer = await post(`/inbox/${what}/`, fields);
  if (!answer.ok) return toast(answer.data?.sentence ?? gettext("That could not be done."), { kind: "error" });
  choose(rows(), false);
  await refresh();
  tell("inbox:acted", answer.data);
}

function choose(which, on) {
  for (const row of which) $("[data-pick]", row).checked = on;
  count();
}

function count() {
  const bar = $("#inbox-bulk");
  if (!bar) return;
  const number = picked().length;
  bar.hidden = !number;
  $("#inbox-chosen").textContent = number;
}

function pick(row) {
  const box = $("[data-pick]", row);
  choose([row], !box.checked);
  const number = picked().length;
  say(box.checked ? gettext("Chosen, %(n)s in all", { n: number }) : gettext("Not chosen, %(n)s in all", { n: number }));
}

const orBulk = (what, name) => (row) => (picked().length ? bulk(what) : press(row, name));
const onDone = () => new URL(location.href).searchParams.get("show") === "done";

const list = startRows({
  rows,
  link: "a",
  keys: {
    e: (row) => orBulk(onDone() ? "undone" : "done", "data-done")(row),
    h: (row) => !onDone() && orBulk("later", "data-later")(row),
    w: (row) => press(row, "data-hear"),
    x: pick,
    o: (row) => $("a", row).click(),
    u: anywhere(undo),
    z: anywhere(undo),
    Escape: anywhere(() => closeDrawer()),
  },
  beside: () => $("#drawer").contains(document.activeElement) && peeked(),
});
startInboxLive(renewed);
startPeek({ focus: (row) => (row ? list.focus(row) : $("#inbox").focus()), read });

document.addEventListener("change", ({ target }) => target.matches("[data-pick]") && count());
document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-bulk]");
  if (!button) return;
  if (button.dataset.bulk === "none") choose(rows(), false);
  else bulk(button.dataset.bulk);
});

document.addEventListener("inbox:acted", ({ detail }) => {
  if (detail.ids.length) {
    done.push(detail.ids);
    toast(detail.text, { action: gettext("Undo"), key: "U", run: undo });
  } else toast(detail.text);
  say(detail.text);
  badge(detail.unread);
});

/** Drawn anew by itself: what is chosen stays so; a row that left with the focus gives it on, and opens no other card. */
function renewed({ lost }) {
  count();
  list.tabStops();
  if (lost < 0) return;
  if (opened()) $("#inbox").focus();
  else list.focus(rows()[Math.min(lost, rows().length - 1)]);
}

document.addEventListener("htmx:after:swap", ({ detail }) => {
  const target = detail.ctx?.target;
  if (target !== "#inbox" && target?.id !== "inbox") return;
  count();
  const gone = isGone();
  const row = rows()[Math.min(next, rows().length - 1)];
  if (gone && !row) closeDrawer();
  else if (gone || document.activeElement === document.body) list.focus(row);
});

/** What is opened has been read. The page may be left at once. */
async function read(row) {
  if (!row.hasAttribute("data-unread")) return;
  row.removeAttribute("data-unread");
  const body = new URLSearchParams(idsOf(row).map((id) => ["id", id]));
  const headers = { Accept: "application/json", "X-CSRFToken": token() };
  const answer = await fetch("/inbox/read/", { method: "POST", body, keepalive: true, headers }).catch(() => null);
  if (!answer?.ok) return;
  $(".inbox__unread", row)?.remove();
  badge((await answer.json()).unread);
}

document.addEventListener("click", ({ target }) => {
  const row = target.closest(".inbox__row[data-unread] .inbox__text a")?.closest(".inbox__row");
  if (row) read(row);
});
