// What a page of your own may do with the script's events; see plain.html.
const at = id => document.getElementById(id);

notifyPortal.configure({ statusIndicator: { enabled: true, element: "#status" } });

document.addEventListener("notify:notification", e => {
  const { id, mode, updated, payload } = e.detail;
  const line = document.createElement("li");
  line.textContent = `${payload.title ?? payload.text} (${mode}, ${id}${updated ? ", changed" : ""})`;
  at("log").prepend(line);
  if (at("mine").checked) { e.preventDefault(); }
});
document.addEventListener("notify:unread", e => { at("unread").textContent = e.detail.count; });
document.addEventListener("notify:error", e => { console.warn("not dismissed", e.detail); });
at("persist").addEventListener("change", e => notifyPortal.configure({ persistConnection: e.target.checked }));

// Only a browser that is known has an id: the stream's first answer makes it so.
while (notifyPortal.status !== "connected") { await new Promise(next => document.addEventListener("notify:status", next, { once: true })); }
const { id } = await (await fetch("/api/v1/session")).json();
at("session").textContent = id;
at("curl").textContent = `curl ${location.origin}/api/v1/notifications -H "Authorization: Bearer $KEY" \\
  -H "Content-Type: application/json" -d '{"session": "${id}", "title": "Hello, browser"}'`;
