import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Driver, Seen } from '../../sandbox/server.ts';
import { nameKey } from '../../src/accounts/account.ts';
import { newId } from '../../src/platform/id.ts';
import { startWorld, type World } from '../support/baton.ts';
import { about } from './dm.ts';
import { accept, handOver } from './hand-over.ts';

let world: World;
let rep: Driver;
let csm: Driver;
let other: Driver;
beforeAll(async () => {
  world = await startWorld();
  [rep, csm, other] = ['rep.berlin', 'csm.berlin', 'rep.newyork'].map((who) => world.sandbox.person(who)) as [
    Driver,
    Driver,
    Driver,
  ];
});
afterAll(async () => {
  expect(world.sandbox.traffic.violations).toEqual([]);
  await world.close();
});

/** What this command answered, to this person alone. */
async function answer(person: Driver, line: string): Promise<Seen> {
  const before = person.sees('sales').length;
  await person.types(line, { in: 'sales' });
  const seen = await person.until(() => person.sees('sales')[before]);
  expect(seen.ephemeral).toBe(true);
  expect(seen.text).not.toMatch(/undefined|null|NaN|\[object/);
  return seen;
}

const numbers = (text: string) => [...text.matchAll(/\(H-(\d+)\)/g)].map(([, number]) => Number(number));

test('lists say so when they are empty, and how to begin', async () => {
  expect((await answer(rep, '/handoff list')).text).toMatch(
    /No handoff is open\. To hand an account over: \/handoff/,
  );
  expect((await answer(rep, '/handoff mine')).text).toMatch(
    /All clear: nothing is waiting for you, and none of yours is open/,
  );
});

test('help names every way, and a slip of the pen is answered with what was meant', async () => {
  const help = await answer(rep, '/handoff help');
  for (const way of ['/handoff mine', '/handoff list', '/handoff H-12']) expect(help.text).toContain(way);
  expect((await answer(rep, '/handoff lsit')).text).toMatch(
    /doesn’t know “lsit”\. Did you mean \/handoff list\?/,
  );
  expect((await answer(rep, '/handoff HLEP')).text).toMatch(/Did you mean \/handoff help\?/);
  expect((await answer(rep, '/handoff H-999')).text).toMatch(/There’s no H-999 you can see/);
  expect((await answer(rep, '/handoff h999')).text).toMatch(/There’s no H-999 you can see/);
  expect((await answer(rep, '/handoff H-0')).text).toMatch(/There’s no H-0 you can see/);
  expect((await answer(rep, '/handoff H-999999999')).text).toMatch(/There’s no H-999999999/);
});

test('a name wins over what is nearly a subcommand, and its accents need not be typed', async () => {
  const [owner] = await world.database.db.account.findMany({ take: 1 });
  const { workspaceId } = owner ?? { workspaceId: '' };
  const at = await world.now();
  for (const name of ['New Look', 'Look', 'Müller Maschinenbau', 'Silt'])
    await world.database.db.account.create({
      data: { id: newId(at), workspaceId, name, nameKey: nameKey(name), createdAt: at, updatedAt: at },
    });
  for (const [typed, name] of [
    ['Pine', 'Pine Sample Pharma'],
    ['New Look', 'New Look'],
    ['new look', 'New Look'],
    ['Muller Maschinenbau', 'Müller Maschinenbau'],
    ['silt', 'Silt'],
  ]) {
    await rep.types(`/handoff ${typed}`, { in: 'sales' });
    const modal = await rep.modal({ title: 'Start a handoff', text: /Main contact/ });
    expect([typed, modal.value('Account')]).toEqual([typed, name]);
    await modal.close();
  }
  await rep.types('/handoff Nike', { in: 'sales' });
  const modal = await rep.modal({ title: 'Start a handoff', text: /Main contact/ });
  expect(modal.value('New account')).toBe('Nike');
  await modal.close();
});

test('more than ten are shown page by page, newest first, each once', async () => {
  const accounts = await world.database.db.account.findMany({ select: { id: true, name: true }, take: 20 });
  const member = async (who: Driver) =>
    (await world.database.db.member.findFirstOrThrow({ where: { slackUserId: who.id } })).id;
  const first = await handOver(rep, { account: accounts[0]?.name ?? '', receiver: 'CSM (Berlin)' });
  const row = await world.database.db.handoff.findFirstOrThrow({ where: { number: Number(first.slice(2)) } });
  const now = await world.now();
  const [senderId, receiverId] = [await member(rep), await member(csm)];
  await world.database.db.handoff.createMany({
    data: Array.from({ length: 24 }, (_, i) => ({
      ...row,
      id: `01000000-0000-7000-8000-0000000000${String(i + 10)}`,
      number: i + 2,
      slot: 2 + Math.floor(i / 20),
      accountId: accounts[i % 20]?.id ?? null,
      draftViewId: null,
      brief: row.brief ?? {},
      gaps: undefined,
      senderId,
      receiverId,
      submittedAt: now,
      createdAt: now,
      updatedAt: now,
    })) as never,
  });
  await world.database.db.workspace.updateMany({ data: { nextHandoffNumber: 26 } });

  await rep.types('/handoff list', { in: 'sales' });
  const page = () =>
    rep
      .sees('sales')
      .filter(({ text }) => text.includes('Open handoffs'))
      .at(-1);
  await rep.until(() => numbers(page()?.text ?? '').length === 10);
  expect(numbers(page()?.text ?? '')).toEqual([25, 24, 23, 22, 21, 20, 19, 18, 17, 16]);
  await rep.clicks('Show more', { in: 'sales', message: 'Open handoffs' });
  await rep.until(() => numbers(page()?.text ?? '')[0] === 15);
  expect(numbers(page()?.text ?? '')).toEqual([15, 14, 13, 12, 11, 10, 9, 8, 7, 6]);
  await rep.clicks('Show more', { in: 'sales', message: 'Open handoffs' });
  await rep.until(() => numbers(page()?.text ?? '')[0] === 5);
  expect(numbers(page()?.text ?? '')).toEqual([5, 4, 3, 2, 1]);
  expect(page()?.buttons).not.toContain('Show more');

  const mine = await answer(csm, '/handoff mine');
  expect(numbers(mine.text)).toHaveLength(10);
  expect(mine.buttons.filter((text) => text === 'Review')).toHaveLength(10);
  expect((await answer(other, '/handoff mine')).text).toMatch(/All clear/);
});

test('one is shown by its number, with what there is to do for whom', async () => {
  const name = 'H-1';
  const forCsm = await answer(csm, `/handoff ${name}`);
  expect(forCsm.text).toMatch(/Waiting for you to respond/);
  expect(forCsm.buttons).toContain('Review');
  const forOther = await answer(other, '/handoff h-1');
  expect(forOther.buttons).toEqual(['Read the brief']);
  await accept(csm, name);
  await rep.message(/Accepted by (@csm\.berlin|you)/, { in: 'dm' });
  const accepted = await answer(rep, `/handoff ${name}`);
  expect(accepted.text).toMatch(/Accepted by (@csm\.berlin|you)/);
  expect(accepted.text).toMatch(/csm\.berlin accepted it/);
  expect(numbers((await answer(rep, '/handoff mine')).text)).not.toContain(1);
});

test('a history of more than twenty entries is turned page by page, forwards and back', async () => {
  const { db } = world.database;
  const { id, workspaceId, senderId } = await db.handoff.findFirstOrThrow({ where: { number: 1 } });
  const now = await world.now();
  await db.auditEntry.createMany({
    data: Array.from({ length: 45 }, (_, i) => ({
      id: `01f00000-0000-7000-8000-0000000000${String(i + 10)}`,
      workspaceId,
      subjectType: 'handoff',
      subjectId: id,
      action: 'handoff.cancelled',
      actor: { type: 'member', memberId: senderId },
      data: { reason: `Sample reason ${i}.` },
      at: now,
    })),
  });
  await rep.picks('History', { in: 'dm', message: about('H-1') });
  const modal = await rep.modal({ title: 'History', text: /Sample reason 44\./ });
  expect(modal.text()).not.toContain('Sample reason 24.');
  await modal.clickButton('Older');
  await modal.until(/Sample reason 24\./);
  expect(modal.text()).not.toContain('Sample reason 25.');
  await modal.clickButton('Older');
  await modal.until(/handed it over/);
  expect(modal.text()).not.toContain('Sample reason 5.');
  expect(modal.buttons()).toEqual(['Latest']);
  await modal.clickButton('Latest');
  await modal.until(/Sample reason 44\./);
  await modal.close();
});

test('one that somebody else was faster with is drawn anew on a refusal, which stands on top', async () => {
  const name = await handOver(rep, { account: 'Zinc Sample Works', receiver: 'CSM (Berlin)' });
  await csm.message(about(name), { in: 'dm' });
  expect((await answer(csm, `/handoff ${name}`)).buttons).toContain('I’m on it');
  await accept(csm, name);
  await csm.clicks('I’m on it', { in: 'sales', message: about(name) });
  const seen = await csm.until(() =>
    csm.sees('sales').find(({ text }) => text.includes(`${name} was already accepted`)),
  );
  expect(seen.text).toMatch(/Accepted by (@csm\.berlin|you)/);
  expect(seen.buttons).not.toContain('I’m on it');
});
