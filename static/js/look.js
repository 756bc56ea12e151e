/** Which lanes and rows this person has folded. The server keeps it for this person and board; this tab keeps its last
 *  change until a page is loaded that was asked for after the server had it.
 */
import { board, data } from "./dom.js";
import { post } from "./http.js";

const LAST = () => `look:${board.dataset.key}:${data.me}`;
/** @type {{look: {folded?: string[], rows?: Record<string, string[]>}, at?: number}} `at` once the server has it */
let last = { look: {} };
let sending = false;

export function keepLook(changes) {
  Object.assign(data.look, changes);
  remember({ look: { ...(last.at ? {} : last.look), ...changes } });
  send();
}

function remember(fresh) {
  last = fresh;
  sessionStorage.setItem(LAST(), JSON.stringify(last));
}

/** One request at a time: the last choice is the one that stays. Without an answer it goes with the next, or the next page. */
async function send() {
  if (sending) return;
  sending = true;
  const sent = last;
  const { folded, rows } = sent.look;
  const { status } = await post(`/boards/${board.dataset.key}/look/`, { folded: folded?.join(" "), rows: rows && JSON.stringify(rows) });
  sending = false;
  if (last !== sent) send();
  else if (status && status !== 401 && status < 500) remember({ ...sent, at: Date.now() });
}

/** Before anything is drawn by it. A page asked for before the server had it does not know of it, however late it comes. */
export function startLook() {
  const kept = JSON.parse(sessionStorage.getItem(LAST()) ?? "null");
  if (!kept || kept.at < performance.timeOrigin) return;
  last = kept;
  Object.assign(data.look, last.look);
  if (!last.at) send();
}
