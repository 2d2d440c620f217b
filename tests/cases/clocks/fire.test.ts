import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startHeartbeat } from '../../../jobs/heartbeat.ts';
import { armTimer, stopTimers } from '../../../src/cases/clocks/arm-timer.ts';
import { fireDueTimers } from '../../../src/cases/clocks/fire.ts';
import type { TimerHandler } from '../../../src/cases/clocks/timer.ts';
import type { Subject } from '../../../src/outbox/message.ts';
import type { Ctx } from '../../../src/platform/ctx.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { serving } from '../../support/served.ts';
import {
  armMany,
  CALENDAR,
  createWorkspace,
  hours,
  inTransaction,
  LADDER,
  postedAbout,
  posting,
  T0,
  testClock,
  testLog,
} from './world.ts';

let database: TestDatabase;
let ctx: Ctx;
let clock: ReturnType<typeof testClock>;
let logged: ReturnType<typeof testLog>;

beforeAll(async () => {
  database = await createTestDatabase({ poolSize: 12 });
});
afterAll(() => database.drop());

beforeEach(async () => {
  await database.db.timer.deleteMany();
  await database.db.outboxMessage.deleteMany();
  ctx = await createWorkspace(database.db);
  clock = testClock();
  logged = testLog();
});

const fire = (handler: TimerHandler = posting) =>
  fireDueTimers({
    db: database.db,
    clock,
    served: serving([ctx.workspace]),
    handlers: { 'sample.answer': handler },
    log: logged.log,
  });

async function fireAll(handler?: TimerHandler): Promise<number> {
  let sum = 0;
  for (let fired = await fire(handler); fired > 0; fired = await fire(handler)) sum += fired;
  return sum;
}

const timerOf = (subject: Subject) =>
  database.db.timer.findFirstOrThrow({ where: { subjectId: subject.id } });
const one = async (ladder = LADDER): Promise<Subject> => {
  const [subject] = await armMany(ctx, 1, { ladder });
  return subject as Subject;
};

describe('the failures that people reported', () => {
  test('Reminder floods a thread: one timer, eight workers, one message', async () => {
    const subject = await one();
    clock.at = hours(1);
    await Promise.all(Array.from({ length: 8 }, () => fireAll()));
    expect(await postedAbout(database.db, subject)).toEqual(['0.0']);
  });

  test('Reminders never posted: a clock moved by three hours posts each message that was due, once', async () => {
    // Reminders were due after 1 h 00, 1 h 01, … 3 h 59.
    const subjects = await armMany(ctx, 180, { startedAt: (i) => new Date(T0.getTime() + i * 60_000) });
    clock.at = hours(1);
    await fireAll();
    expect(await database.db.outboxMessage.count()).toBe(1);
    clock.at = hours(4);
    await Promise.all([fireAll(), fireAll(), fireAll(), fireAll()]);
    const posted = await Promise.all(subjects.map((subject) => postedAbout(database.db, subject)));
    expect(posted).toEqual(
      subjects.map((_, i) => {
        if (i === 0) return ['0.0', '1.0', '2.0'];
        if (i <= 60) return ['1.0', '2.0'];
        return i <= 120 ? ['1.0'] : ['0.0'];
      }),
    );
    expect(await fireAll()).toBe(0);
  });

  test('One fire per replica: five fire at once, and each timer fires once', async () => {
    await armMany(ctx, 20);
    clock.at = hours(1);
    const runs: number[] = [];
    const counting: TimerHandler = async (ctx, due) => {
      runs.push(due.length);
      return posting(ctx, due);
    };
    const fired = await Promise.all(Array.from({ length: 5 }, () => fire(counting)));
    const sum = (counts: number[]) => counts.reduce((all, one) => all + one, 0);
    expect([sum(runs), sum(fired)]).toEqual([20, 20]);
    expect(await database.db.outboxMessage.count()).toBe(20);
  });

  test('Cron missed when the last instance stops: another instance fires what the stopped one would have', async () => {
    const subject = await one();
    const done = new EventEmitter();
    const instance = (name: string) =>
      startHeartbeat({
        jobs: [{ name: 'timers', run: async () => (await fireAll()) > 0 && done.emit('fired', name) }],
        log: logged.log,
      });
    const [first, second] = [instance('first'), instance('second')];
    await first.stop();
    clock.at = hours(1);
    expect(await once(done, 'fired')).toEqual(['second']);
    await second.stop();
    expect(await postedAbout(database.db, subject)).toEqual(['0.0']);
  });

  test('Escalation never resumed: a process killed while it fires leaves everything to the next', async () => {
    const subjects = await armMany(ctx, 3);
    clock.at = hours(1);
    const script = fileURLToPath(new URL('hanging-worker.ts', import.meta.url));
    const worker = spawn(
      process.execPath,
      ['--import', 'tsx', script, database.url, clock.at.toISOString()],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    await once(worker.stdout, 'data');
    expect(await fireAll()).toBe(0);
    worker.kill('SIGKILL');
    await once(worker, 'exit');
    while ((await fireAll()) === 0);
    for (const subject of subjects) expect(await postedAbout(database.db, subject)).toEqual(['0.0']);
  });

  test('Paging goes on after the answer: whoever comes first, nothing follows a stopped clock', async () => {
    const [answered, firing] = (await armMany(ctx, 2)) as [Subject, Subject];
    clock.at = hours(1);
    // The answer first: its transaction is still open when the timer falls due.
    await inTransaction(ctx, async (ctx) => {
      await stopTimers(ctx, answered);
      expect(await fire()).toBe(1);
    });
    expect(await postedAbout(database.db, answered)).toEqual([]);
    // The timer first: the answer waits for it, and has the last word.
    clock.at = hours(2);
    let stopped: Promise<void> | undefined;
    await fire(async (timerCtx, due) => {
      stopped = inTransaction(ctx, (ctx) => stopTimers(ctx, firing));
      return posting(timerCtx, due);
    });
    await stopped;
    clock.at = hours(99);
    expect(await fireAll()).toBe(0);
    expect(await postedAbout(database.db, firing)).toEqual(['0.0', '1.0']);
  });
});

describe('a timer', () => {
  test('says every rung in its turn, repeats the last as often as it may, and then stands still', async () => {
    const subject = await one();
    for (let hour = 0; hour <= 24; hour++) {
      clock.at = hours(hour);
      await fireAll();
    }
    expect(await postedAbout(database.db, subject)).toEqual(['0.0', '1.0', '2.0', '2.1', '2.2']);
    expect(await timerOf(subject)).toMatchObject({ rung: 3, dueAt: null, epoch: 1, firedAt: hours(7) });
  });

  test('that was overdue for days leaves out its reminder, and keeps its order', async () => {
    const subject = await one();
    clock.at = hours(72);
    await fireAll();
    expect(await postedAbout(database.db, subject)).toEqual(['1.0', '2.0']);
    expect(await timerOf(subject)).toMatchObject({ rung: 2, repeats: 1, dueAt: hours(74) });
  });

  test('goes on by the calendar of whoever owes the answer now', async () => {
    const subject = await one();
    clock.at = hours(1);
    await fireAll(async (_ctx, due) => {
      const off = { ...CALENDAR, holidays: ['2027-03-03'] };
      return new Map(due.map(({ id }) => [id, { next: off }]));
    });
    expect((await timerOf(subject)).dueAt).toEqual(new Date('2027-03-04T02:00:00Z'));
  });

  test('that must wait keeps its rung', async () => {
    const subject = await one();
    clock.at = hours(1);
    await fireAll(async (_ctx, due) => new Map(due.map(({ id }) => [id, { wait: hours(1.5) }])));
    expect(await timerOf(subject)).toMatchObject({ rung: 0, dueAt: hours(1.5), firedAt: null });
    clock.at = hours(1.5);
    await fireAll();
    expect(await postedAbout(database.db, subject)).toEqual(['0.0']);
  });

  test('that waited beyond the next rung says the next rung only', async () => {
    const subject = await one();
    clock.at = hours(1);
    await fireAll(async (_ctx, due) => new Map(due.map(({ id }) => [id, { wait: hours(2.5) }])));
    clock.at = hours(2.5);
    await fireAll();
    expect(await postedAbout(database.db, subject)).toEqual(['1.0']);
  });

  test('that its handler stops stands still', async () => {
    const subject = await one();
    clock.at = hours(1);
    await fireAll(async (_ctx, due) => new Map(due.map(({ id }) => [id, 'stop'])));
    expect(await timerOf(subject)).toMatchObject({ rung: 0, dueAt: null });
  });

  test('that its handler armed anew stays as the handler left it', async () => {
    const subject = await one();
    clock.at = hours(1);
    await fireAll(async (ctx, due) => {
      await armTimer(ctx, {
        subject,
        clock: 'answer',
        ladder: LADDER,
        startedAt: ctx.now,
        calendar: CALENDAR,
      });
      return new Map(due.map(({ id }) => [id, 'stop']));
    });
    expect(await timerOf(subject)).toMatchObject({ epoch: 2, rung: 0, dueAt: hours(2) });
  });

  test('is handed over with its whole group: one workspace, one clock', async () => {
    const other = await createWorkspace(database.db);
    await armMany(ctx, 3);
    await armMany(other, 2);
    await armMany(ctx, 1, { clock: 'decide' });
    clock.at = hours(1);
    const groups: [string, string, number][] = [];
    const noting: TimerHandler = async (ctx, due) => {
      groups.push([ctx.workspace.slackTeamId, due[0]?.clock ?? '', due.length]);
      return posting(ctx, due);
    };
    const handlers = { 'sample.answer': noting, 'sample.decide': noting };
    expect(
      await fireDueTimers({
        db: database.db,
        clock,
        served: serving([ctx.workspace, other.workspace]),
        handlers,
        log: logged.log,
      }),
    ).toBe(6);
    expect(groups.sort()).toEqual(
      [
        [ctx.workspace.slackTeamId, 'answer', 3],
        [ctx.workspace.slackTeamId, 'decide', 1],
        [other.workspace.slackTeamId, 'answer', 2],
      ].sort(),
    );
    expect(await database.db.outboxMessage.count({ where: { workspaceId: other.workspace.id } })).toBe(2);
  });
});

describe('a timer that fails', () => {
  const failingFor =
    (broken: Subject): TimerHandler =>
    async (ctx, due) => {
      const answers = await posting(ctx, due);
      if (due.some(({ subject }) => subject.id === broken.id)) throw new Error('words of a customer');
      return answers;
    };

  test('fails alone, is put off, reported without what it says, and comes back', async () => {
    const subjects = await armMany(ctx, 5);
    const broken = subjects[2] as Subject;
    clock.at = hours(1);
    expect(await fire(failingFor(broken))).toBe(5);
    expect(await fire(failingFor(broken))).toBe(0);
    for (const subject of subjects) {
      expect(await postedAbout(database.db, subject)).toEqual(subject === broken ? [] : ['0.0']);
    }
    expect(await timerOf(broken)).toMatchObject({ attempt: 1, dueAt: hours(1) });
    expect(logged.lines).toMatchObject([{ level: 50, subject: broken.id, clock: 'answer', attempt: 1 }]);
    expect(JSON.stringify(logged.lines)).not.toContain('words of a customer');

    clock.wallMs = 10_000;
    expect(await fire(failingFor(broken))).toBe(1);
    expect(await timerOf(broken)).toMatchObject({ attempt: 2 });
    clock.wallMs = 20_000;
    expect(await fire()).toBe(1);
    expect(await postedAbout(database.db, broken)).toEqual(['0.0']);
    expect(await timerOf(broken)).toMatchObject({ attempt: 0, retryAt: null, rung: 1 });
  });

  test.each<[string, TimerHandler]>([
    ['a handler that forgets it', async () => new Map()],
    ['a wait that is over', async (ctx, due) => new Map(due.map(({ id }) => [id, { wait: ctx.now }]))],
    [
      'a statement that the database refuses',
      async (ctx) => {
        await ctx.tx.$executeRaw`SELECT 1 / 0`;
        return new Map();
      },
    ],
  ])('because of %s is put off', async (_, handler) => {
    const subject = await one();
    clock.at = hours(1);
    expect(await fire(handler)).toBe(1);
    expect(await timerOf(subject)).toMatchObject({ attempt: 1, rung: 0, dueAt: hours(1) });
  });

  test('because nobody handles its clock, or its row is damaged, holds up no other', async () => {
    const [damaged, sound] = (await armMany(ctx, 2)) as [Subject, Subject];
    const [unknown] = (await armMany(ctx, 1, { clock: 'forgotten' })) as [Subject];
    await database.db.timer.updateMany({ where: { subjectId: damaged.id }, data: { rung: 7 } });
    clock.at = hours(1);
    expect(await fire()).toBe(3);
    expect(await postedAbout(database.db, sound)).toEqual(['0.0']);
    expect(logged.lines.map(({ subject }) => subject).sort()).toEqual([damaged.id, unknown.id].sort());
  });
});

describe('arming and stopping', () => {
  test('a clock that is armed again starts over in a new epoch', async () => {
    const subject = await one();
    clock.at = hours(1);
    await fireAll();
    const arm = { subject, clock: 'answer', ladder: LADDER, startedAt: hours(5), calendar: CALENDAR };
    const armed = await inTransaction(ctx, (ctx) => armTimer(ctx, arm));
    expect(armed).toEqual({ epoch: 2, dueAt: hours(6), limitAt: hours(7) });
    expect(await timerOf(subject)).toMatchObject({ epoch: 2, rung: 0, firedAt: null, startedAt: hours(5) });
  });

  test('a clock armed after the fact leaves out the reminder it missed', async () => {
    const subject = { type: 'sample', id: ctx.workspace.id };
    const arm = { subject, clock: 'answer', ladder: LADDER, startedAt: hours(-2), calendar: CALENDAR };
    expect(await inTransaction(ctx, (ctx) => armTimer(ctx, arm))).toMatchObject({ dueAt: T0 });
    expect(await timerOf(subject)).toMatchObject({ rung: 1 });
  });

  test('only the named clocks stop', async () => {
    const subject = await one();
    const arm = { subject, clock: 'decide', ladder: LADDER, startedAt: T0, calendar: CALENDAR };
    await inTransaction(ctx, async (ctx) => {
      await armTimer(ctx, arm);
      await stopTimers(ctx, subject, ['answer']);
    });
    const timers = await database.db.timer.findMany({
      where: { subjectId: subject.id },
      orderBy: { clock: 'asc' },
    });
    expect(timers.map(({ clock, dueAt }) => [clock, dueAt])).toEqual([
      ['answer', null],
      ['decide', hours(1)],
    ]);
  });

  test('another workspace can neither stop nor restart a clock', async () => {
    const subject = await one();
    const other = await createWorkspace(database.db);
    await inTransaction(other, (ctx) => stopTimers(ctx, subject));
    const arm = { subject, clock: 'answer', ladder: LADDER, startedAt: hours(5), calendar: CALENDAR };
    await expect(inTransaction(other, (ctx) => armTimer(ctx, arm))).rejects.toThrow('another workspace');
    expect(await timerOf(subject)).toMatchObject({ epoch: 1, dueAt: hours(1) });
  });
});
