import { afterAll, beforeAll, expect, test } from 'vitest';
import { planMornings } from '../../src/health/slides/plan-mornings.ts';
import { latestLook } from '../../src/health/slides/weeks.ts';
import { transact } from '../../src/platform/transact.ts';
import { startWorld, type World } from '../support/baton.ts';
import { tellsOf } from './slid.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ company: true });
});
afterAll(() => world.close());

test('a CSM reads what began to slide, opens the list, and flags a risk from it, once', async () => {
  const csm = world.sandbox.person('csm.berlin');
  const ctx = await world.ctx();
  const { id: csOwnerId } = await ctx.db.member.findFirstOrThrow({ where: { slackUserId: csm.id } });
  const names = ['Cedar Sample Bank', 'Olive Sample Optics'];
  for (const name of names) {
    const { id } = await ctx.db.account.findFirstOrThrow({ where: { name } });
    await ctx.db.account.update({ where: { id }, data: { csOwnerId } });
    await tellsOf(ctx, id);
  }
  await transact(ctx, (ctx) => planMornings(ctx, latestLook(ctx.now), [csOwnerId]));
  // Tuesday, 9:00 in Berlin.
  await world.moveTo(new Date('2026-11-24T08:01:00Z'));
  const line = /2 accounts began to slide: Cedar Sample Bank and Olive Sample Optics/;
  await csm.message(line, { in: 'dm' });
  await csm.clicks('Open the list…', { in: 'dm', message: line });
  const list = await csm.modal({
    title: 'Watch',
    text: /Cedar Sample Bank: 61 of 100, 9 below its usual 70/,
  });
  await list.clickButton('Flag a risk');
  await list.until(/Cedar Sample Bank \(R-1\) is flagged\..*Olive Sample Optics: 61 of 100/s);
  await list.close();
  expect(await ctx.db.risk.findMany()).toMatchObject([{ number: 1, rule: 'enabled', state: 'open' }]);
  await csm.message(/1 account began to slide: Olive Sample Optics/, { in: 'dm' });
  expect(world.sandbox.traffic.violations).toEqual([]);
});
