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
  expect((await answerTo('/risk help', /finds somebody for each account/)).text).toContain('/risk R-7');
  expect((await answerTo('/risk lits', /doesn’t know/)).text).toContain('Did you mean /risk list?');
  await answerTo('/risk list', /No risk is open\. To flag an account, write \/risk and its name\./);
  await answerTo('/risk mine', /No open risk is yours\./);
  await answerTo('/risk r7', /There is no R-7\. \/risk list shows what is open\./);
});

test('/risk and a name flags that account: card, DM to its owner, receipt', async () => {
  await rep.types('/risk Cedar', { in: 'sales' });
  const modal = await rep.modal({ title: 'Flag account risk', text: /What did you see/ });
  expect(modal.value('Account')).toBe('Cedar Sample Bank');
  expect(await modal.submit()).toEqual({
    errors: { 'What did you see': REQUIRED, 'In your words': REQUIRED },
  });
  await modal.check('What did you see', 'How they sounded');
  await modal.until(/How did they sound/);
  await modal.fill('In your words', 'They asked <!channel> about *leaving* & went quiet.');
  expect(modal.value('Account')).toBe('Cedar Sample Bank');
  expect(await modal.submit()).toEqual({
    errors: { 'How did they sound': REQUIRED },
  });
  expect(modal.value('In your words')).toContain('went quiet');
  await modal.choose('How did they sound', '2, unhappy');
  await modal.check('How urgent', 'Urgent');
  expect(await modal.submit()).toEqual({ updated: true });
  await modal.until(/R-1 · Cedar Sample Bank is open/);
  await modal.close();
  const card = await rep.message(/R-1 · Cedar Sample Bank/, { in: CHANNEL });
  expect(card.text).toContain('Flagged as urgent by rep.berlin');
  expect(card.text).toContain('>They asked <!channel> about ∗leaving∗ & went quiet.');
  await csm.message(/R-1 · Cedar Sample Bank waits for you/, { in: 'dm' });
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
  const modal = await other.modal({ title: 'Flag account risk', text: /What did you see/ });
  expect(await modal.submit()).toMatchObject({ errors: { Account: REQUIRED } });
  await modal.choose('Account', 'Cedar Sample Bank', { query: 'ced' });
  await modal.check('What did you see', 'Something else');
  await modal.fill('In your words', 'The invoice is disputed.');
  expect(await modal.submit()).toEqual({ updated: true });
  await modal.until(/R-1 · Cedar Sample Bank was open already/);
  await modal.close();
  await other.until(() =>
    csm
      .sees(CHANNEL)
      .some(({ replies }) => replies.some(({ text }) => /csm\.singapore saw more\.\n.*disputed/.test(text))),
  );
  expect(await world.database.db.risk.count()).toBe(1);
});

test('an account that is new is named in a field and created with its risk', async () => {
  await rep.types('/risk new Help GmbH', { in: 'sales' });
  const modal = await rep.modal({ title: 'Flag account risk', text: /No account has this name yet/ });
  expect(modal.value('New account')).toBe('Help GmbH');
  await modal.check('What did you see', 'They said they may leave');
  await modal.fill('In your words', 'Heard at a fair.');
  await modal.fill('New account', '   ');
  expect(await modal.submit()).toEqual({ errors: { 'New account': 'Write the name of the account.' } });
  await modal.fill('New account', 'Help Sample GmbH');
  expect(await modal.submit()).toEqual({ updated: true });
  await modal.until(/R-2 · Help Sample GmbH is open/);
  // No CS owner: it goes to the lead of the team that was told.
  expect(modal.text()).toMatch(/Nobody owns it yet\. Waiting for @cs\.lead to take it or find an owner/);
  await modal.close();
  const asked = await world.sandbox.person('cs.lead').message(/R-2/, { in: 'dm' });
  expect(asked.text).toContain('Nobody owns this account yet, so that it comes to you.');
});

test('the shortcut on a message keeps where it was seen', async () => {
  rep.says('Sample words of a customer', { in: 'sales' });
  await rep.shortcut('Flag account risk', { in: 'sales', message: 'Sample words of a customer' });
  const modal = await rep.modal({ title: 'Flag account risk', text: /Seen in this message/ });
  await modal.choose('Account', 'Iris Sample Insurance', { query: 'iris' });
  await modal.check('What did you see', 'Their sponsor has left');
  await modal.until(/Seen in this message/);
  await modal.fill('In your words', 'Their new boss wants another tool.');
  expect(await modal.submit()).toEqual({ updated: true });
  await modal.until(/R-3 · Iris Sample Insurance is open/);
  await modal.close();
  await csm.message(/Seen in this message/, { in: CHANNEL });
  const { evidence } = await world.database.db.risk.findFirstOrThrow({ where: { number: 3 } });
  expect(evidence).toMatch(/^https:\/\/sample-company\.slack\.com\/archives\/C\w+\/p\d+$/);
});

test('the shortcut on a message that names an account fills it in, and takes the words along', async () => {
  rep.says(`Pine Sample Pharma are unhappy, <@${csm.id}> &amp; they may <https://example.com/x|leave>`, {
    in: 'sales',
  });
  await rep.shortcut('Flag account risk', { in: 'sales', message: 'Pine Sample Pharma are unhappy' });
  const modal = await rep.modal({ title: 'Flag account risk', text: /Seen in this message/ });
  expect(modal.value('Account')).toBe('Pine Sample Pharma');
  expect(modal.value('In your words')).toBe(
    'Pine Sample Pharma are unhappy, @csm.berlin & they may leave (https://example.com/x)',
  );
  await modal.check('What did you see', 'How they sounded');
  await modal.until(/How did they sound/);
  expect(modal.value('In your words')).toContain('are unhappy');
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
    const modal = await rep.modal({ title: 'Flag account risk', text: /What did you see/ });
    expect(modal.value('Account')).toBe(name);
    await modal.close();
  }
  await rep.types('/risk Visa', { in: 'sales' });
  const modal = await rep.modal({ title: 'Flag account risk', text: /No account has this name yet/ });
  expect(modal.value('New account')).toBe('Visa');
  await modal.close();
});

test('where Baton is not, there is no link, and the modal says so', async () => {
  world.sandbox.admin.addChannel({ name: 'sales-private', private: true, members: ['rep.berlin'] });
  rep.says('Sample words elsewhere', { in: 'sales-private' });
  await rep.shortcut('Flag account risk', { in: 'sales-private', message: 'Sample words elsewhere' });
  const modal = await rep.modal({ title: 'Flag account risk', text: /no link to this message/ });
  await modal.close();
});

test('lists are ranked, and lead to each risk', async () => {
  const list = await answerTo('/risk list', /Open risks/);
  expect(list.text.match(/R-\d/g)).toEqual(['R-1', 'R-3', 'R-2']);
  await rep.clicks('Open', { in: 'sales', message: /Open risks/ });
  const shown = await rep.message(/R-1 · Cedar Sample Bank\nFlagged as urgent/, { in: 'sales' });
  expect(shown.ephemeral).toBe(true);
  expect((await answerTo('/risk mine', /Your risks/)).text).not.toContain('R-2');
});

test('what waits for somebody else is nudged from the list, once in a while', async () => {
  await rep.clicks('Nudge', { in: 'sales', message: /Open risks/ });
  const done = await rep.message(/Asked @csm\.berlin once more about R-1\./, { in: 'sales' });
  expect(done.ephemeral).toBe(true);
  const asked = await csm.message(/@rep\.berlin asks you to look at R-1 · Cedar Sample Bank/, { in: 'dm' });
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
  await answerTo('/risk list', /Open risks: 12 in all/);
  await rep.clicks('Show more', { in: 'sales', message: /Open risks/ });
  const second = await rep.message(/Open risks: 12 in all/, { in: 'sales' });
  await rep.until(() => {
    const shown = rep.sees('sales').findLast(({ text }) => /Open risks/.test(text));
    return (
      (shown?.text.match(/R-\d+ ·/g) ?? []).length === 2 && shown?.buttons.includes('Show the first') === true
    );
  });
  expect(second.ephemeral).toBe(true);
});

test('/risk R-1 shows the visitor what they may do, and redraws when they have done it', async () => {
  await csm.types('/risk R-1', { in: CHANNEL });
  const shown = await csm.message(/R-1 · Cedar Sample Bank\nFlagged as urgent/, { in: CHANNEL });
  expect(shown.buttons).toEqual(['I’ve got it', 'Plan', 'Details', 'Not a risk…']);
  const mine = () => csm.sees(CHANNEL).filter((seen) => seen.ephemeral && /R-1 · Cedar/.test(seen.text));
  await csm.clicks('I’ve got it', { in: CHANNEL, message: /R-1 · Cedar.*flagged it/s });
  await csm.until(() =>
    mine().some((seen) => /csm\.berlin has it\. The first step is not planned yet/.test(seen.text)),
  );
});

test('a guest is refused, and so is somebody who may not', async () => {
  const guest = world.sandbox.person('guest');
  world.sandbox.admin.invite('sales', 'guest');
  await guest.types('/risk list', { in: 'sales' });
  await guest.message(/Guests and people from other companies cannot use it here/, { in: 'sales' });
  const other = world.sandbox.person('csm.singapore');
  await other.picks('Snooze 1 hour', { in: CHANNEL, message: /R-1 · Cedar/ });
  await other.message(/Only csm\.berlin or their lead can do this with R-1/, { in: CHANNEL });
  await other.picks('Pass it on…', { in: CHANNEL, message: /R-1 · Cedar/ });
  const notice = await other.modal({ text: /Only csm\.berlin/ });
  await notice.close();
});

test('it is passed on with a reason, and the new owner is asked', async () => {
  await csm.picks('Pass it on…', { in: CHANNEL, message: /R-1 · Cedar.*not planned yet/s });
  const modal = await csm.modal({ title: 'Pass R-1 on', text: /Who takes over/ });
  expect(await modal.submit()).toEqual({
    errors: { 'Who takes over': REQUIRED, Why: REQUIRED },
  });
  await modal.choose('Who takes over', 'CSM (New York)');
  await modal.fill('Why', ' ');
  expect(await modal.submit()).toEqual({
    errors: { Why: 'Say in a few words why, so that nobody has to ask.' },
  });
  await modal.fill('Why', 'She knows the sponsor');
  expect(await modal.submit()).toEqual({ closed: true });
  await world.sandbox.person('csm.newyork').message(/R-1 · Cedar Sample Bank waits for you/, { in: 'dm' });
});

test('not a risk asks what was wrong with it; then the card says so, and the history has it all', async () => {
  const newYork = world.sandbox.person('csm.newyork');
  await newYork.clicks('Not a risk…', { in: 'dm', message: /R-1/ });
  const modal = await newYork.modal({ text: /What was wrong with it/ });
  await modal.fill('Why', 'It was another customer');
  expect(await modal.submit()).toEqual({
    errors: { 'What was wrong with it': REQUIRED },
  });
  await modal.check('What was wrong with it', 'False alarm');
  expect(await modal.submit()).toEqual({ closed: true });
  await rep.until(() =>
    rep
      .sees(CHANNEL)
      .some(({ text }) => /Resolved as not a risk, it was a false alarm, says csm\.newyork/.test(text)),
  );
  await rep.picks('History', { in: CHANNEL, message: /Resolved as not a risk/ });
  const history = await rep.modal({ title: 'History of R-1', text: /resolved it as not a risk/ });
  expect(history.text()).toMatch(/passed it to @csm\.newyork.*has got it.*saw more.*flagged it/s);
  await history.clickButton('Details');
  await history.until(/Why they bought/);
  await history.clickButton('History');
  await history.until(/flagged it/);
  await history.close();
  await newYork.clicks('Details', { in: 'dm', message: /R-1/ });
  await newYork.message(/Why they bought/, { in: 'dm' });
});

test('what somebody calls critical is offered a risk, with their words', async () => {
  await csm.types('/account Pine', { in: 'sales' });
  await csm.clicks('Set health by hand', { in: 'sales', message: /Pine Sample Pharma/ });
  const modal = await csm.modal({ title: 'Set health by hand', text: /How it stands/ });
  await modal.choose('How it stands', 'Critical');
  await modal.fill('Why', 'Their board wants to leave.');
  expect(await modal.submit()).toEqual({ updated: true });
  await modal.until(/is critical until .*Nobody is on it yet/s);
  await modal.clickButton('Open a risk');
  await modal.until(/R-\d+ · Pine Sample Pharma is open\./);
  await modal.close();
  const risk = await world.database.db.risk.findFirstOrThrow({
    where: { account: { name: 'Pine Sample Pharma' } },
  });
  expect(risk).toMatchObject({ severity: 'critical', flagged: true, note: 'Their board wants to leave.' });
});
