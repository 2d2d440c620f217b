import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startBaton } from '../../app.ts';
import { projectFolder, readConfig } from '../../src/platform/config.ts';
import type { Db } from '../../src/platform/ctx.ts';
import { openConnection, openDatabase } from '../../src/platform/database/database.ts';
import { migrate } from '../../src/platform/database/migrate.ts';
import type { Logger } from '../../src/platform/logger.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { addDays, atLocalTime, localDate, weekday } from '../../src/time/local-date.ts';
import { createToken } from '../../src/workspaces/tokens.ts';
import { findWorkspace } from '../../src/workspaces/workspace.ts';
import type { Play } from '../page/show.ts';
import type { Manifest, Seed } from '../seed.ts';
import { startSandbox } from '../server.ts';
import { companySeed, seedCompany, seedMoreAccounts } from './company.ts';
import { startFeed } from './feed.ts';
import { startLooks } from './looks.ts';
import { businessNow, moveClockTo, putBusinessTime } from './move-clock.ts';
import { moveFrom } from './moves.ts';
import { ACME_DEAL, seedDeals } from './seed-deals.ts';
import { seedDigests } from './seed-digests.ts';
import { seedHealth } from './seed-health.ts';
import { seedRisks } from './seed-risks.ts';

const SIGNING_SECRET = 'the demo talks to nobody but itself';
const PEOPLE_WAIT_MS = 20_000;
/** Between two posts to one channel, for Slack a second: where weeks pass in a moment, seconds do, too. */
const PACE_MS = 50;
const HOUR_MS = 60 * 60 * 1000;
const WEEK_MS = 7 * 24 * HOUR_MS;
const PAST_MS = 400 * 24 * 60 * 60 * 1000;

export interface Stage extends Play {
  db: Db;
  /** Where Baton listens. */
  batonUrl: string;
  moveTo(at: Date): Promise<void>;
  /** The CRM sends that Acme Sample was won: a request over HTTP, and its answer. */
  wins(): Promise<{ sent: string; answer: string }>;
  close(): Promise<void>;
}

/** Sandbox, Baton and the sample company, from nothing each time: the database at `url` is emptied. Loopback only. */
export async function startStage(url: string, log: Logger): Promise<Stage> {
  const closers: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const each of closers.splice(0).reverse()) await each();
  };
  try {
    await emptyDatabase(url);
    await migrate(url, log);
    const database = openDatabase({ url, log });
    closers.push(database.close);
    const { db } = database;

    let port = 0;
    const manifest = JSON.parse(readFileSync(join(projectFolder, 'manifest.json'), 'utf8')) as Manifest;
    const sandbox = await startSandbox({
      seed: withRealNames(companySeed(manifest)),
      signingSecret: SIGNING_SECRET,
      channelPaceMs: PACE_MS,
      appUrls: () => (port ? [`http://127.0.0.1:${port}`] : []),
    });
    closers.push(sandbox.close);
    // The sample company has allowed Baton to upload its pictures.
    for (const scope of ['files:read', 'files:write']) sandbox.grantScope(scope);
    // Slack's clock and Baton's go together: messages carry the time that people read.
    const setSandbox = (at: Date) => sandbox.clock.move(Math.max(0, at.getTime() - sandbox.clock.now()));
    const start = mondayMorning(await businessNow(db));
    const eight = new Date(start.getTime() - 2 * HOUR_MS);
    setSandbox(eight);
    // Baton lives before its sample past until all of that is there, so that no clock in it falls due meanwhile.
    await putBusinessTime(db, new Date(start.getTime() - PAST_MS));

    const config = readConfig({
      DATABASE_URL: url,
      SLACK_BOT_TOKEN: sandbox.botToken,
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
      SLACK_API_URL: sandbox.apiUrl,
      PORT: '0',
      SANDBOX: 'true',
      LOG_LEVEL: 'warn',
    });
    const baton = await startBaton(config, { log, paceMs: PACE_MS });
    closers.push(baton.stop);
    port = baton.port;

    const workspace = await findWorkspace(db, sandbox.teamId);
    if (!workspace) throw new Error('Baton did not register the sandbox');
    await peopleSynced(async () => (await findWorkspace(db, sandbox.teamId))?.peopleSyncedAt ?? null);
    const ctx = { workspace, actor: { type: 'cli' } as const, now: start, db, log };
    await seedCompany(ctx, {
      customerSuccess: sandbox.channel('customer-success').id,
      leadership: sandbox.channel('leadership').id,
      onboarding: sandbox.channel('onboarding').id,
    });
    await seedMoreAccounts(ctx);
    await seedHealth(ctx);
    await seedRisks(ctx);
    await seedDeals(ctx);
    await seedDigests(ctx);
    // What that morning brings comes at its hour; what the past left behind has none.
    await putBusinessTime(db, eight);
    await moveClockTo(db, start, { before: setSandbox });
    await db.workspace.updateMany({ data: { peopleSyncedAt: start } });
    const token = await createToken(ctx, 'sample exports');
    if (isRefusal(token)) throw new Error(token.message);
    const batonUrl = `http://127.0.0.1:${port}`;
    const crm = await createToken(ctx, 'sample CRM');
    if (isRefusal(crm)) throw new Error(crm.message);
    const exports = startFeed({ start, batonUrl, token: token.secret });
    const looks = startLooks({ start, db, workspace, log });
    const moveTo = (at: Date) => moveClockTo(db, at, { before: setSandbox, feeds: [exports, looks] });
    return {
      sandbox,
      db,
      batonUrl,
      moveTo,
      wins: () => sendDeal(batonUrl, crm.secret),
      async move(how, zone) {
        const to = moveFrom(await businessNow(db), how, zone);
        // Its last week is looked at the day before.
        if (how === 'outage') exports.goDownUntil(new Date(to.getTime() - WEEK_MS));
        await moveTo(to);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The same with what the rep begins with: the CRM says that Acme Sample was won. */
export async function startWonStage(url: string, log: Logger): Promise<Stage> {
  const stage = await startStage(url, log);
  await stage.wins();
  return stage;
}

async function sendDeal(batonUrl: string, token: string): Promise<{ sent: string; answer: string }> {
  const answer = await fetch(`${batonUrl}/v1/handoffs`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(ACME_DEAL),
  });
  const said = (await answer.json()) as { created?: number };
  if (said.created !== 1) throw new Error(`The sample deal was not taken: ${JSON.stringify(said)}`);
  return { sent: JSON.stringify(ACME_DEAL, null, 1), answer: JSON.stringify(said) };
}

/** People read names, not handles. */
function withRealNames(seed: Seed): Seed {
  return { ...seed, people: seed.people.map((person) => ({ ...person, displayName: '' })) };
}

/** It begins with nothing, whatever the last one left. */
async function emptyDatabase(url: string): Promise<void> {
  const client = await openConnection(url, 'baton (demo)');
  try {
    await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  } finally {
    await client.end();
  }
}

/** The next Monday at ten in Berlin: a working hour for most of the sample company. */
function mondayMorning(now: Date): Date {
  const today = localDate(now, 'Europe/Berlin');
  return atLocalTime(addDays(today, 7 - weekday(today)), 10 * 60, 'Europe/Berlin');
}

async function peopleSynced(syncedAt: () => Promise<Date | null>): Promise<void> {
  const patience = performance.now() + PEOPLE_WAIT_MS;
  while (!(await syncedAt())) {
    if (performance.now() > patience) throw new Error('People were not synced from the sandbox');
    await pause(25);
  }
}
