/** The inbox by keys: walk, open, done, later; and the last act taken back. */
import "./app.js";
import { $, $$ } from "./dom.js";
import { say } from "./announce.js";
import { post, token } from "./http.js";
import { anywhere, startRows } from "./rows.js";
import { toast } from "./toast.js";

const rows = () => $$(".inbox__row");
const done = [];
let next = 0;

/** Press the button of the row; the focus goes on to the row that takes its place. */
function press(row, name) {
  const button = $(`[${name}]`, row);
  if (!button) return;
  next = rows().indexOf(row);
  button.click();
}

async function undo() {
  const ids = done.pop();
  if (!ids) return say("Nothing to undo");
  const answer = await post("/inbox/undone/", { id: ids });
  if (!answer.ok) return toast(answer.data?.sentence ?? "That could not be undone.", { kind: "error" });
  await htmx.ajax("GET", location.href, { target: "#inbox", swap: "outerMorph" });
  return say("Back in the inbox");
}

const list = startRows({
  rows,
  link: "a",
  keys: {
    e: (row) => press(row, "data-done"),
    h: (row) => press(row, "data-later"),
    o: (row) => $("a", row).click(),
    z: anywhere(undo),
  },
});

document.addEventListener("inbox:acted", ({ detail }) => {
  done.push(detail.ids);
  toast(detail.text, { action: "Undo", key: "Z", run: undo });
  say(detail.text);
  badge(detail.unread);
});

function badge(unread) {
  for (const dot of $$(".badge-dot")) {
    dot.textContent = unread > 99 ? "99+" : unread;
    dot.hidden = !unread;
  }
}

document.addEventListener("htmx:after:swap", () => {
  if (document.activeElement === document.body) list.focus(rows()[Math.min(next, rows().length - 1)]);
});

/** What is opened has been read. */
document.addEventListener("click", ({ target }) => {
  const row = target.closest(".inbox__row[data-unread] a")?.closest(".inbox__row");
  if (!row) return;
  const body = new URLSearchParams($$("input[name=id]", row).map((field) => ["id", field.value]));
  fetch("/inbox/read/", { method: "POST", body, keepalive: true, headers: { Accept: "application/json", "X-CSRFToken": token() } });
});
