import { afterAll, beforeAll, expect, test } from 'vitest';
import { companySeed } from '../../sandbox/demo/company.ts';
import type { Driver } from '../../sandbox/server.ts';
import { REQUIRED } from '../../sandbox/submission.ts';
import { flagRisk } from '../../src/risks/verbs/flag-risk.ts';
import { manifest, startWorld, type World } from '../support/baton.ts';

let world: World;
let rep: Driver;
let csm: Driver;
beforeAll(async () => {
  const seed = companySeed(manifest);
  const guest = { name: 'guest', realName: 'Sample Guest', guest: 'multi' as const };
  world = await startWorld({ company: true, seed: { ...seed, people: [...seed.people, guest] } });
  rep = world.sandbox.person('rep.berlin');
  csm = world.sandbox.person('csm.berlin');
});
afterAll(async () => {
  expect(world.sandbox.traffic.violations).toEqual([]);
  await world.close();
});

const CHANNEL = 'customer-success';
const answerTo = async (line: string, wanted: RegExp) => {
  await rep.types(line, { in: 'sales' });
  const answer = await rep.message(wanted, { in: 'sales' });
  expect(answer.ephemeral).toBe(true);
  return answer;
};

test('help, unknown input and empty lists say what to do', async () => {
  expect((await answerTo('/risk help', /finds an owner for each account/)).text).toContain('/risk R-7');
  expect((await answerTo('/risk lits', /doesn’t know/)).text).toContain('Did you mean /risk list?');
  await answerTo('/risk list', /No risk is open\. To flag an account, type \/risk and its name\./);
  await answerTo('/risk mine', /No open risk is yours\./);
  await answerTo('/risk r7', /There is no R-7\. \/risk list shows what is open\./);
});

test('/risk and a name flags that account: card, DM to its owner, receipt', async () => {
  await rep.types('/risk Cedar', { in: 'sales' });
  const modal = await rep.modal({ title: 'Flag a risk', text: /What happened/ });
  expect(modal.value('Account')).toBe('Cedar Sample Bank');
  expect(await modal.submit()).toEqual({
    errors: { 'What happened': REQUIRED, Details: REQUIRED },
  });
  await modal.check('What happened', 'Unhappy in a conversation');
  await modal.until(/Mood/);
  await modal.fill('Details', 'They asked <!channel> about *leaving* & went quiet.');
  expect(modal.value('Account')).toBe('Cedar Sample Bank');
  expect(await modal.submit()).toEqual({
    errors: { Mood: REQUIRED },
  });
  expect(modal.value('Details')).toContain('went quiet');
  await modal.choose('Mood', '2, unhappy');
  await modal.check('Urgency', 'Urgent');
  expect(await modal.submit()).toEqual({ updated: true });
  await modal.until(/Cedar Sample Bank \(R-1\) is flagged/);
  await modal.close();
  const card = await rep.message(/Cedar Sample Bank \(R-1\)/, { in: CHANNEL });
  expect(card.text).toContain('Flagged as urgent by rep.berlin');
  expect(card.text).toContain('>They asked <!channel> about ∗leaving∗ & went quiet.');
  await csm.message(/Cedar Sample Bank \(R-1\) is (?:at risk|critical)\. Take it or reassign it: due/, {
    in: 'dm',
  });
  const signal = await world.database.db.signal.findFirstOrThrow({ where: { type: 'sentiment' } });
  expect([signal.value, signal.source, signal.note]).toEqual([
    2,
    'slack',
    expect.stringContaining('leaving'),
  ]);
});

test('what is flagged again goes into the thread of the one that is open', async () => {
  // Not its owner: they would have claimed it with that.
  const other = world.sandbox.person('csm.singapore');
  await other.types('/risk', { in: CHANNEL });
  const modal = await other.modal({ title: 'Flag a risk', text: /What happened/ });
  expect(await modal.submit()).toMatchObject({ errors: { Account: REQUIRED } });
  await modal.choose('Account', 'Cedar Sample Bank', { query: 'ced' });
  await modal.check('What happened', 'Something else');
  await modal.fill('Details', 'The invoice is disputed.');
  expect(await modal.submit()).toEqual({ updated: true });
  await modal.until(/Cedar Sample Bank \(R-1\) was flagged already\. Your note is in its thread/);
  await modal.close();
  await other.until(() =>
    csm
      .sees(CHANNEL)
      .some(({ replies }) =>
        replies.some(({ text }) => /csm\.singapore added a note\n.*disputed/.test(text)),
      ),
  );
  expect(await world.database.db.risk.count()).toBe(1);
});

test('an account that is new is named in a field and created with its risk', async () => {
  await rep.types('/risk new Help GmbH', { in: 'sales' });
  const modal = await rep.modal({ title: 'Flag a risk', text: /No account has this name yet/ });
  expect(modal.value('New account')).toBe('Help GmbH');
  await modal.check('What happened', 'Said they may leave');
  await modal.fill('Details', 'Heard at a fair.');
  await modal.fill('New account', '   ');
  expect(await modal.submit()).toEqual({ errors: { 'New account': 'Add the account’s name.' } });
  await modal.fill('New account', 'Help Sample GmbH');
  expect(await modal.submit()).toEqual({ updated: true });
  await modal.until(/Help Sample GmbH \(R-2\) is flagged/);
  // No CS owner: it goes to the lead of the team that was told.
  expect(modal.text()).toMatch(/No owner yet, waiting for @cs\.lead to take it or find one · due/);
  await modal.close();
  const asked = await world.sandbox.person('cs.lead').message(/R-2/, { in: 'dm' });
  expect(asked.text).toContain('This account has no owner, so it comes to you.');
});

test('the shortcut on a message keeps where it was seen', async () => {
  rep.says('Sample words of a customer', { in: 'sales' });
  await rep.shortcut('Flag a risk', { in: 'sales', message: 'Sample words of a customer' });
  const modal = await rep.modal({ title: 'Flag a risk', text: /Seen in this message/ });
  await modal.choose('Account', 'Iris Sample Insurance', { query: 'iris' });
  await modal.check('What happened', 'Sponsor left');
  await modal.until(/Seen in this message/);
  await modal.fill('Details', 'Their new boss wants another tool.');
  expect(await modal.submit()).toEqual({ updated: true });
  await modal.until(/Iris Sample Insurance \(R-3\) is flagged/);
  await modal.close();
  await csm.message(/Seen in this message/, { in: CHANNEL });
  const { evidence } = await world.database.db.risk.findFirstOrThrow({ where: { number: 3 } });
  expect(evidence).toMatch(/^https:\/\/sample-company\.slack\.com\/archives\/C\w+\/p\d+$/);
});

test('the shortcut on a message that names an account fills it in, and takes the words along', async () => {
  rep.says(`Pine Sample Pharma are unhappy, <@${csm.id}> &amp; they may <https://example.com/x|leave>`, {
    in: 'sales',
  });
  await rep.shortcut('Flag a risk', { in: 'sales', message: 'Pine Sample Pharma are unhappy' });
  const modal = await rep.modal({ title: 'Flag a risk', text: /Seen in this message/ });
  expect(modal.value('Account')).toBe('Pine Sample Pharma');
  expect(modal.value('Details')).toBe(
    'Pine Sample Pharma are unhappy, @csm.berlin & they may leave (https://example.com/x)',
  );
  await modal.check('What happened', 'Unhappy in a conversation');
  await modal.until(/Mood/);
  expect(modal.value('Details')).toContain('are unhappy');
  expect(modal.value('Account')).toBe('Pine Sample Pharma');
  await modal.close();
});

test('a short name is an account, and no misspelt subcommand', async () => {
  for (const [typed, name] of [
    ['Pine', 'Pine Sample Pharma'],
    ['Kite', 'Kite Sample Kitchens'],
    ['"Elm"', 'Elm Sample Energy'],
  ]) {
    await rep.types(`/risk ${typed}`, { in: 'sales' });
    const modal = await rep.modal({ title: 'Flag a risk', text: /What happened/ });
    expect(modal.value('Account')).toBe(name);
    await modal.close();
  }
  await rep.types('/risk Visa', { in: 'sales' });
  const modal = await rep.modal({ title: 'Flag a risk', text: /No account has this name yet/ });
  expect(modal.value('New account')).toBe('Visa');
  await modal.close();
});

test('where Baton is not, there is no link, and the modal says so', async () => {
  world.sandbox.admin.addChannel({ name: 'sales-private', private: true, members: ['rep.berlin'] });
  rep.says('Sample words elsewhere', { in: 'sales-private' });
  await rep.shortcut('Flag a risk', { in: 'sales-private', message: 'Sample words elsewhere' });
  const modal = await rep.modal({ title: 'Flag a risk', text: /can’t link to this message/ });
  await modal.close();
});

test('lists are ranked, and lead to each risk', async () => {
  const list = await answerTo('/risk list', /Open risks/);
  expect(list.text.match(/R-\d/g)).toEqual(['R-1', 'R-3', 'R-2']);
  await rep.clicks('Open', { in: 'sales', message: /Open risks/ });
  const shown = await rep.message(/Cedar Sample Bank \(R-1\)\nFlagged as urgent/, { in: 'sales' });
  expect(shown.ephemeral).toBe(true);
  expect((await answerTo('/risk mine', /Your risks/)).text).not.toContain('R-2');
});

test('what waits for somebody else is nudged from the list, once in a while', async () => {
  await rep.clicks('Nudge', { in: 'sales', message: /Open risks/ });
  const done = await rep.message(/You nudged @csm\.berlin about R-1\./, { in: 'sales' });
  expect(done.ephemeral).toBe(true);
  const asked = await csm.message(/@rep\.berlin is asking about Cedar Sample Bank \(R-1\)/, { in: 'dm' });
  expect(asked.buttons).toContain('I’ve got it');
  await rep.clicks('Nudge', { in: 'sales', message: /Open risks/ });
  await rep.message(/They were nudged a short while ago/, { in: 'sales' });
  expect(rep.sees('sales').some(({ text }) => /Open risks/.test(text))).toBe(true);
});

test('more than ten are turned page by page', async () => {
  const ctx = await world.ctx();
  const me = await ctx.db.member.findFirstOrThrow({ where: { slackUserId: csm.id } });
  for (let i = 0; i < 9; i++)
    await flagRisk(
      { ...ctx, actor: { type: 'member', memberId: me.id } },
      {
        account: { name: `Zinc Sample ${i}` },
        kind: 'other',
        sentiment: null,
        note: 'Sample',
        evidence: null,
        urgent: false,
      },
    );
  await answerTo('/risk list', /Open risks \(12\)/);
  await rep.clicks('More', { in: 'sales', message: /Open risks/ });
  const second = await rep.message(/Open risks \(12\)/, { in: 'sales' });
  await rep.until(() => {
    const shown = rep.sees('sales').findLast(({ text }) => /Open risks/.test(text));
    return (
      (shown?.text.match(/\(R-\d+\)/g) ?? []).length === 2 &&
      shown?.buttons.includes('Back to the first') === true
    );
  });
  expect(second.ephemeral).toBe(true);
});

test('/risk R-1 shows the visitor what they may do, and redraws when they have done it', async () => {
  await csm.types('/risk R-1', { in: CHANNEL });
  const shown = await csm.message(/Cedar Sample Bank \(R-1\)\nFlagged as urgent/, { in: CHANNEL });
  expect(shown.buttons).toEqual(['I’ve got it', 'Not a risk…', 'Details']);
  const mine = () =>
    csm.sees(CHANNEL).filter((seen) => seen.ephemeral && /Cedar Sample Bank \(R-1\)/.test(seen.text));
  await csm.clicks('I’ve got it', { in: CHANNEL, message: /Cedar Sample Bank \(R-1\).*flagged it/s });
  await csm.until(() => mine().some((seen) => /You’re on it · plan due/.test(seen.text)));
});

test('a guest is refused, and so is somebody who may not', async () => {
  const guest = world.sandbox.person('guest');
  world.sandbox.admin.invite('sales', 'guest');
  await guest.types('/risk list', { in: 'sales' });
  await guest.message(/Guests and people from other companies can’t use it here/, { in: 'sales' });
  const other = world.sandbox.person('csm.singapore');
  await other.clicks('Plan…', { in: CHANNEL, message: /Cedar Sample Bank \(R-1\)/ });
  const plan = await other.modal({ text: /Only csm\.berlin or their lead can do that with R-1/ });
  await plan.close();
  await other.picks('Reassign…', { in: CHANNEL, message: /Cedar Sample Bank \(R-1\)/ });
  const notice = await other.modal({ text: /Only csm\.berlin/ });
  await notice.close();
});

test('it is passed on with a reason, and the new owner is asked', async () => {
  await csm.picks('Reassign…', { in: CHANNEL, message: /Cedar Sample Bank \(R-1\).*plan due/s });
  const modal = await csm.modal({ title: 'Reassign risk', text: /New owner/ });
  expect(await modal.submit()).toEqual({
    errors: { 'New owner': REQUIRED, Reason: REQUIRED },
  });
  await modal.choose('New owner', 'CSM (New York)');
  await modal.fill('Reason', ' ');
  expect(await modal.submit()).toEqual({
    errors: { Reason: 'Add a short reason.' },
  });
  await modal.fill('Reason', 'She knows the sponsor');
  expect(await modal.submit()).toEqual({ closed: true });
  await world.sandbox
    .person('csm.newyork')
    .message(/Cedar Sample Bank \(R-1\) is (?:at risk|critical)\. Take it or reassign it: due/, { in: 'dm' });
});

test('not a risk asks what was wrong with it; then the card says so, and the history has it all', async () => {
  const newYork = world.sandbox.person('csm.newyork');
  await newYork.clicks('Not a risk…', { in: 'dm', message: /R-1/ });
  const modal = await newYork.modal({ text: /Why it wasn’t a risk/ });
  await modal.fill('Reason', 'It was another customer');
  expect(await modal.submit()).toEqual({
    errors: { 'Why it wasn’t a risk': REQUIRED },
  });
  await modal.check('Why it wasn’t a risk', 'False alarm');
  expect(await modal.submit()).toEqual({ closed: true });
  await rep.until(() =>
    rep.sees(CHANNEL).some(({ text }) => /Closed by csm\.newyork: not a risk \(false alarm\)/.test(text)),
  );
  await rep.picks('History', { in: CHANNEL, message: /Closed by csm\.newyork/ });
  const history = await rep.modal({ title: 'History', text: /closed it: not a risk/ });
  expect(history.text()).toMatch(/reassigned it to @csm\.newyork.*took it.*added a note.*flagged it/s);
  await history.clickButton('Details');
  await history.until(/Score|No signals of this account yet/);
  await history.clickButton('History');
  await history.until(/flagged it/);
  await history.close();
  await newYork.clicks('Details', { in: 'dm', message: /R-1/ });
  await newYork.clicks('All signals', { in: 'dm', message: /Score|No score/ });
  const signals = await newYork.modal({ title: 'All signals', text: /Cedar Sample Bank \(R-1\)/ });
  await signals.clickButton('Details');
  await signals.until(/up to date/);
  await signals.clickButton('All signals');
  await signals.until(/points|weight/);
  await signals.close();
});

test('what somebody calls critical is offered a risk, with their words', async () => {
  await csm.types('/account Pine', { in: 'sales' });
  await csm.picks('Set health…', { in: 'sales', message: /Pine Sample Pharma/ });
  const modal = await csm.modal({ title: 'Set health', text: /Health/ });
  await modal.choose('Health', 'Critical');
  await modal.fill('Reason', 'Their board wants to leave.');
  expect(await modal.submit()).toEqual({ updated: true });
  await modal.until(/is critical until .*No one is on it yet/s);
  await modal.clickButton('Flag a risk');
  await modal.until(/Pine Sample Pharma \(R-\d+\) is flagged\./);
  await modal.close();
  const risk = await world.database.db.risk.findFirstOrThrow({
    where: { account: { name: 'Pine Sample Pharma' } },
  });
  expect(risk).toMatchObject({ severity: 'critical', flagged: true, note: 'Their board wants to leave.' });
});
