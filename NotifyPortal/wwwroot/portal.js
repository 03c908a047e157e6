// What the server-rendered pages need in the browser: popovers, relative times, the tab's title, links that mark as seen, one tab that toasts.
// A circuit is one WebSocket from its first byte: asked first how to connect, one replica would answer and another be connected to.
Blazor.start({ circuit: { configureSignalR: builder => builder.withUrl("_blazor", { skipNegotiation: true, transport: 1 }) } });

const themes = ["system", "light", "dark"];
const mine = new Set(); // the toasts of this tab
let toasted = null;

// Popovers tell their component when they open and close. A menu inside one sends the same event: then the popover is as it was.
Blazor.registerCustomEventType("popovertoggle", { browserEventName: "toggle", createEventArgs: e => ({ open: e.target.closest("[popover]").matches(":popover-open") }) });

Blazor.registerCustomEventType("toastslost", { createEventArgs: e => ({ ids: e.detail }) });
Blazor.registerCustomEventType("toastsroom", { createEventArgs: e => ({ narrow: e.detail }) });

addEventListener("click", e => {
  if (e.target.closest("[data-theme-toggle]")) {
    const choice = document.documentElement.dataset.themeChoice ?? "system";
    try { localStorage.setItem("np-theme", themes[(themes.indexOf(choice) + 1) % themes.length]); } catch { /* private mode: it lasts for this page */ }
    notifyPortalTheme.apply();
  }

  if (e.target.closest("nav.nav a, [data-close-popover], .menu-panel a")) { e.target.closest("[popover]")?.hidePopover(); }

  // A menu of a row closes when something else is touched.
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    const chosen = menu.contains(e.target) && e.target.closest(".menu__list button");
    if (!menu.contains(e.target) || chosen) { menu.open = false; }
    if (chosen) { menu.querySelector("summary").focus(); } // what had the focus is hidden now
  }

  markSeen(e);
});
addEventListener("auxclick", e => { if (e.button === 1) { markSeen(e); } });
addEventListener("keydown", e => {
  const menu = e.key === "Escape" && e.target.closest?.("details.menu[open]");
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
});

// A click that leads away may take the circuit with it; this request outlives the page.
function markSeen(e) {
  const link = e.target.closest?.("a[data-notification-id]");
  if (link) { fetch(`/api/v1/inbox/${link.dataset.notificationId}/seen`, { method: "POST", keepalive: true }); }
  if (link && link.closest("[popover]") && !e.ctrlKey && !e.metaKey && !e.shiftKey && e.type === "click") { link.closest("[popover]").hidePopover(); }
}

// One clock for all relative times of the page, in the reader's own locale and zone.
const inMinutes = new Intl.NumberFormat(undefined, { style: "unit", unit: "minute", unitDisplay: "short" });
const inHours = new Intl.NumberFormat(undefined, { style: "unit", unit: "hour", unitDisplay: "short" });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: "short", hour: "2-digit", minute: "2-digit" });
const date = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" });

function say(time) {
  const then = new Date(time.dateTime);
  const minutes = Math.round((Date.now() - then) / 60000);
  const text = minutes < 1 ? "now"
    : minutes < 60 ? inMinutes.format(minutes)
    : minutes < 1440 ? inHours.format(Math.round(minutes / 60))
    : minutes < 7 * 1440 ? weekday.format(then) : date.format(then);
  // The node that the server rendered is kept: its renderer still points at it.
  if (time.firstChild && time.firstChild.nodeValue !== text) { time.firstChild.nodeValue = text; }
  time.title = exact.format(then);
}

function sayAll(root) { for (const time of root.querySelectorAll?.("time[data-relative]") ?? []) { say(time); } }
new MutationObserver(changes => {
  for (const change of changes) {
    if (change.attributeName === "datetime") { say(change.target); }
    if (change.attributeName === "data-arrived") { toast(change.target); }
    for (const node of change.addedNodes) { if (node.nodeType === 1) { node.matches("time[data-relative]") ? say(node) : sayAll(node); } }
  }
  showUnread();
  showToasts();
}).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["datetime", "data-unread", "data-arrived"] });
setInterval(() => sayAll(document), 30000);
sayAll(document);

// Title, icon and app badge follow the bell, whatever page it stands on, and forget it when it goes.
let shownUnread = 0, spoken = null, speaking = false;
function showUnread() {
  const count = Number(document.querySelector("[data-unread]")?.dataset.unread ?? 0);
  const text = document.querySelector("title")?.firstChild; // the node itself is the renderer's and stays
  const plain = text?.nodeValue.replace(/^\(\d+\+?\) /, "");
  const title = count > 0 ? `(${count > 99 ? "99+" : count}) ${plain}` : plain;
  if (text && text.nodeValue !== title) { text.nodeValue = title; }
  speak();
  if (count === shownUnread) { return; }
  shownUnread = count;
  document.querySelector("link[rel=icon]")?.setAttribute("href", count > 0 ? "favicon-unread.svg" : "favicon.svg");
  if (navigator.setAppBadge) { (count > 0 ? navigator.setAppBadge(count) : navigator.clearAppBadge()).catch(() => {}); }
}

// Who listens hears one number, not each on the way to it.
function speak() {
  const bell = document.querySelector("[data-unread]");
  if (speaking || !bell || bell.dataset.unread === spoken) { return; }
  speaking = true;
  setTimeout(() => {
    speaking = false;
    const bell = document.querySelector("[data-unread]"), place = document.querySelector("[data-say]");
    if (bell && place) { place.textContent = place.dataset.say.replace("{0}", spoken = bell.dataset.unread); }
  }, 1000);
}
new MutationObserver(showUnread).observe(document.head, { childList: true, subtree: true, characterData: true });
showUnread();

// What arrives is drawn hidden, with all that came with it, and shows as soon as it is known that no other tab toasts it; the server takes the others back.
let narrow = false;
async function toast(place) {
  const ids = place.dataset.arrived.split(" ").filter(Boolean).map(Number);
  const small = matchMedia("(max-width: 767px)").matches; // two at once, not three
  if (small !== narrow) { tell("toastsroom", narrow = small); }
  const won = await notifyPortalUi.claimToasts(ids), lost = ids.filter(id => !won.includes(id));
  won.forEach(id => mine.add(id));
  showToasts();
  if (lost.length > 0) { tell("toastslost", lost); }

  function tell(name, detail) { place.dispatchEvent(new CustomEvent(name, { bubbles: true, detail })); }
}

function showToasts() {
  for (const toast of document.querySelectorAll(".toast:not(.toast--mine)")) { toast.classList.toggle("toast--mine", mine.has(Number(toast.dataset.id))); }
}

// A figure counts from what it was to what it is.
new MutationObserver(changes => {
  for (const { target, oldValue } of changes) {
    const from = Number(oldValue), to = Number(target.dataset.figure), began = performance.now();
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 220;
    const step = now => {
      if (Number(target.dataset.figure) !== to || !target.firstChild) { return; }
      const part = calm === 0 ? 1 : Math.min(1, (now - began) / calm);
      target.firstChild.nodeValue = Math.round(from + (to - from) * part).toLocaleString(document.documentElement.lang);
      if (part < 1) { requestAnimationFrame(step); }
    };
    step(began);
  }
}).observe(document.body, { subtree: true, attributes: true, attributeFilter: ["data-figure"], attributeOldValue: true });

// A circuit the server no longer knows cannot be resumed: a fresh page can.
const banner = document.getElementById("components-reconnect-modal");
if (banner) {
  new MutationObserver(() => {
    if (/components-reconnect-(rejected|failed)/.test(banner.className)) { reloadWhenBack(); }
  }).observe(banner, { attributes: true, attributeFilter: ["class"] });
}

async function reloadWhenBack() {
  for (;;) {
    try { if ((await fetch("/favicon.svg", { cache: "no-store" })).ok) { location.reload(); return; } } catch { /* still away */ }
    await new Promise(resolve => setTimeout(resolve, 1000 + Math.random() * 2000));
  }
}

window.notifyPortalUi = {
  /** After a row has gone, the focus stands on the row that took its place, never on the body. */
  focusRow(list, index) {
    const rows = list?.querySelectorAll("[data-testid=notification-row]") ?? [];
    const row = rows[Math.min(index, rows.length - 1)];
    (row?.querySelector("a, button") ?? list?.querySelector("[tabindex]") ?? list)?.focus();
  },

  /** True while the list stands at its top. */
  isAtTop(list) { return !list || list.scrollTop < 4; },

  /** Of these ids, the ones no tab of this browser has toasted yet; they count as toasted from now on. A hidden tab lets a visible one go first. */
  async claimToasts(ids) {
    if (document.hidden) { await new Promise(resolve => setTimeout(resolve, 400)); }
    return claim(ids);
  },

  openDialog(dialog) { if (!dialog.open) { dialog.showModal(); } },
  closeDialog(dialog) { dialog.close(); },
};

// What was toasted stands in a database, where of two tabs only one can add an id: of localStorage tabs of other processes hear late, whatever
// lock they hold. The script for pages that are not Blazor keeps the same list.
async function claim(ids) {
  try {
    const transaction = (await (toasted ??= openToasted())).transaction("toasted", "readwrite"), list = transaction.objectStore("toasted"), mine = [];
    for (const id of ids) {
      list.count(id).onsuccess = e => { if (e.target.result === 0) { list.add(id, id); mine.push(id); } };
    }
    await new Promise((resolve, reject) => { transaction.oncomplete = resolve; transaction.onabort = () => reject(transaction.error); });
    return mine;
  } catch { return ids; } // private mode: this tab toasts
}

// The newest thousand are remembered.
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
