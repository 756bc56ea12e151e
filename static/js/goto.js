/** Where G and a letter, and the palette, can go: the links that are on the page anyway. */
import { $, $$ } from "./dom.js";

const PLACES = [
  ["b", "Board", "board", '.tabs a[href$="/"]:first-child'],
  ["l", "Backlog", "backlog", '.tabs a[href$="/backlog/"]'],
  ["o", "Log", "log", '.tabs a[href$="/log/"]'],
  ["n", "Insights", "insights", '.tabs a[href$="/insights/"]'],
  ["i", "Inbox", "inbox", '.rail a[href="/inbox/"]'],
  ["s", "Board settings", "settings", '.tabs a[href$="/settings/"]'],
  ["a", "All boards", "boards", '.rail a[href="/boards/"]'],
  ["w", "What we learned", "bulb", '.rail a[href="/learnings/"]'],
  ["p", "Your profile", "user", '.rail a[href="/profile/"]'],
];

const ALSO = { b: "kanban lanes", o: "research entries notebook", l: "ideas ranking", n: "charts figures statistics", i: "notifications messages", s: "limits lanes labels calendar", a: "home start", p: "password theme keyboard account" };

/** The named ones first, then every other link of the rail and the tabs. */
export function places() {
  const named = PLACES.map(([key, label, icon, selector]) => ({ key, label, icon, also: ALSO[key] ?? "", href: $(selector)?.href })).filter((place) => place.href);
  const known = new Set(named.map((place) => place.href));
  const others = $$(".tabs a, .rail a").filter((link) => !known.has(link.href) && known.add(link.href));
  return [...named, ...others.map((link) => ({ key: "", label: (link.getAttribute("aria-label") ?? link.textContent).trim(), icon: "right", also: "page", href: link.href }))];
}

export function go(key) {
  const place = places().find((each) => each.key && each.key === key);
  if (place) location.assign(place.href);
  return Boolean(place);
}
