/** What the server finds for the words in the palette, a moment after the last key. */
import { get } from "./http.js";
import { gettext } from "./i18n.js";

const AFTER = 150;
let timer;

/**
 * @param {string} query
 * @param {(found: {label: string, sub?: string, icon: string, run: () => void}[]) => void} add called once, or never
 */
export function findLater(query, add) {
  clearTimeout(timer);
  if (query.trim().length < 2) return;
  timer = setTimeout(async () => {
    const answer = await get(`/search/?${new URLSearchParams({ q: query })}`);
    if (!answer.ok) return;
    const open = (url) => () => location.assign(url);
    const found = answer.data.results.map((each) => ({ label: each.title, sub: each.ref, icon: each.kind, run: open(each.url) }));
    add([...found, { label: gettext("Search everything for “%(query)s”", { query: query.trim() }), icon: "search", run: open(`/search/?${new URLSearchParams({ q: query })}`) }]);
  }, AFTER);
}
