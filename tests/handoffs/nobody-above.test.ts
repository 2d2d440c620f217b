import { describe, expect, it } from 'vitest';
import { fireDueTimers } from '../../src/cases/clocks/fire.ts';
import { TIMERS } from '../../src/every-case.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { ownDatabase } from '../support/database.ts';
import { serving } from '../support/served.ts';
import { acting, expectDone, handedOver, ownHouse, run } from './house.ts';

// Who hears where a team has no lead, and where nobody is above at all.

const database = ownDatabase();
const house = ownHouse(database, { anew: true });
const DAY_MS = 86_400_000;

const returned = () => handedOver(house, 'resubmit', { isPrivate: false });
const withoutLead = () =>
  database.db.team.updateMany({ where: { workspaceId: house.ctx.workspace.id }, data: { leadId: null } });
const managed = (who: string, by: string) =>
  database.db.member.update({
    where: { id: house.ids[who] ?? '' },
    data: { managerId: house.ids[by] ?? null },
  });

/** A working day passes, so many times; whoever has gone to their desk by then has heard what there was. */
async function daysPass(days: number): Promise<void> {
  for (let n = 0; n < days; n++) {
    house.ctx = { ...house.ctx, now: new Date(house.ctx.now.getTime() + DAY_MS) };
    const { workspace, now, log } = house.ctx;
    const clock = { now: () => now, wall: () => now };
    const served = serving([workspace]);
    while ((await fireDueTimers({ db: database.db, clock, served, handlers: TIMERS, log })) > 0);
  }
}

/** Who was told of these by clocks, by themselves or in a morning. */
async function toldOf(type: string): Promise<Set<string>> {
  const entries = await database.db.auditEntry.findMany({
    where: { workspaceId: house.ctx.workspace.id, action: `${type}.escalated` },
  });
  const ids = entries.flatMap(({ data }) => (data as { told: string[] }).told);
  return new Set(Object.keys(house.ids).filter((name) => ids.includes(house.ids[name] ?? '')));
}

describe('a brief that was returned', () => {
  it('is admins’ to hear of where nobody is above its sender', async () => {
    await withoutLead();
    await returned();
    await daysPass(12);
    expect(await toldOf('handoff')).toContain('admin');
  });

  it('is not theirs while somebody is', async () => {
    await returned();
    await daysPass(12);
    const told = await toldOf('handoff');
    expect(told).toContain('sender lead');
    expect(told).not.toContain('admin');
  });

  it('can be sent again by the manager of a sender whom nobody leads, who hears of it', async () => {
    await withoutLead();
    await managed('sender', 'onlooker');
    const id = await returned();
    await daysPass(12);
    const told = await toldOf('handoff');
    expect(told).toContain('onlooker');
    expect(told).not.toContain('admin');
    expectDone(await run.resubmit(acting(house, 'onlooker'), id));
  });

  it('cannot where there is a lead', async () => {
    await managed('sender', 'onlooker');
    const answer = await run.resubmit(acting(house, 'onlooker'), await returned());
    expect(isRefusal(answer) && answer.refused).toBe('not_yours');
  });
});

it('an introduction that is not made is its sender’s manager’s to hear of where nobody leads them, else admins’', async () => {
  await withoutLead();
  await managed('sender', 'onlooker');
  await handedOver(house, 'finish', { isPrivate: false });
  await daysPass(5);
  expect(await toldOf('follow_up')).toEqual(new Set(['onlooker']));
  await managed('sender', '');
  await handedOver(house, 'finish', { isPrivate: false });
  await daysPass(5);
  expect(await toldOf('follow_up')).toEqual(new Set(['onlooker', 'admin']));
});

it('a handoff without a response is admins’ to hear of where its sender has left and nobody is above', async () => {
  await withoutLead();
  await managed('receiver', '');
  await handedOver(house, 'acknowledge', { isPrivate: false });
  await database.db.member.update({
    where: { id: house.ids['sender'] ?? '' },
    data: { deactivatedAt: house.ctx.now },
  });
  await daysPass(6);
  expect(await toldOf('handoff')).toContain('admin');
});
