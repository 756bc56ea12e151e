/** Saved views: a filter with grouping and density under a name, one's own or the team's. */
import { $, $$, board, data, may } from "./dom.js";
import { say } from "./announce.js";
import { ask } from "./dialog.js";
import { filterText, setFilter } from "./filter.js";
import { grouping, setGrouping } from "./groups.js";
import { post } from "./http.js";
import { gettext } from "./i18n.js";
import { popup } from "./popup.js";
import { startReordering } from "./reorder.js";
import { toast } from "./toast.js";

const chip = () => $("#views");
const url = (rest = "") => `/boards/${board.dataset.key}/views/${rest}`;
const current = () => data.views.find((view) => String(view.id) === new URLSearchParams(location.search).get("view"));
const shown = () => ({ filter: filterText().trim(), grouping: grouping(), density: board.dataset.density ?? "" });
const differs = (view) => view.filter !== shown().filter || view.grouping !== shown().grouping;

/** Put a view on the screen; the address names it, and holds what it shows. */
export function openView(view, { push = true } = {}) {
  const address = new URL(location.href);
  if (view) address.searchParams.set("view", view.id);
  else address.searchParams.delete("view");
  history[push ? "pushState" : "replaceState"](history.state, "", address);
  if (view?.density) board.dataset.density = view.density;
  setGrouping(view?.grouping ?? "", { push: false });
  setFilter(view?.filter ?? "", { push: false });
  name();
}

function name() {
  const view = current();
  chip().textContent = view ? `${view.name}${differs(view) ? " *" : ""}` : gettext("Views");
  chip().toggleAttribute("data-on", Boolean(view));
}

async function send(rest, fields, words) {
  const answer = await post(url(rest), fields);
  if (!answer.ok) return toast(answer.data?.errors?.[0]?.message ?? answer.data?.sentence ?? gettext("Not saved, no connection."), { kind: "error" });
  data.views = answer.data.views;
  if (words) toast(words);
  return answer.data.view;
}

async function save() {
  const text = await ask({ title: gettext("Save this view"), lead: gettext("The filter, the groups and the density as they are now."), label: gettext("Name"), ok: gettext("Save") });
  if (!text) return;
  const made = await send("", { name: text, ...shown() }, gettext("View %(name)s saved. It is yours alone until you share it.", { name: text }));
  if (made) openView(data.views.find((view) => view.id === made));
}

async function rename(view) {
  const text = await ask({ title: gettext("Rename the view"), label: gettext("Name"), ok: gettext("Rename"), value: view.name });
  if (text && (await send(`${view.id}/`, { name: text }, gettext("The view is called %(name)s now.", { name: text })))) name();
}

async function remove(view) {
  await send(`${view.id}/removal/`, {}, gettext("View %(name)s removed.", view));
  if (!current()) openView(null);
}

async function openWith(view) {
  const answer = await post(`/boards/${board.dataset.key}/look/`, { view: view?.id ?? "" });
  if (!answer.ok) return toast(answer.data?.sentence ?? gettext("Not saved, no connection."), { kind: "error" });
  for (const each of data.views) each.default = each.id === view?.id;
  data.look.view = view?.id ?? null;
  toast(view ? gettext("The board opens with %(name)s for you.", view) : gettext("The board opens whole for you."));
}

const mayPut = (view) => data.views.length > 1 && (!view.shared || may("write_card"));

/** Before another view, or at the end of the list. */
async function put(view, before) {
  if (!(await send(`${view.id}/place/`, { before: before?.id ?? "" }))) return false;
  const n = data.views.findIndex((each) => each.id === view.id) + 1;
  say(gettext("%(name)s is number %(n)s of %(all)s", { name: view.name, n, all: data.views.length }));
  return true;
}

/** One place up or down; the menu stays, so that it can go on from there. */
async function shift(view, by, after) {
  const at = data.views.indexOf(view) + by;
  if (at < 0 || at === data.views.length) return;
  const others = data.views.filter((each) => each !== view);
  if (await put(view, others[at])) menu(after);
}

/** Dropped in the menu: there at once, and back where it was when that is refused. */
async function drop(row, before) {
  const named = (each) => data.views.find((view) => String(view.id) === each?.dataset.place);
  const view = named(row);
  row.parentElement.insertBefore(row, before ?? $$("[data-place]", row.parentElement).at(-1).nextSibling);
  await put(view, named(before));
  if (chip().getAttribute("aria-expanded") === "true") menu({ at: view.id });
}

/** What may be done with a view; the team's are written by those who write its cards. */
function acts(view, shifted) {
  const writes = !view.shared || may("write_card");
  const mine = view.author === data.me;
  const at = data.views.indexOf(view);
  const [isFirst, isLast] = [at === 0, at === data.views.length - 1];
  const moves = mayPut(view);
  const next = isFirst ? 1 : isLast ? -1 : shifted; // where the focus goes after a move
  return [
    writes && differs(view) && { label: gettext("Update %(name)s", view), icon: "check", run: () => send(`${view.id}/`, shown(), gettext("View %(name)s updated.", view)).then(name) },
    writes && { label: gettext("Rename…"), icon: "edit", run: () => rename(view) },
    !view.shared && may("write_card") && { label: gettext("Share with the team"), icon: "users", run: () => send(`${view.id}/`, { shared: true }, gettext("%(name)s is the team's now.", view)) },
    view.shared && mine && { label: gettext("Keep to myself"), icon: "lock", run: () => send(`${view.id}/`, { shared: false }, gettext("%(name)s is yours alone now.", view)) },
    moves && { label: gettext("Move up"), icon: "up", disabled: isFirst, focus: shifted && next < 0, run: () => shift(view, -1, { shifted: -1 }) },
    moves && { label: gettext("Move down"), icon: "down", disabled: isLast, focus: shifted && next > 0, run: () => shift(view, 1, { shifted: 1 }) },
    view.default ? { label: gettext("Open the board whole again"), icon: "board", run: () => openWith(null) } : { label: gettext("Open the board with it"), icon: "board", run: () => openWith(view) },
    writes && { label: gettext("Remove"), icon: "trash", run: () => remove(view) },
  ].filter(Boolean);
}

/** @param {number} [at] which of them has the focus */
export const viewItems = (at) =>
  data.views.map((view) => ({
    label: view.name,
    place: view.id,
    focus: view.id === at,
    shift: mayPut(view) ? (by) => shift(view, by, { at: view.id }) : undefined,
    role: "menuitemradio",
    checked: view === current(),
    sub: [view.shared ? gettext("team") : "", view.default ? gettext("opens") : ""].filter(Boolean).join(", "),
    run: () => openView(view),
  }));

/** @param {{shifted?: number, at?: number}} [after] what was just moved: the open view, or one of the list */
function menu({ shifted = 0, at } = {}) {
  const view = current();
  const whole = { label: gettext("The whole board"), role: "menuitemradio", checked: !view, run: () => openView(null) };
  const more = view ? [null, ...acts(view, shifted)] : [];
  popup([gettext("Views"), whole, ...viewItems(at), null, { label: gettext("Save as a new view…"), icon: "plus", run: save }, ...more], { anchor: chip(), label: gettext("Views") });
}

export const saveView = save;

export function startViews() {
  chip().addEventListener("click", () => menu());
  startReordering({ list: () => $("#menu"), item: "[data-place]", move: drop });
  for (const kind of ["filter:changed", "groups:changed", "popstate"]) (kind === "popstate" ? window : document).addEventListener(kind, () => setTimeout(name));
  const start = data.views.find((view) => view.id === data.look.view);
  if (start && !location.search) openView(start, { push: false });
  else name();
}
