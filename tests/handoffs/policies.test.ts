import { expect, it } from 'vitest';
import { sweepCheck } from '../../src/cases/sweep.ts';
import { handOver } from '../../src/deals/verbs/hand-over.ts';
import { loadFigures } from '../../src/figures/load-figures.ts';
import { moveBook } from '../../src/handoffs/books/move-book.ts';
import { HANDOFFS } from '../../src/handoffs/handoff-case.ts';
import { reassignHandoff } from '../../src/handoffs/verbs/reassign.ts';
import { transact } from '../../src/platform/transact.ts';
import { loadSettings } from '../../src/settings/load-settings.ts';
import type { PolicyKey, PolicyScope } from '../../src/settings/policy.ts';
import { setPolicy } from '../../src/settings/set-policy.ts';
import { newMember, newTeam } from '../people/world.ts';
import { ownDatabase } from '../support/database.ts';
import { acting, expectDone, handedOver, newDraft, ownHouse, run } from './house.ts';

const database = ownDatabase();
const house = ownHouse(database, { anew: true });

const ANY: PolicyScope = { kind: null, segment: null, teamId: null };
const hold = async (key: PolicyKey, scope: Partial<PolicyScope>, value: string) =>
  expectDone(await setPolicy(house.ctx, { key, scope: { ...ANY, ...scope }, value }));

/** The limits of its clocks, as they were armed. */
async function limitsOf(handoffId: string): Promise<Record<string, string>> {
  const timers = await database.db.timer.findMany({ where: { subjectId: handoffId } });
  return Object.fromEntries(timers.map(({ clock, ladder }) => [clock, (ladder as { limit: string }).limit]));
}

const teamNamed = async (name: string) =>
  (await database.db.team.findFirstOrThrow({ where: { name, workspaceId: house.ctx.workspace.id } })).id;

/** Handed over, of an account in this segment. */
async function ofSegment(segment: string | null): Promise<string> {
  const [draft, known] = [await newDraft(house), await handedOver(house, 'cancel', { isPrivate: false })];
  const { accountId } = await database.db.handoff.findUniqueOrThrow({ where: { id: known } });
  await run.cancel(acting(house, 'sender'), known);
  await database.db.account.update({ where: { id: accountId ?? '' }, data: { segment } });
  await database.db.handoff.update({ where: { id: draft }, data: { accountId, accountName: null } });
  expectDone(await handOver(acting(house, 'sender'), { handoffId: draft }));
  return draft;
}

it('a clock runs by the policy of its handoff: of the team, then the segment, then the kind', async () => {
  await hold('handoff.acknowledge', { kind: 'sales_to_cs' }, '7 hours');
  await hold('handoff.acknowledge', { segment: 'Enterprise' }, '4 hours');
  await hold('handoff.hard_stop', { teamId: await teamNamed('Sample CS') }, '9 days');
  await hold('handoff.hard_stop', { segment: 'enterprise', kind: 'sales_to_cs' }, '5 days');
  await hold('handoff.acknowledge', { teamId: await teamNamed('Sample Sales') }, '1 hour');
  expect(await limitsOf(await ofSegment('enterprise'))).toEqual({ acknowledge: 'PT4H', hard_stop: 'P9D' });
  expect(await limitsOf(await ofSegment('smb'))).toEqual({ acknowledge: 'PT7H', hard_stop: 'P9D' });
  expect(await limitsOf(await ofSegment(null))).toEqual({ acknowledge: 'PT7H', hard_stop: 'P9D' });
});

it('one that was armed keeps its ladder, the next begins by the policy of then', async () => {
  await hold('handoff.decide', { segment: 'enterprise' }, '6 hours');
  const handoffId = await ofSegment('enterprise');
  await hold('handoff.acknowledge', { segment: 'enterprise' }, '2 hours');
  expect(await limitsOf(handoffId)).toMatchObject({ acknowledge: 'P1D' });
  expectDone(await run.acknowledge(acting(house, 'receiver'), handoffId));
  expect(await limitsOf(handoffId)).toMatchObject({ decide: 'PT6H' });
  expectDone(await run.return(acting(house, 'receiver'), handoffId));
  expect(await limitsOf(handoffId)).toMatchObject({ resubmit: 'P2D' });
});

it('go-live is near by the policy, too', async () => {
  await hold('handoff.urgent_days', { kind: 'sales_to_cs' }, '30');
  await hold('handoff.acknowledge_urgent', { segment: 'enterprise' }, '1 hour');
  const draft = await ofSegment('enterprise');
  expect(await limitsOf(draft)).toMatchObject({ acknowledge: 'P1D' });
  const goLiveOn = new Date(house.ctx.now.getTime() + 20 * 24 * 3_600_000);
  await database.db.handoff.update({ where: { id: draft }, data: { goLiveOn } });
  const to = { handoffId: draft, receiverId: house.ids['present'] ?? '', reason: 'Sample' };
  expectDone(await reassignHandoff(acting(house, 'sender'), to));
  expect(await limitsOf(draft)).toMatchObject({ acknowledge: 'PT1H' });
});

it('a clock that was lost begins anew by the policy', async () => {
  const handoffId = await ofSegment('enterprise');
  await hold('handoff.acknowledge', { segment: 'enterprise' }, '2 hours');
  await database.db.timer.deleteMany({ where: { subjectId: handoffId, clock: 'acknowledge' } });
  expect(await transact(house.ctx, (ctx) => sweepCheck(HANDOFFS).repair(ctx, handoffId))).toBe(true);
  expect(await limitsOf(handoffId)).toMatchObject({ acknowledge: 'PT2H' });
});

it('accounts that are moved at once have each the clocks of its own segment', async () => {
  const leaver = await newMember(house.ctx, 'ULEAVER', { managerId: house.ids['admin'] ?? '' });
  await newTeam(house.ctx, 'Sample Leavers', 'cs', { members: [leaver] });
  const handoffs = [await ofSegment('enterprise'), await ofSegment('smb'), await ofSegment('enterprise')];
  const accountIds: string[] = [];
  for (const id of handoffs) {
    const { accountId } = await database.db.handoff.findUniqueOrThrow({ where: { id } });
    accountIds.push(accountId ?? '');
  }
  await database.db.account.updateMany({
    where: { id: { in: accountIds } },
    data: { csOwnerId: leaver },
  });
  await hold('handoff.acknowledge', { segment: 'enterprise', kind: 'cs_to_cs' }, '3 hours');
  const shares = [{ toId: house.ids['present'] ?? '', accountIds }];
  const { bookId } = expectDone(
    await moveBook(acting(house, 'admin'), { fromId: leaver, shares, note: 'Sample' }),
  );
  const moved = await database.db.handoff.findMany({ where: { bookId }, orderBy: { number: 'asc' } });
  const limits = await Promise.all(moved.map(({ id }) => limitsOf(id)));
  expect(limits.map(({ acknowledge }) => acknowledge)).toEqual(['PT3H', 'P1D', 'PT3H']);
  expect(limits.every(({ hard_stop }) => hard_stop === 'P3D')).toBe(true);
});

it('whether it was answered in time is judged by the policy', async () => {
  const handoffId = await ofSegment('enterprise');
  const { db } = database;
  const at = (hours: number) => new Date(house.ctx.now.getTime() + hours * 3_600_000);
  expectDone(await run.acknowledge({ ...acting(house, 'receiver'), now: at(3) }, handoffId));
  const inTime = async () => {
    const settings = await loadSettings(db, house.ctx.workspace.id);
    const { handoffs } = await loadFigures(
      { ...house.ctx, now: at(24 * 7) },
      { kind: 'segment', segment: 'enterprise' },
      { from: house.ctx.now, to: at(1) },
      settings,
    );
    return handoffs.acknowledged;
  };
  expect(await inTime()).toEqual({ met: 1, of: 1 });
  await hold('handoff.acknowledge', { segment: 'enterprise' }, '2 hours');
  expect(await inTime()).toEqual({ met: 0, of: 1 });
});
