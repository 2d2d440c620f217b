import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { companySeed } from '../../sandbox/demo/company.ts';
import type { Driver, Modal } from '../../sandbox/server.ts';
import { manifest, startWorld, type World } from '../support/baton.ts';
import { accept, fillLeast, fillQuestions, finish, handOver } from './hand-over.ts';
import { importing } from './importing.ts';

let world: World;
let rep: Driver;
beforeAll(async () => {
  const seed = companySeed(manifest);
  const more = [
    { name: 'helper', realName: 'Sample App', bot: true },
    { name: 'guest', realName: 'Sample Guest', guest: 'multi' as const },
    { name: 'stranger', realName: 'Sample Stranger', stranger: true },
  ];
  const shared = { name: 'with-elsewhere', members: ['stranger'], app: true, extShared: true };
  world = await startWorld({
    company: true,
    seed: { ...seed, people: [...seed.people, ...more], channels: [...(seed.channels ?? []), shared] },
  });
  rep = world.sandbox.person('rep.berlin');
});
afterAll(async () => {
  expect(world.sandbox.traffic.violations).toEqual([]);
  await world.close();
});

async function receiverError(handle: string, receiver: string): Promise<string | undefined> {
  if (rep.hasModal()) await (await rep.modal()).close();
  await rep.types('/handoff Acme Sample', { in: 'sales' });
  const modal = await rep.modal({ text: /Main contact/ });
  await modal.choose('Hand over to', receiver);
  await fillQuestions(modal);
  await rep.until(() => member(handle));
  const outcome = await modal.submit();
  return 'errors' in outcome ? outcome.errors['Hand over to'] : undefined;
}

describe('a receiver', () => {
  test.each([
    ['helper', 'Sample App', /is an app\. Pick a person\./],
    ['guest', 'Sample Guest', /is a guest here\. Pick a full member/],
    ['stranger', 'Sample Stranger', /works for another company\. Pick a colleague\./],
    ['rep.berlin', 'Sales Rep (Berlin)', /A handoff goes to someone else\. Pick a colleague\./],
  ])('that cannot be one, %s, is refused beneath the field', async (handle, name, reason) => {
    expect(await receiverError(handle, name)).toMatch(reason);
  });

  test('who leaves between picking and handing over is named, and another can be picked', async () => {
    world.sandbox.admin.addPerson({ name: 'leaver', realName: 'Sample Leaver' });
    await rep.until(() => member('leaver'));
    const modal = await fillLeast(rep, { account: 'Acme Sample', receiver: 'Sample Leaver' });
    world.sandbox.admin.deactivate('leaver');
    await rep.until(async () => (await member('leaver')).deactivatedAt !== null);
    expect(await modal.submit()).toEqual({ updated: true });
    await modal.until(/leaver has left this workspace\. Pick someone else\./);
    await modal.clickButton('Back');
    await modal.until(/Start a handoff/);
    await modal.choose('Hand over to', 'CSM (Berlin)');
    expect(await modal.submit()).toEqual({ updated: true });
    await modal.until(/Ready to|Still missing/);
    await finish(modal);
  });

  test('who has just joined can be picked at once', async () => {
    world.sandbox.admin.addPerson({ name: 'joiner', realName: 'Sample Joiner' });
    await rep.until(() => member('joiner'));
    const name = await handOver(rep, { account: 'Kite Sample Kitchens', receiver: 'Sample Joiner' });
    await world.sandbox.person('joiner').message(name, { in: 'dm' });
  });
});

async function member(handle: string) {
  const { id } = world.sandbox.person(handle);
  return world.database.db.member.findFirstOrThrow({ where: { slackUserId: id } });
}

describe('a receiver who is away', () => {
  let csm: Driver;
  let cover: Driver;
  beforeAll(async () => {
    csm = world.sandbox.person('csm.berlin');
    cover = world.sandbox.person('csm.newyork');
    await importing(world, 'people', 'email,away_until\ncsm.berlin@sample.example,2026-12-04\n');
  });

  test('is shown to be away with who stands in; the cover is asked, and may answer', async () => {
    await rep.types('/handoff Cedar Sample Bank', { in: 'sales' });
    const modal = await rep.modal({ text: /Main contact/ });
    await modal.choose('Hand over to', 'CSM (Singapore)');
    await rep.until(() => !modal.text().includes('is away'));
    await modal.choose('Hand over to', 'CSM (Berlin)');
    await modal.until(/@csm\.berlin is away until .*\. @csm\.newyork is covering/);
    await modal.close();

    const second = await fillLeast(rep, { account: 'Cedar Sample Bank', receiver: 'CSM (Berlin)' });
    expect(second.text()).toMatch(/@csm\.berlin is away until .*\. @csm\.newyork is covering/);
    expect(await second.submit()).toEqual({ updated: true });
    await second.until(/is with @csm\.newyork, who is covering for @csm\.berlin/);
    const [name = ''] = /H-\d+/.exec(second.text()) ?? [];
    await second.close();

    const asked = await cover.message(name, { in: 'dm' });
    expect(asked.text).toContain('You’re covering for @csm.berlin');
    expect(csm.sees('dm').filter(({ text }) => text.includes(`(${name})`))).toEqual([]);
    await cover.clicks('I’m on it', { in: 'dm', message: name });
    await rep.message(/@csm\.newyork \(covering for @csm\.berlin\) is on it/, { in: 'dm' });
    await accept(cover, name);
    await rep.message(/Accepted by @csm\.newyork/, { in: 'dm' });
    await cover.types('/handoff list', { in: 'customer-success' });
    const list = await cover.message(/Open handoffs/, { in: 'customer-success' });
    expect(list.text).not.toMatch(/undefined|null|NaN|\[object/);
  });

  test('without anybody to stand in is a warning, and the lead is asked', async () => {
    await importing(world, 'people', 'email,away_until\ncsm.singapore@sample.example,2026-12-04\n');
    const modal = await fillLeast(rep, {
      account: 'River Sample Retail',
      receiver: 'CSM (Singapore)',
    });
    expect(modal.text()).toMatch(/@csm\.singapore is away until .*\. @cs\.lead is covering/);
    const name = await finish(modal);
    await world.sandbox
      .person('cs.lead')
      .message(new RegExp(`${name}[^]*You’re covering for @csm.singapore`), { in: 'dm' });
  });

  test('and back again is asked as ever', async () => {
    await importing(world, 'people', 'email,away_until\ncsm.berlin@sample.example,none\n');
    await rep.types('/handoff Pine Sample Pharma', { in: 'sales' });
    const modal = await rep.modal({ text: /Main contact/ });
    expect(modal.value('Hand over to')).toBe('CSM (Berlin)');
    expect(modal.text()).not.toContain('is away');
    await modal.close();
    const name = await handOver(rep, { account: 'Pine Sample Pharma', receiver: 'CSM (Berlin)' });
    await csm.message(name, { in: 'dm' });
  });
});

describe('an account', () => {
  const options = (modal: Modal, text: string) => modal.search('Account', text);

  test('whose name fits three is not guessed: they are named, and the menu lists them', async () => {
    const csv = 'name,arr\nAcme Sample Tools,1.2m €\nAcme Sample Labs,\n';
    expect(await importing(world, 'accounts', csv)).toMatchObject({ code: 0 });
    await rep.types('/handoff ACME', { in: 'sales' });
    const modal = await rep.modal({ text: /Main contact/ });
    expect(modal.text()).toContain(
      'Several accounts have a name like this: Acme Sample, Acme Sample Labs and Acme Sample Tools. Pick the one you mean.',
    );
    expect(modal.value('Account')).toBeNull();
    expect(await options(modal, 'acme')).toEqual([
      'Acme Sample',
      'Acme Sample Labs',
      'Acme Sample Tools',
      'Create “acme”',
    ]);
    await modal.choose('Account', 'Acme Sample Tools', { query: 'tools' });
    await modal.until(/€1\.2M ARR/);
    await modal.close();
  });

  test('nobody knows is created from the menu, which opens a field for its name', async () => {
    await rep.types('/handoff', { in: 'sales' });
    const modal = await rep.modal({ text: /Main contact/ });
    expect(await options(modal, 'Sample Unheard Of')).toEqual(['Create “Sample Unheard Of”']);
    await modal.choose('Account', 'Create “Sample Unheard Of”', { query: 'Sample Unheard Of' });
    await modal.until(/New account/);
    expect(modal.value('New account')).toBe('Sample Unheard Of');
    await modal.clickButton('Pick an existing account');
    await modal.until(/Find the account/);
    expect(modal.value('Account')).toBeNull();
    await modal.close();
  });

  test('typed again with other case and spacing is the same account', async () => {
    const receiver = 'CSM (Berlin)';
    const first = await handOver(rep, { account: 'new Sample Nova', receiver });
    await accept(world.sandbox.person('csm.berlin'), first);
    await rep.types('/handoff  sample   NOVA ', { in: 'sales' });
    const found = await rep.modal({ text: /Main contact/ });
    expect(found.value('Account')).toBe('Sample Nova');
    expect(found.text()).toContain('Created in Slack, not confirmed yet');
    await found.close();

    // Somebody else makes it while this modal is open.
    const modal = await fillLeast(rep, { account: 'new Sample Comet', receiver });
    await importing(world, 'accounts', 'name\nSAMPLE  comet\n');
    await finish(modal);
    const made = await world.database.db.account.findMany({
      where: { nameKey: { in: ['sample nova', 'sample comet'] } },
    });
    expect(made.map(({ name }) => name).sort()).toEqual(['SAMPLE  comet', 'Sample Nova']);
  });

  test('from a file that cannot be read is refused, row by row, while people go on working', async () => {
    const wrong = await importing(world, 'accounts', 'company,arr\nSample A,1\n');
    expect(wrong).toMatchObject({ code: 1, err: expect.stringMatching(/company|name/) });
    const csv = [
      'name,arr,currency,renewal',
      'Sample Row One,10000,EUR,2027-01-31',
      'sample  row one,20000,EUR,2027-01-31',
      'Sample Row Two,many,EUR,2027-01-31',
      'Sample Row Three,"1.2m €",,2027-02-30',
      'Sample Row Four,1.2m €,,2027-01-31',
    ].join('\n');
    const [mixed] = await Promise.all([
      importing(world, 'accounts', csv),
      handOver(rep, { account: 'Quartz Sample Quarry', receiver: 'CSM (Berlin)' }),
    ]);
    expect(mixed.code).toBe(2);
    expect(mixed.out).toMatch(/line 4: .*\n/);
    expect(mixed.out).toMatch(/line 5: renewal "2027-02-30"/);
    const rows = await world.database.db.account.findMany({
      where: { nameKey: { startsWith: 'sample row' } },
      select: { name: true, arr: true },
      orderBy: { nameKey: 'asc' },
    });
    expect(rows.map(({ name, arr }) => `${name} ${arr}`)).toEqual([
      'Sample Row Four 1200000',
      'Sample Row One 10000',
    ]);
  });
});
