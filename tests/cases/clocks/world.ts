import { randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import pino from 'pino';
import { z } from 'zod';
import { armTimer } from '../../../src/cases/clocks/arm-timer.ts';
import type { Ladder } from '../../../src/cases/clocks/ladder.ts';
import type { DueTimer, TimerHandler } from '../../../src/cases/clocks/timer.ts';
import { defineMessage } from '../../../src/outbox/define-message.ts';
import { enqueue } from '../../../src/outbox/enqueue.ts';
import type { Subject } from '../../../src/outbox/message.ts';
import { systemClock } from '../../../src/platform/clock.ts';
import type { Ctx, Db, TxCtx } from '../../../src/platform/ctx.ts';
import { newId } from '../../../src/platform/id.ts';
import { ALWAYS_WEEK, type Calendar } from '../../../src/time/calendar.ts';

/** Every hour of it is working time, so that the tests can count in plain hours. */
export const CALENDAR: Calendar = { zone: 'UTC', week: ALWAYS_WEEK, holidays: [] };

export const T0 = new Date('2027-03-03T09:00:00Z');
export const hours = (n: number) => new Date(T0.getTime() + n * 3_600_000);

/** A reminder after one hour, escalations after two and three; the last one twice more, two hours apart. */
export const LADDER: Ladder = {
  limit: 'PT2H',
  rungs: [
    { at: 0.5, kind: 'reminder', tell: ['owner'] },
    { at: 1, kind: 'escalation', tell: ['cover'] },
    { at: 1.5, kind: 'escalation', tell: ['manager'], repeat: { every: 'PT2H', times: 2 } },
  ],
};

/** Business time is where the test puts it; wall time is real, plus `wallMs`. */
export function testClock() {
  return {
    at: T0,
    wallMs: 0,
    now() {
      return this.at;
    },
    wall() {
      return new Date(systemClock.wall().getTime() + this.wallMs);
    },
  };
}

export function testLog() {
  const lines: Record<string, unknown>[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  return { log: pino(stream), lines };
}

export async function createWorkspace(db: Db): Promise<Ctx> {
  const row = await db.workspace.create({
    data: {
      id: newId(T0),
      slackTeamId: `T${randomUUID()}`,
      name: 'Sample Works',
      botUserId: 'UBOT',
      createdAt: T0,
    },
  });
  const workspace = { id: row.id, slackTeamId: row.slackTeamId, botUserId: row.botUserId };
  return { workspace, actor: { type: 'cli' }, now: T0, db, log: testLog().log };
}

export function inTransaction<T>({ db, ...ctx }: Ctx, work: (ctx: TxCtx) => Promise<T>): Promise<T> {
  return db.$transaction((tx) => work({ ...ctx, tx }), { timeout: 20_000 });
}

/** Arms `count` clocks of subjects of their own, started at `startedAt(i)`. */
export async function armMany(
  ctx: Ctx,
  count: number,
  options: { startedAt?: (i: number) => Date; ladder?: Ladder; clock?: string } = {},
): Promise<Subject[]> {
  const { startedAt = () => T0, ladder = LADDER, clock = 'answer' } = options;
  const subjects = Array.from({ length: count }, () => ({ type: 'sample', id: randomUUID() }));
  await inTransaction(ctx, async (ctx) => {
    for (const [i, subject] of subjects.entries()) {
      await armTimer(ctx, { subject, clock, ladder, startedAt: startedAt(i), calendar: CALENDAR });
    }
  });
  return subjects;
}

const SAMPLE = defineMessage({
  kind: 'sample',
  data: z.object({ rung: z.number(), repeats: z.number() }),
  about: 'internal',
  whenUnknown: 'resend',
});

/** Posts one message per firing, and goes on to the next rung. */
export const posting: TimerHandler = async (ctx, due) => {
  await enqueue(ctx, due.map(messageOf));
  return new Map(due.map(({ id }) => [id, { next: CALENDAR }]));
};

function messageOf(timer: DueTimer) {
  return SAMPLE.reply({
    subject: timer.subject,
    data: { rung: timer.rungIndex, repeats: timer.repeats },
    destination: 'C0SAMPLE',
    thread: `sample:${timer.subject.id}`,
    dedupeKey: timer.firing,
  });
}

/** What was posted about a subject, as 'rung.repeats', in its order. */
export async function postedAbout(db: Db, subject: Subject): Promise<string[]> {
  const messages = await db.outboxMessage.findMany({
    where: { subjectId: subject.id },
    orderBy: { seq: 'asc' },
  });
  return messages.map(({ data }) => {
    const { rung, repeats } = data as { rung: number; repeats: number };
    return `${rung}.${repeats}`;
  });
}
