/* Reports that wait for network, locked on the phone: used by the pages and by the service worker alike.
 *
 * Each report is sealed with AES-GCM by a key that never leaves the browser. It is taken away when the server has
 * answered that it has it (the server knows each by its own id, so sending twice is harmless), or when a person deletes
 * it; never by itself.
 */
(() => {
  "use strict";
  const KEEP = 7 * 24 * 3600 * 1000; // after this a person decides
  const PATIENCE = 15000; // milliseconds for an answer
  const news = "BroadcastChannel" in self ? new BroadcastChannel("tryggve-queue") : null;
  // The channel does not speak to the page that it speaks from.
  const tell = () => {
    news?.postMessage("changed");
    self.dispatchEvent(new Event("tryggve:queue"));
  };
  const able = Boolean(self.indexedDB && self.crypto && self.crypto.subtle);
  const alone = (name, work) => (self.navigator.locks ? self.navigator.locks.request(name, work) : work());
  const asked = (request) => new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });

  let opened;
  function database() {
    opened ||= new Promise((done, fail) => {
      const request = self.indexedDB.open("tryggve", 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("keys");
        request.result.createObjectStore("reports", { keyPath: "id" });
      };
      request.onsuccess = () => {
        // Clear-Site-Data closes it; the next use opens a new one.
        request.result.onclose = () => { opened = undefined; };
        done(request.result);
      };
      request.onerror = () => fail(request.error);
    });
    return opened;
  }

  async function store(name, mode) {
    return (await database()).transaction(name, mode, { durability: "strict" }).objectStore(name);
  }

  const key = () => alone("tryggve-key", async () => {
    const found = await asked((await store("keys", "readonly")).get("queue"));
    if (found) return found;
    const made = await self.crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    await asked((await store("keys", "readwrite")).put(made, "queue"));
    return made;
  });

  const bound = (row) => new TextEncoder().encode([row.id, row.kommun, row.owner].join(" "));

  async function add({ id, kommun, owner, data, state = "waiting" }) {
    const row = { id, kommun, owner, state, written: Date.now(), iv: self.crypto.getRandomValues(new Uint8Array(12)) };
    const plain = new TextEncoder().encode(JSON.stringify(data));
    row.sealed = await self.crypto.subtle.encrypt({ name: "AES-GCM", iv: row.iv, additionalData: bound(row) }, await key(), plain);
    await asked((await store("reports", "readwrite")).put(row));
    tell();
  }

  async function read(row) {
    try {
      const plain = await self.crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv, additionalData: bound(row) }, await key(), row.sealed);
      return JSON.parse(new TextDecoder().decode(plain));
    } catch {
      return null;
    }
  }

  async function all() {
    if (!able) return [];
    const rows = await asked((await store("reports", "readonly")).getAll());
    const old = Date.now() - KEEP;
    const found = await Promise.all(rows.map(async (row) => ({
      id: row.id, kommun: row.kommun, owner: row.owner, written: row.written, state: row.written < old ? "old" : row.state, data: await read(row),
    })));
    return found.sort((one, other) => one.written - other.written);
  }

  async function remove(id) {
    await asked((await store("reports", "readwrite")).delete(id));
    tell();
  }

  /* How many that waited have been sent since anybody was told of it, also by a worker with no page open. */
  async function sent(id) {
    const notes = await store("keys", "readwrite");
    await asked(notes.put(((await asked(notes.get("sent"))) || 0) + 1, "sent"));
    await remove(id);
  }

  async function takeSent() {
    if (!able) return 0;
    const notes = await store("keys", "readwrite");
    const number = await asked(notes.get("sent"));
    if (number) await asked(notes.delete("sent"));
    return number || 0;
  }

  async function mark(id, state) {
    const reports = await store("reports", "readwrite");
    const row = await asked(reports.get(id));
    if (!row || row.state === state) return;
    await asked(reports.put({ ...row, state }));
    tell();
  }

  function request(url, options) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    return fetch(url, { credentials: "same-origin", cache: "no-store", ...options, signal: stop.signal,
      headers: { Accept: "application/json", ...(options && options.headers) } }).finally(() => clearTimeout(timer));
  }

  /* A fresh token, and whose reports may be sent; null where one must log in. Throws without network. */
  async function pass(kommun) {
    const answer = await request(`/${kommun}/rapport/form`);
    if (answer.status >= 500) throw new Error(String(answer.status));
    return answer.ok && !answer.redirected ? answer.json() : null;
  }

  const post = (kommun, csrf, data) => request(`/${kommun}/rapport/${data.nothing ? "inget" : "skicka"}`, { method: "POST", body: JSON.stringify(data),
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrf } });

  async function deliver(row, permit) {
    if (row.owner !== permit.owner) return mark(row.id, "other");
    if (!row.data) return undefined;
    const { title, place, ...data } = row.data; // words of the list alone
    const answer = await post(row.kommun, permit.csrf, { ...data, queued: "1", owner: row.owner });
    if (answer.ok && !answer.redirected) return (await answer.json()).receipt ? sent(row.id) : mark(row.id, "look");
    if (answer.redirected || answer.status === 401 || answer.status === 403) return mark(row.id, "login");
    if (answer.status === 422) return mark(row.id, "look");
    return undefined; // the server is out of order: it waits
  }

  /* Send what may be sent. `only`: one report, however old. Tells whether the server could be reached. */
  const sync = (only) => alone("tryggve-sync", async () => {
    const rows = (await all()).filter((row) => (only ? row.id === only : !["old", "look"].includes(row.state)));
    try {
      for (const kommun of new Set(rows.map((row) => row.kommun))) {
        const own = rows.filter((row) => row.kommun === kommun);
        const permit = await pass(kommun);
        for (const row of own) await (permit ? deliver(row, permit) : mark(row.id, "login"));
      }
      return true;
    } catch {
      return false;
    }
  });

  async function later() {
    try {
      const registration = await self.navigator.serviceWorker.ready;
      await registration.sync.register("tryggve-reports");
    } catch { /* no background sync here: pages send when they are opened and when the network comes back */ }
  }

  self.tryggveQueue = { able, add, all, remove, takeSent, sync, later, pass, post, news };
})();
