/* The service worker: the report form, its data and the static files are there without network. Never any report. */
(() => {
  "use strict";
  const CACHE = "tryggve-form-1";
  const FORM = /^\/[a-z][a-z0-9-]{1,38}[a-z0-9]\/rapport\/$/;
  const DATA = /^\/[a-z][a-z0-9-]{1,38}[a-z0-9]\/rapport\/karta$/;
  const PATIENCE = 4000;

  self.addEventListener("install", () => self.skipWaiting());
  self.addEventListener("activate", (event) => event.waitUntil((async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith("tryggve-form-") && name !== CACHE).map((name) => caches.delete(name)));
    await self.clients.claim();
  })()));

  const isWhole = (answer) => answer && answer.ok && !answer.redirected && answer.type === "basic";

  /* All of it is here before the old one goes: a network that breaks off in the middle would leave neither. */
  async function keep(request, answer) {
    if (!isWhole(answer)) return answer;
    const { status, headers } = answer;
    const body = await answer.blob();
    await (await caches.open(CACHE)).put(request, new Response(body, { status, headers }));
    return new Response(body, { status, headers });
  }

  async function cachedFirst(request) {
    return (await caches.match(request, { ignoreVary: true })) || keep(request, await fetch(request));
  }

  /* Asked again: while a new one takes the place of the old there is neither. */
  async function kept(path) {
    for (let times = 0; times < 10; times += 1) {
      const known = await caches.match(path, { ignoreVary: true });
      if (known) return known;
      await new Promise((done) => { setTimeout(done, 100); });
    }
    return undefined;
  }

  function inTime(request) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    return fetch(request, { signal: stop.signal }).finally(() => clearTimeout(timer));
  }

  /* Whoever has been logged out leaves no page with a name on it to the next one on the phone. */
  const isOut = (answer) => answer.type === "opaqueredirect" || answer.redirected || [401, 403, 404].includes(answer.status);

  async function networkFirst(request) {
    const path = new URL(request.url).pathname;
    try {
      const answer = await inTime(request);
      if (isOut(answer)) await (await caches.open(CACHE)).delete(path, { ignoreVary: true });
      return await keep(path, answer);
    } catch (fault) {
      const known = await kept(path);
      if (known) return known;
      throw fault;
    }
  }

  async function startPage(request) {
    try {
      return await fetch(request);
    } catch (fault) {
      const known = await (await caches.open(CACHE)).keys();
      const form = known.map((one) => new URL(one.url).pathname).find((path) => FORM.test(path));
      if (form) return Response.redirect(form);
      throw fault;
    }
  }

  /* Without network every other page of the municipality leads to the form, which says so and shows what waits. */
  async function elsewhere(request) {
    try {
      return await fetch(request);
    } catch (fault) {
      const form = `/${new URL(request.url).pathname.split("/")[1]}/rapport/`;
      if (FORM.test(form) && (await caches.match(form, { ignoreVary: true }))) return Response.redirect(`${form}#utan-nat`);
      throw fault;
    }
  }

  self.addEventListener("fetch", (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== self.location.origin) return;
    if (url.pathname.startsWith("/static/")) event.respondWith(cachedFirst(request));
    else if ((request.mode === "navigate" && FORM.test(url.pathname) && !url.search) || DATA.test(url.pathname)) event.respondWith(networkFirst(request));
    else if (request.mode === "navigate" && url.pathname === "/") event.respondWith(startPage(request));
    else if (request.mode === "navigate") event.respondWith(elsewhere(request));
  });

  /* The form tells what it needs; what an older one needed goes. */
  self.addEventListener("message", (event) => {
    if (!event.data || event.data.type !== "keep") return;
    event.waitUntil((async () => {
      const cache = await caches.open(CACHE);
      const wanted = new Set(event.data.paths);
      const there = await cache.keys();
      await Promise.all(there.filter((one) => !wanted.has(new URL(one.url).pathname) && new URL(one.url).pathname.startsWith("/static/")).map((one) => cache.delete(one)));
      const lacking = event.data.paths.filter((path) => !path.startsWith("/static/") || !there.some((one) => new URL(one.url).pathname === path));
      await Promise.all(lacking.map(async (path) => {
        try {
          await keep(path, await fetch(path, { credentials: "same-origin" }));
        } catch { /* next time */ }
      }));
    })());
  });

  self.addEventListener("sync", (event) => {
    if (event.tag === "tryggve-reports") event.waitUntil(self.tryggveQueue.sync().then((reached) => {
      if (!reached) throw new Error("offline");
    }));
  });
})();
