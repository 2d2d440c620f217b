import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Driver } from '../../sandbox/server.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { flagRisk } from '../../src/risks/verbs/flag-risk.ts';
import { planRisk, resolveRisk } from '../../src/risks/verbs/work.ts';
import { setSetting } from '../../src/settings/set-setting.ts';
import { expectDone } from '../handoffs/house.ts';
import { startWorld, type World } from '../support/baton.ts';

let world: World;
let lead: Driver;
let csm: Driver;
beforeAll(async () => {
  // Monday 23 November 2026, 10:00 in Berlin.
  world = await startWorld({ company: true });
  lead = world.sandbox.person('cs.lead');
  csm = world.sandbox.person('csm.berlin');
  const ctx = await world.ctx();
  expectDone(await setSetting(ctx, { key: 'currency.reporting', value: 'USD' }));
  expectDone(await setSetting(ctx, { key: 'currency.rates', value: '2026-01-01 EUR=1.1' }));
});
afterAll(async () => {
  expect(world.sandbox.traffic.violations).toEqual([]);
  await world.close();
});

const CHANNEL = 'customer-success';
const ROOT = /^CS Global: .* at risk in/;

async function as({ id: slackUserId }: Driver): Promise<Ctx> {
  const ctx = await world.ctx();
  const { id: memberId } = await ctx.db.member.findFirstOrThrow({ where: { slackUserId } });
  return { ...ctx, actor: { type: 'member', memberId } };
}

/** By somebody who owns none of them: whoever flags their own has claimed it. */
async function flag(name: string): Promise<void> {
  const ctx = await as(world.sandbox.person('rep.newyork'));
  const { id } = await ctx.db.account.findFirstOrThrow({ where: { name } });
  const seen = {
    kind: 'other',
    sentiment: null,
    note: 'Sample note',
    evidence: null,
    urgent: false,
  } as const;
  expectDone(await flagRisk(ctx, { account: { id }, ...seen }));
}

/** Berlin is an hour ahead of UTC in winter. */
const berlin = (day: string, time: string) => world.moveTo(new Date(`${day}T${time}:00+01:00`));

/** The digests that stand there, the oldest first. */
const digests = (person: Driver, where: string) => person.sees(where).filter(({ text }) => ROOT.test(text));

async function digest(person: Driver, where: string, nth: number) {
  return person.until(
    () => {
      const found = digests(person, where)[nth - 1];
      return found && found.replies.length >= 2 ? found : null;
    },
    { what: `digest ${nth} in ${where} with its thread` },
  );
}

const answerTo = async (line: string, wanted: RegExp) => {
  await lead.types(line, { in: 'customer-success' });
  const answer = await lead.message(wanted, { in: 'customer-success' });
  expect(answer.ephemeral).toBe(true);
  return answer;
};

test('help and unknown input say what there is', async () => {
  expect((await answerTo('/digest help', /tells you each week/)).text).toContain('/digest preview');
  await answerTo('/digest agneda', /Did you mean \/digest agenda\?/);
  await answerTo('/digest stop', /You have no digests yet\./);
  await answerTo('/baton glossary save rate', /save rate/);
});

test('a lead subscribes in a modal that offers what they may see', async () => {
  await answerTo('/digest', /You have no digests yet\./);
  await lead.clicks('New digest', { in: CHANNEL, message: /You have no digests yet\./ });
  const modal = await lead.modal({ title: 'New digest', text: /How often/ });
  expect(modal.options('Accounts')).toEqual(['Accounts of my reports', 'My accounts', 'CS Global']);
  expect([modal.value('Accounts'), modal.value('Day'), modal.value('Time')]).toEqual([
    'Accounts of my reports',
    'Monday',
    '8:00 AM',
  ]);
  expect(modal.value('Time zone')).toBe('Yours: Europe/Berlin');
  await modal.choose('Accounts', 'CS Global');
  expect(await modal.submit()).toEqual({ updated: true });
  await modal.until(/Every Monday at 8:00 AM \(Europe\/Berlin\), to you · Next: .*Nov 30/);
  await modal.close();
});

test('the same goes to a channel too, and each is changed by itself', async () => {
  await lead.clicks('New digest', { in: CHANNEL, message: /You have no digests yet\./ });
  const modal = await lead.modal({ title: 'New digest', text: /How often/ });
  await modal.choose('Accounts', 'CS Global');
  await modal.choose('Send to', CHANNEL);
  await modal.choose('Time', '9:00 AM');
  expect(await modal.submit()).toEqual({ updated: true });
  await modal.until(/at 9:00 AM .*to #customer-success/);
  await modal.close();
  const list = await answerTo('/digest', /Your digests/);
  expect(list.text).toMatch(/8:00 AM \(Europe\/Berlin\), to you .*9:00 AM .*#customer-success/s);
  await lead.clicks('Edit', { in: CHANNEL, message: /Your digests/ });
  const change = await lead.modal({ title: 'Edit digest', text: /How often/ });
  expect([change.value('Accounts'), change.value('Send to'), change.value('Time')]).toEqual([
    'CS Global',
    null,
    '8:00 AM',
  ]);
  await change.choose('Send to', CHANNEL);
  expect(await change.submit()).toEqual({ errors: { Accounts: expect.stringContaining('already') } });
  await change.close();
});

test('on Monday morning it comes, once, with what to do about each account', async () => {
  await berlin('2026-11-30', '07:59');
  await flag('Cedar Sample Bank');
  await flag('Olive Sample Optics');
  expect(digests(lead, 'dm')).toEqual([]);
  await berlin('2026-11-30', '08:01');
  const mine = await digest(lead, 'dm', 1);
  // 310,000 and 10,800 EUR at 1.1.
  expect(mine.text).toContain('CS Global: $352.9K at risk in 2 accounts');
  expect(mine.text).toContain('First digest, so nothing to compare with yet.');
  const [accounts, work] = mine.replies;
  expect(accounts?.text).toMatch(
    /Cedar Sample Bank.*€310K.*No one is on R-1 yet · owner: @csm\.berlin.*Olive Sample Optics/s,
  );
  expect(accounts?.buttons).toEqual(['I’ve got it', 'I’ve got it']);
  expect(work?.text).toContain('Nothing is overdue, and every won deal is handed over.');
  expect(digests(lead, CHANNEL)).toEqual([]);
  await berlin('2026-11-30', '09:01');
  const shared = await digest(csm, CHANNEL, 1);
  // In a channel nobody is mentioned.
  expect(shared.replies[0]?.text).toContain('\nNo one is on R-1 yet · owner: csm.berlin');
  expect(digests(lead, 'dm').length).toBe(1);
});

test('who reads it in the channel takes an account from it', async () => {
  await csm.clicks('I’ve got it', { in: CHANNEL, message: /2 accounts at risk\n.*Cedar/s });
  const risk = await csm.until(() =>
    world.database.db.risk.findFirst({ where: { number: 1, state: 'claimed' } }),
  );
  expect(risk.ownerId).not.toBeNull();
});

test('a preview shows it to the reader alone, and keeps nothing', async () => {
  const before = await world.database.db.digestRun.count();
  await answerTo('/digest preview', /You have several digests\. Pick one and use its menu\./);
  await lead.picks('Preview', { in: CHANNEL, message: /You have several digests/ });
  const preview = await lead.message(/Preview: only you see it/, { in: CHANNEL });
  expect(preview.ephemeral).toBe(true);
  expect(preview.buttons).toEqual([]);
  expect(preview.text).toMatch(/\$352\.9K at risk in 2 accounts.*Unchanged since.*is on R-1 · no plan yet/s);
  expect(await world.database.db.digestRun.count()).toBe(before);
});

test('one is sent at once where somebody asks for it, and an agenda with a question for each account', async () => {
  await lead.picks('Send now', { in: CHANNEL, message: /You have several digests/ });
  await lead.message(/The digest is on its way to your DMs/, { in: CHANNEL });
  const now = await digest(lead, 'dm', 2);
  expect(now.replies[0]?.buttons).toEqual(expect.arrayContaining(['I’ve got it']));
  // Who has no digest is shown their own accounts.
  await csm.types('/digest agenda');
  await csm.message(/The agenda is on its way/);
  const agenda = await csm.until(() =>
    csm.sees('dm').find(({ text, replies }) => /^Review: Accounts of/.test(text) && replies.length === 2),
  );
  expect(agenda.replies.map(({ text }) => /(\d of 2) .*\n/.exec(text)?.[1])).toEqual(['1 of 2', '2 of 2']);
  const all = agenda.replies.map(({ text }) => text).join('\n');
  expect(all).toMatch(
    /Cedar.*You’re on R-1 · no plan yet.*Last action: .*you took it.*What is the first step, and by when\?/s,
  );
  expect(all).toMatch(/Olive.*Decision: you.*Who takes it, and by when\?/s);
});

test('the next Monday says what has changed since', async () => {
  const risk = async (number: number) => world.database.db.risk.findFirstOrThrow({ where: { number } });
  const me = await as(csm);
  const plan = { firstAction: 'Sample step', dueOn: '2026-12-04', checkInOn: '2026-12-10' };
  expectDone(await planRisk(me, { riskId: (await risk(1)).id, ...plan }));
  const how = { outcome: 'saved', verdict: null, reason: 'Sample reason' } as const;
  expectDone(await resolveRisk(me, { riskId: (await risk(2)).id, ...how }));
  // Until now Baton may upload nothing, and does without pictures.
  for (const scope of ['files:read', 'files:write']) world.sandbox.grantScope(scope);
  await berlin('2026-12-07', '07:59');
  await flag('Iris Sample Insurance');
  await berlin('2026-12-07', '08:01');
  const next = await digest(lead, 'dm', 3);
  expect(next.text).toMatch(
    /\$632\.5K at risk in 2 accounts\nUp \$279\.6K since Nov 30.*: 1 became at risk \(\+\$291\.5K\) and 1 recovered \(−\$11\.9K\)/,
  );
  expect(next.text).toContain('[Bar chart. ARR at risk was $352.9K in 2 accounts');
  const [accounts, work] = next.replies;
  expect(accounts?.text).toContain('@csm.berlin is on R-1 · Sample step · check-in Dec 10, 2026');
  expect(accounts?.buttons).toEqual(['Details', 'I’ve got it']);
  expect(work?.text).toContain('• ARR saved: $11.9K in 1 account');
});

test('each is stopped by itself, and then there is none', async () => {
  await answerTo('/digest stop', /You have several digests/);
  await lead.picks('Stop', { in: CHANNEL, message: /You have several digests/ });
  await lead.until(() =>
    lead.sees(CHANNEL).some(({ text, ephemeral }) => ephemeral && /^Stopped: CS Global/.test(text)),
  );
  const { db } = world.database;
  expect(await db.digestSubscription.count({ where: { stoppedAt: null } })).toBe(1);
  await answerTo('/digest stop', /^Stopped: CS Global/);
  await lead.until(async () => (await db.digestSubscription.count({ where: { stoppedAt: null } })) === 0);
  await answerTo('/digest', /You have no digests yet\./);
  expect(await db.digestSubscription.count({ where: { dueAt: { not: null } } })).toBe(0);
});
