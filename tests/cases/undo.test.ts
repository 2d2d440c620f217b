import { beforeAll, describe, expect, test } from 'vitest';
import { type Kind, MESSAGES } from '../../jobs/messages.ts';
import { fireDueTimers } from '../../src/cases/clocks/fire.ts';
import { nudgeCase, snoozeCase } from '../../src/cases/put-off.ts';
import { sweep } from '../../src/cases/sweep.ts';
import { undoCase } from '../../src/cases/undo.ts';
import { CHECKS, TIMERS } from '../../src/every-case.ts';
import { loadHandoffFigures } from '../../src/figures/load-figures.ts';
import { HANDOFFS } from '../../src/handoffs/handoff-case.ts';
import {
  acceptHandoff,
  acknowledgeHandoff,
  promiseDecision,
  returnHandoff,
} from '../../src/handoffs/verbs/answer.ts';
import { finishHandoff } from '../../src/handoffs/verbs/close.ts';
import { reassignHandoff } from '../../src/handoffs/verbs/reassign.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { newId } from '../../src/platform/id.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { RISKS } from '../../src/risks/risk-case.ts';
import { claimRisk, planRisk } from '../../src/risks/verbs/work.ts';
import { loadSettings } from '../../src/settings/load-settings.ts';
import { setSetting } from '../../src/settings/set-setting.ts';
import { acting, expectDone, handedOver, ownHouse } from '../handoffs/house.ts';
import { riskFor } from '../risks/house.ts';
import { ownDatabase } from '../support/database.ts';
import { serving } from '../support/served.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const database = ownDatabase();
const house = ownHouse(database);

/** Whoever acts, so long after the house was built. */
const by = (name: string, after = 0): Ctx => {
  const ctx = acting(house, name);
  return { ...ctx, now: new Date(ctx.now.getTime() + after) };
};
const newHandoff = (isPrivate = false) => handedOver(house, 'acknowledge', { isPrivate });
const undo = (ctx: Ctx, id: string, { version }: { version: number }) =>
  undoCase(ctx, HANDOFFS, { id, version });
const undoRisk = (ctx: Ctx, id: string, { version }: { version: number }) =>
  undoCase(ctx, RISKS, { id, version });

const timersOf = (subjectId: string) =>
  database.db.timer.findMany({
    where: { subjectId },
    orderBy: { clock: 'asc' },
    select: {
      clock: true,
      epoch: true,
      startedAt: true,
      ladder: true,
      rung: true,
      repeats: true,
      dueAt: true,
    },
  });

/** A handoff with its account and what is owed, but for the version. */
async function standOf(id: string) {
  const {
    version: _,
    account,
    ...handoff
  } = await database.db.handoff.findUniqueOrThrow({
    where: { id },
    include: { account: { include: { stages: true } } },
  });
  const { updatedAt: __, ...said } = account ?? {};
  const owed = await database.db.owed.findFirstOrThrow({ where: { subjectId: id }, omit: { version: true } });
  const timers = await timersOf(id);
  return { handoff, account: said, owed, clocks: timers.filter(({ dueAt }) => dueAt !== null) };
}

async function fire(after: number): Promise<void> {
  const now = new Date(house.ctx.now.getTime() + after);
  const clock = { now: () => now, wall: () => now };
  const served = serving([house.ctx.workspace]);
  while ((await fireDueTimers({ db: database.db, clock, served, handlers: TIMERS, log: house.ctx.log })) > 0);
}

const historyOf = async (subjectId: string) =>
  (await database.db.auditEntry.findMany({ where: { subjectId }, orderBy: { id: 'asc' } })).map(
    ({ action }) => action,
  );

const messagesOf = (subjectId: string) =>
  database.db.outboxMessage.findMany({ where: { subjectId }, orderBy: { id: 'asc' } });

describe('what is undone is as if it had not been', () => {
  test('a response: its clock runs on from where it was, and the history keeps both', async () => {
    const id = await newHandoff();
    const before = await standOf(id);
    const done = expectDone(await acknowledgeHandoff(by('receiver', HOUR), { handoffId: id }));
    expect(done.undoUntil).toBe(new Date(house.ctx.now.getTime() + HOUR + 2 * MINUTE).toISOString());
    expect(await standOf(id)).not.toEqual(before);
    expectDone(await undo(by('receiver', HOUR + MINUTE), id, done));
    expect(await standOf(id)).toEqual(before);
    expect((await historyOf(id)).slice(-2)).toEqual(['handoff.acknowledged', 'handoff.undone']);
    expect((await timersOf(id)).filter(({ dueAt }) => dueAt === null).map(({ clock }) => clock)).toEqual([
      'decide',
    ]);
  });

  test('an acceptance: the account is whose it was, in the stage it was in', async () => {
    const id = await newHandoff();
    const before = await standOf(id);
    const done = expectDone(await acceptHandoff(by('cover', HOUR), { handoffId: id }));
    const accepted = await standOf(id);
    expect(accepted.account).toMatchObject({ stage: 'adopt', csOwnerId: house.ids['receiver'] });
    expect(accepted.clocks).toMatchObject([{ clock: 'book_kickoff' }]);
    expectDone(await undo(by('cover', HOUR + MINUTE), id, done));
    expect(await standOf(id)).toEqual(before);
  });

  test('an acceptance of what was acknowledged before: it is acknowledged still', async () => {
    const id = await newHandoff();
    expectDone(await acknowledgeHandoff(by('receiver'), { handoffId: id }));
    const before = await standOf(id);
    const done = expectDone(await acceptHandoff(by('receiver', HOUR), { handoffId: id }));
    expectDone(await undo(by('receiver', HOUR), id, done));
    expect(await standOf(id)).toEqual(before);
    expect(before.handoff.state).toBe('acknowledged');
  });

  test('a risk that was taken, by its partner: both have their places again', async () => {
    const id = await riskFor(house, 'claim');
    const risk = async () => ({
      ...(await database.db.risk.findUniqueOrThrow({ where: { id }, omit: { version: true } })),
      owed: await database.db.owed.findFirstOrThrow({ where: { subjectId: id }, omit: { version: true } }),
      clocks: (await timersOf(id)).filter(({ dueAt }) => dueAt !== null),
    });
    const before = await risk();
    const done = expectDone(await claimRisk(by('sender', HOUR), { riskId: id }));
    expect(await risk()).toMatchObject({ ownerId: house.ids['sender'], partnerId: house.ids['receiver'] });
    expectDone(await undoRisk(by('sender', HOUR + MINUTE), id, done));
    expect(await risk()).toEqual(before);
    // Taken again, its plan has a clock that says nothing of the first time.
    expectDone(await claimRisk(by('receiver', 2 * HOUR), { riskId: id }));
    expect((await timersOf(id)).filter(({ dueAt }) => dueAt)).toMatchObject([{ clock: 'plan' }]);
  });

  test('a snooze that it ended comes back, and mutes what it muted', async () => {
    const id = await newHandoff();
    const { handoffId } = { handoffId: id };
    expectDone(await snoozeCase(by('receiver'), HANDOFFS, { id, snooze: 'four_hours' }));
    const before = await standOf(id);
    const done = expectDone(await acknowledgeHandoff(by('receiver', MINUTE), { handoffId }));
    expectDone(await undo(by('receiver', 2 * MINUTE), id, done));
    expect(await standOf(id)).toEqual(before);
    expect(before.handoff.snoozedUntil).not.toBeNull();
  });

  test('a rung that would have come meanwhile comes then, and one that was told stays told', async () => {
    const id = await newHandoff();
    const [{ ladder } = { ladder: {} }] = await timersOf(id);
    const [half = '', limit = ''] = (ladder as { due: string[] }).due;
    const within = (at: string) => Date.parse(at) - house.ctx.now.getTime();
    await fire(within(half));
    const told = await timersOf(id);
    const done = expectDone(
      await acknowledgeHandoff(by('receiver', within(limit) - MINUTE), { handoffId: id }),
    );
    expectDone(await undo(by('receiver', within(limit) + 30_000), id, done));
    expect((await timersOf(id))[0]).toEqual(told[0]);
    expect(await historyOf(id)).not.toContain('handoff.escalated');
    await fire(within(limit) + 30_000);
    expect((await historyOf(id)).filter((one) => one === 'handoff.escalated')).toHaveLength(1);
  });

  test('figures do not count it, and the account’s history does not tell of it', async () => {
    const id = await newHandoff();
    const { accountId } = await database.db.handoff.findUniqueOrThrow({ where: { id } });
    const figures = async () => {
      const settings = await loadSettings(database.db, house.ctx.workspace.id);
      const [from, to] = [new Date(0), new Date(house.ctx.now.getTime() + 30 * 24 * HOUR)];
      return loadHandoffFigures({ ...house.ctx, now: to }, { kind: 'everything' }, { from, to }, settings);
    };
    const before = await figures();
    const done = expectDone(await acceptHandoff(by('receiver', HOUR), { handoffId: id }));
    expect(await figures()).not.toEqual(before);
    expectDone(await undo(by('receiver', HOUR), id, done));
    expect(await figures()).toEqual(before);
    expect(await database.db.accountStage.count({ where: { accountId: accountId ?? '' } })).toBe(1);
  });
});

describe('it is refused, and nothing changes', () => {
  const refused = async (answer: unknown) => (isRefusal(answer) ? [answer.refused, answer.message] : answer);

  test('a second time', async () => {
    const id = await newHandoff();
    const done = expectDone(await acknowledgeHandoff(by('receiver'), { handoffId: id }));
    expectDone(await undo(by('receiver'), id, done));
    expect(await refused(await undo(by('receiver'), id, done))).toEqual([
      'undone_already',
      'Already undone.',
    ]);
    // Done again, it is another.
    const again = expectDone(await acknowledgeHandoff(by('receiver'), { handoffId: id }));
    expect(await refused(await undo(by('receiver'), id, done))).toEqual([
      'undone_already',
      'Already undone.',
    ]);
    expectDone(await undo(by('receiver'), id, again));
  });

  test('when two minutes have passed', async () => {
    const id = await newHandoff();
    const done = expectDone(await acknowledgeHandoff(by('receiver'), { handoffId: id }));
    expect(await refused(await undo(by('receiver', 2 * MINUTE), id, done))).toEqual([
      'too_late',
      'Undo only works for two minutes. You can still reassign it.',
    ]);
    expectDone(await undo(by('receiver', 2 * MINUTE - 1), id, done));
  });

  test('by anybody but whoever did it, for themselves or for somebody else', async () => {
    const id = await newHandoff();
    const done = expectDone(await acceptHandoff(by('cover'), { handoffId: id }));
    for (const name of ['receiver', 'receiver lead'])
      expect(await refused(await undo(by(name), id, done))).toEqual([
        'not_yours',
        'Only Person UCOVER can undo this: it’s theirs.',
      ]);
    expect(await undo(by('sender'), id, done)).toMatchObject({ refused: 'not_yours' });
    expectDone(await undo(by('cover'), id, done));
  });

  const OTHERS: Record<string, [(id: string) => Promise<unknown>, string]> = {
    'a nudge': [(id) => nudgeCase(by('sender', MINUTE), HANDOFFS, id), 'Person USENDER sent a nudge'],
    'a promise': [
      (handoffId) => promiseDecision(by('cover', MINUTE), { handoffId, day: '2027-03-03' }),
      'Person UCOVER set a day for the decision',
    ],
    'a return': [
      (handoffId) =>
        returnHandoff(by('receiver lead', MINUTE), { handoffId, criteria: [], note: 'Sample question' }),
      'Person URECEIVERLEAD asked for more',
    ],
    'another receiver': [
      (handoffId) =>
        reassignHandoff(by('sender', MINUTE), {
          handoffId,
          receiverId: house.ids['present'] ?? '',
          reason: 'Sample reason',
        }),
      'Person USENDER reassigned it',
    ],
    'an acceptance': [
      (handoffId) => acceptHandoff(by('cover', MINUTE), { handoffId }),
      'Person UCOVER accepted it',
    ],
  };

  test.each(Object.entries(OTHERS))('once there was %s meanwhile, which it names', async (_, [act, what]) => {
    const id = await newHandoff();
    const done = expectDone(await acknowledgeHandoff(by('receiver'), { handoffId: id }));
    expectDone(await act(id));
    const before = await standOf(id);
    expect(await refused(await undo(by('receiver', MINUTE), id, done))).toEqual([
      'changed_since',
      `${what} in the meantime, so this can’t be undone any more.`,
    ]);
    expect(await standOf(id)).toEqual(before);
  });

  test('once a clock has come to a rung, whether it told somebody or only reminded', async () => {
    const id = await newHandoff();
    const stop = (await timersOf(id)).find(({ clock }) => clock === 'hard_stop');
    const at = (stop?.dueAt?.getTime() ?? 0) - house.ctx.now.getTime();
    const done = expectDone(await acknowledgeHandoff(by('receiver', at - MINUTE), { handoffId: id }));
    await fire(at);
    expect(await refused(await undo(by('receiver', at), id, done))).toEqual([
      'changed_since',
      'Baton escalated it in the meantime, so this can’t be undone any more.',
    ]);

    const risk = await riskFor(house, 'claim');
    const today = house.ctx.now.toISOString().slice(0, 10);
    await database.db.risk.update({
      where: { id: risk },
      data: { checkInOn: new Date(`${today}T00:00:00Z`) },
    });
    const claimed = expectDone(await claimRisk(by('receiver'), { riskId: risk }));
    await fire(0);
    expect(await refused(await undoRisk(by('receiver'), risk, claimed))).toEqual([
      'changed_since',
      'Baton sent a reminder in the meantime, so this can’t be undone any more.',
    ]);
  });

  test('once the sweep has repaired it, and once its account was merged', async () => {
    const id = await newHandoff();
    const done = expectDone(await acknowledgeHandoff(by('receiver'), { handoffId: id }));
    await database.db.timer.deleteMany({ where: { subjectId: id, clock: 'decide' } });
    const { now } = by('receiver', MINUTE);
    const clock = { now: () => now, wall: () => now };
    const served = serving([house.ctx.workspace]);
    expect(await sweep({ db: database.db, clock, served, log: house.ctx.log, checks: CHECKS })).toBe(1);
    expect(await undo(by('receiver', MINUTE), id, done)).toMatchObject({ refused: 'changed_since' });

    const moved = await newHandoff();
    const accepted = expectDone(await acceptHandoff(by('receiver'), { handoffId: moved }));
    await database.db.handoff.update({ where: { id: moved }, data: { version: { increment: 1 } } });
    expect(await refused(await undo(by('receiver'), moved, accepted))).toEqual([
      'changed_since',
      'It changed in the meantime, so this can’t be undone any more.',
    ]);
  });

  test('of an acceptance, once the account went to somebody else, or another handoff of it was accepted', async () => {
    const id = await newHandoff();
    const { accountId } = await database.db.handoff.findUniqueOrThrow({ where: { id } });
    const done = expectDone(await acceptHandoff(by('receiver'), { handoffId: id }));
    const where = { id: accountId ?? '' };
    await database.db.account.update({ where, data: { csOwnerId: house.ids['present'] ?? null } });
    expect(await undo(by('receiver'), id, done)).toMatchObject({ refused: 'changed_since' });
    expect(await database.db.account.findUniqueOrThrow({ where })).toMatchObject({
      csOwnerId: house.ids['present'],
    });

    const [first, second] = [await newHandoff(), await newHandoff()];
    const deal = await database.db.handoff.findUniqueOrThrow({ where: { id: first } });
    await database.db.handoff.update({ where: { id: second }, data: { accountId: deal.accountId, slot: 2 } });
    const accepted = expectDone(await acceptHandoff(by('receiver'), { handoffId: first }));
    expectDone(await acceptHandoff(by('receiver', MINUTE), { handoffId: second }));
    expect(await undo(by('receiver', MINUTE), first, accepted)).toMatchObject({ refused: 'changed_since' });
  });

  test('of an acceptance of which nobody can read what the account said before', async () => {
    const id = await newHandoff();
    const done = expectDone(await acceptHandoff(by('receiver'), { handoffId: id }));
    // As another version may have written it.
    await database.pool.query('ALTER TABLE audit_entries DISABLE TRIGGER USER');
    await database.pool.query(
      `UPDATE audit_entries SET data = jsonb_set(data, '{undo,beside,replaced,other}', '{"set": 1, "was": 2, "from": null}')
        WHERE subject_id = $1 AND action = 'handoff.accepted'`,
      [id],
    );
    await database.pool.query('ALTER TABLE audit_entries ENABLE TRIGGER USER');
    const before = await standOf(id);
    expect(await undo(by('receiver'), id, done)).toMatchObject({ refused: 'for_good' });
    expect(await standOf(id)).toEqual(before);
  });

  test('of what cannot be undone, and of what is over', async () => {
    const id = await newHandoff();
    const promised = expectDone(await promiseDecision(by('receiver'), { handoffId: id, day: '2027-03-03' }));
    expect(promised.undoUntil).toBeUndefined();
    expect(await undo(by('receiver'), id, promised)).toMatchObject({ refused: 'for_good' });
    expectDone(await acceptHandoff(by('receiver'), { handoffId: id }));
    const finish = { handoffId: id, heldOn: '2027-03-01', askedAgain: [], quality: 5, note: '' };
    const finished = expectDone(await finishHandoff(by('receiver'), finish));
    expect(await undo(by('receiver'), id, finished)).toMatchObject({ refused: 'for_good' });
    expect(await undo(by('receiver'), id, { version: 1 })).toMatchObject({ refused: 'wrong_state' });
  });

  test('of a risk that was planned meanwhile', async () => {
    const id = await riskFor(house, 'claim');
    const done = expectDone(await claimRisk(by('receiver'), { riskId: id }));
    const plan = { firstAction: 'Sample step', dueOn: '2027-03-02', checkInOn: '2027-03-08' };
    expectDone(await planRisk(by('cover'), { riskId: id, ...plan }));
    expect(await refused(await undoRisk(by('receiver'), id, done))).toEqual([
      'changed_since',
      'Person UCOVER planned the first step in the meantime, so this can’t be undone any more.',
    ]);
  });
});

describe('of two at once, one is first', () => {
  test('what somebody else does in the same moment and the undoing: never both', async () => {
    const seen = new Set<string>();
    for (let run = 0; run < 12; run++) {
      const id = await newHandoff();
      const done = expectDone(await acknowledgeHandoff(by('receiver'), { handoffId: id }));
      const other = () => acceptHandoff(by('cover', MINUTE), { handoffId: id });
      const back = () => undo(by('receiver', MINUTE), id, done);
      const [undone, accepted] =
        run % 2 === 0
          ? await Promise.all([back(), other()])
          : (await Promise.all([other(), back()])).reverse();
      // Accepted after it was undone is fine, as it is of any handoff that waits.
      const history = (await historyOf(id)).slice(-3);
      if (isRefusal(undone)) expect(undone.refused).toBe('changed_since');
      else expect(history.indexOf('handoff.undone')).toBeGreaterThan(history.indexOf('handoff.acknowledged'));
      expect(isRefusal(accepted)).toBe(false);
      const { state, acceptedById } = await database.db.handoff.findUniqueOrThrow({ where: { id } });
      expect([state, acceptedById]).toEqual(['accepted', house.ids['cover']]);
      seen.add(isRefusal(undone) ? 'the other was first' : 'the undoing was first');
    }
    expect(seen.size).toBeGreaterThan(0);
  });

  test('another handoff of the account is accepted in the same moment: it is whose that was accepted for', async () => {
    for (let run = 0; run < 16; run++) {
      const [first, second] = [await newHandoff(), await newHandoff()];
      const { accountId } = await database.db.handoff.findUniqueOrThrow({ where: { id: first } });
      await database.db.handoff.update({ where: { id: second }, data: { accountId, slot: 2 } });
      const done = expectDone(await acceptHandoff(by('receiver'), { handoffId: first }));
      const other = () => acceptHandoff(by('receiver', MINUTE), { handoffId: second });
      const back = () => undo(by('receiver', MINUTE), first, done);
      const [, accepted] =
        run % 2 === 0
          ? await Promise.all([back(), other()])
          : (await Promise.all([other(), back()])).reverse();
      expectDone(accepted as Awaited<ReturnType<typeof acceptHandoff>>);
      const account = await database.db.account.findUniqueOrThrow({ where: { id: accountId ?? '' } });
      expect([account.csOwnerId, account.stage]).toEqual([house.ids['receiver'], 'adopt']);
    }
  });

  test('pressed twice at once it is done once', async () => {
    const id = await newHandoff();
    const done = expectDone(await acceptHandoff(by('receiver'), { handoffId: id }));
    const answers = await Promise.all([undo(by('receiver'), id, done), undo(by('receiver'), id, done)]);
    expect(answers.filter((one) => isRefusal(one)).map((one) => 'message' in one && one.message)).toEqual([
      'Already undone.',
    ]);
    expect((await historyOf(id)).filter((one) => one === 'handoff.undone')).toHaveLength(1);
  });

  test('a rung in the same moment: it is told and stays done, or is not told at all', async () => {
    for (let run = 0; run < 8; run++) {
      const id = await newHandoff();
      const stop = (await timersOf(id)).find(({ clock }) => clock === 'hard_stop');
      const at = (stop?.dueAt?.getTime() ?? 0) - house.ctx.now.getTime();
      const done = expectDone(await acknowledgeHandoff(by('receiver', at - MINUTE), { handoffId: id }));
      const [undone] = await Promise.all([undo(by('receiver', at), id, done), fire(at)]);
      const history = await historyOf(id);
      const escalated = history.indexOf('handoff.escalated');
      if (isRefusal(undone)) expect(escalated).toBeGreaterThan(-1);
      else if (escalated > -1) expect(escalated).toBeGreaterThan(history.indexOf('handoff.undone'));
    }
  });
});

describe('what was said of it', () => {
  beforeAll(async () => {
    const data = { channel: 'C0CS' };
    await database.db.team.updateMany({ where: { workspaceId: house.ctx.workspace.id, lane: 'cs' }, data });
  });

  const render = async (id: string) => {
    const row = await database.db.outboxMessage.findUniqueOrThrow({ where: { id } });
    const message = {
      ...{
        id,
        kind: row.kind,
        subject: { type: row.subjectType, id: row.subjectId },
        memberId: row.memberId,
      },
      ...{ data: row.data as Record<string, unknown>, dedupeKey: row.dedupeKey, isLatest: true },
    };
    const { workspace, log } = house.ctx;
    return MESSAGES[row.kind as Kind].render(
      { workspace, now: house.ctx.now, db: database.db, log },
      message,
      {
        dm: row.memberId !== null,
        posted: false,
      },
    );
  };
  const events = async (id: string) => (await messagesOf(id)).filter(({ kind }) => kind === 'handoff_event');

  test('before it was said, nothing is said: not that it was done, nor that it was undone', async () => {
    const id = await newHandoff();
    const done = expectDone(await acceptHandoff(by('receiver'), { handoffId: id }));
    const told = await events(id);
    expect(told.map(({ lane }) => lane).sort()).toEqual(['C0CS', 'USENDER']);
    for (const each of told) expect(await render(each.id)).not.toBeNull();
    expectDone(await undo(by('receiver'), id, done));
    const all = await events(id);
    expect(all).toHaveLength(4);
    for (const each of all) expect(await render(each.id)).toBeNull();
  });

  test('once it was said, whoever heard of it hears that it was undone', async () => {
    const id = await newHandoff();
    const done = expectDone(await acceptHandoff(by('receiver'), { handoffId: id }));
    const [one] = await events(id);
    await database.db.outboxMessage.update({ where: { id: one?.id ?? '' }, data: { state: 'sent' } });
    expectDone(await undo(by('receiver'), id, done));
    const news = (await events(id)).slice(2);
    const said = await Promise.all(news.map(async ({ id, lane }) => [lane, await render(id)] as const));
    expect(said.filter(([, words]) => words !== null).map(([lane]) => lane)).toEqual([one?.lane]);
    expect(said.find(([, words]) => words)?.[1]?.text).toMatch(/undid accepting it/);
  });

  test('of a response nobody was told, and nobody is told that it was undone', async () => {
    const id = await newHandoff();
    const before = (await messagesOf(id)).length;
    const done = expectDone(await acknowledgeHandoff(by('receiver'), { handoffId: id }));
    expectDone(await undo(by('receiver'), id, done));
    expect(await messagesOf(id)).toHaveLength(before);
  });

  test('the risk asks whoever it asked, again, in the message they have', async () => {
    expectDone(await setSetting(house.ctx, { key: 'interruptions.per_day', value: '20' }));
    const id = await riskFor(house, 'claim');
    const [request] = (await messagesOf(id)).filter(({ kind }) => kind === 'risk_request');
    const done = expectDone(await claimRisk(by('sender'), { riskId: id }));
    expect(await render(request?.id ?? '')).toBeNull();
    expectDone(await undoRisk(by('sender'), id, done));
    expect(await render(request?.id ?? '')).not.toBeNull();
    expect((await messagesOf(id)).filter(({ kind }) => kind === 'risk_request')).toHaveLength(1);
  });

  test('what stands in Slack is brought up to date at once, for somebody looks at it', async () => {
    const id = await newHandoff();
    const done = expectDone(await acknowledgeHandoff(by('receiver'), { handoffId: id }));
    await database.db.outboxThread.updateMany({ where: { subjectId: id }, data: { urgent: false } });
    expectDone(await undo(by('receiver'), id, done));
    expect(await database.db.outboxThread.count({ where: { subjectId: id, urgent: false } })).toBe(0);
  });
});

test('a book: one accepted by itself is undone, unless a risk went along with its account', async () => {
  const accept = async (withRisk: boolean) => {
    const id = await newHandoff();
    const bookId = newId(house.ctx.now);
    const { accountId } = await database.db.handoff.findUniqueOrThrow({ where: { id } });
    await database.db.handoff.update({ where: { id }, data: { kind: 'cs_to_cs', bookId } });
    const account = { where: { id: accountId ?? '' }, data: { csOwnerId: house.ids['sender'] ?? null } };
    await database.db.account.update(account);
    if (withRisk)
      await database.db.risk.create({
        data: {
          ...{ id: newId(house.ctx.now), workspaceId: house.ctx.workspace.id, accountId: accountId ?? '' },
          ...{ number: 900, rule: 'flagged', severity: 'at_risk', reasons: [], ownerId: house.ids['sender'] },
          ...{ openedAt: house.ctx.now, updatedAt: house.ctx.now },
        } as never,
      });
    const before = await standOf(id);
    const done = expectDone(await acceptHandoff(by('receiver', HOUR), { handoffId: id }));
    return { id, before, done };
  };
  const alone = await accept(false);
  expectDone(await undo(by('receiver', HOUR), alone.id, alone.done));
  const { owed: _, ...stands } = await standOf(alone.id);
  expect(alone.before).toMatchObject(stands);

  const along = await accept(true);
  expect(along.done.undoUntil).toBeUndefined();
  expect(await undo(by('receiver', HOUR), along.id, along.done)).toMatchObject({ refused: 'for_good' });
});
