/* What the browser adds to pages that work without it: drafts that save themselves, two keys, copy buttons. */
"use strict";
(() => {
  const EVERY = 15000;
  const root = document.documentElement;
  const on = (type, act, options) => document.addEventListener(type, act, options);

  // Drafts. A form with data-draft="url" sends each changed field on blur and every 15 s; the state stands in [data-save].
  const drafts = new Map(); // form -> Map(field name -> last text the server has)
  const revisions = new WeakMap(); // form -> Map(field name -> revision the server gave)

  const texts = (form, name) => new FormData(form).getAll(name).filter((value) => typeof value === "string");
  const names = (form) => [...new Set([...form.elements].filter((e) => e.name && form.contains(e) && !/^(hidden|submit|file|password|button)$/.test(e.type)).map((e) => e.name))];

  function known(form) {
    if (!drafts.has(form)) drafts.set(form, new Map(names(form).map((name) => [name, texts(form, name).join("\n")])));
    return drafts.get(form);
  }

  const of = (form) => revisions.get(form) || revisions.set(form, new Map()).get(form);

  function show(form, state, at) {
    const line = form.querySelector("[data-save]") || document.querySelector("[data-save]");
    if (!line) return;
    line.dataset.state = state;
    line.textContent = line.dataset[state] + (at ? " " + at : "");
  }

  const changed = (form) => [...known(form)].filter(([name, text]) => texts(form, name).join("\n") !== text).map(([name]) => name);

  async function send(form, name) {
    const values = texts(form, name);
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.set("field", name);
    body.set("revision", of(form).get(name) ?? form.elements[`revision-${name}`]?.value ?? form.dataset.revision ?? "");
    for (const value of values.length ? values : [""]) body.append("text", value);
    const answer = await fetch(form.dataset.draft, { method: "POST", body, headers: { Accept: "application/json" } });
    if (answer.status === 409) return "conflict";
    if (answer.redirected) return "ended"; // to the sign-in: the text stays in the page until there is a session again
    if (!answer.ok) throw new Error(answer.status);
    const told = await answer.json();
    if (told.revision !== undefined) {
      of(form).set(name, told.revision);
      const shown = form.elements[`revision-${name}`]; // the form itself sends it too, so that its own draft is no conflict
      if (shown) shown.value = told.revision;
    }
    known(form).set(name, values.join("\n"));
    return told.saved_at || new Date().toTimeString().slice(0, 5);
  }

  async function save(form) {
    const waiting = changed(form);
    if (!waiting.length) return;
    if (form.dataset.busy) return void (form.dataset.busy = "again"); // what changed meanwhile goes out right after
    if (!navigator.onLine) return show(form, "offline");
    form.dataset.busy = "1";
    show(form, "saving");
    try {
      let at = "";
      for (const name of waiting) {
        const told = await send(form, name);
        if (told === "conflict" || told === "ended") return show(form, told);
        at = told;
      }
      show(form, "saved", at);
    } catch {
      show(form, "offline");
    } finally {
      const again = form.dataset.busy === "again";
      delete form.dataset.busy;
      if (again) save(form);
    }
  }

  const forms = () => document.querySelectorAll("form[data-draft]");
  const saveAll = () => forms().forEach(save);
  const begin = () => forms().forEach(known);
  on("focusout", (event) => {
    const form = event.target.form;
    if (form && form.dataset.draft) save(form);
  });
  on("visibilitychange", saveAll);
  on("htmx:load", begin);
  on("submit", (event) => drafts.delete(event.target));
  addEventListener("online", saveAll);
  addEventListener("beforeunload", (event) => {
    if ([...drafts.keys()].some((form) => form.isConnected && changed(form).length)) event.preventDefault();
  });
  setInterval(saveAll, EVERY);
  begin();

  // Keys. They can be switched off (data-keys=off), and are never taken from somebody who types.
  async function sheet(url) {
    let box = document.getElementById("sheet");
    if (!box) {
      const answer = await fetch(url, { headers: { "HX-Request": "true" } });
      box = document.createElement("dialog");
      box.id = "sheet";
      box.innerHTML = await answer.text();
      document.body.append(box);
    }
    box.showModal();
  }
  on("keydown", (event) => {
    if (root.dataset.keys === "off" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const search = document.getElementById("q");
    const help = document.querySelector("[data-keyboard]");
    if (event.key === "/" && search) {
      event.preventDefault();
      search.focus();
    } else if (event.key === "?" && help) {
      event.preventDefault();
      sheet(help.href);
    }
  });

  // Copy buttons: data-copy="#id" copies the text of that element and says so in the button.
  on("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const source = document.querySelector(button.dataset.copy);
    if (!navigator.clipboard) return getSelection().selectAllChildren(source); // not over https: selected, to copy by key
    await navigator.clipboard.writeText(source.value ?? source.textContent);
    button.textContent = button.dataset.copied || "✓";
  });

  // The bell asks once a minute, while somebody sees the page and the line is there.
  setInterval(() => {
    if (!document.hidden && navigator.onLine && window.htmx) window.htmx.trigger("#bell", "tick");
  }, 60000);

  // An htmx request that is refused (403, 404, 409, 500) shows the same page as it would without JavaScript.
  on("htmx:beforeSwap", (event) => {
    const detail = event.detail;
    if (detail.elt.id === "bell") return void (detail.shouldSwap = detail.xhr.status === 200); // never the page for it
    if (detail.xhr.status < 400 || detail.xhr.status === 422) return;
    detail.shouldSwap = true;
    detail.target = document.body;
    detail.swapOverride = "innerHTML";
  });
})();
