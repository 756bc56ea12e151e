/** Draws what depends on the time: time-boxes, ages, blocked days, dates. Once a minute, and after each change. */
import { $$, board, data, icon, laneOf, tell } from "./dom.js";
import { dates, gettext, ngettext } from "./i18n.js";
import { calendar, minutesBetween } from "./worktime.js";

const MINUTE = 60_000;
const ARC = 100;
const SHAPES = {
  arc: '<circle class="trk" cx="8" cy="8" r="6"/><circle class="arc" cx="8" cy="8" r="6" pathLength="100"/>',
  planned: '<circle class="trk" cx="8" cy="8" r="6"/>',
  paused: '<circle class="trk" cx="8" cy="8" r="6"/><path class="glyph" d="M6.6 6v4M9.4 6v4"/>',
  late: '<circle class="trk" cx="8" cy="8" r="6.5"/><path class="glyph" d="M8 4.8v3.7M8 11.1v.05"/>',
  decided: '<circle class="trk" cx="8" cy="8" r="6"/><path class="glyph" d="M5.4 8.2l1.8 1.8 3.4-3.8"/>',
};

const zone = data.zone;
const format = (options) => dates({ timeZone: zone, ...options });
const clockTime = format({ hour: "2-digit", minute: "2-digit" });
const weekday = format({ weekday: "short" });
const dayMonth = format({ day: "numeric", month: "short" });
const full = format({ weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const isoDay = format({ year: "numeric", month: "2-digit", day: "2-digit" });
const sameDay = (a, b) => isoDay.format(a) === isoDay.format(b);

/** A day as people say it: the time today, the weekday within a week, otherwise the date. */
function when(date, now) {
  if (sameDay(date, now)) return clockTime.format(date);
  return Math.abs(date - now) < 6 * 24 * 60 * MINUTE ? weekday.format(date) : dayMonth.format(date);
}

const days = (minutes, perDay) => Math.ceil(Math.round(minutes) / perDay);

/** What a box shows now: state by shape, words and colour, in that order. */
function read(chip, now) {
  const box = chip.dataset;
  const perDay = Number(box.perDay) || 480;
  const budget = Number(box.budget);
  const total = days(budget, perDay);
  const due = ends(box);
  if (box.box === "planned") {
    const words = budget < perDay ? gettext("%(n)s h box", { n: Math.ceil(budget / 60) }) : gettext("%(n)s d box", { n: total });
    return { state: "planned", words, title: ngettext("Time-box: %(n)s working day, not started", "Time-box: %(n)s working days, not started", total) };
  }
  if (box.box === "closed") {
    const at = box.decided && new Date(box.decided);
    return { state: "decided", words: at ? when(at, now) : gettext("Done"), title: at ? gettext("Decided %(at)s", { at: full.format(at) }) : gettext("Time-box closed") };
  }
  if (box.box === "paused" && !(due && due <= now)) {
    const left = Math.max(0, days(budget - Number(box.accrued) / 60, perDay));
    return { state: "paused", words: gettext("%(n)s d left", { n: left }), title: ngettext("The clock stands still. %(left)s of %(n)s working day left", "The clock stands still. %(left)s of %(n)s working days left", total, { left }) };
  }
  if (due && due <= now) return over(due, now, box.calendar, perDay);
  if (!due || box.box === "expired") return { state: "late", words: gettext("Over"), title: gettext("Time-box ended. A decision is due") };
  return running({ box, now, due, budget, perDay, total });
}

/** When it is over: the budget used, or the last date, which no pause moves. */
function ends(box) {
  const dates = [box.due, box.box === "planned" || box.box === "closed" ? "" : box.hard].filter(Boolean);
  return dates.length ? new Date(Math.min(...dates.map((each) => new Date(each)))) : null;
}

function over(due, now, id, perDay) {
  const minutes = minutesBetween(id, due, now);
  const late = minutes === null ? 11 : days(minutes, perDay);
  const words = late > 10 ? gettext("over since %(day)s", { day: dayMonth.format(due) }) : late < 1 ? gettext("Time is up") : gettext("%(n)s d over", { n: late });
  return { state: "late", words, title: gettext("Time-box ended %(at)s. A decision is due", { at: full.format(due) }) };
}

function running({ box, now, due, budget, perDay, total }) {
  const minutes = minutesBetween(box.calendar, now, due);
  const at = full.format(due);
  if (minutes === null) return { state: "run", share: 1, words: gettext("Ends %(day)s", { day: dayMonth.format(due) }), title: gettext("Time-box ends %(at)s", { at }) };
  const left = days(minutes, perDay);
  const soon = minutes <= perDay || minutes <= budget / 5;
  return {
    state: soon ? "soon" : "run",
    share: Math.min(1, minutes / budget),
    words: soon ? gettext("Ends %(day)s", { day: when(due, now) }) : gettext("%(n)s d left", { n: left }),
    title: ngettext("Time-box ends %(at)s. %(left)s of %(n)s working day left", "Time-box ends %(at)s. %(left)s of %(n)s working days left", total, { at, left }),
  };
}

/** Put a state into the chip; the drawing changes only when the shape does. */
function paint(chip, { state, words, title, share }) {
  const [drawing, text] = chip.children;
  const shape = state === "run" || state === "soon" ? "arc" : state;
  if (drawing.dataset.uiShape !== shape) {
    drawing.innerHTML = SHAPES[shape];
    drawing.dataset.uiShape = shape;
  }
  if (shape === "arc") drawing.lastElementChild.setAttribute("stroke-dasharray", `${(share * ARC).toFixed(0)} 100`);
  chip.dataset.state = state;
  chip.title = title;
  if (text.textContent !== words) text.textContent = words;
  const card = chip.closest(".card");
  card?.toggleAttribute("data-ui-late", state === "late");
}

const DRAW = {
  box: (chip, now) => paint(chip, read(chip, now)),
  age(node, now) {
    const card = node.closest(".card");
    const role = card && laneOf(card)?.dataset.role;
    const calm = role !== "active" && role !== "review";
    const here = calm ? 0 : workingDays(card.dataset.entered, now);
    node.textContent = here >= 2 ? gettext("%(n)s d here", { n: here }) : "";
    node.title = here >= 2 ? ngettext("%(n)s working day in this lane", "%(n)s working days in this lane", here) : "";
  },
  blocked(node, now) {
    const n = workingDays(node.dataset.since, now);
    node.textContent = n ? gettext("Blocked %(n)s d", { n }) : gettext("Blocked");
  },
  help(node, now) {
    const n = workingDays(node.dataset.since, now);
    const hours = Math.floor((now - new Date(node.dataset.since)) / (60 * MINUTE));
    const long = hours ? gettext("Help wanted for %(n)s h", { n: hours }) : gettext("Help wanted");
    node.textContent = n ? gettext("Help wanted for %(n)s d", { n }) : long;
    node.title = gettext("Asked %(at)s", { at: full.format(new Date(node.dataset.since)) });
  },
  quiet,
  date(node, now) {
    const date = new Date(node.dateTime);
    node.textContent = when(date, now);
    node.title = full.format(date);
  },
};

const QUIET = 2;
const SILENT = 4;

/** An active card of which nobody has written for two working days, since it came into its lane at least. */
function quiet(node, now) {
  const card = node.closest(".card, [data-ref]");
  const role = card.matches(".card") ? laneOf(card)?.dataset.role : node.dataset.role;
  const entered = node.dataset.entered ?? card.dataset.entered;
  const since = [node.dataset.since, entered].filter(Boolean).sort((a, b) => new Date(a) - new Date(b)).at(-1);
  const days = role === "active" ? workingDays(since, now) : 0;
  node.hidden = days < QUIET;
  if (node.hidden) return;
  node.dataset.state = days < SILENT ? "quiet" : "silent";
  const drawing = icon(days < SILENT ? "comment" : "warn", 14);
  node.innerHTML = `${drawing}<span>${days < SILENT ? gettext("Quiet for %(n)s d", { n: days }) : gettext("Silent for %(n)s d", { n: days })}</span>`;
  node.title = ngettext("No entry in the research log for %(n)s working day", "No entry in the research log for %(n)s working days", days);
}

/** Whole working days since then, by the calendar the board has now. */
function workingDays(since, now) {
  const { id, perDay } = calendar();
  const minutes = minutesBetween(id, new Date(since), now);
  return minutes === null ? Math.floor((now - new Date(since)) / (24 * 60 * MINUTE)) : Math.floor(minutes / perDay);
}

/** Draw everything below a node that follows the clock. */
export function draw(root = document) {
  const now = new Date();
  for (const node of $$("[data-clock]", root)) DRAW[node.dataset.clock](node, now);
}

export function startClock() {
  const tick = () => {
    draw(board);
    tell("clock:drawn");
  };
  tick();
  setInterval(tick, MINUTE);
  document.addEventListener("visibilitychange", () => document.hidden || tick());
}
