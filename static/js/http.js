/** Requests to our own server: the CSRF token at send time, JSON back, and one place that notices a lost session. */
import { $, tell } from "./dom.js";

const PATIENCE = 8000;
/** Acts of this page, so that their echo on the stream is known. */
export const ops = new Set();

export const token = () => $('meta[name="csrf-token"]').content;
export const setToken = (fresh) => ($('meta[name="csrf-token"]').content = fresh);

/** A name for one act of this page. */
export function newOp() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  const op = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  ops.add(op);
  return op;
}

/**
 * Send a form and read the answer.
 * @returns {Promise<{ok: boolean, status: number, data: any}>} status 0 when there was no answer in time
 */
export async function post(url, fields = {}, again = true) {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    for (const each of [value].flat()) if (each !== undefined && each !== null) body.append(name, each);
  }
  const answer = await request(url, { method: "POST", body, headers: { "X-CSRFToken": token() } });
  if (answer.status === 403 && !answer.data && again && (await renewToken())) return post(url, fields, false);
  if (answer.status === 401) tell("auth:expired");
  return answer;
}

export const get = (url) => request(url, {});

/** The same act, but one call after the other, in the order in which they were asked for. */
export function inTurn(act) {
  let last = Promise.resolve();
  return () => (last = last.then(act, act));
}

async function request(url, init) {
  try {
    const response = await fetch(url, {
      ...init,
      headers: { Accept: "application/json", ...init.headers },
      signal: AbortSignal.timeout(PATIENCE),
      credentials: "same-origin",
    });
    const json = response.headers.get("Content-Type")?.includes("json");
    return { ok: response.ok, status: response.status, data: json ? await response.json() : null };
  } catch {
    return { ok: false, status: 0, data: null };
  }
}

/** Sign-in rotates the token; a page that was open meanwhile fetches the new one. */
export async function renewToken() {
  const response = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  const page = response?.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
  const fresh = page?.querySelector('meta[name="csrf-token"]')?.content;
  if (fresh) setToken(fresh);
  return Boolean(fresh);
}
