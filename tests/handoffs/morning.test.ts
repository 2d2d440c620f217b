import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Driver } from '../../sandbox/server.ts';
import { setPreferences } from '../../src/home/preferences.ts';
import { memberBySlackId } from '../../src/people/load-people.ts';
import { startWorld, type World } from '../support/baton.ts';
import { heard } from './dm.ts';
import { accept, handOver } from './hand-over.ts';

// Each step of the clock waits for the next look at what is due.
vi.setConfig({ testTimeout: 120_000 });

let world: World;
let rep: Driver;
let csm: Driver;
beforeAll(async () => {
  world = await startWorld();
  [rep, csm] = [world.sandbox.person('rep.berlin'), world.sandbox.person('csm.berlin')];
});
afterAll(async () => {
  expect(world.sandbox.traffic.violations).toEqual([]);
  await world.close();
});

const berlin = (day: string, time: string) => world.moveTo(new Date(`${day}T${time}:30+01:00`));
const mornings = () => heard(csm, /^(Today: |All done for today)/);
const becomes = (text: RegExp) => csm.until(() => mornings().some((one) => text.test(one)));

test('the DM of a morning keeps up with its day, and stays one', async () => {
  const accounts = ['Fjord Sample Freight', 'Kite Sample Kitchens'];
  const names: string[] = [];
  for (const account of accounts) names.push(await handOver(rep, { account, receiver: 'CSM (Berlin)' }));
  const [fjord = '', kite = ''] = names;
  await berlin('2026-11-24', '09:02');
  await becomes(/^Today: 2 to do/);
  const { ts } = await csm.message(/^Today: /, { in: 'dm' });

  await accept(csm, fjord);
  await becomes(/^Today: 1 to do/);
  const [left = ''] = mornings();
  expect(left).toMatch(
    new RegExp(
      `\\(${kite}\\) from [\\s\\S]*Review[\\s\\S]*Done: Fjord Sample Freight \\(${fjord}\\)\\n.+: how is it going\\?`,
    ),
  );

  // One account a day, answered where it is asked.
  const [, asked = ''] = /\n(.+): how is it going\?/.exec(left) ?? [];
  await csm.picks('4: Solid', { in: 'dm', message: /how is it going/ });
  await csm.message(new RegExp(`${asked}: your view is 4 of 5 \\(Solid\\)`), { in: 'dm' });
  await becomes(/\nYour view of .+: 4 of 5$/);
  expect(mornings().join()).not.toContain('how is it going');

  const { db, workspace } = await world.ctx();
  const me = await memberBySlackId(db, workspace.id, csm.id);
  if (!me) throw new Error('the CSM is a member');
  const acting = { ...(await world.ctx()), actor: { type: 'member', memberId: me.id } } as const;
  await setPreferences(acting, me.id, { morningMinute: 15 * 60, mutesReceipts: true });
  await accept(csm, kite);
  await becomes(/^All done for today/);
  const done = `All done for today.\nDone: Fjord Sample Freight (${fjord}), Kite Sample Kitchens (${kite})\nYour view of ${asked}: 4 of 5`;
  expect(mornings()).toEqual([done]);

  await berlin('2026-11-24', '15:05');
  expect(mornings()).toEqual([done]);
  await berlin('2026-11-25', '15:05');
  expect(mornings()).toEqual([
    done,
    expect.stringMatching(/^Today: 2 to do.*Book the kickoff: due tomorrow/s),
  ]);
  expect((await csm.message(/^All done/, { in: 'dm' })).ts).toBe(ts);
});
