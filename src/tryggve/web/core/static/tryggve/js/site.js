/* Small things for every page: the page works without them. Texts come from the page's data-text-* attributes. */
(() => {
  "use strict";
  const fill = (template, values) => (template || "").replace(/\{(\w+)\}/g, (all, key) => (key in values ? values[key] : all));

  /* htmx under a strict policy: no inline styles, no evaluated code, and a form with faults (422) is shown. */
  if (window.htmx) {
    Object.assign(window.htmx.config, { includeIndicatorStyles: false, allowEval: false, selfRequestsOnly: true });
    window.htmx.config.responseHandling = [
      { code: "204", swap: false },
      { code: "[23]..", swap: true },
      { code: "422", swap: true },
      { code: "[45]..", swap: false, error: true },
    ];
  }

  /* --- Dialogs and menus -------------------------------------------------------------------------------------- */

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    const dialog = opener && document.getElementById(opener.dataset.opens);
    if (dialog) {
      event.preventDefault();
      dialog.showModal();
    }
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.querySelector("[data-focus]")?.focus();

  /* --- Keys in lists (WCAG 2.1.4: single keys, which can be turned off) ------------------------------------------ */

  const SETTING = "tryggve-keys";
  const keysOn = () => {
    try {
      return window.localStorage.getItem(SETTING) !== "off";
    } catch {
      return true;
    }
  };
  document.querySelectorAll("[data-keys-toggle]").forEach((box) => {
    box.checked = keysOn();
    box.addEventListener("change", () => {
      try {
        window.localStorage.setItem(SETTING, box.checked ? "on" : "off");
      } catch { /* kept for this page alone where storage is closed */ }
    });
  });

  const typing = (target) => target.closest("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio]), .map");

  function step(list, by) {
    const items = [...list.querySelectorAll("a.row, [data-keys-item]")];
    const here = items.findIndex((item) => item === document.activeElement);
    const current = here >= 0 ? here : items.findIndex((item) => item.hasAttribute("aria-current"));
    const next = items[Math.max(0, Math.min(items.length - 1, current + by))];
    if (next) next.focus();
  }

  document.addEventListener("keydown", (event) => {
    const list = document.querySelector("[data-keys]");
    const busy = event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.isComposing;
    if (!list || busy || !keysOn() || typing(event.target) || document.querySelector("dialog[open]")) return;
    const help = event.key === "?" && document.querySelector("dialog[data-keys-help]");
    const named = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key && one.offsetParent !== null);
    if (event.key === "j") step(list, 1);
    else if (event.key === "k") step(list, -1);
    else if (help) help.showModal();
    else if (named && named.matches("input, select, textarea")) named.focus();
    else if (named) named.click();
    else return;
    event.preventDefault();
  });

  /* --- Forms that save themselves ---------------------------------------------------------------------------------- */

  const DELAY = 1500; // milliseconds after the last key

  /* Both texts stay whole and true while one writes on: the server keeps what is not saved yet. */
  function conflict(form, answer) {
    const template = form.querySelector("template[data-autosave-conflict]");
    const field = form.elements[form.dataset.autosaveField];
    if (!template || !field) return;
    let box = form.querySelector(".autosave-conflict");
    const isNew = !box;
    if (isNew) {
      box = template.content.firstElementChild.cloneNode(true);
      box.classList.add("autosave-conflict");
      box.setAttribute("tabindex", "-1");
    }
    box.answer = answer;
    box.querySelectorAll("[data-mine]").forEach((part) => { part.textContent = field.value; });
    box.querySelectorAll("[data-theirs]").forEach((part) => { part.textContent = answer.theirs; });
    box.querySelectorAll("[data-by]").forEach((part) => { part.textContent = answer.by || ""; });
    if (!isNew) return;
    box.querySelectorAll("[data-keep]").forEach((button) => button.addEventListener("click", () => {
      if (button.dataset.keep === "theirs") field.value = box.answer.theirs;
      form.elements.version.value = box.answer.version;
      box.remove();
      field.focus();
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }));
    template.after(box);
    box.focus();
  }

  function autosave(form) {
    const texts = form.dataset;
    const status = form.querySelector("[role=status]");
    let timer = 0;
    let unsaved = false;
    let sending = false;
    const say = (text, saved) => {
      if (!status) return;
      status.textContent = text || "";
      status.classList.toggle("saved", Boolean(saved));
    };
    const save = async () => {
      if (sending) return;
      sending = true;
      unsaved = false;
      say(texts.textSaving);
      try {
        const answer = await fetch(texts.autosave || form.action, { method: "POST", body: new FormData(form),
          headers: { Accept: "application/json" }, credentials: "same-origin" });
        const body = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : {};
        if (answer.status === 409 || body.conflict) {
          say(texts.textConflict);
          conflict(form, body);
        } else if (!answer.ok || answer.redirected) {
          unsaved = true;
          form.querySelectorAll("[data-refused]").forEach((part) => { part.hidden = answer.status !== 422; });
          say(body.error || ([401, 403].includes(answer.status) || answer.redirected ? texts.textSignedOut : texts.textFailed));
        } else {
          if (form.elements.version && body.version !== undefined) form.elements.version.value = body.version;
          say([fill(texts.textSaved, { time: body.time || "" }), body.marked].filter(Boolean).join(". "), !body.marked);
        }
      } catch {
        unsaved = true;
        say(texts.textFailed);
      } finally {
        sending = false;
        if (timer === -1) wait();
      }
    };
    const wait = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => {
        timer = sending ? -1 : 0;
        save();
      }, DELAY);
    };
    form.addEventListener("input", () => {
      unsaved = true;
      wait();
    });
    form.addEventListener("submit", () => {
      unsaved = false;
      window.clearTimeout(timer);
    });
    window.addEventListener("beforeunload", (event) => unsaved && event.preventDefault());
  }

  const begin = (root) => root.querySelectorAll("form[data-autosave]:not([data-autosave-started])").forEach((form) => {
    form.dataset.autosaveStarted = "";
    autosave(form);
  });
  begin(document);
  document.addEventListener("htmx:load", ({ detail }) => begin(detail.elt.parentElement || document));
})();
