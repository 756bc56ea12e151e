/** Settings of a board: lanes in another order by dragging. The arrows beside each lane do the same without. */
import { $, $$ } from "./dom.js";
import { say } from "./announce.js";
import { post } from "./http.js";
import { gettext } from "./i18n.js";
import { startReordering } from "./reorder.js";
import { toast } from "./toast.js";

const list = () => $("#lane-rows");
const lanes = () => $$("#lane-rows > li");

async function move(row, before) {
  const next = row.nextElementSibling;
  list().insertBefore(row, before);
  const position = lanes().indexOf(row);
  const answer = await post($("form[action$='/position/']", row).action, { position });
  if (!answer.ok) {
    list().insertBefore(row, next);
    return toast(answer.data?.sentence ?? gettext("The lane could not be moved."), { kind: "error" });
  }
  renumber();
  say(gettext("%(lane)s is lane %(place)s of %(n)s", { lane: $(".lane-row__name", row).textContent, place: position + 1, n: lanes().length }));
  return toast(gettext("Saved."));
}

/** The arrows go on from where the lanes now are. */
function renumber() {
  const all = lanes();
  all.forEach((row, index) => {
    for (const [name, to] of [["up", index - 1], ["down", index + 1]]) {
      const button = $(`[data-${name}]`, row);
      if (!button) continue;
      button.disabled = name === "up" ? index < 2 : index === all.length - 1;
      $("input[name=position]", button.form).value = to;
    }
  });
}

/** A part of the page that the address names is opened. */
function openNamed() {
  const named = document.getElementById(location.hash.slice(1));
  const fold = named?.matches("details") ? named : null;
  if (fold) fold.open = true;
}

if (list()) startReordering({ list, item: "li[data-item]", move });
addEventListener("hashchange", openNamed);
openNamed();
