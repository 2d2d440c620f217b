import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Driver } from '../../sandbox/server.ts';
import { snoozeCase } from '../../src/cases/put-off.ts';
import { HANDOFFS } from '../../src/handoffs/handoff-case.ts';
import { acknowledgeHandoff } from '../../src/handoffs/verbs/answer.ts';
import { flagRisk } from '../../src/risks/verbs/flag-risk.ts';
import { expectDone } from '../handoffs/house.ts';
import { startWorld, type World } from '../support/baton.ts';
import { handedOver, inTheNameOf, standsIn } from './desk.ts';

vi.setConfig({ testTimeout: 120_000 });

const MINUTE = 60_000;
const OVERDUE = /overdue since/i;

let world: World;
let csm: Driver;
beforeAll(async () => {
  world = await startWorld();
  csm = world.sandbox.person('csm.berlin');
});
afterAll(async () => {
  expect(world.sandbox.traffic.violations).toEqual([]);
  await world.close();
});

const both = (about: RegExp) =>
  ['dm', 'customer-success'].map((where) => {
    const seen = standsIn(csm, where, about);
    if (!seen) throw new Error(`nothing stands in ${where}`);
    return seen;
  });
/** How often each of these was drawn anew. */
const drawn = (about: RegExp) => {
  const calls = world.sandbox.traffic.calls('chat.update');
  return both(about).map(({ ts }) => calls.filter(({ args }) => args['ts'] === ts).length);
};
const dueOf = async (subjectId: string) => {
  const { dueAt } = await world.database.db.owed.findFirstOrThrow({ where: { subjectId } });
  if (!dueAt) throw new Error('nothing is due');
  return dueAt;
};
const before = (at: Date) => new Date(at.getTime() - MINUTE);

async function passes(id: string, about: RegExp): Promise<void> {
  const due = await dueOf(id);
  await world.moveTo(before(due));
  for (const { text } of both(about)) expect(text).not.toMatch(OVERDUE);
  const was = drawn(about);
  await world.moveTo(due);
  for (const { text } of both(about)) expect(text).toMatch(OVERDUE);
  await world.moveTo(new Date(due.getTime() + 5 * MINUTE));
  expect(drawn(about)).toEqual(was.map((times) => times + 1));
}

test('a risk that nobody has taken says that it is overdue where it stands, at its limit, once', async () => {
  const rep = await inTheNameOf(world, 'rep.berlin');
  const account = await world.database.db.account.findFirstOrThrow({ where: { name: 'Pine Sample Pharma' } });
  const said = { kind: 'other', sentiment: null, note: 'Sample note', evidence: null, urgent: true } as const;
  const { riskId, number } = expectDone(await flagRisk(rep, { account: { id: account.id }, ...said }));
  const about = new RegExp(`R-${number}\\b`);
  await csm.until(() => standsIn(csm, 'customer-success', about) !== undefined);
  await csm.until(() => standsIn(csm, 'dm', about) !== undefined);
  await passes(riskId, about);
});

test('so does a handoff that nobody has answered', async () => {
  const { id, about } = await handedOver(world, 'Sample Overdue');
  await csm.until(() => standsIn(csm, 'customer-success', about) !== undefined);
  await passes(id, about);
});

test('one that somebody said they are on does at what they promised, where no clock has a rung', async () => {
  const { id, about } = await handedOver(world, 'Sample Promise');
  await csm.until(() => standsIn(csm, 'customer-success', about) !== undefined);
  expectDone(await acknowledgeHandoff(await inTheNameOf(world, 'csm.berlin'), { handoffId: id }));
  await passes(id, about);
});

test('one that is snoozed does when the snooze is over', async () => {
  const { id, about } = await handedOver(world, 'Sample Snooze');
  await csm.until(() => standsIn(csm, 'customer-success', about) !== undefined);
  const due = await dueOf(id);
  await world.moveTo(before(due));
  expectDone(await snoozeCase(await inTheNameOf(world, 'csm.berlin'), HANDOFFS, { id, snooze: 'one_hour' }));
  await world.moveTo(new Date(due.getTime() + 5 * MINUTE));
  for (const { text } of both(about)) expect(text).not.toMatch(OVERDUE);
  await world.moveTo(new Date(due.getTime() + 60 * MINUTE));
  for (const { text } of both(about)) expect(text).toMatch(OVERDUE);
});
