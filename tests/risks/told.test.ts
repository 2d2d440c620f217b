import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Kind, MESSAGES } from '../../jobs/messages.ts';
import type { OutboxMessage } from '../../prisma/generated/client.ts';
import { apply } from '../../src/cases/change-case.ts';
import { fireDueTimers } from '../../src/cases/clocks/fire.ts';
import { timersOf } from '../../src/cases/escalate.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { transact } from '../../src/platform/transact.ts';
import { decideReopen } from '../../src/risks/alerts/follow-score.ts';
import { RISK_MESSAGES } from '../../src/risks/messages.ts';
import { RISKS } from '../../src/risks/risk-case.ts';
import { loadRiskScene } from '../../src/risks/scene.ts';
import { flagRisk } from '../../src/risks/verbs/flag-risk.ts';
import { reassignRisk } from '../../src/risks/verbs/reassign.ts';
import { claimRisk, planRisk } from '../../src/risks/verbs/work.ts';
import { setSetting } from '../../src/settings/set-setting.ts';
import { acting, buildHouse, expectDone, type House } from '../handoffs/house.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { serving } from '../support/served.ts';
import { words } from '../views/handoffs/rendered.ts';
import { newAccount, run } from './house.ts';

let database: TestDatabase;
let house: House;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  house = await buildHouse(database.db);
});
afterAll(() => database.drop());

async function flag({ urgent = false, by = 'present', id }: { urgent?: boolean; by?: string; id?: string }) {
  const account = { id: id ?? (await newAccount(house)) };
  const seen = { kind: 'other', sentiment: null, note: 'Sample note', evidence: null } as const;
  const { riskId, number } = expectDone(await flagRisk(acting(house, by), { account, ...seen, urgent }));
  return { riskId, number, accountId: account.id };
}

/** What was written to this member, of these kinds, the earliest first. */
const writtenTo = (name: string, ...kinds: string[]): Promise<OutboxMessage[]> =>
  database.db.outboxMessage.findMany({
    where: { workspaceId: house.ctx.workspace.id, memberId: house.ids[name] ?? '', kind: { in: kinds } },
    orderBy: { id: 'asc' },
  });

async function drawn(row: OutboxMessage | undefined, posted = false): Promise<string> {
  if (!row) throw new Error('nothing was written');
  const { workspace, now, db, log }: Ctx = house.ctx;
  const subject = { type: row.subjectType, id: row.subjectId };
  const message = { ...row, subject, data: row.data as Record<string, unknown>, isLatest: true };
  const shown = await MESSAGES[row.kind as Kind].render({ workspace, now, db, log }, message, {
    dm: true,
    posted,
  });
  return words(shown);
}

describe('on a day that is full', () => {
  beforeEach(async () => {
    // The owner is away: their cover is asked.
    for (let i = 0; i < 3; i++) await flag({});
    expect(await writtenTo('cover', 'risk_request')).toHaveLength(3);
  });

  it('new risks wait in one morning DM, each with its button', async () => {
    for (let i = 0; i < 7; i++) await flag({});
    expect(await writtenTo('cover', 'risk_request')).toHaveLength(3);
    const mornings = await writtenTo('cover', 'morning');
    expect(mornings).toHaveLength(1);
    const text = await drawn(mornings[0]);
    expect(text).toContain('7 to do');
    for (const name of ['R-4', 'R-6', 'R-8']) expect(text).toContain(`(${name})`);
    expect(text).toContain('2 more in Home');
    expect(text).not.toContain('(R-3)');
    expect(text).toMatch(/Take it or reassign it: due/);
  });

  it('one that is critical is told at once all the same', async () => {
    await flag({ urgent: true });
    expect(await writtenTo('cover', 'risk_request')).toHaveLength(4);
    expect(await writtenTo('cover', 'morning')).toHaveLength(0);
  });

  it('one that slips again waits for the morning too, with the clock that runs then', async () => {
    const { riskId } = await flag({});
    expectDone(await run.resolve(acting(house, 'receiver'), riskId));
    const [morning] = await writtenTo('cover', 'morning');
    expect(await drawn(morning)).not.toContain('(R-4)');
    await transact(acting(house, 'present'), async (ctx) => {
      const scene = await loadRiskScene(ctx, riskId);
      if (isRefusal(scene)) throw new Error(scene.message);
      const change = {
        band: 'at_risk',
        fromBand: 'watch',
        score: 50,
        rule: 'worsened',
        slide: null,
      } as const;
      return apply(ctx, RISKS, scene, decideReopen(scene.risk, change, scene.account));
    });
    expect(await writtenTo('cover', 'risk_request')).toHaveLength(3);
    expect(await drawn(morning)).toContain('(R-4)');
  });

  it('one that somebody else has taken by then is not in it', async () => {
    const { riskId } = await flag({});
    expectDone(await claimRisk(acting(house, 'onlooker'), { riskId }));
    const [morning] = await writtenTo('cover', 'morning');
    expect(await drawn(morning)).not.toContain('(R-4)');
  });
});

describe('what is seen of a risk that is open', () => {
  it('makes it critical where it is urgent, once, and the news says so', async () => {
    await setSetting(house.ctx, { key: 'risk.channel', value: 'C0RISKS' });
    const { riskId, accountId } = await flag({});
    await flag({ id: accountId, urgent: true, by: 'onlooker' });
    await flag({ id: accountId, urgent: true, by: 'onlooker' });
    expect(await database.db.risk.findUniqueOrThrow({ where: { id: riskId } })).toMatchObject({
      severity: 'critical',
      state: 'open',
      version: 2,
    });
    const timers = await database.db.timer.findMany({ where: { subjectId: riskId } });
    // The time to take it is short from then on, and is not short anew each time.
    expect(timers).toMatchObject([{ clock: 'claim', epoch: 2 }]);
    const news = await Promise.all((await writtenTo('cover', 'risk_event')).map((row) => drawn(row)));
    expect(news).toEqual([
      expect.stringMatching(/added a note\. Now critical\\n>Sample note/),
      expect.stringMatching(/added a note\\n>Sample note/),
    ]);
    const thread = await database.db.outboxThread.findFirstOrThrow({
      where: { subjectId: riskId, kind: 'risk_card' },
    });
    expect(thread.desiredVersion).toBeGreaterThan(0);
  });
});

describe('where nobody answers for the account and no channel is set', () => {
  const unowned = async () => {
    const id = await newAccount(house);
    await database.db.account.update({ where: { id }, data: { csOwnerId: null, salesOwnerId: null } });
    await database.db.team.deleteMany({ where: { workspaceId: house.ctx.workspace.id } });
    return flag({ id });
  };
  const lanes = async (riskId: string, kind: string) =>
    (await database.db.outboxMessage.findMany({ where: { subjectId: riskId, kind } })).map(
      ({ lane }) => lane,
    );

  it('its card lies with the admin, and whoever takes it hears its news all the same', async () => {
    const { riskId, accountId } = await unowned();
    expect(await lanes(riskId, 'risk_card')).toEqual(['UADMIN']);
    expectDone(await claimRisk(acting(house, 'present'), { riskId }));
    await flag({ id: accountId, by: 'onlooker' });
    expect(await writtenTo('present', 'risk_event')).toMatchObject([{ isRoot: true, lane: 'UPRESENT' }]);
  });

  it('the last rung goes to the admin, who is still asked when it is drawn again', async () => {
    const { riskId, accountId } = await unowned();
    const { db, log, now, workspace } = house.ctx;
    const later = () => new Date(now.getTime() + 60 * 24 * 3_600_000);
    const clock = { now: later, wall: later };
    const handlers = timersOf(RISKS, RISK_MESSAGES);
    const firing = { db, log, clock, served: serving([workspace]), handlers };
    while ((await fireDueTimers(firing)) > 0);
    const [rung] = await writtenTo('admin', 'risk_escalation');
    await flag({ id: accountId, by: 'onlooker' });
    for (const posted of [false, true])
      expect(await drawn(rung, posted)).toContain('Find an owner, and reassign it to them.');
    expect(await lanes(riskId, 'risk_escalation')).toEqual(['UADMIN']);
  });
});

describe('a nudge', () => {
  const nudge = (by: string, riskId: string) => run.nudge(acting(house, by), riskId);
  const inDays = (days: number) =>
    new Date(house.ctx.now.getTime() + days * 24 * 3_600_000).toISOString().slice(0, 10);
  const planned = async (riskId: string, checkInOn: string) =>
    expectDone(
      await planRisk(acting(house, 'receiver'), {
        riskId,
        firstAction: 'Sample step',
        dueOn: inDays(1),
        checkInOn,
      }),
    );

  it('asks whoever answers, by the name of who asks, and for what is due: not again before the pause is over', async () => {
    const { riskId } = await flag({});
    expectDone(await nudge('onlooker', riskId));
    const [first, ...others] = await writtenTo('cover', 'risk_nudge');
    expect(others).toEqual([]);
    expect(await drawn(first)).toMatch(/<@UONLOOKER> is asking about .*Take it or reassign it: due/);
    expect(await nudge('sender', riskId)).toMatchObject({ refused: 'nudged_already' });
    house.ctx.now = new Date(house.ctx.now.getTime() + 4 * 3_600_000);
    expectDone(await nudge('sender', riskId));
    expect(await writtenTo('cover', 'risk_nudge')).toHaveLength(2);
    expect(await nudge('cover', riskId)).toMatchObject({ refused: 'yours' });
  });

  it('is for nothing once it is answered: unsaid it stays unsaid, said it asks no more', async () => {
    const { riskId } = await flag({});
    expectDone(await nudge('onlooker', riskId));
    expectDone(await claimRisk(acting(house, 'present'), { riskId }));
    const [asked] = await writtenTo('cover', 'risk_nudge');
    expect(await drawn(asked)).toBe('');
    expect(await drawn(asked, true)).not.toContain('is asking');
  });

  it('comes for a check-in on its day and not before, and not for the next one', async () => {
    const { riskId } = await flag({});
    await planned(riskId, inDays(2));
    expect(await nudge('onlooker', riskId)).toMatchObject({ refused: 'not_due' });
    house.ctx.now = new Date(`${inDays(2)}T12:00:00Z`);
    expectDone(await nudge('onlooker', riskId));
    const [asked] = await writtenTo('cover', 'risk_nudge');
    expect(await drawn(asked)).toContain('Check in: due');
    await planned(riskId, inDays(7));
    expect(await drawn(asked)).toBe('');
  });

  it('finds nobody where nobody could take it', async () => {
    const { riskId } = await flag({});
    await database.db.risk.update({
      where: { id: riskId },
      data: { ownerId: null, partnerId: null, teamId: null },
    });
    expect(await nudge('onlooker', riskId)).toMatchObject({ refused: 'nobody' });
  });
});

describe('a risk that somebody passes to themselves', () => {
  it('is theirs with that: nobody asks them to take it, and the plan is due', async () => {
    const { riskId } = await flag({});
    const ownerId = house.ids['admin'] ?? '';
    expectDone(await reassignRisk(acting(house, 'admin'), { riskId, ownerId, reason: 'Sample reason' }));
    expect(await database.db.risk.findUniqueOrThrow({ where: { id: riskId } })).toMatchObject({
      state: 'claimed',
      ownerId,
      claimedById: ownerId,
    });
    expect(await writtenTo('admin', 'risk_request', 'risk_event')).toEqual([]);
    const running = await database.db.timer.findMany({ where: { subjectId: riskId, dueAt: { not: null } } });
    expect(running).toMatchObject([{ clock: 'plan' }]);
  });
});

describe('where there is no card, and whoever answers was never asked', () => {
  it('news comes to them in a message of its own that names the account', async () => {
    const { riskId, accountId } = await flag({});
    expectDone(await claimRisk(acting(house, 'present'), { riskId }));
    expect(await writtenTo('present', 'risk_event')).toEqual([]);
    await flag({ id: accountId, by: 'onlooker' });
    const [news, ...others] = await writtenTo('present', 'risk_event');
    expect(others).toEqual([]);
    expect(news).toMatchObject({ isRoot: true, lane: 'UPRESENT' });
    const { name } = await database.db.account.findUniqueOrThrow({ where: { id: accountId } });
    expect(await drawn(news)).toContain(`*${name} (R-1)*\\n`);
    // Who was asked hears it where they were asked.
    expect(await writtenTo('cover', 'risk_event')).toMatchObject([{ isRoot: false }, { isRoot: false }]);
  });

  it('they hear nothing of what they did themselves, and once of what they are asked', async () => {
    const { riskId } = await flag({ by: 'cover' });
    expect(await writtenTo('cover', 'risk_request', 'risk_event')).toEqual([]);
    const ownerId = house.ids['onlooker'] ?? '';
    expectDone(await reassignRisk(acting(house, 'admin'), { riskId, ownerId, reason: 'Sample reason' }));
    expect(await writtenTo('onlooker', 'risk_request', 'risk_event')).toMatchObject([
      { kind: 'risk_request' },
    ]);
  });
});
