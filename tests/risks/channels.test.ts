import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { companySeed } from '../../sandbox/demo/company.ts';
import type { Driver } from '../../sandbox/server.ts';
import { setTeam } from '../../src/people/set-team.ts';
import { heard } from '../handoffs/dm.ts';
import { manifest, startWorld, type World } from '../support/baton.ts';
import { days, doesWell, enableAlerts, slide, slips, tryOutAlerts } from './slide.ts';

vi.setConfig({ testTimeout: 120_000 });

let world: World;
let csm: Driver;
let director: Driver;
beforeAll(async () => {
  const seed = companySeed(manifest);
  const guest = { name: 'guest', realName: 'Sample Guest', guest: 'multi' as const };
  const stranger = { name: 'stranger', realName: 'Sample Stranger', stranger: true };
  world = await startWorld({ company: true, seed: { ...seed, people: [...seed.people, guest, stranger] } });
  csm = world.sandbox.person('csm.berlin');
  director = world.sandbox.person('director');
  await tryOutAlerts(await world.ctx(), ['mid-market', '']);
});
afterAll(async () => {
  expect(world.sandbox.traffic.violations).toEqual([]);
  await world.close();
});

const ACCOUNTS = ['Blue Sample Foods', 'Olive Sample Optics', 'Iris Sample Insurance', 'Birch Sample Labs'];
let account = '';
beforeEach(() => {
  account = ACCOUNTS.shift() ?? '';
});

const colleagues = () =>
  [...world.sandbox.people.values()]
    .filter(({ isBot, name }) => !isBot && name !== 'guest' && name !== 'stranger')
    .map(({ name }) => name);

/** The cards go to a channel of its own from now on. */
async function useChannel(name: string): Promise<string> {
  const { id } = world.sandbox.admin.addChannel({ name, members: colleagues(), app: true });
  await setTeam(await world.ctx(), { name: 'CS Global', channel: id });
  return id;
}

const saidIn = (channel: string) =>
  JSON.stringify(world.sandbox.posts.filter((post) => post.channel === channel));

async function flag(): Promise<void> {
  await csm.types(`/risk ${account}`, { in: 'customer-success' });
  const modal = await csm.modal({ title: 'Flag a risk', text: /What happened/ });
  await modal.check('What happened', 'Something else');
  await modal.fill('Details', `Sample secret of ${account}`);
  expect(await modal.submit()).toEqual({ updated: true });
  await modal.until(/is flagged/);
  await modal.close();
}

test('while alerts are tried out nothing is posted but the list, and a person can still flag', async () => {
  await slide(world, account);
  const changes = await world.database.db.healthChange.findMany({ where: { outcome: 'preview' } });
  expect(changes.length).toBe(1);
  const kinds = await world.database.db.outboxMessage.findMany({ select: { kind: true }, distinct: 'kind' });
  expect(kinds).toEqual([{ kind: 'health_preview' }]);
  expect(await world.database.db.risk.count()).toBe(0);
  await enableAlerts(await world.ctx(), ['enterprise', 'small']);
});

test('an archived channel: the card goes to the owner, and an admin hears why', async () => {
  const channel = await useChannel('cs-archived');
  world.sandbox.admin.archive('cs-archived');
  await slide(world, account);
  // It is Sunday: Baton waits for Monday.
  expect(heard(csm, account)).toEqual([]);
  await world.moveTo(new Date('2026-11-30T08:10:00Z'));
  await csm.until(() => heard(csm, account).length === 2);
  await director.message(/can’t post to #cs-archived/, { in: 'dm' });
  expect(saidIn(channel)).not.toContain(account);
});

test('a channel with a guest: nothing of the customer is posted there', async () => {
  const channel = await useChannel('cs-guest');
  world.sandbox.admin.invite('cs-guest', 'guest');
  await doesWell(world, account);
  await days(world, 0.1);
  await slips(world, account, { sponsor_left: 1 });
  await csm.until(() => heard(csm, account).length === 2);
  expect(heard(csm, account).join('\n')).toContain('Sponsor left');
  expect(saidIn(channel)).not.toContain(account);
});

test('a channel that becomes shared later: the card there loses what it said, and comes to the owner', async () => {
  await useChannel('cs-later');
  await flag();
  await csm.message(new RegExp(account), { in: 'cs-later' });
  const before = heard(csm, account).length;
  world.sandbox.channel('cs-later').members.add(world.sandbox.person('stranger').id);
  world.sandbox.admin.share('cs-later');
  await csm.until(() => heard(csm, account).length > before);
  const read = world.sandbox
    .person('stranger')
    .sees('cs-later')
    .flatMap((seen) => [seen, ...seen.replies]);
  expect(read.map(({ text }) => text).join('\n')).not.toMatch(new RegExp(`${account}|Sample secret|R-\\d`));
});
