/**
 * A soak: a crowd hands accounts over in a sandbox, while three real Batons that share one database are killed at
 * random moments and started again, and Slack drops answers and asks for pauses. What should have been posted comes
 * from what people did and were told; what was posted, from Slack's side.
 */
import { setTimeout as pause } from 'node:timers/promises';
import pino from 'pino';
import { businessNow } from '../../sandbox/demo/move-clock.ts';
import { type Sandbox, startSandbox } from '../../sandbox/server.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { moveSandboxClock } from '../../src/platform/sandbox-clock.ts';
import { MONDAY_10, SIGNING_SECRET } from '../support/baton.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { crowd, makeTeams } from './company.ts';
import { type Fleet, makeFleet } from './fleet.ts';
import { chance, expireLeases, fill, hurryDoubts, killing } from './kills.ts';
import { channelNames, type Ledger, makeLedger } from './ledger.ts';
import type { Notes } from './people.ts';
import type { Deal } from './plan.ts';
import { work } from './work.ts';

export interface CrashOptions {
  seed: number;
  /** Waits for leases and second looks as they are; else they are made to run out. */
  patient: boolean;
}

export interface Crash {
  sandbox: Sandbox;
  database: TestDatabase;
  fleet: Fleet;
  ledger: Ledger;
  notes: Notes;
  /** Everybody works while so many processes are killed. */
  handOver(deals: readonly Deal[], kills: number): Promise<void>;
  /** Moves business time there, kills so many while what is due is done, and waits until it is. */
  moveThrough(at: Date, kills: number): Promise<void>;
  /** Waits until nothing is due, on its way, or to be looked for. */
  settled(): Promise<void>;
  nameOf(): (channel: string) => string;
  close(): Promise<void>;
}

const SETTLE_MS = 400_000;

export async function startCrash({ seed, patient }: CrashOptions): Promise<Crash> {
  const database = await createTestDatabase();
  const { db, url } = database;
  await moveSandboxClock(db, MONDAY_10.getTime() - Date.now());
  let addresses = (): string[] => [];
  const sandbox = await startSandbox({
    seed: crowd(),
    signingSecret: SIGNING_SECRET,
    appUrls: () => addresses(),
    rateLimits: false,
    patienceMs: 5_000,
    faultSeed: seed,
    remember: 1_000,
  });
  const fleet = makeFleet({
    script: 'fast',
    env: {
      DATABASE_URL: url,
      SLACK_BOT_TOKEN: sandbox.botToken,
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
      SLACK_API_URL: sandbox.apiUrl,
      PORT: '0',
      SANDBOX: 'true',
      TEST_PACE_MS: '10',
      LOG_LEVEL: 'info',
    },
  });
  addresses = fleet.urls;
  const random = chance(seed);
  const ledger = makeLedger(sandbox);
  const notes: Notes = { troubles: 0, unconfirmed: 0, begunAgain: 0 };
  const hurry = setInterval(() => void (patient || hurryDoubts(db).catch(() => {})), 1_000);
  const whileNoneRuns = () => (patient ? Promise.resolve() : expireLeases(db));

  const t0 = performance.now(); //TRACE
  const tr = setInterval(async () => {
    //TRACE
    const rows =
      await db.$queryRaw`SELECT state::text, error, attempt, count(*)::int, max(extract(epoch from not_before - now()))::int AS nb, max(extract(epoch from lease_until - now()))::int AS lu FROM outbox_messages WHERE state <> 'sent' GROUP BY 1,2,3`; //TRACE
    const th =
      await db.$queryRaw`SELECT attempt, urgent, count(*)::int, max(extract(epoch from not_before - now()))::int AS nb, max(extract(epoch from lease_until - now()))::int AS lu FROM outbox_threads WHERE desired_version > applied_version GROUP BY 1,2`; //TRACE
    console.log(
      Math.round((performance.now() - t0) / 1000),
      'killed',
      fleet.killed,
      'ready',
      fleet.urls().length,
      JSON.stringify(rows),
      JSON.stringify(th),
      'undone',
      (globalThis as any).undone?.(),
    ); //TRACE
  }, 4000); //TRACE
  await fill(fleet);
  await peopleSynced();
  await makeTeams(await ctx(), sandbox);
  sandbox.faults.drop({ method: 'chat.postMessage', share: 0.05 });
  sandbox.faults.rateLimit({ method: 'chat.postMessage', share: 0.05, retryAfter: 1 });

  async function ctx(): Promise<Ctx> {
    const workspace = await db.workspace.findUniqueOrThrow({ where: { slackTeamId: sandbox.teamId } });
    const now = await businessNow(db);
    return { workspace, actor: { type: 'cli' }, now, db, log: pino({ level: 'silent' }) };
  }

  async function peopleSynced(): Promise<void> {
    for (let tries = 0; tries < 600; tries++) {
      const members = await db.member.count({
        where: { slackUserId: { in: [...sandbox.people.values()].map(({ id }) => id) } },
      });
      if (members >= crowd().people.length) return;
      await pause(50);
    }
    throw new Error('people were not synced');
  }

  /** All processes die together, so that every lease left is one of the dead. */
  async function killAll(): Promise<void> {
    await Promise.all(fleet.running().map((baton) => fleet.kill(baton)));
    await whileNoneRuns();
    await fill(fleet);
  }

  async function busy(): Promise<boolean> {
    const now = await businessNow(db);
    const [row] = await db.$queryRaw<{ busy: boolean }[]>`
      SELECT EXISTS (SELECT 1 FROM timers WHERE due_at <= ${now})
          OR EXISTS (SELECT 1 FROM outbox_messages
                      WHERE state IN ('sending', 'uncertain')
                         OR (state = 'pending' AND (hold_until IS NULL OR hold_until <= ${now})))
          OR EXISTS (SELECT 1 FROM outbox_threads WHERE desired_version > applied_version AND slack_ts IS NOT NULL) AS busy`;
    return row?.busy ?? true;
  }

  async function settled(): Promise<void> {
    const patience = performance.now() + SETTLE_MS;
    while (performance.now() < patience) {
      if (!(await busy())) return;
      await pause(100);
    }
    throw new Error('what is due does not settle');
  }

  return {
    sandbox,
    database,
    fleet,
    ledger,
    notes,
    async handOver(deals, kills) {
      const before = fleet.killed;
      (globalThis as any).undone = () => deals.filter((d) => d.did.length < d.plan.length).length; //TRACE
      await Promise.all([
        work(sandbox, deals, ledger, notes, () => 0.1 + (fleet.killed - before) / kills),
        killing(fleet, kills - 3, random, whileNoneRuns).then(killAll),
      ]);
    },
    async moveThrough(at, kills) {
      await moveSandboxClock(db, at.getTime() - Date.now());
      if (kills > 0) await killing(fleet, kills, random, whileNoneRuns);
      if (!patient) await killAll();
      await settled();
    },
    settled,
    nameOf: () =>
      channelNames(
        sandbox,
        [...sandbox.people.values()].filter(({ isBot }) => !isBot).map(({ id }) => sandbox.person(id)),
      ),
    async close() {
      clearInterval(hurry);
      clearInterval(tr); //TRACE
      await fleet.close();
      await sandbox.close();
      await database.drop();
    },
  };
}
