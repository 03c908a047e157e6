// Prints what a person is told, a line each, as it happens; survives restarts of the portal without losing anything.
import { parseArgs } from "node:util";
import { EventSource } from "eventsource";

const { values } = parseArgs({ options: { url: { type: "string", default: "http://localhost:5080" }, key: { type: "string" } } });
if (!values.key) { console.error("--key np_… is needed: an API key with the scope inbox:read"); process.exit(1); }

const stream = new EventSource(new URL("/notifications/stream", values.url), {
  fetch: (input, init) => fetch(input, { ...init, headers: { ...init.headers, Authorization: `Bearer ${values.key}` } }),
});

const shown = new Set(); // after a break the unread ones come again

stream.addEventListener("notification", e => {
  const told = JSON.parse(e.data);
  if (told.type === "dismissed") { shown.delete(told.payload.notification_id); console.log(`gone ${told.payload.notification_id}`); return; }
  if (told.type === "disconnecting") { return; } // it comes back by itself
  if (shown.has(told.id) && !told.updated) { return; }
  shown.add(told.id);
  console.log(`${told.updated ? "changed" : "new"} ${told.id} ${told.payload.title ?? told.payload.text}`);
});
stream.addEventListener("sync", () => console.log("sync"));
stream.addEventListener("resync", () => { shown.clear(); console.log("resync: read the inbox"); });
stream.addEventListener("unread", e => console.log(`unread ${JSON.parse(e.data).count}`));
stream.addEventListener("error", e => { if (e.code === 401 || e.code === 403) { console.error(e.message); process.exit(1); } });
