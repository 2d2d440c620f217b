import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Morning, renderMorning } from '../../jobs/morning.ts';
import { standInsOf } from '../../src/cases/ask-stand-ins.ts';
import type { CaseDecision } from '../../src/cases/case.ts';
import { apply, changeCase } from '../../src/cases/change-case.ts';
import { fireDueTimers } from '../../src/cases/clocks/fire.ts';
import { timersOf } from '../../src/cases/escalate.ts';
import { nudgeCase, snoozeCase } from '../../src/cases/put-off.ts';
import { sweep, sweepCheck } from '../../src/cases/sweep.ts';
import { loadWork } from '../../src/home/load-work.ts';
import { loadPeople } from '../../src/people/load-people.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { isRefusal, type Refusal } from '../../src/platform/refusal.ts';
import { stored } from '../../src/platform/stored.ts';
import { transact } from '../../src/platform/transact.ts';
import { setSetting } from '../../src/settings/set-setting.ts';
import { due, workRow } from '../../views/home/parts/work-item.ts';
import { workBlocks } from '../../views/home/work-blocks.ts';
import { section } from '../../views/kit/blocks.ts';
import { md } from '../../views/kit/text.ts';
import { newMember, newWorkspace } from '../people/world.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { serving } from '../support/served.ts';
import { ERRAND_MESSAGES, ERRANDS, type Errand } from './errand.ts';
import { CREATE_ERRANDS } from './errand-house.ts';

// What a kind of case is given by being declared: shown by one that is nothing else.

let database: TestDatabase;
let house: Ctx;
let id: string;
const people: Record<'asker' | 'owner' | 'other' | 'manager', string> = {
  asker: '',
  owner: '',
  other: '',
  manager: '',
};

beforeAll(async () => {
  database = await createTestDatabase();
  await database.pool.query(CREATE_ERRANDS);
});
afterAll(() => database.drop());

beforeEach(async () => {
  house = await newWorkspace(database.db);
  // Every hour is working time, so that the tests count in plain hours.
  await setSetting(house, { key: 'calendar', value: 'always' });
  people.manager = await newMember(house, 'U0MANAGER');
  for (const name of ['asker', 'owner', 'other'] as const)
    people[name] = await newMember(house, `U0${name.toUpperCase()}`, { managerId: people.manager });
  id = await askFor();
});

/** By this person, so many hours after the errand was asked for. */
const by = (name: keyof typeof people, after = 0): Ctx => ({
  ...house,
  actor: { type: 'member', memberId: people[name] },
  now: new Date(house.now.getTime() + after * 3_600_000),
});

async function askFor(): Promise<string> {
  const id = randomUUID();
  await database.pool.query(
    `INSERT INTO errands (id, workspace_id, number, state, version, updated_at, asker_id, owner_id)
     VALUES ($1, $2, 1, 'done', 1, $3, $4, $5)`,
    [id, house.workspace.id, house.now, people.asker, people.owner],
  );
  await transact(by('asker'), async (ctx) => {
    const parties = (await ERRANDS.loadBatch(ctx, [id])).parties.get(id);
    if (!parties) throw new Error('the errand is there');
    return apply(ctx, ERRANDS, parties, { action: 'asked', patch: { state: 'asked' } });
  });
  return id;
}

const change = (
  ctx: Ctx,
  verb: 'take' | 'finish' | 'reassign',
  decision: CaseDecision & { patch: Partial<Errand> },
) => changeCase(ctx, ERRANDS, id, { verb, decide: () => decision });
const take = (ctx: Ctx) => change(ctx, 'take', { action: 'taken', patch: { state: 'taken' } });
const finish = (ctx: Ctx) => change(ctx, 'finish', { action: 'finished', patch: { state: 'done' } });

async function fireAt(after: number): Promise<void> {
  const { now } = by('owner', after);
  const clock = { now: () => now, wall: () => now };
  const served = serving([house.workspace]);
  while (
    (await fireDueTimers({
      db: database.db,
      clock,
      served,
      handlers: timersOf(ERRANDS, ERRAND_MESSAGES),
      log: house.log,
    })) > 0
  );
}

const sweepErrands = (after: number): Promise<number> => {
  const { now, db, log } = by('owner', after);
  const clock = { now: () => now, wall: () => now };
  return sweep({ db, log, clock, served: serving([house.workspace]), checks: [sweepCheck(ERRANDS)] });
};

const FACTS = stored('facts of an errand', z.object({}));
const errandRow = workRow(FACTS, (item, _, now) => ({
  said: [md`Run it.${due(item, now)}`],
  button: { action: 'errand_take', text: 'Take' },
}));
const errandMorning: Morning = async (_, asked) => ({
  title: 'Errands',
  lines: [...asked.values()]
    .filter((stands) => stands !== 'done')
    .map((stands) => ({
      about: 'Errand',
      dueAt: null,
      isLate: stands === 'late',
      isOwn: true,
      block: section(md`Run it.`),
    })),
  done: [...asked.values()].filter((stands) => stands === 'done').map(() => 'Errand (E-1)'),
});

const clocks = () =>
  database.db.timer.findMany({
    where: { subjectId: id, dueAt: { not: null } },
    select: { clock: true, epoch: true },
  });
const said = async () => {
  const rows = await database.db.outboxMessage.findMany({
    where: { workspaceId: house.workspace.id },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ kind, lane }) => `${kind} ${lane}`);
};
const history = async () => {
  const rows = await database.db.auditEntry.findMany({ where: { subjectId: id }, orderBy: { id: 'asc' } });
  return rows.map(({ action }) => action);
};
const code = (answer: unknown) => (isRefusal(answer) ? (answer as Refusal).refused : 'done');

describe('a kind that is declared', () => {
  test('has the clock of its state, a history and its messages with each change', async () => {
    expect(await clocks()).toMatchObject([{ clock: 'take' }]);
    expect(code(await take(by('owner', 1)))).toBe('done');
    expect(await clocks()).toMatchObject([{ clock: 'finish' }]);
    expect(code(await finish(by('owner', 2)))).toBe('done');
    expect(await database.db.timer.count({ where: { subjectId: id } })).toBe(0);
    expect(await history()).toEqual(['errand.asked', 'errand.taken', 'errand.finished']);
    expect(await said()).toEqual(['errand_request U0OWNER', 'errand_event U0OWNER', 'errand_event U0OWNER']);
  });

  test('is changed by who may, and refuses the others', async () => {
    expect(code(await take(by('other')))).toBe('not_yours');
    expect(code(await take({ ...by('owner'), workspace: (await newWorkspace(database.db)).workspace }))).toBe(
      'not_found',
    );
    expect(await history()).toEqual(['errand.asked']);
  });

  test('climbs its ladder, and nobody is told twice of one rung', async () => {
    await fireAt(1.9);
    expect((await said()).length).toBe(1);
    for (const after of [2, 4, 4]) await fireAt(after);
    expect((await said()).slice(1)).toEqual(['errand_reminder U0OWNER', 'errand_escalation U0ASKER']);
    await fireAt(8);
    expect((await said()).slice(3)).toEqual(['errand_escalation U0MANAGER']);
    await take(by('owner', 9));
    await fireAt(9);
    expect((await said()).length).toBe(5);
  });

  test('is snoozed for as long as it may be, and what fell due meanwhile is said afterwards', async () => {
    expect(code(await snoozeCase(by('owner', 3.5), ERRANDS, { id, snooze: 'one_hour' }))).toBe('done');
    await fireAt(4.2);
    expect((await said()).length).toBe(1);
    await fireAt(4.6);
    expect((await said()).slice(1)).toEqual(['errand_escalation U0ASKER']);
    const asks = Array.from({ length: 7 }, (_, n) => n);
    let last: unknown;
    for (const n of asks)
      last = await snoozeCase(by('owner', 5 + 4 * n), ERRANDS, { id, snooze: 'four_hours' });
    expect(last).toMatchObject({ refused: 'snoozed_enough', message: expect.stringContaining('Run it.') });
  });

  test('is nudged by the other side, once in the pause that it declares', async () => {
    expect(code(await nudgeCase(by('asker', 1), ERRANDS, id))).toBe('done');
    expect(code(await nudgeCase(by('asker', 1.5), ERRANDS, id))).toBe('nudged_already');
    expect(code(await nudgeCase(by('asker', 2.1), ERRANDS, id))).toBe('done');
    await finish(by('owner', 3));
    expect(await nudgeCase(by('asker', 9), ERRANDS, id)).toMatchObject({
      refused: 'wrong_state',
      message: 'It is done and cannot be nudged.',
    });
  });

  test('nudges nobody who has left with nobody to stand in', async () => {
    await database.db.member.update({
      where: { id: people.owner },
      data: { deactivatedAt: house.now, managerId: null },
    });
    expect(await nudgeCase(by('asker', 1), ERRANDS, id)).toMatchObject({
      refused: 'nobody',
      message: expect.stringContaining('Run it.'),
    });
    expect((await said()).length).toBe(1);
  });

  test('begins its clock anew for whoever it is passed on to', async () => {
    const [before] = await clocks();
    const passOn = { action: 'reassigned', patch: { ownerId: people.other }, restart: ['take'] };
    expect(code(await change(by('owner', 1), 'reassign', passOn))).toBe('done');
    expect(await clocks()).toEqual([{ clock: 'take', epoch: (before?.epoch ?? 0) + 1 }]);
    expect((await said()).at(-1)).toBe('errand_request U0OTHER');
    await fireAt(4.5);
    expect((await said()).slice(2)).toEqual(['errand_reminder U0OTHER']);
  });

  test('gets back a clock that was lost, once, and says what was missed', async () => {
    await database.db.timer.deleteMany({ where: { subjectId: id } });
    expect(await sweepErrands(5)).toBe(1);
    expect(await sweepErrands(5)).toBe(0);
    expect(await history()).toEqual(['errand.asked', 'errand.clock_restored']);
    await fireAt(5);
    expect((await said()).at(-1)).toBe('errand_escalation U0ASKER');
  });

  test('stands on the Home of whoever owes it, of who stands in, and of the other side', async () => {
    const onHome = async (name: keyof typeof people, after: number, answersFor: string[] = []) => {
      const ctx = by(name, after);
      const me = (await loadPeople(ctx.db, ctx.workspace.id, [people[name]])).get(people[name]);
      if (!me) throw new Error(`${name} is there`);
      const kinds = { answersFor: [me.id, ...answersFor], page: 0, kinds: [ERRANDS] };
      return workBlocks(await loadWork(ctx, me, kinds), ctx.now, { rows: { errand: errandRow } });
    };
    expect(JSON.stringify(await onHome('owner', 1))).toMatch(/Respond \(1\).*E-1.*Run it. Due /);
    expect(JSON.stringify(await onHome('owner', 5))).toMatch(/E-1.*Overdue/);
    expect(JSON.stringify(await onHome('asker', 1))).toMatch(/Waiting for others \(1\).*E-1/);
    expect(JSON.stringify(await onHome('other', 1))).not.toContain('E-1');
    expect(JSON.stringify(await onHome('other', 1, [people.owner]))).toMatch(
      /E-1.*You’re covering for <@U0OWNER>/,
    );
    await finish(by('owner', 6));
    expect(JSON.stringify(await onHome('owner', 6))).not.toContain('E-1');
  });

  test('reminds in the DM of the next morning, until it is done or snoozed', async () => {
    await take(by('owner', 1));
    await fireAt(25);
    const { data } = await database.db.outboxMessage.findFirstOrThrow({
      where: { workspaceId: house.workspace.id, kind: 'morning' },
    });
    const { day } = data as { day: string };
    await database.pool.query(
      `INSERT INTO morning_items (id, workspace_id, member_id, subject_type, subject_id, clock, epoch, day, created_at)
       SELECT gen_random_uuid(), workspace_id, $2, subject_type, subject_id, clock, epoch, day, created_at
         FROM morning_items WHERE subject_id = $1`,
      [id, people.manager],
    );
    const morning = async (after: number, memberId = people.owner, posted = false) =>
      renderMorning(by('owner', after), { memberId, day, posted }, { errand: errandMorning });
    expect((await morning(38))?.text).toBe('1 thing needs you today: Errand');
    await snoozeCase(by('owner', 38), ERRANDS, { id, snooze: 'one_hour' });
    expect(await morning(38.5)).toBeNull();
    // Whoever was told of it as somebody above has snoozed nothing.
    expect(await morning(38.5, people.manager)).not.toBeNull();
    expect((await morning(39.5))?.text).toBe('1 thing needs you today: Errand');
    await finish(by('owner', 40));
    expect(await morning(40)).toBeNull();
  });

  test('has the DM of a morning drawn anew on its day, and says what is done of it', async () => {
    await take(by('owner', 1));
    await fireAt(25);
    const { thread, data } = await database.db.outboxMessage.findFirstOrThrow({
      where: { workspaceId: house.workspace.id, kind: 'morning' },
    });
    const { day } = data as { day: string };
    const drawnAnew = async () =>
      (await database.db.outboxThread.findFirstOrThrow({ where: { key: thread } })).desiredVersion;
    const reads = async (ctx: Ctx) =>
      (await renderMorning(ctx, { memberId: people.owner, day, posted: true }, { errand: errandMorning }))
        ?.text;
    const at = (time: string): Ctx => ({ ...by('owner'), now: new Date(`${day}T${time}:00Z`) });
    const before = await drawnAnew();
    await nudgeCase(
      { ...by('asker'), now: new Date(at('00:00').now.getTime() - 36 * 3_600_000) },
      ERRANDS,
      id,
    );
    expect(await drawnAnew()).toBe(before);
    await snoozeCase(at('09:00'), ERRANDS, { id, snooze: 'one_hour' });
    expect(await drawnAnew()).toBe(before + 1);
    expect(await reads(at('09:01'))).toBe('1 thing needs you today: Errand');
    await finish(at('10:00'));
    expect(await drawnAnew()).toBe(before + 2);
    expect(await reads(at('10:01'))).toBe('All done for today. Done: Errand (E-1)');
    // When the day is over, what it said stays.
    expect(await reads({ ...house, now: new Date(at('12:00').now.getTime() + 24 * 3_600_000) })).toBe(
      undefined,
    );
    expect(await said()).toEqual(expect.arrayContaining(['morning U0OWNER']));
    expect((await said()).filter((one) => one.startsWith('morning'))).toHaveLength(1);
  });

  test('asks whoever stands in for somebody who is away, once', async () => {
    const awayUntil = new Date(house.now.getTime() + 7 * 24 * 3_600_000);
    await database.db.member.update({
      where: { id: people.owner },
      data: { awayUntil, coverId: people.other },
    });
    const stopping = new AbortController().signal;
    for (const after of [1, 2]) await standInsOf(ERRANDS)(by('owner', after), people.owner, stopping);
    expect(await said()).toEqual(['errand_request U0OWNER', 'errand_request U0OTHER']);
    expect(await history()).toEqual(['errand.asked', 'errand.stand_in_asked']);
  });

  test('says anew what is owed where another version changed it without a word', async () => {
    await database.pool.query(`UPDATE errands SET owner_id = $2, version = version + 1 WHERE id = $1`, [
      id,
      people.other,
    ]);
    const owed = () => database.db.owed.findMany({ where: { subjectId: id }, select: { memberId: true } });
    expect(await owed()).toEqual([{ memberId: people.owner }]);
    expect(await sweepErrands(1)).toBe(0);
    expect(await owed()).toEqual([{ memberId: people.other }]);
    await database.pool.query(`UPDATE errands SET state = 'done', version = version + 1 WHERE id = $1`, [id]);
    expect(await sweepErrands(1)).toBe(0);
    expect(await owed()).toEqual([]);
    expect(await history()).toEqual(['errand.asked']);
  });

  test('is done once where two press at the same moment', async () => {
    const answers = await Promise.all([take(by('owner', 1)), finish(by('owner', 1)), take(by('owner', 1))]);
    expect(answers.filter((one) => !isRefusal(one)).length).toBe(3);
    expect((await history()).length).toBe(4);
    expect((await clocks()).length).toBeLessThanOrEqual(1);
  });
});
