/** Lanes: folding, the rest of a long one, the tabs of the phone, and where each was scrolled to. */
import { $, $$, board, cardOf, cardsOf, data, element, laneOf, lanes, listOf, phone, reduced, tell } from "./dom.js";
import { draw } from "./clock.js";
import { get } from "./http.js";
import { gettext } from "./i18n.js";
import { keepLook } from "./look.js";
import { tabStops } from "./place.js";
import { toast } from "./toast.js";

const SCROLL = () => `scroll:${board.dataset.key}`;
const FRAMES = 4;
const smooth = () => (reduced.matches ? "auto" : "smooth");

function show(lane, folded) {
  lane.toggleAttribute("data-ui-folded", folded);
  $("[data-fold]", lane)?.setAttribute("aria-pressed", folded);
}

/** Fold a lane or unfold it. */
export function fold(lane, folded = !lane.hasAttribute("data-ui-folded")) {
  show(lane, folded);
  const names = lanes().filter((each) => each.hasAttribute("data-ui-folded")).map((each) => each.dataset.lane);
  tell("lanes:folded");
  if (names.join(" ") !== data.look.folded.join(" ")) keepLook({ folded: names });
}

/** Fetch the next cards of a lane; the button stays while there are more. */
export async function showMore(button) {
  const lane = laneOf(button);
  const last = $$(".card", lane).at(-1)?.dataset.ref ?? "";
  button.disabled = true;
  const { ok, data } = await get(`/boards/${board.dataset.key}/lanes/${lane.dataset.lane}/cards/?after=${last}`);
  button.disabled = false;
  if (!ok) return toast(gettext("The other cards could not be loaded."), { kind: "error" });
  const fresh = [...element(`<ol>${data.html}</ol>`).children].filter((card) => !document.getElementById(card.id));
  listOf(lane).append(...fresh);
  if (data.rest) $("span", button).textContent = gettext("Show %(n)s more", { n: data.rest });
  else button.remove();
  fresh.forEach((card) => draw(card));
  tabStops();
  tell("board:changed", { cards: fresh });
}

/** A filter looks at all cards, so all of them must be here. */
export async function showAll() {
  for (const button of $$("[data-more]", board)) while (button.isConnected && !button.disabled) await showMore(button);
}

/** By the topmost card that is seen and how far it is scrolled: what is above it may have another height next time. */
function rememberScroll() {
  const at = { x: board.scrollLeft, lanes: Object.fromEntries(lanes().map((lane) => [lane.dataset.lane, topmost(listOf(lane))])) };
  sessionStorage.setItem(SCROLL(), JSON.stringify(at));
}

function topmost(list) {
  const card = list.scrollTop ? cardsOf(laneOf(list)).find((each) => each.offsetTop + each.offsetHeight > list.scrollTop) : null;
  return card ? { ref: card.dataset.ref, by: list.scrollTop - card.offsetTop } : null;
}

/** Now, and in the frames in which the cards around get their own height. */
function restoreScroll(frames = FRAMES) {
  const at = JSON.parse(sessionStorage.getItem(SCROLL()) ?? "null");
  if (!at) return;
  board.scrollLeft = at.x;
  for (const each of Object.values(at.lanes)) {
    const card = each?.ref && cardOf(each.ref);
    if (card) card.parentElement.scrollTop = card.offsetTop + each.by;
  }
  if (frames) requestAnimationFrame(() => restoreScroll(frames - 1));
}

/** On a phone the tab strip follows the lane in view, and a tab brings its lane. */
function followTabs() {
  const tabs = $(".mlanes");
  const mark = (lane) => {
    for (const tab of $$("a", tabs)) tab.removeAttribute("aria-current");
    const tab = $(`a[href="#${lane.id}"]`, tabs);
    tab?.setAttribute("aria-current", "true");
    if (tab) tabs.scrollTo({ left: tab.offsetLeft - 16, behavior: smooth() });
  };
  const seen = new IntersectionObserver(
    (entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => mark(entry.target)),
    { root: board, threshold: 0.6 },
  );
  if (phone.matches) lanes().forEach((lane) => seen.observe(lane));
  tabs?.addEventListener("click", (event) => {
    const tab = event.target.closest("a");
    if (!tab) return;
    event.preventDefault();
    board.scrollTo({ left: $(tab.getAttribute("href")).offsetLeft - 12, behavior: smooth() });
  });
}

/** The lane in view on a phone, otherwise the first. */
export const laneInView = () => {
  const tab = phone.matches && $('.mlanes [aria-current="true"]');
  return (tab && $(tab.getAttribute("href"))) || lanes()[0];
};

export function startLanes() {
  const folded = data.look.folded.map(String);
  for (const lane of lanes()) if (folded.includes(lane.dataset.lane) && !phone.matches) show(lane, true);
  board.addEventListener("click", (event) => {
    const more = event.target.closest("[data-more]");
    if (more) showMore(more);
    const button = event.target.closest("[data-fold]");
    if (button) fold(laneOf(button));
  });
  followTabs();
  restoreScroll();
  addEventListener("pagehide", rememberScroll);
}
