import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { companySeed } from '../../sandbox/demo/company.ts';
import type { Driver } from '../../sandbox/server.ts';
import { setTeam } from '../../src/people/set-team.ts';
import { manifest, startWorld, type World } from '../support/baton.ts';
import { about, heard } from './dm.ts';
import { handOver } from './hand-over.ts';

let world: World;
let rep: Driver;
let csm: Driver;
let director: Driver;
beforeAll(async () => {
  const seed = companySeed(manifest);
  const guest = { name: 'guest', realName: 'Sample Guest', guest: 'multi' as const };
  const stranger = { name: 'stranger', realName: 'Sample Stranger', stranger: true };
  world = await startWorld({ company: true, seed: { ...seed, people: [...seed.people, guest, stranger] } });
  [rep, csm, director] = ['rep.berlin', 'csm.berlin', 'director'].map((who) => world.sandbox.person(who)) as [
    Driver,
    Driver,
    Driver,
  ];
});
afterAll(async () => {
  expect(world.sandbox.traffic.violations).toEqual([]);
  await world.close();
});

const ACCOUNTS = [
  'Fjord Sample Freight',
  'Kite Sample Kitchens',
  'Blue Sample Foods',
  'Olive Sample Optics',
  'Pine Sample Pharma',
  'Iris Sample Insurance',
  'Cedar Sample Bank',
  'Birch Sample Labs',
  'Delta Sample Air',
  'Grove Sample Games',
  'Harbor Sample Health',
  'Juniper Sample Jobs',
];
let account = '';
beforeEach(() => {
  account = ACCOUNTS.shift() ?? '';
});

const everybody = () =>
  [...world.sandbox.people.values()].filter(({ isBot }) => !isBot).map(({ name }) => name);

/** The card goes to a channel of its own from now on. */
async function useChannel(name: string, id?: string): Promise<string> {
  const channel =
    id ?? world.sandbox.admin.addChannel({ name, members: everybody().filter(isColleague), app: true }).id;
  await setTeam(await world.ctx(), { name: 'CS Global', channel });
  return channel;
}

const isColleague = (name: string) => name !== 'guest' && name !== 'stranger';

/** What Baton ever said in this channel, whatever it shows now. */
const saidIn = (channel: string) =>
  JSON.stringify(world.sandbox.posts.filter((post) => post.channel === channel));

/** The receiver is asked by DM, whatever becomes of the card. */
async function asked(): Promise<string> {
  const name = await handOver(rep, { account, receiver: 'CSM (Berlin)' });
  await csm.message(about(name), { in: 'dm' });
  return name;
}

/** Once an admin knows, nothing more comes of the card. */
const once = (name: string) => expect(heard(csm, about(name)).length).toBe(1);

test('Archived channel, nobody told: the receiver has it once, and an admin hears why', async () => {
  const channel = await useChannel('cs-archived');
  world.sandbox.admin.archive('cs-archived');
  const name = await asked();
  const told = await director.message(/can’t post to #cs-archived/, { in: 'dm' });
  expect(told.text).toMatch(/It is archived\. Pick another channel\./);
  expect(saidIn(channel)).not.toContain(account);
  once(name);

  account = ACCOUNTS.shift() ?? '';
  await asked();
  expect(heard(director, /cs-archived/).length).toBe(1);
});

test('a channel that was deleted: the receiver has it once, and an admin hears why', async () => {
  await useChannel('gone', 'C0DELETED0');
  const name = await asked();
  await director.message(/It was deleted, or it is private/, { in: 'dm' });
  once(name);
});

test.each(['shared', 'pending', 'with a guest'])(
  'a channel that is %s: nothing of the customer is posted there, and an admin hears why',
  async (how) => {
    const name = `cs-${how.replaceAll(' ', '-')}`;
    const channel = await useChannel(name);
    if (how === 'with a guest') world.sandbox.admin.invite(name, 'guest');
    else world.sandbox.admin.share(name, { pending: how === 'pending' });
    const handoff = await asked();
    expect(saidIn(channel)).not.toContain(account);
    expect(saidIn(channel)).not.toContain(handoff);
    const told = await director.message(new RegExp(`can’t post to #${name}`), { in: 'dm' });
    expect(told.text).toMatch(/Guests or people from another company can read it/);
    once(handoff);
  },
);

test('a channel that becomes shared later: the card there loses what it said, and the receiver has it once', async () => {
  await useChannel('cs-later');
  const name = await handOver(rep, { account, receiver: 'CSM (Berlin)' });
  await csm.message(about(name), { in: 'cs-later' });
  world.sandbox.channel('cs-later').members.add(world.sandbox.person('stranger').id);
  world.sandbox.admin.share('cs-later');
  await director.message(/can’t post to #cs-later/, { in: 'dm' });
  once(name);
  const stranger = world.sandbox.person('stranger');
  const isNamed = new RegExp(`${account}|${name}\\b`);
  await stranger.until(() => stranger.sees('cs-later').every(({ text }) => !isNamed.test(text)));
});

/** The cards about this handoff that stand in a channel, whether Baton is there or not. */
const standing = (channel: string, name: string) => heard(csm, about(name), channel);

test('a card in an archived channel reads as it is now once the channel is open again', async () => {
  await useChannel('cs-reopened');
  const name = await handOver(rep, { account, receiver: 'CSM (Berlin)' });
  const card = await csm.message(about(name), { in: 'cs-reopened' });
  world.sandbox.admin.archive('cs-reopened');
  await csm.clicks('I’m on it', { in: 'dm', message: about(name) });
  await director.message(/can’t post to #cs-reopened/, { in: 'dm' });
  expect(standing('cs-reopened', name)).toEqual([card.text]);
  world.sandbox.admin.unarchive('cs-reopened');
  await csm.until(() => {
    const [now, ...others] = standing('cs-reopened', name);
    return now !== undefined && now !== card.text && others.length === 0;
  });
  once(name);
});

test('a colleague who becomes a guest reads no customer any more in the channels they are in', async () => {
  await useChannel('cs-turned');
  const name = await handOver(rep, { account, receiver: 'CSM (Berlin)' });
  await csm.message(about(name), { in: 'cs-turned' });
  const { people } = world.sandbox;
  const turned = [...people.values()].find(
    (each) => each.name.startsWith('cs') && each.name !== 'csm.berlin',
  );
  world.sandbox.admin.changePerson(turned?.name ?? '', { isRestricted: true });
  await csm.until(() => standing('cs-turned', name).length === 0);
  world.sandbox.admin.changePerson(turned?.name ?? '', { isRestricted: false });
});

test('a guest who leaves makes the channel one where customers are spoken of again', async () => {
  await useChannel('cs-guests');
  world.sandbox.admin.invite('cs-guests', 'guest');
  const lane = world.sandbox.channel('cs-guests').id;
  await asked();
  const known = () => world.database.db.outboxLane.findFirst({ where: { key: lane } });
  await csm.until(async () => (await known())?.notPrivate === 'shared');
  world.sandbox.admin.remove('cs-guests', 'guest');
  await csm.until(async () => (await known())?.notPrivate === null);
});

test('a press in a card whose posting was not heard of makes it known: it is not posted twice', async () => {
  const channel = await useChannel('cs-unheard');
  for (const scope of ['channels:history', 'groups:history', 'im:history']) world.sandbox.revokeScope(scope);
  world.sandbox.faults.drop({ channel: 'cs-unheard', times: 1 });
  const name = await handOver(rep, { account, receiver: 'CSM (Berlin)' });
  await csm.message(about(name), { in: 'cs-unheard' });
  const row = () =>
    world.database.db.outboxMessage.findFirstOrThrow({ where: { kind: 'handoff_card', lane: channel } });
  await csm.until(() => world.sandbox.traffic.calls('chat.postMessage').some(({ status }) => status === 0));
  await csm.clicks('Review', { in: 'cs-unheard', message: about(name) });
  while ((await row()).state !== 'sent') await new Promise((resolve) => setTimeout(resolve, 25));
  const [posted] = world.sandbox.posts.filter((post) => post.channel === channel);
  expect((await row()).slackTs).toBe(posted?.ts);
  expect(standing('cs-unheard', name).length).toBe(1);
});
