/* The report form as four steps, with questions before it is sent, and without network. Without this it is one page. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-report]");
  if (!form) return;
  const queue = window.tryggveQueue;
  const texts = form.dataset;
  const fill = (template, values) => (template || "").replace(/\{(\w+)\}/g, (all, name) => (name in values ? values[name] : all));
  const one = (selector, root = form) => root.querySelector(selector);
  const every = (selector, root = form) => [...root.querySelectorAll(selector)];
  const status = one("[data-status]");
  const say = (text, isFault = false) => {
    status.textContent = text;
    status.classList.toggle("error", isFault && text !== "");
  };
  const value = (name) => new FormData(form).get(name) || "";

  /* --- Steps ----------------------------------------------------------------------------------------------------- */

  const steps = every("[data-step]");
  const marks = every("[data-steps] li");
  let here = 0;

  function show(number, { focus = true, remember = true } = {}) {
    here = Math.max(0, Math.min(steps.length - 1, number));
    steps.forEach((step, i) => { step.hidden = i !== here; });
    marks.forEach((mark, i) => {
      mark.classList.toggle("done", i < here);
      if (i === here) mark.setAttribute("aria-current", "step");
      else mark.removeAttribute("aria-current");
    });
    every("[data-nothing]", document).forEach((part) => { part.hidden = here > 0; });
    if (here === steps.length - 1) summary();
    else settle();
    if (remember) window.history.pushState({ step: here }, "");
    if (focus) {
      one("h2", steps[here]).focus({ preventScroll: true });
      one("[data-steps]").scrollIntoView({ block: "start" });
    }
  }

  const hasPlace = () => ["x", "known", "area"].some((name) => value(name) !== "");
  const lacks = [
    () => (value("category") ? "" : texts.textCategory),
    () => (hasPlace() ? "" : texts.textPlace),
    () => (every("[name=when]").some((box) => box.checked) ? "" : texts.textFault),
    () => "",
  ];

  function next() {
    const fault = lacks[here]();
    say(fault, true);
    if (!fault) show(here + 1);
  }

  const label = (input) => {
    const span = input.closest("label").querySelector("span").cloneNode(true);
    span.querySelector(".hint")?.remove();
    return span.textContent.trim();
  };
  const chosen = (name) => {
    const field = form.elements[name];
    return field && field.selectedOptions && field.value ? field.selectedOptions[0].textContent.trim() : "";
  };
  const clockText = (text) => (text ? new Date(text).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }) : "");

  function whereText() {
    if (value("x") && value("accuracy")) return fill(texts.textPosition, { metres: value("accuracy") });
    return value("x") ? texts.textTapped : chosen("known") || chosen("area");
  }

  function whenText() {
    if (value("when") === "between") return fill(texts.textBetween, { first: clockText(value("first")), last: clockText(value("last")) });
    const box = every("[name=when]").find((input) => input.checked);
    return [box ? label(box) : "", value("when") === "earlier" ? value("clock") : ""].filter(Boolean).join(" ");
  }

  function whatText() {
    const box = every("[name=category]").find((input) => input.checked);
    return box ? label(box) : "";
  }

  function summary() {
    const said = { what: whatText(), where: whereText(), when: whenText() };
    one("[data-summary]").hidden = false;
    Object.entries(said).forEach(([name, text]) => { one(`[data-said=${name}]`).textContent = text; });
  }

  const byHand = (event) => event.detail > 0; // arrow keys between radio buttons click too, with 0

  form.addEventListener("click", (event) => {
    const input = event.target.closest("input");
    if (event.target.closest("[data-next], [data-onward]")) next();
    else if (event.target.closest("[data-back]")) window.history.back();
    else if (input && input.name === "category" && input.type === "radio" && tapped) next();
    else if (input && input.name === "when" && tapped && input.value === "now") next();
    if (input) tapped = false;
  });
  let tapped = false;
  form.addEventListener("click", (event) => {
    if (event.target.closest("label, input[type=radio]") && byHand(event)) tapped = true;
  }, true);
  form.addEventListener("keydown", (event) => {
    const inField = event.target.matches("input:not([type=hidden], [type=checkbox]), select");
    if (event.key !== "Enter" || !inField || here === steps.length - 1) return;
    event.preventDefault();
    if (!event.target.matches("[type=search]")) next();
  });
  window.addEventListener("popstate", ({ state }) => show(state && state.step !== undefined ? state.step : 0, { remember: false }));

  /* --- When: only the fields that are asked for ---------------------------------------------------------------------- */

  function times() {
    every("[data-when]").forEach((part) => { part.hidden = part.dataset.when !== value("when"); });
  }
  form.addEventListener("change", (event) => {
    if (event.target.name === "when") times();
  });

  /* --- Where: one place at a time ------------------------------------------------------------------------------------ */

  const put = (name, text) => {
    if (form.elements[name]) form.elements[name].value = text;
  };

  function only(kind) {
    if (kind !== "spot") ["x", "y", "accuracy"].forEach((name) => put(name, ""));
    ["known", "area"].filter((name) => name !== kind).forEach((name) => put(name, ""));
    every("[data-pick]").forEach((part) => part.dispatchEvent(new Event("tryggve:chosen")));
    const said = one("[data-map-status]");
    if (said && kind !== "spot") said.textContent = "";
  }

  /* What the server says of what is filled in so far; null where it cannot be asked: it is asked again when it is sent. */
  async function look(data) {
    if (!navigator.onLine) return null;
    try {
      const answer = await fetch(texts.screen, { method: "POST", credentials: "same-origin", body: JSON.stringify(data), signal: AbortSignal.timeout(4000),
        headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value } });
      return answer.ok ? await answer.json() : null;
    } catch { return null; }
  }

  form.addEventListener("tryggve:located", async ({ detail }) => {
    only("spot");
    const found = await look({ x: detail.x, y: detail.y });
    if (value("x") !== String(detail.x) || value("y") !== String(detail.y)) return; // another place was chosen meanwhile
    const said = one("[data-map-status]");
    if (found && found.outside) {
      only("");
      said.textContent = found.outside;
    } else if (detail.accuracy > 200) said.textContent = fill(texts.textRough, { metres: detail.accuracy });
    else if (here === 1) next();
  });
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-map-x]") && event.target.value && !value("accuracy")) only("spot");
    if (event.target.name === "known" || event.target.name === "area") only(event.target.name);
  });

  const LISTED = 6;

  /* A list of buttons that a few letters narrow, in place of a long select. */
  function searchable(part) {
    const select = one("select", part);
    const options = [...select.options].filter((option) => option.value);
    const search = Object.assign(document.createElement("input"), { type: "search", id: `${select.id}_search`, autocomplete: "off" });
    const list = Object.assign(document.createElement("ul"), { className: "choices" });
    const count = Object.assign(document.createElement("p"), { className: "hint" });
    search.setAttribute("aria-label", part.dataset.textSearch);
    search.setAttribute("placeholder", part.dataset.textSearch);
    count.setAttribute("role", "status");
    const words = one("label", part);
    const title = Object.assign(document.createElement("p"), { className: "label", id: `${select.id}_title`, textContent: words.textContent });
    words.replaceWith(title);
    list.setAttribute("aria-labelledby", title.id);
    const narrow = () => {
      const wanted = search.value.trim().toLocaleLowerCase();
      const all = options.filter((option) => option.textContent.toLocaleLowerCase().includes(wanted));
      const few = all.slice(0, LISTED);
      const picked = options.find((option) => option.value === select.value);
      if (picked && !few.includes(picked)) few.unshift(picked);
      list.replaceChildren(...few.map((option) => {
        const item = document.createElement("li");
        const button = Object.assign(document.createElement("button"), { type: "button", className: "choice", textContent: option.textContent });
        button.setAttribute("aria-pressed", String(option.value === select.value));
        button.addEventListener("click", () => {
          select.value = option.value;
          select.dispatchEvent(new Event("change", { bubbles: true }));
          next();
        });
        item.append(button);
        return item;
      }));
      count.textContent = options.length > LISTED ? fill(texts.textOf, { shown: few.length, all: options.length }) : "";
    };
    search.addEventListener("input", narrow);
    part.addEventListener("tryggve:chosen", narrow);
    search.hidden = options.length <= LISTED;
    select.hidden = true;
    select.after(search, list, count);
    narrow();
  }

  const mapPart = one("[data-map-part]");
  if (mapPart) {
    mapPart.hidden = false;
    mapPart.addEventListener("toggle", () => {
      const host = one("[data-map-later]", mapPart);
      if (!mapPart.open || !host) return;
      host.dataset.map = host.dataset.mapLater;
      host.removeAttribute("data-map-later");
      document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: host } }));
    });
  }

  /* --- Words that may point at a person ----------------------------------------------------------------------------------- */

  const seen = one("[data-seen]");

  function told(found) {
    const list = document.createElement("ul");
    list.append(...found.map((mark) => {
      const item = document.createElement("li");
      const words = Object.assign(document.createElement("mark"), { className: "personal", textContent: mark.words });
      item.append(words, ` – ${mark.name}. ${mark.advice}${mark.hard ? ` ${texts.textHard}.` : ""}`);
      return item;
    }));
    return list;
  }

  async function screen() {
    const text = value("text");
    if (!seen || !text.trim() || !navigator.onLine) return seen?.replaceChildren();
    const answer = await look({ text });
    if (!answer) return undefined;
    const found = answer.marks;
    seen.replaceChildren(...(found.length ? [told(found)] : []));
    if (found.length) seen.append(Object.assign(document.createElement("p"), { className: "hint", textContent: texts.textUnseen }));
    return undefined;
  }
  one("[name=text]")?.addEventListener("change", screen);

  /* --- Sending ----------------------------------------------------------------------------------------------------------- */

  const asked = one("[data-asked]");
  let answers = {};
  let sending = false;

  function collect() {
    const data = {};
    for (const [name, text] of new FormData(form)) {
      if (name === "csrfmiddlewaretoken" || (text === "" && name !== "text")) continue;
      if (name === "done") (data.done ||= []).push(text);
      else data[name] = text;
    }
    return { ...data, owner: texts.owner, written: form.elements.written.value || new Date().toISOString(), ...answers };
  }

  async function wait(state, data) {
    await queue.add({ id: data.id, kommun: texts.kommun, owner: texts.owner, state, data });
    queue.later();
    kept(state);
  }

  const named = () => ({ ...collect(), title: whatText(), place: whereText() });

  function kept(state) {
    form.hidden = true;
    every("[data-nothing]", document).forEach((part) => { part.hidden = true; });
    const notice = one("[data-kept]", document);
    notice.hidden = false;
    if (state === "login") one("p", notice).textContent = texts.textLogin;
    notice.focus();
  }

  function faults(errors, found) {
    const at = { category: 0, known: 1, area: 1, x: 1, y: 1, when: 2, clock: 2, first: 2, last: 2 };
    const step = Math.min(...Object.keys(errors).map((name) => (name in at ? at[name] : 3)));
    const box = one("template[data-fault-box]", document).content.firstElementChild.cloneNode(true);
    one("ul", box).append(...Object.values(errors).flat().map((text) => Object.assign(document.createElement("li"), { textContent: text })));
    if (errors.text && found.length) {
      box.append(told(found));
      seen?.replaceChildren(); // they stand in the box
    }
    show(step, { remember: step !== here });
    one("h2", steps[step]).after(box);
    if (errors.text) one("[data-more]").open = true;
  }

  function question(template, prepare) {
    const box = one(`template[${template}]`, document).content.firstElementChild.cloneNode(true);
    prepare(box);
    asked.replaceChildren(box);
    asked.hidden = false;
    one("[data-go]").hidden = true; // one thing to answer, and no second way to send
    asked.focus();
  }

  function settle() {
    asked.hidden = true;
    one("[data-go]").hidden = false;
  }

  function ask({ marks: found, alike }) {
    if (found && found.length) {
      seen?.replaceChildren(); // they stand in the question
      question("data-asked-text", (box) => {
        one("[data-marks]", box).replaceWith(told(found));
        one("[data-change]", box).addEventListener("click", () => {
          settle();
          one("[data-more]").open = true;
          one("[name=text]").focus();
        });
        one("[data-anyway]", box).addEventListener("click", () => {
          answers.anyway = "1";
          send();
        });
      });
    } else {
      question("data-asked-alike", (box) => {
        const words = one("h3", box);
        words.textContent = alike === 1 ? words.dataset.textOne : fill(words.dataset.textMany, { n: alike });
        every("[data-same]", box).forEach((button) => button.addEventListener("click", () => {
          answers.same = button.dataset.same;
          send();
        }));
      });
    }
  }

  async function answered(answer, whole) {
    const body = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : {};
    if (answer.ok && body.receipt) {
      await queue.remove?.(body.id).catch(() => undefined);
      window.location.assign(body.receipt);
    } else if (answer.ok && body.ask) ask(body.ask);
    else if (answer.status === 422) faults(body.errors, body.marks || []);
    else if (answer.redirected || answer.status === 401 || answer.status === 403) await wait("login", whole());
    else throw new Error(String(answer.status));
  }

  /* `whole` is what waits where it cannot be sent now, `bare` what the server takes. */
  async function deliver(whole, bare) {
    if (sending) return;
    sending = true;
    settle();
    every("[data-fault]").forEach((part) => part.remove());
    say(texts.textSending);
    try {
      const permit = await queue.pass(texts.kommun);
      if (permit && permit.owner !== texts.owner) window.location.reload();
      else if (permit) await answered(await queue.post(texts.kommun, permit.csrf, bare()), whole);
      else await wait("login", whole());
    } catch {
      try {
        if (!queue.able) throw new Error("no lock");
        await wait("waiting", whole());
      } catch {
        say(texts.textFailed, true);
      }
    } finally {
      sending = false;
      if (status.textContent === texts.textSending) say("");
    }
  }

  function send() {
    form.elements.written.value ||= new Date().toISOString();
    return deliver(named, collect);
  }

  one("[data-nothing] form", document).addEventListener("submit", (event) => {
    event.preventDefault();
    const data = { id: newId(), nothing: "1", owner: texts.owner, written: new Date().toISOString() };
    const { title } = event.target.dataset;
    deliver(() => ({ ...data, title }), () => data);
  });

  form.addEventListener("input", (event) => {
    if (event.target.name === "text") {
      delete answers.anyway;
      settle(); // what was asked about has changed
    }
    if (event.target.name !== "written") form.elements.written.value = "";
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const missing = lacks.findIndex((lack) => lack());
    if (missing >= 0) {
      show(missing);
      say(lacks[missing](), true);
    } else send();
  });

  /* --- Another report: place and time are kept ------------------------------------------------------------------------------ */

  const newId = () => "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) => (
    Number(digit) ^ (window.crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (Number(digit) / 4)))).toString(16));

  function again() {
    every("[name=category], [name=severity], [name=observed], [name=repeated], [name=done]").forEach((box) => { box.checked = false; });
    ["text", "n", "written"].forEach((name) => put(name, ""));
    put("id", newId());
    answers = {};
    seen?.replaceChildren();
    one("[data-kept]", document).hidden = true;
    form.hidden = false;
    show(0);
  }
  one("[data-again]", document).addEventListener("click", again);

  /* --- What waits ------------------------------------------------------------------------------------------------------------- */

  const waiting = one("[data-waiting]", document);
  const states = { waiting: waiting.dataset.textWaiting, login: waiting.dataset.textLogin, other: waiting.dataset.textOther, look: waiting.dataset.textLook, old: waiting.dataset.textOld };

  function reopen(row) {
    Object.entries(row.data).forEach(([name, saved]) => {
      every(`[name="${name}"]`).forEach((field) => {
        if (["radio", "checkbox"].includes(field.type)) field.checked = [saved].flat().includes(field.value);
        else field.value = saved;
      });
    });
    answers = {};
    one("[data-kept]", document).hidden = true;
    form.hidden = false;
    times();
    show(steps.length - 1);
    one("[data-more]").open = true;
    send();
  }

  function rowOf(row) {
    const item = one("template[data-waiting-row]", document).content.firstElementChild.cloneNode(true);
    const use = one("use", item);
    const mine = row.owner === texts.owner;
    const readable = row.data && mine;
    use.setAttribute("href", `${use.dataset.icon}#${(readable && (row.data.category || (row.data.nothing && "check"))) || "report"}`);
    one("[data-what]", item).textContent = row.data ? (mine && row.data.title) || waiting.dataset.textUnreadable : waiting.dataset.textUnreadable;
    const day = new Date(row.written).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
    one("[data-time]", item).textContent = [readable ? row.data.place : "", day].filter(Boolean).join(", ");
    one("[data-state]", item).textContent = states[mine ? row.state : "other"];
    const go = one("[data-one-send]", item);
    go.hidden = !readable;
    go.textContent = row.state === "look" ? waiting.dataset.textOpen : waiting.dataset.textSend;
    go.addEventListener("click", () => (row.state === "look" ? reopen(row) : queue.sync(row.id).then(list)));
    const drop = one("[data-one-delete]", item);
    drop.textContent = waiting.dataset.textDelete;
    drop.addEventListener("click", () => {
      if (drop.dataset.sure) queue.remove(row.id).then(list);
      else {
        drop.dataset.sure = "1";
        drop.textContent = waiting.dataset.textSure;
      }
    });
    return item;
  }

  async function list() {
    const rows = await queue.all();
    const had = !waiting.hidden;
    waiting.hidden = !rows.length;
    one("h2", waiting).textContent = fill(waiting.dataset.textTitle, { n: rows.length });
    one("[data-list]", waiting).replaceChildren(...rows.map(rowOf));
    if (had && !rows.length && form.hidden) again();
  }

  if (queue.able) {
    queue.news?.addEventListener("message", list);
    window.addEventListener("tryggve:queue", list);
    one("[data-sync]", waiting).addEventListener("click", () => queue.sync().then(list));
    list().catch(() => undefined);
  }

  /* --- Start ---------------------------------------------------------------------------------------------------------------------- */

  // The page may be one that was kept, and its id that of a report that has been sent: each report has its own.
  put("id", newId());
  window.addEventListener("pageshow", ({ persisted }) => persisted && again());
  one("[data-steps]").hidden = false;
  every("[data-moves], [data-back]").forEach((part) => { part.hidden = false; });
  every("[data-pick]").forEach(searchable);
  times();
  // The worker has led here from a page that needs the network.
  one("[data-no-network]", document).hidden = window.location.hash !== "#utan-nat";
  window.history.replaceState({ step: 0 }, "", window.location.pathname + window.location.search);
  const faulty = steps.findIndex((step) => one(".error, .invalid", step));
  show(one("[data-asked-here]") ? steps.length - 1 : Math.max(0, faulty), { focus: false, remember: false });

  /* The form and all it needs are kept for when there is no network. */
  const needed = () => [
    ...every("link[rel=stylesheet], link[rel=icon]", document).map((link) => link.href), ...every("script[src]", document).map((script) => script.src),
    ...every("use[href]", document).map((use) => new URL(use.getAttribute("href"), window.location.href).href),
    ...performance.getEntriesByType("resource").map((entry) => entry.name).filter((name) => name.includes("/static/")),
    ...every("[data-map-later]", document).map((host) => new URL(host.dataset.mapLater, window.location.href).href),
    `${window.location.origin}/${texts.kommun}/rapport/`,
  ].map((href) => new URL(href)).filter((url) => url.origin === window.location.origin).map((url) => url.pathname);
  navigator.serviceWorker?.ready.then(({ active }) => active.postMessage({ type: "keep", paths: [...new Set(needed())] }));
})();
