// Comforts on top of pages that work without any of this.
// Each part looks for its own data attribute and does nothing where it is absent.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const typing = (el) => el instanceof Element && el.matches("input:not([type=checkbox],[type=radio]), textarea, select, [contenteditable]");
  const words = (zh, hant, en) => {
    const lang = root.lang.toLowerCase();
    return lang.startsWith("zh-hant") || lang === "zh-tw" || lang === "zh-hk" ? hant : lang.startsWith("zh") ? zh : en;
  };

  // Copy: <button data-copy="ID" data-copied="已复制">…<span>复制</span></button>
  async function copy(button) {
    const source = document.getElementById(button.dataset.copy);
    const label = button.querySelector("span") ?? button;
    if (!source || button.dataset.busy) return;
    const before = label.textContent;
    button.dataset.busy = "1";
    try {
      await navigator.clipboard.writeText(source.textContent.trim());
      label.textContent = button.dataset.copied ?? before;
    } catch {
      getSelection()?.selectAllChildren(source); // no permission: leave it marked, ready for the person's own copy
    }
    setTimeout(() => { label.textContent = before; delete button.dataset.busy; }, 2000);
  }

  // Chosen files: <input type=file data-names="ID" data-remove="移除"> fills the list ID with pictures, names and sizes.
  // What was chosen before stays chosen when more is added, until it is taken out of the list.
  const size = (bytes) => bytes < 1048576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
  const chosen = new WeakMap();
  const same = (a, b) => a.name === b.name && a.size === b.size && a.lastModified === b.lastModified;
  function hold(input, files) {
    const transfer = new DataTransfer();
    for (const file of files) transfer.items.add(file);
    input.files = transfer.files;
    chosen.set(input, files);
  }
  function choose(input) {
    const before = input.multiple ? chosen.get(input) ?? [] : [];
    const added = [...input.files].filter((file) => !before.some((old) => same(old, file)));
    if (before.length) hold(input, [...before, ...added]); else chosen.set(input, added);
    names(input);
  }
  // A small picture of a picture, drawn here: nothing leaves the page before it is sent.
  async function preview(pic, file) {
    if (!file.type.startsWith("image/")) return;
    try {
      const image = await createImageBitmap(file);
      const canvas = document.createElement("canvas");
      const edge = Math.min(image.width, image.height);
      canvas.width = canvas.height = 96;
      canvas.getContext("2d").drawImage(image, (image.width - edge) / 2, (image.height - edge) / 2, edge, edge, 0, 0, 96, 96);
      image.close();
      pic.replaceChildren(canvas);
    } catch { /* a kind of picture that this browser does not draw: its name says enough */ }
  }
  function names(input) {
    const list = document.getElementById(input.dataset.names);
    list?.replaceChildren(...[...input.files].map((file) => {
      const item = document.createElement("li");
      const pic = document.createElement("span");
      pic.className = "pic pic--i";
      const name = document.createElement("p");
      name.textContent = file.name;
      const fine = document.createElement("p");
      fine.className = "fine";
      fine.textContent = size(file.size);
      item.append(pic, name, fine);
      if (input.dataset.remove) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "btn btn--plain";
        button.textContent = input.dataset.remove;
        button.setAttribute("aria-label", `${input.dataset.remove} ${file.name}`);
        button.addEventListener("click", () => { hold(input, [...input.files].filter((other) => !same(other, file))); names(input); input.focus(); });
        item.append(button);
      }
      preview(pic, file);
      return item;
    }));
  }

  // Counter: <textarea data-count="5000"> says how much was typed of how much may be; nothing is cut off.
  function count(field) {
    const most = Number(field.dataset.count);
    const n = [...field.value].length;
    let out = field.nextElementSibling;
    if (!out?.matches(".count")) {
      out = document.createElement("span");
      out.className = "count";
      field.after(out);
    }
    out.textContent = n > most ? words(`${n} / ${most}，多了 ${n - most} 个字`, `${n} / ${most}，多了 ${n - most} 個字`, `${n} / ${most}: ${n - most} too many`) : `${n} / ${most}`;
    out.classList.toggle("is-over", n > most);
  }

  // Drafts: <form data-draft="KEY"> keeps what was typed in this tab until it is sent. Passwords, files and hidden fields are left out.
  const kept = (form) => [...form.elements].filter((el) => el.name && !["password", "file", "hidden", "submit", "button"].includes(el.type) && el.autocomplete !== "one-time-code");
  const draftKey = (form) => `draft:${form.dataset.draft}`;
  function saveDraft(form) {
    const values = kept(form).map((el) => [el.name, ["checkbox", "radio"].includes(el.type) ? el.checked : el.value]);
    try {
      sessionStorage.setItem(draftKey(form), JSON.stringify(values));
      const hint = form.querySelector("[data-saved]");
      if (hint) hint.textContent = words("已存好，关掉前都还在", "已存好，關閉前都還在", "Saved in this tab");
    } catch { /* private mode or a full store: the server keeps what each step sent */ }
  }
  function loadDraft(form) {
    let values;
    try { values = JSON.parse(sessionStorage.getItem(draftKey(form)) ?? "null"); } catch { return; }
    const fields = kept(form);
    if (!Array.isArray(values) || values.length !== fields.length) return;
    fields.forEach((el, n) => {
      const [name, value] = values[n];
      if (name !== el.name) return;
      if (typeof value === "boolean") el.checked = value; else if (!el.value) el.value = value;
    });
  }

  // Sums while one types: [data-sum="PREFIX"] tells the fields of its form named PREFIX.*, of chosen remedies alone.
  function sums() {
    for (const out of all("[data-sum]")) {
      const fields = [...out.closest("form").elements].filter((el) => el.name?.startsWith(`${out.dataset.sum}.`));
      const counted = fields.filter((el) => { const box = el.closest(".pick__item")?.querySelector("input[name=remedy]"); return !box || box.checked; });
      const numbers = counted.map((el) => Number(el.value.replace(/[,，¥￥\s]/g, ""))).filter((n) => Number.isFinite(n));
      out.textContent = numbers.length ? `${out.dataset.text} ${Math.round(numbers.reduce((sum, n) => sum + n, 0) * 100) / 100}` : "";
    }
  }

  // Countdown: <time datetime=… data-countdown="ID"> rewrites the words in ID.
  const many = (n, unit) => `${n} ${unit}${n === 1 ? "" : "s"}`;
  function countdowns() {
    for (const time of all("time[data-countdown]")) {
      const target = document.getElementById(time.dataset.countdown);
      const left = Math.floor((Date.parse(time.dateTime) - Date.now()) / 60000);
      if (!target || Number.isNaN(left)) continue;
      if (left <= 0) { target.textContent = words("已到时间", "已到時間", "time is up"); continue; }
      const [d, h, m] = [Math.floor(left / 1440), Math.floor(left / 60) % 24, left % 60];
      target.textContent = d ? words(`还有 ${d} 天 ${h} 小时`, `還有 ${d} 天 ${h} 小時`, `${many(d, "day")} ${many(h, "hour")} left`)
        : h ? words(`还有 ${h} 小时 ${m} 分钟`, `還有 ${h} 小時 ${m} 分鐘`, `${many(h, "hour")} ${many(m, "minute")} left`)
        : words(`还有 ${m} 分钟`, `還有 ${m} 分鐘`, `${many(m, "minute")} left`);
    }
  }

  // Keys at the inbox: a form with data-keys. A letter alone never acts while something is being typed (WCAG 2.1.4: focus must be outside fields).
  let at = -1;
  const rows = () => all("form[data-keys] tbody tr").filter((row) => row.querySelector("a"));
  function move(step) {
    const list = rows();
    if (!list.length) return;
    list[at]?.classList.remove("is-at");
    at = Math.min(list.length - 1, Math.max(0, at + step));
    list[at].classList.add("is-at");
    list[at].querySelector("a").focus();
  }
  function key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target) || !document.querySelector("form[data-keys]")) return;
    if (document.querySelector("dialog[open]")) return;
    const row = rows()[at];
    switch (event.key) {
      case "j": case "J": move(1); break;
      case "k": case "K": move(-1); break;
      case "x": case "X": row?.querySelector("input[type=checkbox]")?.click(); break;
      case "Enter": if (event.target.closest("a, button, summary, input") || !row) return; row.querySelector("a").click(); break;
      case "/": document.querySelector("[data-search]")?.focus(); break;
      case "?": document.getElementById("keys-help")?.showModal?.(); break;
      default: return;
    }
    event.preventDefault();
  }

  // Live: <body data-live="URL">. An event fetches this page again and swaps <main>; if something is half written, a bar offers it instead.
  const snapshot = () => new Map(all("main form").flatMap((form) => [...form.elements]).filter((el) => el.name && el.type !== "hidden").map((el, n) => [`${n}:${el.name}`, ["checkbox", "radio"].includes(el.type) ? String(el.checked) : el.type === "file" ? String(el.files.length) : el.value]));
  let clean = new Map();
  const dirty = () => [...snapshot()].some(([name, value]) => clean.get(name) !== value) || typing(document.activeElement);
  // The page's own address: one that answers a form was reached by the form's address, which is not read.
  const here = () => document.body.dataset.here || location.href;
  // One at a time: an older page must not arrive after a newer one and stay.
  let renewing = false, again = false;
  async function refresh(anyway) {
    again = true;
    if (renewing) return;
    renewing = true;
    try {
      while (again) { again = false; await renew(anyway); }
    } finally { renewing = false; }
  }
  async function renew(anyway) {
    const answer = await fetch(here(), { headers: { Accept: "text/html" }, credentials: "same-origin" });
    if (answer.redirected) return;
    if (!answer.ok) throw new Error(String(answer.status));
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const main = document.querySelector("main");
    const next = fresh.querySelector("main");
    if (!main || !next) return;
    // Something was typed while the page was under way.
    if (!anyway && dirty()) return offer();
    const focus = main.contains(document.activeElement) ? document.activeElement.id || null : null;
    const open = new Set(all("details", main).map((el, n) => el.open ? n : -1));
    const sameShape = all("details", main).length === all("details", next).length;
    main.replaceWith(document.adoptNode(next));
    if (sameShape) all("details", next).forEach((el, n) => { if (open.has(n)) el.open = true; });
    document.title = fresh.title;
    if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
    at = -1;
    start();
    say();
  }
  function say() {
    const region = document.getElementById("live-say");
    if (region) region.textContent = words("页面已更新", "頁面已更新", "Page updated");
  }
  function offer() {
    const template = document.getElementById("live-bar");
    if (!template || document.querySelector(".toast")) return;
    document.body.append(template.content.cloneNode(true));
  }
  let source, wait = 1000, timer;
  function listen() {
    const url = document.body.dataset.live;
    if (!url || !("EventSource" in window)) return;
    source = new EventSource(url);
    source.addEventListener("open", () => { wait = 1000; });
    const changed = () => { clearTimeout(timer); timer = setTimeout(() => dirty() ? offer() : refresh().catch(offer), 150); };
    source.addEventListener("message", changed);
    source.addEventListener("changed", changed);
    source.addEventListener("error", () => {
      if (source.readyState !== EventSource.CLOSED) return; // the browser itself tries again
      setTimeout(listen, wait);
      wait = Math.min(60000, wait * 2);
    });
  }

  function start() {
    all("form[data-draft]").forEach(loadDraft);
    // A form that came back is kept as well, so that changing the language or reloading loses nothing.
    if (document.querySelector("[data-alarm]")) all("form[data-draft]").filter((form) => kept(form).some((el) => typing(el) && el.value)).forEach(saveDraft);
    all("input[type=file][data-names]").forEach(choose);
    all("[data-count]").forEach(count);
    sums();
    countdowns();
    clean = snapshot();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-copy], [data-live-show]");
    if (button?.matches("[data-copy]")) copy(button);
    if (button?.matches("[data-live-show]")) {
      button.closest(".toast").remove();
      refresh(true).catch(() => location.reload());
    }
  });
  document.addEventListener("input", (event) => {
    if (event.target.matches?.("[data-count]")) count(event.target);
    sums();
    const form = event.target.form;
    if (form?.matches("[data-draft]")) saveDraft(form);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("input[type=file][data-names]")) choose(event.target);
  });
  // Cleared when sent: from then on the server holds it, and shows it again if something was wrong.
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-draft]")) try { sessionStorage.removeItem(draftKey(event.target)); } catch { /* nothing was kept */ }
  });
  document.addEventListener("keydown", key);
  for (const kind of ["dragover", "dragleave", "drop"]) document.addEventListener(kind, (event) => event.target.closest?.(".upload")?.classList.toggle("is-over", kind === "dragover"));

  // A link to something folded away opens it.
  function unfold() {
    let name;
    try { name = decodeURIComponent(location.hash.slice(1)); } catch { return; }
    const target = name && document.getElementById(name);
    if (!target) return;
    for (let el = target; el; el = el.parentElement) if (el instanceof HTMLDetailsElement) el.open = true;
    target.scrollIntoView();
  }
  addEventListener("hashchange", unfold);

  const page = new URL(here(), location.href);
  if (page.pathname !== location.pathname) history.replaceState(null, "", page);
  start();
  unfold();
  document.querySelector("body > main > [data-alarm], main form [data-alarm]:first-child")?.focus();
  listen();
  setInterval(countdowns, 30000);
  if ("serviceWorker" in navigator && document.querySelector("link[rel=manifest]") && document.body.dataset.sw) navigator.serviceWorker.register(document.body.dataset.sw, { scope: "/" }).catch(() => {});
})();
