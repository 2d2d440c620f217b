import pino from 'pino';
import { jobTable } from '../../jobs/index.ts';
import { MESSAGES } from '../../jobs/messages.ts';
import { syncPeopleDaily } from '../../jobs/sync-people-daily.ts';
import { tellAdmins } from '../../jobs/tell-admins.ts';
import { nextDue } from '../../sandbox/demo/move-clock.ts';
import { type Sandbox, type Seed, startSandbox } from '../../sandbox/server.ts';
import { startDelivery } from '../../src/outbox/loop.ts';
import { hasOutsiders } from '../../src/people/sync-people.ts';
import { type Clock, systemClock } from '../../src/platform/clock.ts';
import { watchClock } from '../../src/platform/clock-watch.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { connectWorkspace } from '../../src/workspaces/workspace.ts';
import { validateMessage } from '../../views/kit/validate.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

/** A case, as clocks and messages name it. */
export interface CaseRef {
  type: string;
  id: string;
}

/** A message as Slack received it. */
export interface Heard {
  at: Date;
  /** Whose DM it is; null: a channel. */
  memberId: string | null;
  lane: string;
  kind: string;
  isRoot: boolean;
  subject: CaseRef;
  /** What it is about, one by one: `role` is as whom its reader hears of it. Of a morning, what was kept for it by then. */
  cases: (CaseRef & { role: string })[];
  data: Record<string, unknown>;
  /** All of its words. */
  words: string;
}

/** A rung of a clock that has fired. */
export interface Fired extends CaseRef {
  clock: string;
  epoch: number;
  rung: number;
  repeats: number;
  at: Date;
}

/** The product's verbs and jobs, with the sandbox as Slack, at whatever time it is said to be. */
export interface Stage {
  database: TestDatabase;
  sandbox: Sandbox;
  now(): Date;
  /** At its command line, or as this member. */
  ctx(memberId?: string): Ctx;
  /** In the order in which they came. */
  heard: readonly Heard[];
  fired: readonly Fired[];
  /** What jobs have logged as errors. */
  errors: readonly string[];
  /** Lets time go by, with everything that falls due at its instant. */
  moveTo(at: Date): Promise<void>;
  /** Meets whoever has come and notices whoever has left. */
  syncPeople(): Promise<void>;
  close(): Promise<void>;
}

/** Jobs that look at what is due at every instant, and those that look now and then. */
const EACH_TIME = [
  'fire due timers',
  'redraw what is overdue',
  'ask who stands in',
  'evaluate accounts',
] as const;
const NOW_AND_THEN = ['find deals', 'sweep'] as const;
const THEN_MS = 6 * 3_600_000;

export async function openStage(seed: Seed, at: Date): Promise<Stage> {
  const database = await createTestDatabase({ poolSize: 6 });
  const { db, pool } = database;
  const sandbox = await startSandbox({ seed, signingSecret: 'a secret for tests', rateLimits: false });
  const errors: string[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => void errors.push(line) });
  let now = at;
  const clock: Clock = { now: () => now, wall: systemClock.wall };
  const token = sandbox.botToken;
  const served = await connectWorkspace({ db, token, apiUrl: sandbox.apiUrl, clock, log });
  const delivery = startDelivery({
    ...{ db, clock, served, kinds: MESSAGES, validate: validateMessage, hasOutsiders, log, paceMs: 0 },
    onLaneBlocked: tellAdmins,
  });
  const clocks = await watchClock({ db, clock, log });
  const table = jobTable({ db, clock, served, delivery, clocks, log });
  const stopping = new AbortController().signal;
  const run = async (name: string) => {
    const job = table.find((one) => one.name === name);
    if (!job) throw new Error(`there is no job ${name}`);
    await job.run(stopping);
  };
  const syncPeople = () => syncPeopleDaily({ db, clock, served, log, force: true, stopping });
  await syncPeople();
  const workspace = await db.workspace.findUniqueOrThrow({ where: { slackTeamId: sandbox.teamId } });

  const heard: Heard[] = [];
  const fired: Fired[] = [];
  let thenAt = now.getTime();

  /** What is due now is done, and has gone out. */
  async function settle(): Promise<void> {
    for (const name of EACH_TIME) {
      if (name === EACH_TIME[0]) await fire();
      else await run(name);
    }
    await deliver();
  }

  async function fire(): Promise<void> {
    const due = await dueTimers();
    if (due.length === 0) return;
    await run('fire due timers');
    const after = await database.pool.query<Row>(
      'SELECT id, rung, repeats FROM timers WHERE id = ANY($1::uuid[])',
      [due.map(({ id }) => id)],
    );
    for (const { id, type, subjectId, clock, epoch, rung, repeats } of due) {
      const moved = after.rows.find((one) => one.id === id);
      if (moved && (moved.rung !== rung || moved.repeats !== repeats))
        fired.push({ type, id: subjectId, clock, epoch, rung, repeats, at: now });
    }
  }

  async function dueTimers(): Promise<Row[]> {
    const { rows } = await pool.query<Row>(
      `SELECT id, subject_type AS type, subject_id AS "subjectId", clock, epoch, rung, repeats FROM timers
        WHERE due_at <= $1::timestamptz ORDER BY subject_id, clock`,
      [now.toISOString()],
    );
    return rows;
  }

  async function deliver(): Promise<void> {
    for (let rounds = 0; ; rounds++) {
      if (rounds > 100) throw new Error('what is to be sent does not end');
      // The second in which messages wait for each other is over.
      const { rowCount } = await pool.query(
        `UPDATE outbox_messages SET not_before = now()
          WHERE state = 'pending' AND (hold_until IS NULL OR hold_until <= $1::timestamptz)`,
        [now.toISOString()],
      );
      const { rows } = await pool.query(
        'SELECT 1 FROM outbox_threads WHERE desired_version > applied_version LIMIT 1',
      );
      if (rowCount === 0 && rows.length === 0) break;
      const done = await delivery.runOnce();
      if (done === 0) break;
    }
    await listen();
  }

  let listened = 0;
  /** Writes down what Slack has received since. */
  async function listen(): Promise<void> {
    const { posts } = sandbox;
    // What went out at one instant came in any order.
    const fresh = posts
      .slice(listened)
      .sort((a, b) => (`${a.channel} ${a.text}` < `${b.channel} ${b.text}` ? -1 : 1));
    listened = posts.length;
    if (fresh.length === 0) return;
    const idOf = (post: (typeof fresh)[number]) =>
      String((post.metadata?.event_payload as { delivery_id?: string } | undefined)?.delivery_id ?? '');
    const rows = await db.outboxMessage.findMany({
      where: { workspaceId: workspace.id, id: { in: fresh.map(idOf) } },
    });
    for (const post of fresh) {
      const row = rows.find(({ id }) => id === idOf(post));
      if (!row) throw new Error(`Slack received what nobody has sent: ${post.text}`);
      const subject = { type: row.subjectType, id: row.subjectId };
      const data = row.data as Record<string, unknown>;
      const { kind, memberId, lane, isRoot } = row;
      const words = `${post.text}\n${JSON.stringify(post.blocks)}`;
      const cases = kind === 'morning' ? await keptFor(memberId, data) : casesOf(kind, subject, data);
      heard.push({ at: now, memberId, lane, kind, isRoot, subject, cases, data, words });
    }
  }

  /** Once it is over, the same may be kept for another morning. */
  async function keptFor(memberId: string | null, { day }: Record<string, unknown>): Promise<Heard['cases']> {
    const items = await db.morningItem.findMany({ where: { memberId: memberId ?? '', day: String(day) } });
    return items.map(({ subjectType: type, subjectId: id }) => ({ type, id, role: 'morning' }));
  }

  return {
    database,
    sandbox,
    heard,
    fired,
    errors,
    now: () => now,
    ctx: (memberId) => ({
      workspace: { id: workspace.id, slackTeamId: workspace.slackTeamId, botUserId: workspace.botUserId },
      actor: memberId === undefined ? { type: 'cli' } : { type: 'member', memberId },
      ...{ now, db, log },
    }),
    async moveTo(target) {
      for (;;) {
        await settle();
        if (now >= target) return;
        const due = await nextDue(db);
        const stops = [due?.getTime() ?? Number.POSITIVE_INFINITY, thenAt + THEN_MS, target.getTime()];
        // What could not be done at this instant is no reason to stand still.
        const next = Math.min(...stops.filter((stop) => stop > now.getTime()));
        now = new Date(next);
        if (next >= thenAt + THEN_MS) {
          thenAt = next;
          for (const name of NOW_AND_THEN) await run(name);
        }
      }
    },
    syncPeople,
    async close() {
      await delivery.stop();
      await sandbox.close();
      await database.drop();
    },
  };
}

interface Row {
  id: string;
  type: string;
  subjectId: string;
  clock: string;
  epoch: number;
  rung: number;
  repeats: number;
}

function casesOf(kind: string, subject: CaseRef, data: Record<string, unknown>): Heard['cases'] {
  const given = data['cases'];
  if (!Array.isArray(given)) return [{ ...subject, role: String(data['role'] ?? 'owner') }];
  const type = kind.replace(/_roundup$/, '');
  return given.map((one: Partial<CaseRef & { role: string }>) => ({
    type: one.type ?? type,
    id: one.id ?? '',
    role: one.role ?? 'owner',
  }));
}

/** What a verb returned; throws where it was refused. */
export function done<T>(answer: T, what = 'it'): Exclude<T, { refused: string }> {
  if (isRefusal(answer)) throw new Error(`${what} was refused: ${answer.refused}, ${answer.message}`);
  return answer as Exclude<T, { refused: string }>;
}
