import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Driver } from '../../sandbox/server.ts';
import { planMornings } from '../../src/health/slides/plan-mornings.ts';
import { latestLook } from '../../src/health/slides/weeks.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { transact } from '../../src/platform/transact.ts';
import { SLIDING } from '../health/sliding.ts';
import { startWorld, type World } from '../support/baton.ts';
import { tellsOf } from './slid.ts';
import { observe } from './slide.ts';

const CEDAR = 'Cedar Sample Bank';
const OLIVE = 'Olive Sample Optics';
const WATCH = /Watch\n.*Below their own usual/s;
const LINE = /2 accounts began to slide: Cedar Sample Bank and Olive Sample Optics/;

let world: World;
let csm: Driver;
let ctx: Ctx;
let csOwnerId: string;
beforeAll(async () => {
  world = await startWorld({ company: true });
  csm = world.sandbox.person('csm.berlin');
  ctx = await world.ctx();
  csOwnerId = (await ctx.db.member.findFirstOrThrow({ where: { slackUserId: csm.id } })).id;
  for (const name of [CEDAR, OLIVE]) {
    const { id } = await ctx.db.account.findFirstOrThrow({ where: { name } });
    await ctx.db.account.update({ where: { id }, data: { csOwnerId } });
    await tellsOf(ctx, id, { means: SLIDING.means, week: SLIDING.week });
    await observe(world, name, { seats_used: 80, usage_depth: 80, feature_adoption: 80, sentiment: 4 });
  }
  await transact(ctx, (ctx) => planMornings(ctx, latestLook(ctx.now), [csOwnerId]));
  // Tuesday, 9:00 in Berlin.
  await world.moveTo(new Date('2026-11-24T08:01:00Z'));
});
afterAll(async () => {
  expect(world.sandbox.traffic.violations).toEqual([]);
  await world.close();
});

async function openList() {
  await csm.clicks('Open the list…', { in: 'dm', message: /began to slide/ });
  return csm.modal({ title: 'Watch', text: /61 of 100, 9 below its usual 70/ });
}

test('a CSM says in the list that what pulls an account down is expected, and the list says so', async () => {
  await csm.message(LINE, { in: 'dm' });
  const list = await openList();
  await list.pick('Expected until…');
  await list.until(/Cedar Sample Bank.*Reason/s);
  expect(list.value('Signal')).toBe('Usage depth');
  expect(list.options('Signal')).toEqual(['Usage depth', 'Key features used', 'Seats used', 'Sentiment']);
  await list.date('Until', '2026-12-03');
  await list.fill('Reason', 'summer break');
  expect(await list.submit()).toEqual({ updated: true });
  await list.until(/Cedar Sample Bank: Usage depth is expected until Dec 3, 2026\. It raises no alert/);
  const row = /Cedar Sample Bank: 61 of 100, 9 below its usual 70\nExpected until Dec 3, 2026: Usage depth$/m;
  await list.until(row);

  // Once more: what is said already stands there, and what comes next is chosen.
  await list.pick('Expected until…');
  await list.until(/Expected until Dec 3, 2026: Usage depth \(summer break\)/);
  expect(list.value('Signal')).toBe('Key features used');
  await list.clickButton('No longer expected');
  await csm.until(() => !list.text().includes('(summer break)') || null);
  await list.date('Until', '2026-12-10');
  await list.fill('Reason', 'moving offices');
  expect(await list.submit()).toEqual({ updated: true });
  await list.until(/61 of 100, 9 below its usual 70\nExpected until Dec 10, 2026: /);
  await list.close();
  const again = await openList();
  expect(again.text()).toContain('Expected until Dec 10, 2026: ');
  await again.close();
});

test('who no longer owns an account reads whom to ask, and one that was merged is what it became', async () => {
  const list = await openList();
  const { id } = await ctx.db.account.findFirstOrThrow({ where: { name: CEDAR } });
  const other = world.sandbox.person('csm.newyork').id;
  const theirs = await ctx.db.member.findFirstOrThrow({ where: { slackUserId: other } });
  const owners = await ctx.db.account.findFirstOrThrow({ where: { id } });
  await ctx.db.account.update({ where: { id }, data: { csOwnerId: theirs.id } });
  await list.pick('Expected until…');
  await list.until(/Only csm\.newyork, its other owners, their leads or an admin can do that\./);
  await ctx.db.account.update({ where: { id }, data: { csOwnerId: owners.csOwnerId } });

  const olive = await ctx.db.account.findFirstOrThrow({ where: { name: OLIVE } });
  await ctx.db.account.update({ where: { id }, data: { mergedIntoId: olive.id } });
  await list.pick('Expected until…');
  await list.until(/Olive Sample Optics.*Reason/s);
  await list.close();
  await ctx.db.account.update({ where: { id }, data: { mergedIntoId: null } });
});

test('a digest offers the same in its thread, in a window of its own', async () => {
  await csm.types('/digest now', { in: 'sales' });
  await csm.picks('Expected until…', { in: 'dm', message: WATCH });
  const form = await csm.modal({ title: 'Expected until', text: /Cedar Sample Bank/ });
  expect(form.value('Signal')).toBe('Usage depth');
  await form.date('Until', '2026-12-15');
  await form.fill('Reason', 'winter break');
  expect(await form.submit()).toEqual({ updated: true });
  await form.until(/Cedar Sample Bank: Usage depth is expected until Dec 15, 2026/);
  await form.close();
  // It is as of when it was made; pressed again, the window says what is expected already.
  await csm.picks('Expected until…', { in: 'dm', message: WATCH });
  const again = await csm.modal({ text: /Expected until Dec 15, 2026: Usage depth \(winter break\)/ });
  await again.close();
  await csm.types('/digest now', { in: 'sales' });
  await csm.message(/Expected until Dec 10, 2026: .* · 1 more expected/, { in: 'dm' });
});

test('a CSM reads what began to slide, opens the list, and flags a risk from it, once', async () => {
  await csm.message(LINE, { in: 'dm' });
  const list = await openList();
  await list.pick('Flag a risk');
  await list.until(/Cedar Sample Bank \(R-1\) is flagged\..*Olive Sample Optics: 61 of 100/s);
  await list.close();
  expect(await ctx.db.risk.findMany()).toMatchObject([{ number: 1, rule: 'enabled', state: 'open' }]);
  await csm.message(/1 account began to slide: Olive Sample Optics/, { in: 'dm' });
});
