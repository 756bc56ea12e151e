/** How much waits in the inbox: on the links to it, on every page that follows a stream. */
import { $, $$, tell } from "./dom.js";
import { gettext } from "./i18n.js";

export function badge(unread) {
  for (const dot of $$(".badge-dot")) {
    dot.textContent = unread > 99 ? "99+" : unread;
    dot.hidden = !unread;
  }
  $("#nav-inbox")?.setAttribute("aria-label", unread ? gettext("Inbox, %(n)s unread", { n: unread }) : gettext("Inbox"));
}

/** What a stream has said of it. */
export function waiting(told) {
  badge(told.unread);
  tell("inbox:waiting", told);
}
