/**
 * Served at the root of the site. Everything comes from the network while there is one; without one, the last board
 * that was seen can be read. One board is kept, for one person: signing in or out throws it away.
 */
const BOARD = "last-board";
const FILES = "files";
const MOST_FILES = 150;
const BOARD_PATH = /^\/boards\/[A-Z][A-Z0-9]{1,9}\/$/;
const SIGNED_OUT = /^\/sign-(in|out)\//;
let sessions = 0; // what was asked for in one session is not kept in the next

self.addEventListener("install", (event) => {
  self.skipWaiting();
  // What a page still says while it is left would be lost on its way through here.
  event.addRoutes?.({ condition: { requestMethod: "POST", requestMode: "cors" }, source: "network" });
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => event.data?.keep && event.waitUntil(keep(event.data.keep, event.data.files)));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event, url));
  else if (request.method === "GET" && url.pathname.startsWith("/static/")) event.respondWith(file(event));
});

/** A page from the network, or the last board. What says that nobody is signed in, or may not see it, ends the copy. */
async function page(event, url) {
  try {
    const answer = await fetch(event.request);
    event.waitUntil(note(event.request, url, answer.clone()));
    return answer;
  } catch (error) {
    return (await lastBoard(url)) ?? Promise.reject(error);
  }
}

async function note(request, url, answer) {
  const path = answer.url ? new URL(answer.url).pathname : url.pathname;
  if (SIGNED_OUT.test(path) || SIGNED_OUT.test(url.pathname)) {
    sessions += 1;
    return caches.delete(BOARD);
  }
  if (request.method !== "GET" || !BOARD_PATH.test(path)) return;
  if (answer.ok) return store(url.href, answer, sessions);
  if (answer.status === 404 || answer.status === 403) return (await caches.open(BOARD)).delete(url, { ignoreSearch: true });
}

/** The board a page asks to have kept: one that was opened before this worker was there, or that has changed since. */
async function keep(href, files) {
  const session = sessions;
  const answer = await fetch(href);
  if (!answer.ok || answer.redirected) return;
  const kept = await caches.open(FILES);
  await Promise.all(files.map(async (each) => (await kept.match(each)) ?? kept.add(each).catch(() => {})));
  await store(href, answer, session); // last: a board without its files could not be read
}

/** Stored as it was drawn then, with the time in its body. Its headers come along, the policy of content among them. */
async function store(href, answer, session) {
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length", "Set-Cookie"]) headers.delete(name);
  const html = (await answer.text()).replace("<body ", `<body data-offline="${new Date().toISOString()}" `);
  await caches.delete(BOARD);
  await (await caches.open(BOARD)).put(href, new Response(html, { headers }));
  if (session !== sessions) await caches.delete(BOARD);
}

async function lastBoard(url) {
  const kept = await caches.open(BOARD);
  const found = await kept.match(url, { ignoreSearch: true });
  if (found) return found;
  const [last] = await kept.keys();
  return last && Response.redirect(last.url);
}

async function file(event) {
  const kept = await caches.open(FILES);
  try {
    const answer = await fetch(event.request);
    if (answer.ok) event.waitUntil(kept.put(event.request, answer.clone()).then(() => prune(kept)));
    return answer;
  } catch (error) {
    return (await kept.match(event.request, { ignoreVary: true })) ?? Promise.reject(error);
  }
}

/** New releases bring new names; the oldest go first. */
async function prune(kept) {
  const all = await kept.keys();
  for (const each of all.slice(0, Math.max(0, all.length - MOST_FILES))) await kept.delete(each);
}
