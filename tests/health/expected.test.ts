import { beforeEach, describe, expect, it, test } from 'vitest';
import { evaluateAccounts } from '../../src/health/evaluate/evaluate-accounts.ts';
import { expectNoLonger, expectSignal } from '../../src/health/expect-signal.ts';
import { decideExpected } from '../../src/health/expected.ts';
import { loadExplanation } from '../../src/health/read/load-explanation.ts';
import { loadHealthCourse } from '../../src/health/read/load-health-course.ts';
import { loadPulling } from '../../src/health/read/load-pulling.ts';
import { loadStandings } from '../../src/health/read/load-standings.ts';
import { recordSignals } from '../../src/health/signals/record-signals.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { newId } from '../../src/platform/id.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { raiseAlerts } from '../../src/risks/alerts/raise-alerts.ts';
import { ownedAccount, segmentIs, standsAt } from '../accounts/owned.ts';
import { acting, expectDone, ownHouse } from '../handoffs/house.ts';
import { tellsOf } from '../risks/slid.ts';
import { ownDatabase } from '../support/database.ts';
import { serving } from '../support/served.ts';
import { SLIDING } from './sliding.ts';

const TODAY = '2027-03-01';

describe('what somebody expects of a signal', () => {
  const said = { type: 'nps', until: '2027-03-10', note: 'Sample note' };
  const decide = (over: object) => decideExpected({ ...said, ...over }, ['nps', 'csat'], TODAY);

  it.each([
    ['without a signal', { type: '' }, 'type'],
    ['of a signal that the account never sent', { type: 'sentiment' }, 'type'],
    ['of something that is no signal', { type: 'constructor' }, 'type'],
    ['without a day', { until: '' }, 'until'],
    ['until today', { until: TODAY }, 'until'],
    ['until a day that has passed', { until: '2027-02-01' }, 'until'],
    ['until a day that does not exist', { until: '2027-02-30' }, 'until'],
    ['for more than half a year', { until: '2027-08-29' }, 'until'],
    ['without a reason', { note: '' }, 'note'],
    ['with a reason of blanks', { note: ' \n\u0000 ' }, 'note'],
    ['with a reason of more than a line', { note: 'x'.repeat(151) }, 'note'],
  ])('is refused %s', (_, over, field) => {
    expect(decide(over)).toMatchObject({ field });
  });

  it('may hold from tomorrow to half a year, and its reason is one line', () => {
    for (const until of ['2027-03-02', '2027-08-28']) expect(decide({ until })).toMatchObject({ until });
    expect(decide({ note: ' summer\n break ' })).toMatchObject({ note: 'summer break' });
  });
});

const database = ownDatabase();
const house = ownHouse(database, { anew: true });
let accountId: string;
beforeEach(async () => {
  accountId = await ownedAccount(house);
  await standsAt(house.ctx, accountId, 'healthy', 85);
});

const word = { type: 'csat', until: '2027-03-10', note: 'summer break' };
/** The end of that day where the receiver is. */
const UNTIL = new Date('2027-03-10T22:59:00Z');

const at = (now: Date): Ctx => ({ ...house.ctx, now });
const expected = async (now = house.ctx.now) => (await loadHealthCourse(at(now), accountId)).expected;
const says = (name: string, over: object = {}) =>
  expectSignal(acting(house, name), { accountId, ...word, ...over });
const takesBack = (name: string, over: object = {}) =>
  expectNoLonger(acting(house, name), { accountId, type: word.type, ...over });

const evaluateAt = (now: Date) =>
  evaluateAccounts({
    db: database.db,
    clock: { now: () => now, wall: () => now },
    served: serving([house.ctx.workspace]),
    log: house.ctx.log,
    raise: raiseAlerts,
  });

describe('an expected signal', () => {
  it('is shown with who, until when and why, and ends by itself', async () => {
    expect(await says('receiver')).toMatchObject({ accountId, label: 'Satisfaction survey' });
    const { workspace, db, now } = house.ctx;
    const shown = { type: 'csat', until: UNTIL, note: word.note, by: { id: house.ids['receiver'] } };
    expect(await expected()).toMatchObject([shown]);
    expect(await loadExplanation(db, workspace.id, accountId, now)).toMatchObject({ expected: [shown] });
    expect(await expected(UNTIL)).toEqual([]);
    expect(await loadExplanation(db, workspace.id, accountId, UNTIL)).toMatchObject({ expected: [] });
  });

  it('is replaced by what is said last, taken back, and written down', async () => {
    await says('receiver');
    await says('sender cover', { note: 'longer break' });
    expect(await expected()).toMatchObject([{ note: 'longer break' }]);
    expect(await takesBack('admin')).toEqual({ accountId });
    expect(await expected()).toEqual([]);
    expect(await takesBack('admin')).toMatchObject({ refused: 'not_expected' });
    const history = await database.db.auditEntry.findMany({
      where: { subjectId: accountId },
      orderBy: { id: 'asc' },
    });
    expect(history.map(({ action }) => action)).toEqual([
      ...['health.expected', 'health.expected', 'health.expected_no_longer'],
    ]);
    expect(history[0]?.data).toMatchObject({ type: 'csat', on: '2027-03-10', note: word.note });
  });

  it('said by two at once is said by both, and holds once', async () => {
    const both = await Promise.all([says('receiver'), says('admin', { note: 'the other' })]);
    expect(both.map(isRefusal)).toEqual([false, false]);
    expect(await expected()).toHaveLength(1);
    expect(await database.db.auditEntry.count({ where: { subjectId: accountId } })).toBe(2);
    const ended = await Promise.all([takesBack('receiver'), takesBack('admin')]);
    expect(ended.filter(isRefusal)).toMatchObject([{ refused: 'not_expected' }]);
  });

  it('is kept of what an account became, when it was merged meanwhile', async () => {
    const survivor = await ownedAccount(house);
    await standsAt(house.ctx, survivor, 'healthy', 85);
    await database.db.account.update({ where: { id: accountId }, data: { mergedIntoId: survivor } });
    expect(await says('receiver')).toMatchObject({ accountId: survivor });
    expect(await takesBack('receiver')).toEqual({ accountId: survivor });
  });

  it('leaves nothing behind when it is refused, and is not said twice by one press', async () => {
    expect(await says('receiver', { type: 'seats_used' })).toMatchObject({ field: 'type' });
    expect(await database.db.expectedSignal.count({ where: { accountId } })).toBe(0);
    const ctx = { ...acting(house, 'receiver'), request: `sample ${accountId}` };
    const first = await expectSignal(ctx, { accountId, ...word });
    expect(await expectSignal(ctx, { accountId, ...word })).toEqual(first);
    expect(await database.db.auditEntry.count({ where: { subjectId: accountId } })).toBe(1);
  });

  it('goes with its account', async () => {
    await says('receiver');
    await database.db.account.delete({ where: { id: accountId } });
    expect(await database.db.expectedSignal.count({ where: { accountId } })).toBe(0);
  });
});

describe('a sponsor who is expected to leave', () => {
  const risks = () => database.db.risk.findMany({ where: { accountId }, select: { rule: true } });
  const inDays = (days: number) => new Date(house.ctx.now.getTime() + days * 86_400_000);
  async function sponsorLeaves(now: Date, value = 1) {
    const values = { sponsor_left: value, usage_depth: 85, feature_adoption: 85, csat: 4.2 };
    const signals = Object.entries(values).map(([type, one]) => ({
      ...{ account: { id: accountId }, type, value: one, observedAt: now, source: 'sample export' },
    }));
    await recordSignals(at(now), signals);
    await evaluateAt(now);
  }
  beforeEach(async () => {
    await segmentIs(house.ctx, 'sample', 90, house.ctx.now);
    // The signal is known, and nothing is wrong.
    await sponsorLeaves(house.ctx.now, 0);
  });
  const leaving = { type: 'sponsor_left', until: '2027-03-10', note: 'retires' };

  it('opens no risk meanwhile; the score knows of it', async () => {
    expectDone(await says('receiver', leaving));
    await sponsorLeaves(inDays(1));
    expect(await risks()).toEqual([]);
    const { standing } = await loadHealthCourse(at(inDays(1)), accountId);
    expect(standing.score).toBe(55);
  });

  it('opens one where nobody expects it, or something else is expected', async () => {
    expectDone(await says('receiver'));
    await sponsorLeaves(inDays(1));
    expect(await risks()).toEqual([{ rule: 'exception' }]);
  });

  it('opens one once that is over, when it is observed anew', async () => {
    expectDone(await says('receiver', leaving));
    await sponsorLeaves(inDays(1));
    await evaluateAt(inDays(11));
    expect(await risks()).toEqual([]);
    await sponsorLeaves(inDays(12));
    expect(await risks()).toEqual([{ rule: 'exception' }]);
  });

  it('opens one after it was taken back, when it is observed anew', async () => {
    expectDone(await says('receiver', leaving));
    await sponsorLeaves(inDays(1));
    const admin = { ...acting(house, 'admin'), now: inDays(2) };
    expectDone(await expectNoLonger(admin, { accountId, type: leaving.type }));
    await evaluateAt(inDays(2));
    expect(await risks()).toEqual([]);
    await sponsorLeaves(inDays(3));
    expect(await risks()).toEqual([{ rule: 'exception' }]);
  });
});

describe('what pulls an account down', () => {
  const told = (slide: object) => tellsOf(house.ctx, accountId, slide);
  const { means, week } = SLIDING;

  it('is what has fallen most below its usual, without what is expected', async () => {
    await told({ means, week });
    expect(await loadPulling(house.ctx, accountId)).toEqual([
      ...['usage_depth', 'feature_adoption', 'seats_used', 'support_tickets_open'],
    ]);
    const rest = { until: UNTIL, note: 'Sample', createdAt: house.ctx.now };
    const workspaceId = house.ctx.workspace.id;
    await database.db.expectedSignal.create({
      data: { accountId, workspaceId, type: 'usage_depth', ...rest },
    });
    expect((await loadPulling(house.ctx, accountId))[0]).toBe('feature_adoption');
  });

  it('is what is behind in onboarding, while nothing is usual', async () => {
    const late = { value: 12, atLeast: 20, byDay: 30, day: 41 };
    const behind = [
      { ...late, type: null, value: null, atLeast: null },
      { ...late, type: 'seats_used' },
    ];
    await told({ tier: null, fall: null, facts: undefined, behind });
    expect(await loadPulling(house.ctx, accountId)).toEqual(['seats_used']);
  });

  it('are the reasons of its score where nothing else is known, or can be read', async () => {
    const { db, workspace, now } = house.ctx;
    const standing = (await loadStandings(db, workspace.id, [accountId], now)).get(accountId);
    const reasons = standing?.reasons.map(({ type }) => type);
    expect(reasons).not.toEqual([]);
    expect(await loadPulling(house.ctx, accountId)).toEqual(reasons);
    await told({ means: { usage_depth: 'many' } });
    expect(await loadPulling(house.ctx, accountId)).toEqual(reasons);
  });

  it('is said of no account of another workspace', async () => {
    await told({ means, week });
    const elsewhere = { ...house.ctx, workspace: { ...house.ctx.workspace, id: newId(house.ctx.now) } };
    expect(await loadPulling(elsewhere, accountId)).toEqual([]);
  });
});

test('an id that is none is no account', async () => {
  for (const id of ['', 'nonsense', '01890000-0000-7000-8000-000000000000']) {
    expect(await says('admin', { accountId: id })).toMatchObject({ refused: 'not_found' });
    expect(await takesBack('admin', { accountId: id })).toMatchObject({ refused: 'not_found' });
  }
});
