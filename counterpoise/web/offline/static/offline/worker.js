// What the phone does when there is no network. It keeps static files by the digest in their address, the page to write
// on and the emergency page. Pages of a diary are never kept: the server says no-store, and nothing here stores them.
"use strict";

const about = self.COUNTERPOISE;
const CACHE = `counterpoise-${about.version}`;
const MARK = "Counterpoise-Offline";
const OURS = "Counterpoise-Answers"; // on every answer of the journal

const KEPT_FOR = "/offline/for"; // in the cache, too: in which language, for which country and look its pages are
const PATHS = Object.values(about.pages);

async function keepPage(cache, path, language) {
  // The language of the page first; whose numbers to call may follow from those of the browser.
  const headers = language ? { "Accept-Language": [language, ...self.navigator.languages].join(", ") } : {};
  const answer = await fetch(path, { headers, cache: "no-store", redirect: "error", signal: AbortSignal.timeout(60000) });
  if (!answer.ok || !answer.headers.get(MARK)) throw new Error("no page of ours"); // but that of a hotel's network
  await cache.put(path, answer);
}

// Each page that opens says how they have to be; what could not be fetched is tried again at the next.
async function keepPages(said, language) {
  const cache = await caches.open(CACHE), kept = await cache.match(KEPT_FOR);
  if (kept && await kept.text() === said) return;
  await Promise.all(PATHS.map((path) => keepPage(cache, path, language)));
  await cache.put(KEPT_FOR, new Response(said));
}

const older = async () => (await caches.keys()).filter((name) => name.startsWith("counterpoise-") && name !== CACHE);

// A phone is not left without these pages by an update: those it has stay, with the files that they name.
async function takeOver(cache) {
  for (const name of await older()) {
    const old = await caches.open(name);
    for (const one of await old.keys()) if (!await cache.match(one)) await cache.put(one, await old.match(one));
  }
  await cache.delete(KEPT_FOR);
  for (const path of PATHS) if (!await cache.match(path)) throw new Error("no page to keep"); // installed at the next try
}

async function install() {
  const cache = await caches.open(CACHE);
  await cache.addAll(about.kept);
  await Promise.all(PATHS.map((path) => keepPage(cache, path))).catch(() => takeOver(cache));
  await self.skipWaiting();
}

async function activate() {
  await Promise.all((await older()).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function fileOf(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && new URL(request.url).searchParams.has("v")) await cache.put(request, answer.clone());
  return answer;
}

// Settles once nobody is there: no answer for a while, and none to a small question. What is worked out may take longer.
async function nobody(patience, over) {
  for (let there = true; there && !over.aborted;) {
    await new Promise((done) => { setTimeout(done, patience); });
    const small = { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(patience) };
    there = over.aborted || await fetch(about.kept[0], small).then((answer) => answer.ok, () => false);
  }
}

// What takes the place of a page. Something on the way may want a login, which is left to the person; but its word that
// nobody is there is none of the journal's. Before the numbers of an emergency comes nothing but the journal's own page.
function holds(answer, emergency) {
  const ours = answer.headers.has(OURS), fault = answer.status >= 500;
  return emergency ? ours && !fault : ours || !fault;
}

async function pageOf(request) {
  const path = new URL(request.url).pathname, emergency = path === about.emergency, over = new AbortController();
  const kept = await (await caches.open(CACHE)).match(emergency ? about.pages.emergency : about.pages.shell);
  if (kept && path === about.pages.shell) return kept; // it is the same there
  const asked = fetch(request).catch(() => undefined).finally(() => over.abort());
  const answer = await (kept ? Promise.race([asked, nobody(emergency ? about.patience / 3 : about.patience, over.signal)]) : asked);
  if (answer && holds(answer, emergency)) return answer;
  return kept || answer || Response.error();
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  if (event.data?.keepPages) event.waitUntil(keepPages(String(event.data.keepPages), event.data.language).catch(() => {}));
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (/^\/(shared|enter)\//.test(url.pathname)) return; // links of others, and one-time links: as if there were no worker
  if (url.pathname.startsWith("/static/")) event.respondWith(fileOf(request));
  else if (request.mode === "navigate") event.respondWith(pageOf(request));
});
