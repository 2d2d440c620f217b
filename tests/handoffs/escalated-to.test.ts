import { expect, it } from 'vitest';
import { fireDueTimers } from '../../src/cases/clocks/fire.ts';
import { TIMERS } from '../../src/every-case.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { setSetting } from '../../src/settings/set-setting.ts';
import { ownDatabase } from '../support/database.ts';
import { serving } from '../support/served.ts';
import { acting, expectDone, handedOver, ownHouse, run } from './house.ts';

const database = ownDatabase();
const house = ownHouse(database, { anew: true });

const submitted = () => handedOver(house, 'acknowledge', { isPrivate: false });
const escalate = (id: string) => run.escalate(acting(house, 'sender'), id);
const withoutLead = () =>
  database.db.team.updateMany({
    where: { workspaceId: house.ctx.workspace.id, lane: 'cs' },
    data: { leadId: null },
  });

async function fire(): Promise<void> {
  const { workspace, now, log } = house.ctx;
  const clock = { now: () => now, wall: () => now };
  const served = serving([workspace]);
  while ((await fireDueTimers({ db: database.db, clock, served, handlers: TIMERS, log })) > 0);
}

/** Kind and reader of what was said of it, or in somebody's morning. */
const said = async () => {
  const messages = await database.db.outboxMessage.findMany({
    where: {
      workspaceId: house.ctx.workspace.id,
      kind: { in: ['handoff_escalation', 'handoff_roundup', 'morning'] },
    },
  });
  const nameOf = (id: string | null) => Object.keys(house.ids).find((name) => house.ids[name] === id);
  return messages.map(({ kind, memberId }) => `${kind} to ${nameOf(memberId)}`);
};

it('where the receiver’s team has no lead, their manager hears of it', async () => {
  await withoutLead();
  const id = await submitted();
  expectDone(await escalate(id));
  await fire();
  expect(await said()).toEqual(['handoff_escalation to receiver manager']);
});

it('where nobody is above, it is refused, and may be tried again once somebody is', async () => {
  await withoutLead();
  const id = await submitted();
  const managed = (managerId: string | null) =>
    database.db.member.update({ where: { id: house.ids['receiver'] ?? '' }, data: { managerId } });
  await managed(null);
  const answer = await escalate(id);
  expect(isRefusal(answer) && answer.refused).toBe('all_told');
  await managed(house.ids['receiver manager'] ?? '');
  expectDone(await escalate(id));
});

it('several are said now, each by itself, to somebody whose day has no room for them', async () => {
  await setSetting(house.ctx, { key: 'interruptions.per_day', value: '1' });
  const ids = [await submitted(), await submitted(), await submitted()];
  for (const id of ids) expectDone(await escalate(id));
  await fire();
  expect(await said()).toEqual(ids.map(() => 'handoff_escalation to receiver lead'));
});
