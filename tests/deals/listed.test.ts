import { describe, expect, it } from 'vitest';
import { fireDueTimers } from '../../src/cases/clocks/fire.ts';
import { loadShownDeal } from '../../src/deals/read/load-deals.ts';
import { ownerMark } from '../../src/deals/rules/parties.ts';
import { beginDeal } from '../../src/deals/verbs/hand-over.ts';
import { assignDeal } from '../../src/deals/verbs/settle.ts';
import { loadLate } from '../../src/digests/load-late.ts';
import { CASES, TIMERS } from '../../src/every-case.ts';
import { loadWork } from '../../src/home/load-work.ts';
import { calendarOf } from '../../src/people/calendar-of.ts';
import { loadPeople } from '../../src/people/load-people.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { loadSettings } from '../../src/settings/load-settings.ts';
import { workBlocks } from '../../views/home/work-blocks.ts';
import { acting, buildHouse, expectDone, handedOver, ownHouse, strangersTo } from '../handoffs/house.ts';
import { ownDatabase } from '../support/database.ts';
import { serving } from '../support/served.ts';
import { run, traceOf, won } from './house.ts';

const database = ownDatabase();
const house = ownHouse(database, { anew: true });
const HOUR_MS = 3_600_000;
const OWN = { owner: 'upresent@example.com', amount: 48_000, currency: 'EUR' };

async function homeOf(name: string) {
  const { ctx, ids } = house;
  const id = ids[name] ?? '';
  const me = (await loadPeople(ctx.db, ctx.workspace.id, [id])).get(id);
  if (!me) throw new Error('nobody');
  const kinds = CASES as unknown as Parameters<typeof loadWork>[2]['kinds'];
  return loadWork(ctx, me, { answersFor: [id], page: 0, kinds });
}

/** So many hours later, with every clock that falls due. */
async function pass(hours: number): Promise<void> {
  house.ctx = { ...house.ctx, now: new Date(house.ctx.now.getTime() + hours * HOUR_MS) };
  const { now, workspace, log, db } = house.ctx;
  const clock = { now: () => now, wall: () => now };
  while ((await fireDueTimers({ db, clock, served: serving([workspace]), handlers: TIMERS, log })) > 0);
}

describe('Home', () => {
  it('shows a rep what to hand over, with its button, and its draft beside it no second time', async () => {
    const dealId = await won(house.ctx, { ...OWN, account_name: 'Sample Won' });
    expectDone(await beginDeal(acting(house, 'present'), { dealId }));
    const work = await homeOf('present');
    expect(work.items).toMatchObject([{ type: 'deal', id: dealId, section: 'hand_over' }]);
    const drawn = JSON.stringify(workBlocks(work, house.ctx.now));
    expect(drawn).toContain('Won, to hand over (1)');
    expect(drawn).toContain('€48K');
    expect(drawn).toContain('Finish handoff');
  });

  it('shows whoever stands in their own draft of it, beside what is still its owner’s', async () => {
    const dealId = await won(house.ctx, { owner: 'usender@example.com' });
    const begun = expectDone(await beginDeal(acting(house, 'sender cover'), { dealId }));
    expect((await homeOf('sender cover')).items).toContainEqual(
      expect.objectContaining({ section: 'drafts', id: begun.handoffId }),
    );
  });

  it('shows the sales lead what has no owner, to assign', async () => {
    const dealId = await won(house.ctx, { owner: 'nobody@example.com' });
    const work = await homeOf('sender lead');
    expect(work.items).toMatchObject([{ type: 'deal', id: dealId, section: 'hand_over' }]);
    expect(JSON.stringify(workBlocks(work, house.ctx.now))).toContain('Assign…');
  });
});

describe('a deal that nobody hands over', () => {
  it('is chased once on the side of who sold it, then with the lead, the manager, and nobody after it is passed on', async () => {
    const dealId = await won(house.ctx, { owner: 'usender@example.com' });
    const told = async () => {
      const sent = await database.db.outboxMessage.findMany({
        where: { subjectId: dealId },
        orderBy: { id: 'asc' },
      });
      const mornings = await database.db.morningItem.findMany({ where: { subjectId: dealId } });
      return { kinds: sent.map(({ kind }) => kind), mornings: mornings.map(({ memberId }) => memberId) };
    };
    await pass(22);
    expect((await told()).kinds).toEqual(['deal_request']);
    await pass(3);
    const chased = await told();
    expect([
      chased.kinds.includes('deal_reminder'),
      chased.mornings.includes(house.ids['sender cover'] ?? ''),
    ]).toContain(true);
    await pass(48);
    const { kinds } = await told();
    expect(kinds).toContain('deal_escalation');
    const escalated = await database.db.outboxMessage.findFirst({
      where: { subjectId: dealId, kind: 'deal_escalation' },
    });
    expect(escalated?.memberId).toBe(house.ids['sender lead']);
    const { ids } = house;
    expectDone(await assignDeal(acting(house, 'sender lead'), { dealId, ownerId: ids['present'] ?? '' }));
    const timer = await database.db.timer.findFirstOrThrow({ where: { subjectId: dealId } });
    expect([timer.rung, timer.epoch > 1]).toEqual([0, true]);
  });

  it('cannot be passed to nobody by who would be asked then', async () => {
    const dealId = await won(house.ctx, { owner: 'nobody@example.com' });
    const lead = acting(house, 'sender lead');
    expect(isRefusal(await assignDeal(lead, { dealId, ownerId: null }))).toBe(true);
    expectDone(await assignDeal(lead, { dealId, ownerId: house.ids['sender lead'] ?? '' }));
    expect(isRefusal(await assignDeal(lead, { dealId, ownerId: null }))).toBe(true);
  });

  it('is not passed on by a form that was drawn for another owner', async () => {
    const dealId = await won(house.ctx, OWN);
    const { ids } = house;
    const admin = acting(house, 'admin');
    const drawnFor = ownerMark(ids['present']);
    const pass = (to: string) => assignDeal(admin, { dealId, ownerId: ids[to] ?? '', drawnFor });
    expectDone(await pass('sender'));
    expect(await pass('onlooker')).toMatchObject({ refused: 'changed' });
    const deal = await database.db.deal.findUniqueOrThrow({ where: { id: dealId } });
    expect(deal.ownerId).toBe(ids['sender']);
  });

  it('is in the digest as won and not handed over, apart from late kickoffs', async () => {
    const dealId = await won(house.ctx, { ...OWN, account_name: 'Sample Won' });
    const late = async () => {
      const settings = await loadSettings(house.ctx.db, house.ctx.workspace.id);
      const id = house.ids['present'] ?? '';
      const me = (await loadPeople(house.ctx.db, house.ctx.workspace.id, [id])).get(id);
      if (!me) throw new Error('nobody');
      return loadLate(house.ctx, { kind: 'everything' }, { settings, calendar: calendarOf(me, settings) });
    };
    expect((await late()).left.total).toBe(0);
    await pass(30);
    const { left, kickoffs, overdue } = await late();
    expect(left).toMatchObject({ total: 1, some: [{ kind: 'deal', id: dealId, account: 'Sample Won' }] });
    expect([kickoffs.total, overdue.total]).toEqual([0, 0]);
  });
});

it('a deal that became a private handoff does not say which', async () => {
  const { db, workspace } = house.ctx;
  const dealId = await won(house.ctx, OWN);
  const handoffId = await handedOver(house, 'acknowledge', { isPrivate: true });
  const data = { state: 'handed_over', handoffId, closedAt: house.ctx.now } as const;
  await db.deal.update({ where: { id: dealId }, data });
  const shown = () => loadShownDeal({ db, workspace, now: house.ctx.now }, dealId);
  expect(await shown()).toMatchObject({ state: 'handed_over', handoff: null });
  await db.handoff.update({ where: { id: handoffId }, data: { private: false } });
  expect(await shown()).toMatchObject({ handoff: { id: handoffId } });
});

it('a deal is not there for another workspace, whoever asks', async () => {
  const dealId = await won(house.ctx, OWN);
  const elsewhere = await buildHouse(database.db);
  for (const [who, ctx] of Object.entries(strangersTo(house, elsewhere, 'admin')))
    for (const [verb, attempt] of Object.entries(run)) {
      const before = await traceOf(house, dealId);
      const answer = await attempt(ctx, dealId).catch((error: Error) => error.name);
      const refused = isRefusal(answer) ? answer.refused : answer;
      expect([who, verb, refused]).toEqual([
        who,
        verb,
        expect.stringMatching(/^not_found$|NotFound|KnownRequestError/),
      ]);
      expect(await traceOf(house, dealId)).toEqual(before);
    }
});
