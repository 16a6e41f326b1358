/* On every page: what waits on the phone is sent when it can be, and nobody logs out without knowing of it. */
(() => {
  "use strict";
  const queue = window.tryggveQueue;
  const dialog = document.querySelector("[data-unsent-dialog]");
  const banner = document.querySelector("[data-unsent-banner]");
  if (!queue || !queue.able || !dialog) return;
  const day = (moment) => new Date(moment).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });

  /* On a shared phone nothing of others' reports is told, but that they are others'. Where the server cannot say whose
     they are, nothing of any. */
  const title = (row, owner) => {
    const { textOther, textReport } = dialog.dataset;
    const what = row.owner === owner ? row.data && row.data.title : owner && textOther;
    return `${what || textReport} ${day(row.written)}`;
  };

  async function ownerIn(kommun) {
    const form = document.querySelector("form[data-report]");
    if (form && form.dataset.kommun === kommun) return form.dataset.owner;
    return queue.pass(kommun).then((permit) => permit && permit.owner, () => null);
  }

  async function show() {
    const rows = await queue.all();
    const words = rows.length === 1 ? banner.dataset.textOne : banner.dataset.textMany.replace("{n}", rows.length);
    const link = banner.querySelector("a");
    banner.hidden = !rows.length || Boolean(document.querySelector("[data-waiting]"));
    link.textContent = words;
    document.querySelector("header.site")?.prepend(banner);
    if (rows.length) link.href = `/${rows[0].kommun}/rapport/`;
    await tellSent();
  }

  /* Told once, on the page that somebody looks at: that what waited has gone is as worth knowing as that it waited. */
  async function tellSent() {
    const notice = document.querySelector("[data-sent-notice]");
    const number = document.visibilityState === "visible" ? await queue.takeSent() : 0;
    if (!number) return;
    const all = number + Number(notice.dataset.told || 0);
    notice.dataset.told = all;
    document.querySelector("main").prepend(notice);
    notice.hidden = false;
    notice.querySelector("[data-sent-words]").textContent = all === 1 ? notice.dataset.textOne : notice.dataset.textMany.replace("{n}", all);
  }

  const leave = (form) => {
    form.dataset.logout = "sure";
    form.requestSubmit();
  };

  async function ask(form, rows) {
    const told = await Promise.all(rows.map(async (row) => title(row, await ownerIn(row.kommun))));
    const status = dialog.querySelector("[data-unsent-status]");
    const list = dialog.querySelector("[data-unsent-list]");
    status.textContent = "";
    list.replaceChildren(...told.map((words) => Object.assign(document.createElement("li"), { textContent: words })));
    dialog.querySelectorAll("[data-unsent]").forEach((button) => {
      button.onclick = async () => {
        if (button.dataset.unsent === "send") {
          for (const row of rows) await queue.sync(row.id);
          const left = await queue.all();
          if (left.length) {
            status.textContent = dialog.dataset.textFailed;
            return;
          }
        } else if (button.dataset.unsent === "delete") {
          for (const row of rows) await queue.remove(row.id);
        }
        dialog.close();
        if (button.dataset.unsent !== "stay") leave(form);
      };
    });
    dialog.showModal();
  }

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-logout]");
    if (!form || form.dataset.logout === "sure") return;
    event.preventDefault();
    queue.all().then((rows) => (rows.length ? ask(form, rows) : leave(form)), () => leave(form));
  });

  const sync = () => queue.all().then((rows) => (rows.length ? queue.sync() : true)).then(show, () => undefined);
  window.addEventListener("online", sync);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && sync());
  queue.news?.addEventListener("message", show);
  window.addEventListener("tryggve:queue", show);
  show().then(sync, () => undefined);
  if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js", { scope: "/" }).catch(() => undefined);
})();
