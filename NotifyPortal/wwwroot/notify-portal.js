// Live notifications for any page of the portal: <script type="module" src="/notify-portal.js"></script> gives toasts, events on
// document tell a page's own code, and window.notifyPortal sets it up. Depends on nothing; module or classic script.
(() => {
  "use strict";
  if (window.notifyPortal) { return; } // loaded twice

  const silenceEnds = 45000, hiddenTooLong = 30000, replayLimit = 100, groupWait = 100;
  const byMode = { queued: { dismiss: "server", autoClear: false }, timeseries: { dismiss: false, autoClear: 8000 }, ephemeral: { dismiss: false, autoClear: 5000 } };
  const labels = { connecting: "Connecting…", connected: "Live", disconnected: "Disconnected", reconnecting: "Reconnecting…", suspended: "Paused" };
  let settings = { persistConnection: false, persistLastSeen: false, collapseAfter: 5, statusIndicator: { enabled: false, element: null, labels } };

  let status = null, unreadCount = null, lastSeen = null, sinceWins = false;
  let cursor = null;      // the last id of the stream: where to go on
  let user = null;        // whom the stream serves beside the browser itself; "": nobody
  let former = false;     // what is on the screen is another's
  let veiled = false;     // it may be: the sign-in has ended, and it is not known yet who is next
  let moduleOff = false;
  let replayed = new Set();      // what this connection has brought so far
  const told = new Map();        // id → created_at of what listeners have heard
  const open = new Map();        // queued ones as they came: for tabs that open later

  // Private mode has no storage, or one that throws: then it lasts for this page.
  const store = {
    get(key) { try { return localStorage.getItem(key); } catch { return null; } },
    set(key, value) { try { if (value === null || value === "") { localStorage.removeItem(key); } else { localStorage.setItem(key, value); } } catch { /* as above */ } },
  };
  const tell = (name, detail, cancelable = false) => document.dispatchEvent(new CustomEvent(name, { bubbles: true, cancelable, detail }));
  const bound = (map, most) => { if (map.size > most) { map.delete(map.keys().next().value); } };

  // ── Status ──

  function setStatus(next) {
    if (status === next) { return; }
    status = next;
    if (next === "connecting") { replayed = new Set(); }
    showStatus();
    tell("notify:status", { status });
    if (leading) { channel.postMessage({ status }); }
  }

  let indicator = null;
  function showStatus() {
    const { enabled, element, labels: words } = settings.statusIndicator;
    if (!enabled) { indicator?.remove(); indicator = null; return; }
    let place = typeof element === "string" ? document.querySelector(element) : element;
    if (!place) {
      indicator ??= Object.assign(document.createElement("div"), { className: "notify-status" });
      if (!indicator.isConnected) { addStyle(); document.body.append(indicator); }
      place = indicator;
    }
    place.setAttribute("role", "status");
    place.dataset.status = status ?? "";
    place.textContent = words[status] ?? "";
  }

  function setUnread(count) {
    unreadCount = count;
    tell("notify:unread", { count });
  }

  // ── What the stream says ──

  function handle(name, data, id) {
    if (id) { cursor = id; }
    if (name === "notification") { receive(JSON.parse(data)); }
    else if (name === "sync") { synced(); }
    else if (name === "user") { identify(data); }
    else if (name === "unread") { setUnread(JSON.parse(data).count); }
    else if (name === "resync") { dropUnlessReplayed = true; }
    else if (name === "state") {
      const { ids, seenAt, dismissedAt } = JSON.parse(data);
      if (seenAt || dismissedAt) { ids.forEach(gone); }
    } else if (name === "module") {
      const { key, enabled } = JSON.parse(data);
      if (key === "notifications") { moduleOff = !enabled; showOrHide(); }
    }
  }

  let dropUnlessReplayed = false; // the server could not say all that has gone meanwhile
  let ending = false;             // the server has said that it ends the stream

  function receive(message) {
    if (message.type === "dismissed") { gone(message.payload.notification_id); return; }
    if (message.type === "disconnecting") {
      ending = true;
      veiled = message.payload.reason === "revoked";
      showOrHide();
      return;
    }

    const { id, type, mode, created_at, group, payload } = message;
    replayed.add(id);
    if (lastSeen === null || created_at > lastSeen) { setLastSeen(created_at); }
    if (mode === "queued") { open.set(id, message); bound(open, replayLimit); }
    const before = told.get(id);
    if (before === created_at && !message.updated) { return; } // a replay of what this page knows
    told.set(id, created_at);
    bound(told, 2000);

    const detail = { id, type, mode, created_at, group, payload, updated: message.updated === true || before !== undefined };
    if (tell("notify:notification", detail, true) && (type === "generic" || "toastAll" in document.documentElement.dataset)) { toast(detail); }
  }

  /** What the replay has not brought is unread no more; what is not replayed stays. */
  function synced() {
    const oldest = replayed.size < replayLimit ? 0 : Math.min(...[...replayed].map(Number).filter(Number.isFinite));
    const left = ({ id, mode }) => !replayed.has(id)
      && (former || (dropUnlessReplayed && mode !== "ephemeral") || (mode === "queued" && Number(id) >= oldest));
    [...shown.map(t => t.message), ...waiting, ...more].filter(left).forEach(m => gone(m.id, true));
    for (const message of [...open.values()].filter(left)) { open.delete(message.id); }
    former = veiled = dropUnlessReplayed = sinceWins = false;
    tries = 0;
    setStatus("connected");
    showOrHide();
  }

  /** The stream says whom it serves: of somebody else nothing may stay. */
  function identify(now) {
    const before = user ?? store.get("np-user") ?? "";
    user = now;
    moduleOff = false; // each stream says when it is
    store.set("np-user", now);
    if (before !== "" && before !== now) { forget(); }
  }

  function forget() {
    former = true;
    cursor = null;
    sinceWins = false;
    setLastSeen(null);
    showOrHide();
    setUnread(0);
  }

  function setLastSeen(value) {
    lastSeen = value;
    if (settings.persistLastSeen) { store.set("np-last-seen", value === null ? null : String(value)); }
  }

  // ── Toasts ──

  const shown = [], waiting = [], more = [];
  const narrow = matchMedia("(max-width: 767.98px)");
  let region = null, claiming = null, filling = Promise.resolve(), toasted = null;

  const ruleOf = ({ mode, payload }) => {
    const rule = { ...byMode[mode], ...settings["*"], ...settings[mode] };
    return payload.severity === "critical" ? { autoClear: false, dismiss: rule.dismiss || "visual" } : rule; // it never goes by itself
  };

  function toast(message) {
    const same = m => m.id === message.id || (message.group && m.group === message.group);
    const visible = shown.find(t => t.message.id === message.id);
    if (visible) { write(visible, message); return; }
    if (claiming?.id === message.id) { claiming = message; return; }
    const place = waiting.findIndex(same);
    if (place >= 0) { waiting[place] = message; return; }
    if (message.updated) { return; } // changes what is visible, and lets none appear
    waiting.push(message);
    fill();
  }

  function fill() { return filling = filling.then(fillNow, fillNow); }

  async function fillNow() {
    while (waiting.length > 0 && !document.hidden && !(region?.hidden)) {
      const at = waiting.findIndex(m => m.group && shown.some(t => t.message.group === m.group)); // takes no room of its own
      if (at < 0 && shown.length >= (narrow.matches ? 2 : 3)) { break; }
      claiming = waiting.splice(Math.max(at, 0), 1)[0];
      const { id } = claiming, mine = claiming.claimed || (await claim([id])).length > 0;
      const message = claiming; // meanwhile it may have changed, or gone
      claiming = null;
      if (mine && message) { show({ ...message, claimed: true }); }
    }
    if (!document.hidden && waiting.length > settings.collapseAfter) {
      const rest = waiting.splice(settings.collapseAfter);
      const mine = await claim(rest.map(m => m.id));
      more.push(...rest.filter(m => mine.includes(m.id)));
    }
    showMore();
  }

  /**
   * Of these ids, those that no tab of this browser has toasted yet; they count as toasted from now on. They stand in a database, where of two
   * tabs only one can add an id: of localStorage tabs of other processes hear late. Blazor pages keep the same list.
   */
  async function claim(ids) {
    const key = id => /^e?\d+$/.test(id) ? Number(id.replace("e", "")) : id; // one sequence for all
    try {
      const transaction = (await (toasted ??= openToasted())).transaction("toasted", "readwrite"), list = transaction.objectStore("toasted"), mine = [];
      for (const id of ids) {
        list.count(key(id)).onsuccess = e => { if (e.target.result === 0) { list.add(key(id), key(id)); mine.push(id); } };
      }
      await new Promise((resolve, reject) => { transaction.oncomplete = resolve; transaction.onabort = () => reject(transaction.error); });
      return mine;
    } catch { return ids; } // private mode: this tab toasts
  }

  /** The newest thousand are remembered. */
  async function openToasted() {
    const opening = indexedDB.open("notify-portal", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("toasted");
    await new Promise((resolve, reject) => { opening.onsuccess = resolve; opening.onerror = () => reject(opening.error); });
    const list = opening.result.transaction("toasted", "readwrite").objectStore("toasted");
    let passed = false;
    list.openKeyCursor(null, "prev").onsuccess = ({ target: { result: cursor } }) => {
      if (cursor && passed) { list.delete(IDBKeyRange.upperBound(cursor.key)); }
      else if (cursor) { passed = true; cursor.advance(1000); }
    };
    return opening.result;
  }

  function show(message) {
    const grouped = message.group && shown.find(t => t.message.group === message.group);
    if (grouped) { write(grouped, message); return; }
    const item = { element: make("div", "notify-toast") };
    item.element.dataset.testid = "toast";
    item.body = make("div", "notify-toast__body");
    item.close = make("button", "notify-toast__close");
    item.close.type = "button";
    item.close.textContent = "×";
    item.close.addEventListener("click", () => close(item));
    item.element.append(item.body, item.close);
    for (const name of ["pointerenter", "focusin"]) { item.element.addEventListener(name, () => hold(item)); }
    for (const name of ["pointerleave", "focusout"]) { item.element.addEventListener(name, () => run(item)); }
    shown.push(item);
    write(item, message);
    stage().insertBefore(item.element, region.querySelector(".notify-more"));
    run(item);
  }

  /** Text only: nothing of a message becomes markup. */
  function write(item, message) {
    clearTimeout(item.leaving);
    item.leaving = null;
    item.message = message;
    item.rule = ruleOf(message);
    const { title, text, link, severity } = message.payload, headline = title ?? text ?? "";
    item.element.className = `notify-toast notify-toast--${["success", "warning", "critical"].includes(severity) ? severity : "info"}`;
    item.element.setAttribute("role", severity === "critical" ? "alert" : "status");
    item.element.dataset.id = message.id;
    const head = make(isSafe(link) ? "a" : "span", "notify-toast__title");
    head.textContent = headline;
    if (isSafe(link)) { head.href = link; head.rel = "noopener noreferrer nofollow"; head.addEventListener("click", () => opened(item)); }
    item.body.replaceChildren(head);
    if (title && text) {
      const line = make("p", "notify-toast__text");
      line.textContent = text;
      item.body.append(line);
    }
    item.close.hidden = !item.rule.dismiss;
    item.close.setAttribute("aria-label", `Close: ${headline}`);
    if (item.element.isConnected) { run(item); }
  }

  // Checked on the server, too; pages outlive rules.
  const isSafe = link => typeof link === "string" && /^(\/(?![/\\])|https?:\/\/)/i.test(link) && !/[\u0000-\u0020]/.test(link);

  // The request outlives the page that the link leaves.
  function opened(item) {
    if (item.message.mode === "queued" && user) { fetch(`/api/v1/inbox/${item.message.id}/seen`, { method: "POST", keepalive: true }).catch(() => {}); }
    remove(item);
  }

  function run(item) {
    hold(item);
    if (!item.rule.autoClear || item.element.matches(":hover, :focus-within")) { return; }
    item.timer = setTimeout(() => remove(item), item.rule.autoClear);
    item.element.style.setProperty("--notify-time", `${item.rule.autoClear}ms`);
    item.element.classList.add("notify-toast--timed");
  }

  function hold(item) {
    clearTimeout(item.timer);
    item.element.classList.remove("notify-toast--timed");
  }

  function remove(item) {
    if (!shown.includes(item)) { return; }
    hold(item);
    clearTimeout(item.leaving);
    const focused = item.element.contains(document.activeElement);
    shown.splice(shown.indexOf(item), 1);
    item.element.remove();
    if (focused) { shown.find(t => !t.close.hidden)?.close.focus(); }
    fill();
  }

  /** It is over. A toast waits for a moment, because its group's next one may be on its way to take its place. */
  function gone(id, atOnce = false) {
    open.delete(id);
    told.delete(id);
    for (const list of [waiting, more]) {
      const at = list.findIndex(m => m.id === id);
      if (at >= 0) { list.splice(at, 1); }
    }
    if (claiming?.id === id) { claiming = null; }
    const item = shown.find(t => t.message.id === id);
    if (item && (atOnce || !item.message.group)) { remove(item); }
    else if (item) { item.leaving ??= setTimeout(() => remove(item), groupWait); }
    showMore();
  }

  function close(item) {
    if (item.rule.dismiss === "server") { takeAway([item.message.id], `/notifications/${encodeURIComponent(item.message.id)}`, { id: item.message.id }); }
    else { remove(item); }
  }

  /** Takes toasts off the screen and asks the server to dismiss; when it refuses, they come back. */
  async function takeAway(ids, path, what) {
    const taken = shown.filter(t => ids.includes(t.message.id)).map(t => t.message);
    taken.forEach(m => remove(shown.find(t => t.message.id === m.id)));
    const later = waiting.filter(m => ids.includes(m.id));
    later.forEach(m => waiting.splice(waiting.indexOf(m), 1));
    let code = 0, error = "The portal cannot be reached.";
    try {
      const response = await fetch(path, { method: "DELETE", credentials: "same-origin" });
      if (response.ok) { return true; }
      code = response.status;
      error = (await response.json().catch(() => ({}))).error ?? response.statusText;
    } catch { /* said below */ }
    waiting.unshift(...taken, ...later);
    fill();
    tell("notify:error", { ...what, status: code, error });
    return false;
  }

  function showMore() {
    let line = region?.querySelector(".notify-more");
    if (more.length === 0) { line?.remove(); return; }
    if (!line) {
      line = make("div", "notify-more");
      line.setAttribute("role", "status");
      const text = make(user ? "a" : "span", "notify-more__text"), end = make("button", "notify-toast__close");
      if (user) { text.href = "/notifications"; }
      Object.assign(end, { type: "button", textContent: "×" }).setAttribute("aria-label", "Close");
      end.addEventListener("click", () => { more.length = 0; showMore(); });
      line.append(text, end);
      stage().append(line);
    }
    line.firstChild.textContent = `${more.length} more`;
  }

  function stage() {
    addStyle();
    if (!region) {
      region = make("section", "notify-toasts");
      region.setAttribute("aria-label", "Notifications");
    }
    if (!region.isConnected) { document.body.append(region); }
    return region;
  }

  function showOrHide() {
    const away = former || veiled || moduleOff;
    if (away) { stage(); }
    if (region) { region.hidden = away; }
    fill();
  }

  const make = (name, className) => Object.assign(document.createElement(name), { className });

  let style = null;
  function addStyle() {
    if (style) { return; }
    style = make("style", "");
    style.textContent = `
.notify-toasts{position:fixed;inset-block-end:16px;inset-inline-end:16px;z-index:2147483000;display:grid;gap:8px;inline-size:min(360px,calc(100vw - 32px));font:14.5px/21px var(--font,system-ui,sans-serif)}
.notify-toasts[hidden]{display:none}
.notify-toast,.notify-more{position:relative;display:flex;gap:8px;align-items:start;overflow:hidden;padding:12px 8px 12px 16px;border:1px solid var(--line,#8885);border-inline-start:4px solid var(--info,#2561c9);border-radius:var(--radius-m,10px);background:var(--paper,Canvas);color:var(--ink,CanvasText);box-shadow:var(--shadow-2,0 8px 28px #0004);animation:notify-in 220ms}
.notify-toast--success{border-inline-start-color:var(--success,#117343)}.notify-toast--warning{border-inline-start-color:var(--warning,#9a5b00)}.notify-toast--critical{border-inline-start-color:var(--critical,#c42b3f)}
.notify-toast__body{flex:1;min-inline-size:0;overflow-wrap:anywhere}.notify-toast__title{font-weight:600;color:inherit}.notify-toast__text{margin:0;max-block-size:8em;overflow:auto;color:var(--ink-2,inherit)}
.notify-toast__close{flex:none;inline-size:32px;block-size:32px;border:0;border-radius:999px;background:none;color:inherit;font:20px/1 system-ui;cursor:pointer}.notify-toast__close:hover{background:var(--sunken,#8883)}.notify-toast__close[hidden]{display:none}
.notify-toast--timed::after{content:"";position:absolute;inset-block-end:0;inset-inline:0;block-size:3px;background:currentColor;opacity:.35;transform-origin:left;animation:notify-time var(--notify-time) linear forwards}
.notify-more{border-inline-start-width:1px;padding-block:4px;align-items:center}.notify-more__text{flex:1;color:inherit}
.notify-status{position:fixed;inset-block-end:16px;inset-inline-start:16px;z-index:2147483000;padding:4px 12px;border-radius:999px;background:var(--paper,Canvas);color:var(--ink,CanvasText);border:1px solid var(--line,#8885);font:13px/18px var(--font,system-ui,sans-serif)}
@keyframes notify-in{from{transform:translateY(8px)}}@keyframes notify-time{to{transform:scaleX(0)}}
@media (pointer:coarse){.notify-toast__close{inline-size:44px;block-size:44px}}
@media (prefers-reduced-motion:reduce){.notify-toast,.notify-more{animation:none}.notify-toast--timed::after{display:none}}`;
    document.head.append(style);
  }

  // ── The stream ──

  let started = false, turn = 0, tries = 0, retry = 0, aborter = null;

  async function connect() {
    clearTimeout(retry);
    aborter?.abort();
    aborter = new AbortController();
    const mine = ++turn, { signal } = aborter;
    ending = false;
    setStatus("connecting");
    let silence = 0, after = 0;
    const heard = () => { clearTimeout(silence); silence = setTimeout(() => { if (mine === turn) { lost(); } }, silenceEnds); };
    try {
      heard();
      const headers = { Accept: "text/event-stream" };
      if (cursor) { headers["Last-Event-ID"] = cursor; }
      const since = lastSeen !== null && (sinceWins || !cursor) ? `?since=${lastSeen}` : "";
      const response = await fetch(`/notifications/stream${since}`, { headers, signal, cache: "no-store", credentials: "same-origin" });
      after = Number(response.headers.get("Retry-After")) * 1000 || 0;
      if (response.ok && mine === turn) {
        relay("user", response.headers.get("NotifyPortal-User") ?? "");
        await read(response.body.pipeThrough(new TextDecoderStream()).getReader(), heard, () => mine === turn && !ending);
      }
    } catch { /* it has ended, however */ }
    clearTimeout(silence);
    if (mine === turn) { lost(after); }
  }

  async function read(reader, heard, goesOn) {
    let rest = "", name = "", data = "", id = "";
    while (goesOn()) {
      const { done, value } = await reader.read();
      if (done) { return; }
      heard();
      const lines = (rest + value).split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop();
      for (const line of lines) {
        const [, field, text] = /^([^:]*):? ?(.*)$/s.exec(line);
        if (line === "") {
          if (name && goesOn()) { relay(name, data, id); }
          name = data = id = "";
        } else if (field === "event") { name = text; }
        else if (field === "data") { data += text; } // always one line
        else if (field === "id") { id = text; }
      }
    }
  }

  function relay(name, data, id) {
    if (leading) { channel.postMessage({ event: [name, data, id] }); }
    handle(name, data, id);
  }

  function lost(after = 0) {
    halt();
    setStatus("disconnected");
    setStatus("reconnecting");
    const wait = ending ? 1000 + Math.random() * 2000 : Math.random() * Math.min(60000, 1000 * 2 ** tries++);
    retry = setTimeout(connect, Math.max(wait, after));
  }

  function halt() {
    turn++;
    clearTimeout(retry);
    aborter?.abort();
  }

  // ── One page, or all tabs by one stream ──

  const channel = "BroadcastChannel" in window ? new BroadcastChannel("notify-portal") : null;
  const tab = Math.random().toString(36).slice(2);
  let leading = null, candidacy = null, hiddenAt = 0;

  const shared = () => settings.persistConnection && channel && navigator.locks;
  const holdsStream = () => started && status !== "suspended" && (!shared() || leading);

  function begin() {
    started = true;
    if (document.hidden && !settings.persistConnection) { setStatus("suspended"); return; }
    if (!shared()) { connect(); return; }
    setStatus("connecting");
    channel.postMessage({ hello: tab });
    candidacy = new AbortController();
    navigator.locks.request("np-stream", { signal: candidacy.signal }, () => new Promise(release => { leading = release; connect(); })).catch(() => {});
  }

  function end() {
    halt();
    candidacy?.abort();
    leading?.();
    leading = null;
  }

  function suspend() {
    if (!started || status === "suspended" || settings.persistConnection || document.activeElement?.tagName === "IFRAME") { return; }
    end();
    setStatus("disconnected");
    setStatus("suspended");
  }

  function resume() { if (started && status === "suspended") { begin(); } }

  function renew() {
    if (holdsStream()) { halt(); setStatus("disconnected"); connect(); }
    else if (started && shared()) { channel.postMessage({ renew: true }); }
  }

  // The tab that holds the stream speaks; a new one asks for what it has missed and hears it as its own replay.
  channel?.addEventListener("message", ({ data }) => {
    if (leading && data.hello) {
      const say = (...event) => channel.postMessage({ to: data.hello, event });
      channel.postMessage({ to: data.hello, status });
      if (user !== null) { say("user", user); }
      if (moduleOff) { say("module", JSON.stringify({ key: "notifications", enabled: false })); }
      if (status === "connected") {
        for (const message of open.values()) { say("notification", JSON.stringify(message)); }
        if (unreadCount !== null) { say("unread", JSON.stringify({ count: unreadCount })); }
        say("sync", "", cursor);
      }
    } else if (leading && data.renew) { renew(); }
    else if (started && shared() && !leading && (!data.to || data.to === tab)) {
      if (data.status && data.status !== "connected") { setStatus(data.status); }
      if (data.event) { handle(...data.event); }
    }
  });

  addEventListener("blur", suspend);
  addEventListener("focus", resume);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) { hiddenAt = Date.now(); return; }
    if (status === "suspended") { resume(); }
    else if (Date.now() - hiddenAt > hiddenTooLong) { renew(); }
    fill();
  });
  addEventListener("offline", () => { if (holdsStream() && status !== "reconnecting") { lost(); } });
  addEventListener("online", () => { if (holdsStream() && status === "reconnecting") { tries = 0; connect(); } });
  addEventListener("pagehide", end);
  addEventListener("pageshow", e => { if (e.persisted && started) { begin(); } });
  addEventListener("storage", e => {
    if (e.key !== "np-user" || !user || (e.newValue ?? "") === user) { return; }
    user = e.newValue ?? "";
    forget();
    if (holdsStream()) { connect(); }
  });
  narrow.addEventListener("change", fill);

  // ── For pages ──

  function configure(options = {}) {
    const was = settings.persistConnection;
    const merged = { ...settings, ...options };
    for (const mode of ["*", ...Object.keys(byMode)]) {
      if (options[mode]) { merged[mode] = { ...settings[mode], ...options[mode] }; }
    }
    const given = options.statusIndicator ?? {};
    merged.statusIndicator = { ...settings.statusIndicator, ...given, labels: { ...settings.statusIndicator.labels, ...given.labels } };
    settings = merged;
    if (settings.persistLastSeen && lastSeen === null) { lastSeen = Number(store.get("np-last-seen")) || null; }
    else if (settings.persistLastSeen) { setLastSeen(lastSeen); }
    shown.forEach(item => write(item, item.message));
    if (started) { showStatus(); fill(); }
    if (started && status !== "suspended" && was !== settings.persistConnection) { end(); begin(); }
  }

  window.notifyPortal = {
    configure,
    get lastSeen() { return lastSeen; },
    set lastSeen(value) {
      if (value !== null && !Number.isFinite(value)) { throw new TypeError("lastSeen is a number of unix seconds, or null"); }
      setLastSeen(value);
      sinceWins = value !== null;
    },
    get status() { return status; },
    get unreadCount() { return unreadCount; },
    dismiss: id => takeAway([String(id)], `/notifications/${encodeURIComponent(id)}`, { id: String(id) }),
    dismissGroup: group => takeAway(
      [...shown.map(t => t.message), ...waiting].filter(m => m.group === group).map(m => m.id),
      `/notifications/group/${encodeURIComponent(group)}`, { group }),
  };

  // Scripts of the page that stand after this one may set it up first.
  const go = () => setTimeout(begin);
  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", go); } else { go(); }
})();
