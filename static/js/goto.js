/** Where G and a letter, and the palette, can go: the links that are on the page anyway. */
import { $, $$ } from "./dom.js";
import { gettext } from "./i18n.js";

const PLACES = [
  ["b", gettext("Board"), "board", '.tabs a[href$="/"]:first-child'],
  ["l", gettext("Backlog"), "backlog", '.tabs a[href$="/backlog/"]'],
  ["o", gettext("Log"), "log", '.tabs a[href$="/log/"]'],
  ["n", gettext("Insights"), "insights", '.tabs a[href$="/insights/"]'],
  ["i", gettext("Inbox"), "inbox", '.rail a[href="/inbox/"]'],
  ["s", gettext("Board settings"), "settings", '.tabs a[href$="/settings/"]'],
  ["a", gettext("All boards"), "boards", '.rail a[href="/boards/"]'],
  ["w", gettext("What we learned"), "bulb", '.rail a[href="/learnings/"]'],
  ["p", gettext("Your profile"), "user", '.rail a[href="/profile/"]'],
];

const ALSO = {
  b: gettext("kanban lanes"),
  o: gettext("research entries notebook"),
  l: gettext("ideas ranking"),
  n: gettext("charts figures statistics"),
  i: gettext("notifications messages"),
  s: gettext("limits lanes labels calendar"),
  a: gettext("home start"),
  p: gettext("password theme keyboard account"),
};

/** The named ones first, then every other link of the rail and the tabs. */
export function places() {
  const named = PLACES.map(([key, label, icon, selector]) => ({ key, label, icon, also: ALSO[key] ?? "", href: $(selector)?.href })).filter((place) => place.href);
  const known = new Set(named.map((place) => place.href));
  const others = $$(".tabs a, .rail a").filter((link) => !known.has(link.href) && known.add(link.href));
  return [...named, ...others.map((link) => ({ key: "", label: (link.getAttribute("aria-label") ?? link.textContent).trim(), icon: "right", also: gettext("page"), href: link.href }))];
}

export function go(key) {
  const place = places().find((each) => each.key && each.key === key);
  if (place) location.assign(place.href);
  return Boolean(place);
}
