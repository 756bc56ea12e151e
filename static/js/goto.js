/** Where G and a letter, and the palette, can go: the links that are on the page anyway. */
import { $ } from "./dom.js";

const PLACES = [
  ["b", "Board", "board", '.tabs a[href$="/"]:first-child'],
  ["l", "Backlog", "backlog", '.tabs a[href$="/backlog/"]'],
  ["n", "Insights", "insights", '.tabs a[href$="/insights/"]'],
  ["i", "Inbox", "inbox", '.rail a[href="/inbox/"]'],
  ["s", "Board settings", "settings", '.tabs a[href$="/settings/"]'],
  ["a", "All boards", "boards", '.rail a[href="/boards/"]'],
  ["w", "What we learned", "bulb", '.rail a[href="/learnings/"]'],
  ["p", "Your profile", "user", '.rail a[href="/profile/"]'],
];

export const places = () =>
  PLACES.map(([key, label, icon, selector]) => ({ key, label, icon, href: $(selector)?.href })).filter((place) => place.href);

export function go(key) {
  const place = places().find((each) => each.key === key);
  if (place) location.assign(place.href);
  return Boolean(place);
}
