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
  await home.clickButton(`Open ${button}`);
  return admin.modal({ text });
}

const person = async (name: string) => {
  const { id } = (await world.ctx()).workspace;
  return memberBySlackId(world.database.db, id, world.sandbox.person(name).id);
};

test('Home says what is missing, each with the button that mends it, and says it no more once that is done', async () => {
  const home = await setUp(/Finish setting up \(\d+ left\)/);
  expect(home.text()).toContain('4 accounts have no CS owner');
  expect(home.text()).toContain('Sales EMEA has no channel');
  await home.clickButton('Set channel');
  const team = await admin.modal({ text: 'Sales EMEA' });
  expect(team.value('Lead')).toBe('Sales Lead');
  expect(team.value('Members')).toHaveLength(3);
  await team.choose('Channel for cards', '#sales');
  expect(await team.submit()).toEqual({ closed: true });
  await admin.until(() => !home.text().includes('Sales EMEA has no channel'));

  await home.clickButton('Assign owners');
  const owners = await admin.modal({ text: 'Accounts without a CS owner' });
  await owners.check('Accounts without a CS owner', ['Acme Sample', 'Kite Sample Kitchens']);
  await owners.choose('CS owner', 'csm.berlin');
  expect(await owners.submit()).toEqual({ updated: true });
  expect(owners.text()).toContain('now owns 2 more accounts');
  await admin.until(() => home.text().includes('2 accounts have no CS owner'));
  await owners.check('Accounts without a CS owner', ['Fjord Sample Freight', 'Quartz Sample Quarry']);
  await owners.choose('CS owner', 'csm.newyork');
  await owners.submit();
  expect(owners.text()).toContain('Every account has a CS owner.');
  await owners.close();
  await admin.until(() => home.text().includes('Setup is complete'));
});

test('a setting says what it is, was and may be; what cannot be is refused under the field', async () => {
  const window = await opened('Settings', 'Time to respond to a handoff');
  expect(window.text()).toMatch(/Default[\s\S]*Time to respond to a handoff: 1 working day/);
  expect(window.text()).toContain('Working hours: Mon–Fri 9:00–17:00');
  await window.choose('Change a setting', 'Time to respond to a handoff');
  await window.until('New value');
  expect(window.value('New value')).toBe('1 working day');
  expect(window.text()).toMatch(/such as 4 hours, 1 day or 30 minutes/);
  await window.fill('New value', 'soon');
  expect(await window.submit()).toEqual({
    errors: { 'New value': expect.stringMatching(/^Write a time in words, such as 4 hours/) },
  });
  await window.fill('New value', '4 hours');
  expect(await window.submit()).toEqual({ updated: true });
  expect(window.text()).toContain('Time to respond to a handoff saved.');
  expect(window.text()).toMatch(/Changed\nTime to respond to a handoff: 4 working hours/);
  await window.choose('Change a setting', 'Time to respond to a handoff');
  await window.until('New value');
  await window.check('Default', 'Go back to the default');
  await window.submit();
  expect(window.text()).toMatch(/Default[\s\S]*Time to respond to a handoff: 1 working day/);
});

test('a policy is added for some handoffs, says what it comes to, is changed and removed', async () => {
  const window = await opened('Policies', 'No policies yet');
  await window.clickButton('New policy');
  await window.until('What differs');
  await window.choose('What differs', 'Time to respond to a handoff');
  await window.fill('New value', '4 hours');
  expect(await window.submit()).toEqual({
    errors: { 'Kind of handoff': expect.stringContaining('For all handoffs, change the setting.') },
  });
  await window.choose('Team', 'CS Global');
  await window.choose('Kind of handoff', 'CSM to CSM');
  await window.fill('New value', 'soon');
  expect(await window.submit()).toEqual({ errors: { 'New value': expect.stringMatching(/^Write a time/) } });
  await window.fill('New value', '4 hours');
  expect(await window.submit()).toEqual({ updated: true });
  expect(window.text()).toContain('Time to respond to a handoff saved.');
  expect(window.text()).toContain('For accounts handed to CS Global, CSM to CSM');
  expect(window.text()).toContain(
    'Example: for accounts handed to CS Global, CSM to CSM: respond within 4 working hours, because of the team’s policy.',
  );
  await window.clickButton('Open');
  await window.until('Remove');
  await window.fill('New value', '5 hours');
  await window.submit();
  expect(window.text()).toContain('Time to respond to a handoff: 5 working hours');
  await window.clickButton('Open');
  await window.until('Remove');
  await window.clickButton('Remove', { confirm: true });
  await window.until('Policy removed.');
  expect(window.text()).toContain('No policies yet');
  await window.close();
});

test('a policy for won deals goes by who won them, and takes no kind of handoff', async () => {
  const window = await opened('Policies', 'No policies yet');
  await window.clickButton('New policy');
  await window.until('What differs');
  await window.choose('What differs', 'Time to hand over a won deal');
  await window.choose('Team', 'CS Global');
  await window.choose('Kind of handoff', 'CSM to CSM');
  await window.fill('New value', '4 hours');
  expect(await window.submit()).toEqual({
    errors: { 'Kind of handoff': expect.stringMatching(/^A deal has no kind of handoff until/) },
  });
  await window.choose('Kind of handoff', 'Any kind');
  expect(await window.submit()).toEqual({ updated: true });
  expect(window.text()).toContain(
    'Example: for deals won by CS Global: hand over a won deal within 4 working hours, because of the team’s policy.',
  );
  await window.clickButton('Open');
  await window.until('Remove');
  await window.clickButton('Remove', { confirm: true });
  await window.until('Policy removed.');
});

test('a team is made, and has only colleagues in it', async () => {
  const window = await opened('Teams', 'CS Global');
  await window.clickButton('New team');
  await window.until('Kind of team');
  await window.fill('Name', 'cs global');
  await window.choose('Kind of team', 'Customer success');
  expect(await window.submit()).toEqual({
    errors: { Name: expect.stringContaining('already a team “CS Global”') },
  });
  await window.fill('Name', 'Sample Renewals');
  await window.choose('Members', ['csm.singapore', 'baton']);
  expect(await window.submit()).toEqual({ errors: { Members: expect.stringContaining('is an app') } });
  await window.choose('Members', ['csm.singapore']);
  await window.choose('Lead', 'cs.lead');
  expect(window.value('Suggest for new handoffs')).toBe('The person with the fewest accounts');
  await window.choose('Suggest for new handoffs', 'Each in turn');
  expect(await window.submit()).toEqual({ updated: true });
  expect(window.text()).toContain('Sample Renewals created.');
  expect((await person('csm.singapore'))?.teams.map(({ name, routing }) => [name, routing])).toEqual([
    ['CS Global', 'fewest_accounts'],
    ['Sample Renewals', 'in_turn'],
  ]);
});

test('a person is looked up, gets a cover and an absence, and is back again', async () => {
  const window = await opened('People', 'csm.berlin');
  await window.choose('Find a person', 'csm.singapore');
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
  await window.choose('Find a person', 'csm.singapore');
  await window.until('Last day away');
  expect(window.value('Last day away')).toBe('2026-11-27');
  await window.check('Remove', 'Absence (back already)');
  await window.submit();
  expect(await person('csm.singapore')).toMatchObject({ coverId: berlin?.id, awayUntil: null });
});

test('the alerts of a segment are turned on and off', async () => {
  await segmentIs(await world.ctx(), 'enterprise', 15);
  const window = await opened('Health alerts', 'enterprise: being tried out since');
  expect(await window.clickButton('Turn on')).toContain('a risk opens in the channel when an account');
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
  await opened('Health alerts', 'Fell to a lower band: 2 of 3 risks resolved, too many: tune this rule');
});

test('the secret of a token is shown once and kept nowhere, and a token can be revoked', async () => {
  const window = await opened('Access tokens', 'No tokens yet');
  await window.clickButton('New token');
  await window.until('Used by');
  await window.fill('Used by', 'sample export');
  expect(await window.submit()).toEqual({ updated: true });
  const secret = /baton_[\w-]{43}/.exec(window.text())?.[0] ?? '';
  expect(await findToken(world.database.db, secret)).not.toBeNull();
  await window.clickButton('Back to the list');
  await window.until(/Created .*, last used/);
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
