// Shows one friendly page when there is no network. Keeps nothing else: a case is never stored on the device.
// Registered with scope "/": the server sends it with the header Service-Worker-Allowed: /
"use strict";
const SHELF = "offline-1";
const BASE = new URL("/assets/", self.location);
const PAGE = new URL("offline.html", BASE).href;
const KEPT = [PAGE, new URL("redress.css", BASE).href, new URL("logo.svg", BASE).href];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELF).then((shelf) => shelf.addAll(KEPT)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter((name) => name !== SHELF).map((name) => caches.delete(name))))
    .then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match(PAGE)));
  } else if (KEPT.includes(request.url)) {
    event.respondWith(fetch(request).catch(() => caches.match(request)));
  }
});
