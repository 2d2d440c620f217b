import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Driver } from '../../sandbox/server.ts';
import { memberBySlackId } from '../../src/people/load-people.ts';
import { newId } from '../../src/platform/id.ts';
import { findToken } from '../../src/workspaces/tokens.ts';
import { segmentIs } from '../accounts/owned.ts';
import { startWorld, type World } from '../support/baton.ts';

vi.setConfig({ testTimeout: 60_000 });

let world: World;
let admin: Driver;
beforeAll(async () => {
  world = await startWorld();
  admin = world.sandbox.person('director');
});
afterAll(async () => {
  expect(world.sandbox.traffic.violations).toEqual([]);
  await world.close();
});

/** The admin's Home, with the tab *Set up* shown. */
async function setUp(text: string | RegExp) {
  const home = await admin.home();
  await home.clickButton('Set up');
  return admin.home({ text });
}

/** A window that was opened from there. */
async function opened(button: string, text: string | RegExp) {
  const home = await setUp(/Access tokens/);
  await home.clickButton(button);
  return admin.modal({ text });
}

const person = async (name: string) => {
  const { id } = (await world.ctx()).workspace;
  return memberBySlackId(world.database.db, id, world.sandbox.person(name).id);
};

test('Home says what is missing, each with the button that mends it, and says it no more once that is done', async () => {
  const home = await setUp('What is missing');
  expect(home.text()).toContain('4 accounts without a CS owner');
  expect(home.text()).toContain('Sales EMEA has no channel');
  await home.clickButton('Set the channel');
  const team = await admin.modal({ text: 'Sales EMEA' });
  expect(team.value('Lead')).toBe('Sales Lead');
  expect(team.value('Who is in it')).toHaveLength(3);
  await team.choose('Channel for its cards', '#sales');
  expect(await team.submit()).toEqual({ closed: true });
  await admin.until(() => !home.text().includes('Sales EMEA has no channel'));

  await home.clickButton('Give an owner');
  const owners = await admin.modal({ text: 'Accounts without a CS owner' });
  await owners.check('Accounts without a CS owner', ['Acme Sample', 'Kite Sample Kitchens']);
  await owners.choose('CS owner', 'csm.berlin');
  expect(await owners.submit()).toEqual({ updated: true });
  expect(owners.text()).toContain('has 2 more to look after');
  await admin.until(() => home.text().includes('2 accounts without a CS owner'));
  await owners.check('Accounts without a CS owner', ['Fjord Sample Freight', 'Quartz Sample Quarry']);
  await owners.choose('CS owner', 'csm.newyork');
  await owners.submit();
  expect(owners.text()).toContain('Every account has a CS owner.');
  await owners.close();
  await admin.until(() => home.text().includes('Nothing is missing'));
});

test('a setting says what it is, was and may be; what cannot be is refused under the field', async () => {
  const window = await opened('Settings', 'Time to acknowledge a handoff');
  expect(window.text()).toMatch(/Time to acknowledge a handoff\n1 working day \(default\)/);
  await window.clickButton('Change');
  await window.until('New value');
  expect(window.text()).toMatch(/P1D is one working day/);
  await window.fill('New value', 'soon');
  expect(await window.submit()).toEqual({
    errors: { 'New value': expect.stringMatching(/^Write a duration/) },
  });
  await window.fill('New value', 'PT4H');
  expect(await window.submit()).toEqual({ updated: true });
  expect(window.text()).toContain('Saved: Time to acknowledge a handoff.');
  expect(window.text()).toMatch(/Time to acknowledge a handoff\n4 working hours/);
  await window.clickButton('Change');
  await window.until('New value');
  await window.check('Or', 'Go back to the default');
  await window.submit();
  expect(window.text()).toMatch(/Time to acknowledge a handoff\n1 working day \(default\)/);
});

test('a team is made, and has only colleagues in it', async () => {
  const window = await opened('Teams', 'CS Global');
  await window.clickButton('New team');
  await window.until('What it does');
  await window.fill('Name', 'cs global');
  await window.choose('What it does', 'Customer success');
  expect(await window.submit()).toEqual({ errors: { Name: expect.stringContaining('“CS Global” already') } });
  await window.fill('Name', 'Sample Renewals');
  await window.choose('Who is in it', ['csm.singapore', 'baton']);
  expect(await window.submit()).toEqual({ errors: { 'Who is in it': expect.stringContaining('is an app') } });
  await window.choose('Who is in it', ['csm.singapore']);
  await window.choose('Lead', 'cs.lead');
  expect(await window.submit()).toEqual({ updated: true });
  expect(window.text()).toContain('Sample Renewals is made.');
  expect((await person('csm.singapore'))?.teams.map(({ name }) => name)).toEqual([
    'CS Global',
    'Sample Renewals',
  ]);
});

test('a person is looked up, gets a cover and an absence, and is back again', async () => {
  const window = await opened('People', 'csm.berlin');
  await window.choose('Look for somebody', 'csm.singapore');
  await window.until('Last day away');
  await window.choose('Cover', 'csm.singapore');
  expect(await window.submit()).toEqual({ errors: { Cover: expect.stringContaining('their own cover') } });
  await window.choose('Cover', 'csm.berlin');
  await window.date('Last day away', '2026-11-27');
  expect(await window.submit()).toEqual({ updated: true });
  const berlin = await person('csm.berlin');
  expect(await person('csm.singapore')).toMatchObject({
    coverId: berlin?.id,
    awayUntil: new Date('2026-11-27T15:59:00Z'),
  });
  await window.choose('Look for somebody', 'csm.singapore');
  await window.until('Last day away');
  expect(window.value('Last day away')).toBe('2026-11-27');
  await window.check('Take away', 'The absence: back already');
  await window.submit();
  expect(await person('csm.singapore')).toMatchObject({ coverId: berlin?.id, awayUntil: null });
});

test('the alerts of a segment are turned on and off', async () => {
  await segmentIs(await world.ctx(), 'enterprise', 15);
  const window = await opened('Health alerts', 'enterprise: tried out since');
  expect(await window.clickButton('Turn on')).toContain('that slip open a risk in their channel');
  await window.clickButton('Turn on', { confirm: true });
  await window.until('Alerts are on for enterprise');
  await window.clickButton('Turn off', { confirm: true });
  await window.until('Alerts are off for enterprise');
});

test('how often alerts were wrong stands where they are turned on and off', async () => {
  const ctx = await world.ctx();
  const { id: accountId } = await ctx.db.account.findFirstOrThrow({ select: { id: true } });
  const ended = { state: 'resolved' as const, outcome: 'not_a_risk' as const, resolvedAt: ctx.now };
  await ctx.db.risk.createMany({
    data: [901, 902, 903].map((number) => ({
      ...{ id: newId(ctx.now), workspaceId: ctx.workspace.id, accountId, number, ...ended },
      ...{
        rule: 'worsened',
        severity: 'at_risk' as const,
        reasons: [],
        openedAt: ctx.now,
        updatedAt: ctx.now,
      },
      verdict: number === 903 ? ('too_early' as const) : ('false_alarm' as const),
    })),
  });
  await opened('Health alerts', 'A lower band: 2 of 3 risks resolved, too many: tune this rule');
});

test('the secret of a token is shown once and kept nowhere, and a token can be revoked', async () => {
  const window = await opened('Access tokens', 'There are no tokens yet');
  await window.clickButton('New token');
  await window.until('What uses it');
  await window.fill('What uses it', 'sample export');
  expect(await window.submit()).toEqual({ updated: true });
  const secret = /baton_[\w-]{43}/.exec(window.text())?.[0] ?? '';
  expect(await findToken(world.database.db, secret)).not.toBeNull();
  await window.clickButton('To the list');
  await window.until(/Made .*, last used/);
  expect(window.text()).not.toContain(secret);
  const kept = await world.database.pool.query(
    `SELECT answer::text AS text FROM inbound_requests UNION ALL SELECT data::text FROM audit_entries
      UNION ALL SELECT to_jsonb(t)::text FROM api_tokens t`,
  );
  expect(kept.rows.length).toBeGreaterThan(3);
  expect(kept.rows.filter(({ text }) => text?.includes(secret))).toEqual([]);
  await window.clickButton('Revoke', { confirm: true });
  await window.until('Revoked');
  expect(await findToken(world.database.db, secret)).toBeNull();
});

test('who is no admin is not offered any of it', async () => {
  const rep = world.sandbox.person('rep.berlin');
  expect((await rep.home()).buttons()).not.toContain('Set up');
});
