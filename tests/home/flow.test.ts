import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { companySeed } from '../../sandbox/demo/company.ts';
import type { Driver } from '../../sandbox/server.ts';
import { moveHome } from '../../src/home/load-home.ts';
import { flagRisk } from '../../src/risks/verbs/flag-risk.ts';
import { handOver } from '../handoffs/hand-over.ts';
import { manifest, startWorld, type World } from '../support/baton.ts';

vi.setConfig({ testTimeout: 60_000 });

let world: World;
let rep: Driver;
let csm: Driver;
let lead: Driver;
beforeAll(async () => {
  const seed = companySeed(manifest);
  const guest = { name: 'guest', realName: 'Sample Guest', guest: 'multi' } as const;
  world = await startWorld({ seed: { ...seed, people: [...seed.people, guest] }, company: true });
  rep = world.sandbox.person('rep.berlin');
  csm = world.sandbox.person('csm.berlin');
  lead = world.sandbox.person('cs.lead');
});
afterAll(async () => {
  expect(world.sandbox.traffic.violations).toEqual([]);
  await world.close();
});

test('somebody new is told once what Baton does, and shown an example', async () => {
  const home = await rep.home({ text: /Welcome to Baton\./ });
  expect(home.buttons()).toEqual([
    'My work',
    'Accounts',
    'Start a handoff',
    'See an example',
    'Dismiss',
    'Preferences…',
  ]);
  await home.clickButton('See an example');
  const example = await rep.modal({ title: 'Example brief', text: /This is a sample\./ });
  expect(example.text()).toContain('Why they bought');
  expect(example.buttons()).toEqual([]);
  await example.close();
  await home.clickButton('Dismiss');
  await rep.until(() => home.text().includes('All clear.'));
  expect((await rep.home({ text: /All clear/ })).text()).not.toContain('Welcome');
});

test('a Home with nothing on it says what to do next, and does it', async () => {
  const home = await rep.home({ text: /All clear\./ });
  expect(home.buttons()).toEqual(['My work', 'Accounts', 'Start a handoff', 'Flag a risk', 'Preferences…']);
  await home.clickButton('Start a handoff');
  const modal = await rep.modal({ text: /Main contact/ });
  await modal.close();
  await home.clickButton('Flag a risk');
  await (await rep.modal({ title: /^Flag/ })).close();
});

test('a handoff stands on the Home of who is to answer, and each step is a click there', async () => {
  const name = await handOver(rep, { account: 'Acme Sample', receiver: 'csm.berlin' });
  const home = await csm.home({ text: /Respond \(1\)/ });
  expect(home.text()).toMatch(new RegExp(`Acme Sample \\(${name}\\)\\nFrom @rep.berlin\\nRespond: due`));

  await home.clickButton('I’m on it');
  await csm.until(() => home.text().includes(`Noted. Decide on ${name}: due`));
  expect(home.text()).toMatch(/From @rep.berlin\nAccept it or ask for more: due/);

  await home.clickButton('Review');
  const modal = await csm.modal({ title: 'Review handoff', text: /Your answer/ });
  await modal.check('Your answer', 'Accept');
  await modal.until(/\[Accept\]/);
  expect(await modal.submit()).toEqual({ closed: true });
  await csm.until(() => home.text().includes('Kickoffs (1)'));
  expect(home.buttons()).toContain('Kickoff booked…');
  // What was said of the click before is over.
  expect(home.text()).not.toContain('Noted.');
});

test('a click that comes too late says so, above what is true now', async () => {
  const name = await handOver(rep, { account: 'Blue Sample Foods', receiver: 'csm.berlin' });
  const home = await csm.home({ text: new RegExp(`Blue Sample Foods \\(${name}\\)`) });
  await rep.picks('Cancel…', { in: 'dm', message: new RegExp(`You handed .*\\(${name}\\)`) });
  const cancel = await rep.modal({ title: 'Cancel this handoff?', text: /Reason/ });
  await cancel.fill('Reason', 'A sample, no more');
  expect(await cancel.submit()).toEqual({ closed: true });
  await home.clickButton('I’m on it');
  await csm.until(() => /H-\d+ was cancelled\./.test(home.text()));
  expect(home.text()).not.toContain(`Blue Sample Foods (${name})`);
});

test('a draft is resumed from Home, where nobody else sees it', async () => {
  await rep.types('/handoff Cedar Sample Bank', { in: 'sales' });
  const modal = await rep.modal({ text: /Main contact/ });
  await modal.choose('Hand over to', 'csm.berlin');
  await modal.fill('Main contact', 'Sample Contact');
  await modal.clickButton('Save draft');
  await modal.until(/Saved /);
  await modal.close();
  const home = await rep.home({ text: /Drafts \(1\)/ });
  await home.clickButton('Resume');
  const again = await rep.modal({ text: /Main contact/ });
  expect(again.value('Main contact')).toBe('Sample Contact');
  await again.close();
  expect((await csm.home({ text: /My work/ })).text()).not.toContain('Cedar');
});

test('accounts are filtered, the filter sticks, and an account opens in a window whose buttons work', async () => {
  const home = await csm.home();
  await home.clickButton('Accounts');
  await csm.until(() => /\d+ accounts · Most urgent first/.test(home.text()));
  await home.choose('Any renewal', 'Renews in 90 days');
  await csm.until(() => /\d+ of \d+ accounts/.test(home.text()));
  const filtered = home.text();
  expect(filtered).toContain('Cedar Sample Bank');
  expect(filtered).not.toContain('Birch Sample Labs');
  // Another day, another device.
  expect((await csm.home({ text: /of \d+ accounts/ })).text()).toBe(filtered);

  await home.clickButton('Open');
  const modal = await csm.modal({ title: 'Account', text: /Health/i });
  expect(modal.buttons()).toEqual(expect.arrayContaining(['Flag a risk', 'Timeline']));
  await modal.pick('Signals');
  await modal.until(/Signals\nCedar Sample Bank/);
  await modal.close();

  await home.clickButton('Show all');
  await csm.until(() => home.text().includes('Birch Sample Labs'));
});

test('a lead sees the work of the team and how handoffs go; a CSM has no such tab', async () => {
  const home = await lead.home();
  expect(home.buttons()).toContain('Team');
  await home.clickButton('Team');
  await lead.until(() => home.text().includes('Handoffs, last 90 days'));
  expect(home.text()).toMatch(/@csm.berlin\n1 kickoff to book or log/);
  expect(home.text()).toContain('Too few to report: first-pass acceptance');
  expect((await csm.home()).buttons()).not.toContain('Team');
});

test('whoever asks for the figures of another team gets their own', async () => {
  const ctx = await world.ctx();
  const member = await ctx.db.member.findFirstOrThrow({ where: { slackUserId: lead.id } });
  const sales = await ctx.db.team.findFirstOrThrow({ where: { name: 'Sales EMEA' } });
  await moveHome(ctx, member.id, { tab: 'team', group: sales.id });
  const home = await lead.home({ text: /Open work/ });
  expect(home.text()).toContain('Open work: My reports');
  expect(home.text()).not.toContain('@rep.berlin\n');
});

test('a risk is taken there, and planned from the answer above it', async () => {
  const ctx = await world.ctx();
  const account = await ctx.db.account.findFirstOrThrow({ where: { name: 'Cedar Sample Bank' } });
  const reporter = await ctx.db.member.findFirstOrThrow({ where: { slackUserId: rep.id } });
  await flagRisk(
    { ...ctx, actor: { type: 'member', memberId: reporter.id } },
    {
      account: { id: account.id },
      kind: 'other',
      sentiment: null,
      note: 'Sample note',
      evidence: null,
      urgent: true,
    },
  );
  const home = await csm.home();
  await home.clickButton('My work');
  await csm.until(() => home.text().includes('Take or reassign (1)'));
  await home.clickButton('I’ve got it');
  await csm.until(() => /You’ve got R-1\. Plan the first step: due/.test(home.text()));
  expect(home.text()).toContain('Plan or check in (1)');
  await home.clickButton('Plan…');
  const modal = await csm.modal({ title: 'Plan first step', text: /First step/ });
  await modal.fill('First step', 'Call the sponsor');
  expect(await modal.submit()).toEqual({ closed: true });
  await csm.until(() => home.text().includes('On track (1)'));
  expect(home.text()).toContain('Call the sponsor by ');
});

test('two clicks at once leave what was stored last on the screen', async () => {
  const home = await csm.home();
  await Promise.all(['Accounts', 'My work', 'Accounts'].map((tab) => home.clickButton(tab)));
  const ctx = await world.ctx();
  await csm.until(async () => {
    const { view } = await ctx.db.homeView.findFirstOrThrow({ where: { member: { slackUserId: csm.id } } });
    const { tab } = view as { tab: string };
    return home.text().includes(tab === 'work' ? 'On track' : 'Most urgent first');
  });
  await home.clickButton('My work');
  await csm.until(() => home.text().includes('On track'));
});

test('a guest reads that Baton is not for them', async () => {
  const home = await world.sandbox.person('guest').home();
  expect(home.text()).toContain('Baton is for members of this workspace.');
  expect(home.buttons()).toEqual([]);
});

test('only admins set Baton up there', async () => {
  const director = world.sandbox.person('director');
  const home = await director.home();
  await home.clickButton('Set up');
  await director.until(() => home.text().includes('Access tokens'));
  expect((await lead.home()).buttons()).not.toContain('Set up');
});
