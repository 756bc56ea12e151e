/** Server-Sent Events over fetch: unlike EventSource it tells a lost session from a lost connection. */
import { waiting } from "./badge.js";

const HIDDEN = 10_000;
const QUIET = 40_000; // the server sends a heartbeat every 15 s
const SLOWEST = 15_000;

/**
 * Follow a stream until `stop()`. Goes on after the last `id` it has seen.
 * @param {{url: () => string, on: (event: string, data: string, id: number|null) => void,
 *   state: (name: "open"|"lost"|"out"|"gone") => void}} options
 */
export function follow({ url, on, state }) {
  let last = null;
  let stopped = false;
  let tries = 0;
  let control = null;
  let timer;

  async function connect() {
    control = new AbortController();
    try {
      const headers = { Accept: "text/event-stream", ...(last === null ? {} : { "Last-Event-ID": String(last) }) };
      const response = await fetch(url(), { headers, signal: control.signal, cache: "no-store" });
      if (response.status === 401) return state("out");
      if (response.status === 404) return state("gone");
      if (!response.ok || !response.body) throw new Error(String(response.status));
      tries = 0;
      state("open");
      await read(response.body, control);
    } catch {
      // a cut connection is the normal end of a stream
    }
    if (!stopped) again();
  }

  async function read(body, { signal }) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      watch();
      const { value, done } = await reader.read();
      if (done || signal.aborted) return;
      const parts = (rest + value).split("\n\n");
      rest = parts.pop();
      for (const part of parts) message(part);
    }
  }

  function message(text) {
    const fields = { event: "message", data: [], id: null };
    for (const line of text.split("\n")) {
      const [, name, value] = /^(\w+):\s?(.*)$/.exec(line) ?? [];
      if (name === "data") fields.data.push(value);
      else if (name) fields[name] = value;
    }
    if (fields.id !== null && fields.id !== "") last = Number(fields.id);
    if (!fields.data.length) return;
    const data = fields.data.join("\n");
    if (fields.event === "inbox") waiting(JSON.parse(data)); // whatever the page is about
    else on(fields.event, data, last);
  }

  /** A connection that went silent is a lost one. */
  function watch() {
    clearTimeout(timer);
    timer = setTimeout(() => control.abort(), QUIET);
  }

  function again() {
    clearTimeout(timer);
    tries += 1;
    if (tries > 1) state("lost");
    const pause = Math.min(SLOWEST, 500 * 2 ** tries) * (0.5 + Math.random() / 2);
    timer = setTimeout(connect, pause);
  }

  function stop() {
    stopped = true;
    clearTimeout(timer);
    control?.abort();
  }

  connect();
  return { stop, last: () => last };
}

/** A page nobody looks at does not hold a connection; it catches up when it is seen again, or signed in again. */
export function whileSeen({ connect, stop }) {
  let rests = false;
  let timer;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (document.hidden) timer = setTimeout(() => ((rests = true), stop()), HIDDEN);
    else if (rests) (rests = false), connect();
  });
  document.addEventListener("auth:renewed", connect);
  addEventListener("pagehide", stop);
  addEventListener("pageshow", (event) => event.persisted && connect());
}
