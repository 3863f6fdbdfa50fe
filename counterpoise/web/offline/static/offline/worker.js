// What the phone does when there is no network. It keeps static files by the digest in their address, the page to write
// on and the emergency page. Pages of a diary are never kept: the server says no-store, and nothing here stores them.
"use strict";

const about = self.COUNTERPOISE;
const CACHE = `counterpoise-${about.version}`;
const MARK = "Counterpoise-Offline";

async function keepPage(cache, path, language) {
  // The language of the page first; whose numbers to call may follow from those of the browser.
  const headers = language ? { "Accept-Language": [language, ...self.navigator.languages].join(", ") } : {};
  const answer = await fetch(path, { headers, cache: "no-store", redirect: "error" });
  if (answer.ok && answer.headers.get(MARK)) await cache.put(path, answer); // and not the page of a hotel's network
}

async function keepPages(language) {
  const cache = await caches.open(CACHE);
  await Promise.all(Object.values(about.pages).map((path) => keepPage(cache, path, language)));
}

async function install() {
  const cache = await caches.open(CACHE);
  await cache.addAll(about.kept);
  await keepPages();
  await self.skipWaiting();
}

async function activate() {
  const old = (await caches.keys()).filter((name) => name.startsWith("counterpoise-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
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

async function pageOf(request) {
  let answer;
  try {
    answer = await fetch(request);
    if (answer.status !== 502 && answer.status !== 504) return answer;
  } catch {
    answer = undefined;
  }
  const cache = await caches.open(CACHE);
  const emergency = new URL(request.url).pathname === about.emergency;
  const kept = await cache.match(emergency ? about.pages.emergency : about.pages.shell);
  return kept || answer || Response.error();
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  if (event.data?.keepPages) event.waitUntil(keepPages(event.data.language).catch(() => {}));
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (/^\/(shared|enter)\//.test(url.pathname)) return; // links of others, and one-time links: as if there were no worker
  if (url.pathname.startsWith("/static/")) event.respondWith(fileOf(request));
  else if (request.mode === "navigate") event.respondWith(pageOf(request));
});
