/** A picture that has days tells what one of them held: under a pointer, a finger, or by the arrow keys. */
import { $, $$ } from "./dom.js";
import { dates, gettext } from "./i18n.js";

const DAY = 86_400_000;
const STEPS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -7, PageUp: 7, Home: -Infinity, End: Infinity };
const written = dates({ timeZone: "UTC", day: "numeric", month: "short", year: "numeric" });

function follow(area) {
  const { first, lanes, counts, label } = area.dataset;
  const names = JSON.parse(lanes);
  const days = counts.split(";").map((day) => day.split(" "));
  const picture = area.closest(".figure__picture");
  const [line, said] = [$(".days__line", picture), $(".days__said", picture)];
  const hint = said.textContent;
  const last = days.length - 1;
  let now = last;

  const name = (day) => written.format(Date.parse(first) + day * DAY);
  const told = (day) => names.map((lane, n) => gettext("%(lane)s %(n)s", { lane, n: days[day][n] })).join(" · ");

  function show(day) {
    now = Math.min(Math.max(day, 0), last);
    const x = Number(area.getAttribute("x")) + (last ? (now / last) * Number(area.getAttribute("width")) : 0);
    for (const end of ["x1", "x2"]) line.setAttribute(end, x.toFixed(1));
    line.removeAttribute("visibility");
    said.textContent = `${name(now)}: ${told(now)}`;
    say();
  }

  function say() {
    area.setAttribute("aria-valuenow", now);
    area.setAttribute("aria-valuetext", `${name(now)}: ${told(now)}`);
  }

  function rest() {
    line.setAttribute("visibility", "hidden");
    said.textContent = hint;
  }

  function point(event) {
    const { left, width } = area.getBoundingClientRect();
    show(Math.round(((event.clientX - left) / width) * last));
  }

  function step(event) {
    if (!(event.key in STEPS) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    show(now + STEPS[event.key]);
  }

  for (const [key, value] of Object.entries({ tabindex: 0, role: "slider", "aria-label": label, "aria-valuemin": 0, "aria-valuemax": last })) area.setAttribute(key, value);
  say();
  area.addEventListener("pointerdown", point);
  area.addEventListener("pointermove", point);
  // A finger that is lifted leaves what it has asked for.
  area.addEventListener("pointerleave", (event) => event.pointerType !== "touch" && document.activeElement !== area && rest());
  area.addEventListener("focus", () => show(now));
  area.addEventListener("blur", rest);
  area.addEventListener("keydown", step);
}

$$(".days").forEach(follow);
