/** Counts working time with the spans the server worked out for each version of the board's calendar. */
import { data } from "./dom.js";

const calendars = new Map();

/** @returns {{starts: number[], ends: number[]}} minutes since 1970, from gaps and lengths in turn */
function spansOf(id) {
  if (calendars.has(id)) return calendars.get(id);
  const flat = data.calendars?.[id] ?? [];
  const starts = [];
  const ends = [];
  let at = 0;
  for (let i = 0; i < flat.length; i += 2) {
    starts.push((at += flat[i]));
    ends.push((at += flat[i + 1]));
  }
  const spans = { starts, ends };
  calendars.set(id, spans);
  return spans;
}

/** The working minutes between two dates, or null when the spans do not reach that far. */
export function minutesBetween(id, from, to) {
  const { starts, ends } = spansOf(id);
  const a = from / 60_000;
  const b = to / 60_000;
  if (!starts.length || a < starts[0] - 24 * 60 * 14 || b > ends.at(-1) + 24 * 60 * 14) return null;
  let sum = 0;
  for (let i = 0; i < starts.length && starts[i] < b; i += 1) {
    sum += Math.max(0, Math.min(b, ends[i]) - Math.max(a, starts[i]));
  }
  return sum;
}

/** The calendar the board has now, and the length of its usual day. */
export function calendar() {
  return { id: data.calendar?.id, perDay: data.calendar?.perDay ?? 480 };
}
