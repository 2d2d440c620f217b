import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { snoozeCase } from '../../src/cases/put-off.ts';
import { redrawDue } from '../../src/cases/redraw.ts';
import { ALSO_SHOWN } from '../../src/every-case.ts';
import { HANDOFFS } from '../../src/handoffs/handoff-case.ts';
import { acceptHandoff, acknowledgeHandoff } from '../../src/handoffs/verbs/answer.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { acting, expectDone, handedOver, ownHouse } from '../handoffs/house.ts';
import { makeWorld, type World } from '../outbox/world.ts';
import { riskFor } from '../risks/house.ts';
import { ownDatabase } from '../support/database.ts';
import { serving } from '../support/served.ts';
import { sweepNow } from '../support/sweep.ts';

const MINUTE = 60_000;

describe('what passes its limit', () => {
  const database = ownDatabase();
  const house = ownHouse(database);

  const at = (name: string, now: Date): Ctx => ({ ...acting(house, name), now });
  const redraw = (now: Date) =>
    redrawDue({
      db: database.db,
      clock: { now: () => now, wall: () => now },
      served: serving([house.ctx.workspace]),
      log: house.ctx.log,
      shown: ALSO_SHOWN,
    });
  const owedOf = (subjectId: string) => database.db.owed.findFirstOrThrow({ where: { subjectId } });
  /** Of each message that stands about it: how often it was to be drawn anew, and whether somebody waits for it. */
  const asked = async (subjectId: string) => {
    const threads = await database.db.outboxThread.findMany({
      where: { subjectId },
      orderBy: { key: 'asc' },
    });
    return threads.map(({ desiredVersion, urgent }) => [desiredVersion, urgent]);
  };
  const calm = async (subjectId: string) => {
    await database.db.outboxThread.updateMany({ where: { subjectId }, data: { urgent: false } });
    return asked(subjectId);
  };
  const oneMore = (before: unknown[][]) => before.map(([version]) => [Number(version) + 1, false]);

  test('is drawn anew once, at that moment, calmly: by a rung or by what somebody promised', async () => {
    const cases = [
      () => handedOver(house, 'acknowledge', { isPrivate: false }),
      async () => {
        const handoffId = await handedOver(house, 'acknowledge', { isPrivate: false });
        expectDone(await acknowledgeHandoff(at('receiver', house.ctx.now), { handoffId }));
        return handoffId;
      },
      () => riskFor(house, 'claim'),
    ];
    for (const make of cases) {
      const id = await make();
      const { dueAt, redrawAt } = await owedOf(id);
      if (!dueAt) throw new Error('nothing is due');
      expect(redrawAt).toEqual(dueAt);
      const before = await calm(id);
      await redraw(new Date(dueAt.getTime() - 1));
      expect(await asked(id)).toEqual(before);
      await redraw(dueAt);
      expect(await asked(id)).toEqual(oneMore(before));
      await redraw(new Date(dueAt.getTime() + MINUTE));
      expect(await asked(id)).toEqual(oneMore(before));
    }
  });

  test('is not overdue while it is snoozed by right, and is when that ends', async () => {
    const id = await handedOver(house, 'acknowledge', { isPrivate: false });
    const { dueAt } = await owedOf(id);
    const due = dueAt ?? new Date(0);
    const shortly = new Date(due.getTime() - MINUTE);
    expectDone(await snoozeCase(at('receiver', shortly), HANDOFFS, { id, snooze: 'one_hour' }));
    const before = await calm(id);
    await redraw(due);
    expect(await asked(id)).toEqual(before);
    await redraw(new Date(shortly.getTime() + 60 * MINUTE));
    expect(await asked(id)).toEqual(oneMore(before));
  });

  test('loses the way to undo what was accepted, once that is over', async () => {
    const id = await handedOver(house, 'acknowledge', { isPrivate: false });
    expectDone(await acceptHandoff(at('receiver', house.ctx.now), { handoffId: id }));
    const before = await calm(id);
    await redraw(new Date(house.ctx.now.getTime() + 2 * MINUTE - 1));
    expect(await asked(id)).toEqual(before);
    await redraw(new Date(house.ctx.now.getTime() + 2 * MINUTE));
    expect(await asked(id)).toEqual(oneMore(before));
    const { redrawAt, dueAt } = await owedOf(id);
    expect(redrawAt).toEqual(dueAt);
  });

  test('does not wait for those that cannot be drawn, however many they are, and these are tried again', async () => {
    const good = await handedOver(house, 'acknowledge', { isPrivate: false });
    const { dueAt } = await owedOf(good);
    const due = dueAt ?? new Date(0);
    const { subjectType, workspaceId, accountId } = await owedOf(good);
    const broken: string[] = Array.from({ length: 60 }, () => randomUUID());
    await database.pool.query('UPDATE owed SET redraw_at = NULL WHERE subject_id <> $1', [good]);
    await database.db.owed.createMany({
      data: broken.map((subjectId, n) => ({
        ...{
          workspaceId,
          subjectType,
          subjectId,
          accountId,
          version: 1,
          name: `H-${n}`,
          step: 'acknowledge',
        },
        ...{ since: due, dueAt: due, redrawAt: new Date(due.getTime() - MINUTE) },
        ...{ private: false, urgent: false, facts: {} },
      })),
    });
    let tried = 0;
    const shown = [
      {
        type: 'handoff',
        async in(_: unknown, id: string) {
          if (!broken.includes(id)) return [];
          tried++;
          throw new Error('cannot be read');
        },
      },
    ];
    const before = await calm(good);
    const look = (after: number) => {
      const now = new Date(due.getTime() + after);
      const clock = { now: () => now, wall: () => now };
      const served = serving([house.ctx.workspace]);
      return redrawDue({ db: database.db, clock, served, log: house.ctx.log, shown });
    };
    for (const after of [0, 1_000]) await expect(look(after)).rejects.toThrow('cannot be read');
    expect(await asked(good)).toEqual(oneMore(before));
    expect(tried).toBe(60);
    await expect(look(2 * MINUTE)).rejects.toThrow('cannot be read');
    expect(tried).toBeGreaterThan(60);
    expect(await asked(good)).toEqual(oneMore(before));
    await database.db.owed.deleteMany({ where: { subjectId: { in: broken } } });
  });

  test('loses that way also where it was accepted as its limit passed, before anybody looked', async () => {
    const id = await handedOver(house, 'acknowledge', { isPrivate: false });
    const { dueAt } = await owedOf(id);
    const due = dueAt ?? new Date(0);
    expectDone(await acceptHandoff(at('receiver', due), { handoffId: id }));
    const before = await calm(id);
    await redraw(due);
    expect(await asked(id)).toEqual(before);
    await redraw(new Date(due.getTime() + 2 * MINUTE));
    expect(await asked(id)).toEqual(oneMore(before));
  });

  test('of what was there before this was kept, only what is overdue is drawn anew', async () => {
    const [late, early] = [
      await handedOver(house, 'acknowledge', { isPrivate: false }),
      await handedOver(house, 'acknowledge', { isPrivate: false }),
    ];
    const written = await owedOf(early);
    const { dueAt } = await owedOf(late);
    await database.pool.query(`UPDATE owed SET redraw_at = NULL`);
    await database.pool.query(`UPDATE owed SET redraw_at = '-infinity' WHERE subject_id = ANY ($1)`, [
      [late, early],
    ]);
    await database.pool.query(`UPDATE owed SET due_at = due_at + interval '1 day' WHERE subject_id = $1`, [
      early,
    ]);
    const [before, other] = [await calm(late), await calm(early)];
    expect(await redraw(dueAt ?? new Date(0))).toBe(2);
    expect(await asked(late)).toEqual(oneMore(before));
    expect(await asked(early)).toEqual(other);
    const { redrawAt } = await owedOf(early);
    expect(redrawAt?.getTime()).toBe((written.dueAt?.getTime() ?? 0) + 24 * 60 * MINUTE);
  });

  test('of what a version wrote that knows no such moment, the sweep says when it is', async () => {
    const [unsaid, late, rightly, over] = [
      await handedOver(house, 'acknowledge', { isPrivate: false }),
      await handedOver(house, 'acknowledge', { isPrivate: false }),
      await handedOver(house, 'acknowledge', { isPrivate: false }),
      await handedOver(house, 'acknowledge', { isPrivate: false }),
    ];
    expectDone(await snoozeCase(at('receiver', house.ctx.now), HANDOFFS, { id: late, snooze: 'one_hour' }));
    const [first, second] = [await owedOf(unsaid), await owedOf(late)];
    const rest = [await owedOf(rightly), await owedOf(over)];
    await database.pool.query('UPDATE owed SET redraw_at = NULL WHERE subject_id = $1', [unsaid]);
    await database.pool.query(`UPDATE owed SET redraw_at = due_at + interval '1 day' WHERE subject_id = $1`, [
      late,
    ]);
    await sweepNow(house.ctx);
    expect(await owedOf(unsaid)).toEqual(first);
    expect(await owedOf(late)).toEqual(second);

    // What is overdue by now was drawn so, or is about to be.
    await database.pool.query('UPDATE owed SET redraw_at = NULL WHERE subject_id = $1', [over]);
    const now = new Date((first.dueAt?.getTime() ?? 0) + MINUTE);
    await sweepNow({ ...house.ctx, now });
    expect([await owedOf(rightly), await owedOf(over)]).toEqual([rest[0], { ...rest[1], redrawAt: null }]);
  });
});

describe('a thousand that pass their limit at once', () => {
  vi.setConfig({ testTimeout: 240_000 });
  const CASES = 1_000;
  /** Of these, so many stand in Slack. */
  const POSTED = 100;

  let world: World;
  beforeEach(async () => {
    world = await makeWorld();
  });
  afterEach(() => world.close());

  test('are each drawn anew once, whoever looks at once; and what somebody waits for goes first', async () => {
    const { ctx, database, served, clock, words } = world;
    const ids = Array.from({ length: CASES }, () => randomUUID());
    for (const id of ids) words.set(id, 'due');
    const lanes = ['cs', 'sales', 'outside'];
    const messages = ids.map((id, n) =>
      world.message({ lane: lanes[n % 3] ?? '', subject: { type: 'handoff', id }, dedupeKey: id }),
    );
    await world.enqueue(...messages.slice(-POSTED));
    await world.deliver().runOnce();
    await world.enqueue(...messages.slice(0, -POSTED));
    await database.pool.query(`UPDATE outbox_messages SET state = 'held' WHERE state = 'pending'`);
    await database.pool.query(
      `INSERT INTO owed (workspace_id, subject_type, subject_id, version, name, step, clocks, private, urgent, due_at, redraw_at, facts)
       SELECT $1, 'handoff', id, 1, 'H-1', 'acknowledge', '{acknowledge}', false, false, $3, $3, '{}' FROM unnest($2::uuid[]) AS id`,
      [ctx.workspace.id, ids, clock.now()],
    );
    for (const id of ids) words.set(id, 'overdue');
    const all = { db: ctx.db, clock, served, log: ctx.log, shown: [] };
    const look = async () => {
      let dealt = 0;
      for (let some = 1; some > 0; dealt += some) some = await redrawDue(all);
      return dealt;
    };
    const dealt = await Promise.all([look(), look()]);
    expect(dealt[0] + dealt[1] + (await look())).toBe(CASES);
    const { rows } = await database.pool.query(
      'SELECT desired_version AS desired, urgent, count(*)::int AS threads FROM outbox_threads GROUP BY 1, 2',
    );
    expect(rows).toEqual([{ desired: 1, urgent: false, threads: CASES }]);

    // Somebody presses a button of the one that would come last, and something new is to be said.
    const last = ids.at(-1) ?? '';
    words.set(last, 'acknowledged');
    await world.refresh({ type: 'handoff', id: last }, true);
    words.set('', 'new');
    await world.enqueue(world.message({ lane: 'cs', dedupeKey: 'new' }));
    await world.deliver({ paceMs: 60_000 }).runOnce();
    const updates = () => world.sandbox.traffic.calls('chat.update');
    expect(updates().length).toBeLessThanOrEqual(2);
    expect(await world.rows()).toMatchObject({ new: { state: 'sent' } });
    const stale = () => database.db.$queryRaw<{ id: string }[]>`
      SELECT subject_id AS id FROM outbox_threads WHERE desired_version > applied_version AND slack_ts IS NOT NULL`;
    expect((await stale()).map(({ id }) => id)).not.toContain(last);

    await world.timePasses();
    const delivery = world.deliver();
    while ((await stale()).length > 0) await delivery.runOnce();
    const drawn = updates().map(({ args }) => args['ts']);
    expect([new Set(drawn).size, drawn.length]).toEqual([POSTED, POSTED]);
  });
});
