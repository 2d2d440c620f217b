import { beforeEach, describe, expect, it } from 'vitest';
import { limitIn } from '../../src/cases/clocks/timer.ts';
import type { Flag } from '../../src/risks/risk.ts';
import { flagRisk } from '../../src/risks/verbs/flag-risk.ts';
import { acting, expectDone, ownHouse } from '../handoffs/house.ts';
import { ownDatabase } from '../support/database.ts';
import { newAccount } from './house.ts';

const database = ownDatabase();
const house = ownHouse(database, { anew: true });
let account: { id: string };
beforeEach(async () => {
  account = { id: await newAccount(house) };
});

const SEEN = { kind: 'other', sentiment: null, note: 'Sample note', evidence: null, urgent: false } as const;
const flag = async (by: string, over: Partial<Flag> = {}) =>
  expectDone(await flagRisk(acting(house, by), { account, ...SEEN, ...over }));

async function standing(riskId: string) {
  const { state, ownerId, claimedById } = await database.db.risk.findUniqueOrThrow({ where: { id: riskId } });
  const timers = await database.db.timer.findMany({ where: { subjectId: riskId, dueAt: { not: null } } });
  const messages = await database.db.outboxMessage.findMany({ where: { subjectId: riskId } });
  return {
    state,
    isTheirs: ownerId === house.ids['receiver'] && claimedById === house.ids['receiver'],
    clocks: timers.map((timer) => [timer.clock, limitIn(timer)?.toISOString()]),
    asked: messages.filter(({ kind }) => kind === 'risk_request').length,
  };
}

describe('whoever flags their own account', () => {
  it('has claimed it: the plan is next, and nobody is asked to take it', async () => {
    const { riskId } = await flag('receiver');
    expect(await standing(riskId)).toMatchObject({ state: 'claimed', isTheirs: true, asked: 0 });
    expect((await standing(riskId)).clocks.map(([clock]) => clock)).toEqual(['plan']);
  });

  it('claims with a note what another has flagged', async () => {
    const { riskId } = await flag('present');
    expect(await standing(riskId)).toMatchObject({ state: 'open', isTheirs: false, asked: 1 });
    expect(await flag('receiver')).toMatchObject({ riskId, wasOpen: true });
    expect(await standing(riskId)).toMatchObject({ state: 'claimed', isTheirs: true });
  });
});

describe('what cannot wait until tomorrow', () => {
  // The house is built at 11:00 in Berlin, a Monday.
  it('is to be taken within two working hours', async () => {
    const { riskId } = await flag('present', { urgent: true });
    expect((await standing(riskId)).clocks).toEqual([['claim', '2027-03-01T12:00:00.000Z']]);
  });

  it('is so from the moment that somebody says so of one that waits', async () => {
    const { riskId } = await flag('present');
    expect((await standing(riskId)).clocks).toEqual([['claim', '2027-03-02T10:00:00.000Z']]);
    await flag('sender', { urgent: true });
    expect((await standing(riskId)).clocks).toEqual([['claim', '2027-03-01T12:00:00.000Z']]);
  });
});
