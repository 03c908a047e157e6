#!/usr/bin/env node
// Replays recorded GitHub deliveries into a running NotifyPortal: see README.md.
import { createRequire } from 'node:module';
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { setTimeout as wait } from 'node:timers/promises';
import { map } from './map.mjs';

const usage = `node replay.mjs --key np_… --to alice@demo.local[,bob@demo.local] [--url http://localhost:5080]
                [--pace 2s] [--limit N] [--dry-run]`;

class Refusal extends Error {}

try {
  await main();
} catch (error) {
  if (!(error instanceof Refusal)) {
    throw error;
  }

  console.error(error.message);
  process.exitCode = 1;
}

async function main() {
  const options = read();
  const deliveries = recorded();
  const activities = deliveries.map(({ event, payload }) => map(event, payload)).filter(Boolean);
  const chosen = activities.slice(0, options.limit).map((activity) => ({ ...activity, recipients: options.to }));
  console.error(`${deliveries.length} deliveries: ${chosen.length} to send, ${deliveries.length - activities.length} skipped that nobody waits for`);

  if (options.dryRun) {
    console.log(JSON.stringify(chosen, null, 2));

    return;
  }

  const run = randomUUID();

  for (const [i, activity] of chosen.entries()) {
    if (i > 0) {
      await wait(options.pace);
    }

    const { outcomes } = await send(options, activity, `${run}-${i}`);
    console.log(`${activity.notification.title}: ${outcomes.map((o) => `${o.recipient} ${o.reason ?? o.outcome}`).join(', ')}`);
  }
}

async function send(options, activity, idempotencyKey) {
  for (;;) {
    const response = await post(options, activity, idempotencyKey);

    if (response.status === 429 || response.status === 503) {
      const seconds = Number(response.headers.get('retry-after')) || 1;
      console.error(`${response.status}: the portal is busy; on in ${seconds} s`);
      await wait(1000 * seconds); // same key: nothing is sent twice
      continue;
    }

    if (response.status === 401) {
      throw new Refusal('401: the portal does not know this key. Make one: dotnet run --project NotifyPortal -- keys create --name GitHub --scopes activities:write');
    }

    if (response.status === 403) {
      throw new Refusal('403: the key lacks the scope activities:write.');
    }

    if (!response.ok) {
      throw new Refusal(`${response.status}: ${await response.text()}`);
    }

    return response.json();
  }
}

async function post({ url, key }, activity, idempotencyKey) {
  try {
    return await fetch(new URL('/api/v1/activities', url), {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'idempotency-key': idempotencyKey },
      body: JSON.stringify(activity),
    });
  } catch (error) {
    throw new Refusal(`${url} cannot be reached: ${error.cause?.code ?? error.message}. Does the portal run there?`);
  }
}

function recorded() {
  try {
    return createRequire(import.meta.url)('@octokit/webhooks-examples')
      .flatMap(({ name, examples }) => examples.map((payload, turn) => ({ event: name, payload, turn })))
      .sort((a, b) => a.turn - b.turn); // one of each kind, then the next of each: as mixed as a real day
  } catch {
    throw new Refusal('The recorded deliveries are missing. Run: npm ci');
  }
}

function read() {
  const { values } = parsed();
  const pace = /^(\d+(?:\.\d+)?)(ms|s)?$/.exec(values.pace);
  const limit = values.limit === undefined ? Infinity : Number(values.limit);
  const to = (values.to ?? '').split(',').map((name) => name.trim()).filter(Boolean);
  const wrong = !pace ? '--pace is a time such as 2s or 500ms'
    : !(limit >= 1) ? '--limit is a number from 1'
    : to.length === 0 ? '--to names who is told'
    : !values.key && !values['dry-run'] ? '--key is the portal\'s API key'
    : !URL.canParse(values.url) ? '--url is the portal\'s address' : null;

  if (wrong) {
    throw new Refusal(`${wrong}\n\n${usage}`);
  }

  return { url: values.url, key: values.key, to, pace: Number(pace[1]) * (pace[2] === 'ms' ? 1 : 1000), limit, dryRun: values['dry-run'] };
}

function parsed() {
  const text = { type: 'string' };

  try {
    return parseArgs({ options: {
      url: { ...text, default: 'http://localhost:5080' }, key: text, to: text, pace: { ...text, default: '2s' }, limit: text,
      'dry-run': { type: 'boolean', default: false },
    } });
  } catch (error) {
    throw new Refusal(`${error.message}\n\n${usage}`);
  }
}
