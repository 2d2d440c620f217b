import { expect, it } from 'vitest';
import { run } from '../../cli/run.ts';
import { newId } from '../../src/platform/id.ts';
import { newTeam, ownWorkspace } from '../people/world.ts';
import { envAt } from '../support/command-line.ts';
import { ownDatabase } from '../support/database.ts';

const database = ownDatabase();
const ctx = ownWorkspace(database);

async function policies(...words: string[]) {
  let [out, err] = ['', ''];
  const code = await run(['--team', ctx.workspace.slackTeamId, 'policies', ...words], {
    env: await envAt(ctx.now, database),
    write: (text) => {
      out += text;
    },
    warn: (text) => {
      err += text;
    },
  });
  return { code, out, err };
}

it('sets, lists, explains and removes what holds for some handoffs', async () => {
  expect((await policies('list')).out).toContain('There are no policies');
  await newTeam(ctx, 'CS EMEA', 'cs');
  const account = {
    name: 'Acme',
    nameKey: 'acme',
    segment: 'Enterprise',
    createdAt: ctx.now,
    updatedAt: ctx.now,
  };
  await database.db.account.create({
    data: { ...account, id: newId(ctx.now), workspaceId: ctx.workspace.id },
  });
  const scope = ['--segment', 'enterprise'];
  expect((await policies('set', 'handoff.acknowledge', '4', 'hours', ...scope)).out).toBe(
    'handoff.acknowledge is now 4 working hours for these. There was none.\n',
  );
  expect((await policies('set', 'handoff.acknowledge', '5 hours', ...scope)).out).toContain(
    'Before: 4 working hours.',
  );
  const narrower = ['--receiving-team', 'cs emea', '--kind', 'sales_to_cs'];
  expect(await policies('set', 'handoff.decide', '1 day', ...narrower)).toMatchObject({ code: 0 });
  const lines = (await policies('list')).out.split('\n').map((line) => line.split(/ {2,}/));
  expect(lines).toEqual([
    ['SETTING', 'VALUE', 'KIND', 'SEGMENT', 'TEAM'],
    ['handoff.acknowledge', '5 working hours', 'any', 'Enterprise', 'any'],
    ['handoff.decide', '1 working day', 'sales_to_cs', 'any', 'CS EMEA'],
    [''],
  ]);
  const explained = (await policies('explain', ...scope, ...narrower)).out;
  expect(explained).toMatch(/handoff\.acknowledge +5 working hours +the segment Enterprise\n/);
  expect(explained).toMatch(/handoff\.decide +1 working day +the team CS EMEA, the kind sales_to_cs\n/);
  expect(explained).toMatch(/handoff\.resubmit +2 working days +the setting\n/);
  expect((await policies('remove', 'handoff.acknowledge', ...scope)).out).toBe(
    'handoff.acknowledge is removed for these. It was 5 working hours.\n',
  );
  expect(await policies('remove', 'handoff.acknowledge', ...scope)).toMatchObject({
    code: 1,
    err: 'There is no policy of exactly this. See them: policies list\n',
  });
});

it('sets and explains what holds for some deals, by who won them', async () => {
  await newTeam(ctx, 'Sales EMEA', 'sales');
  const won = ['--selling-team', 'sales emea'];
  expect((await policies('set', 'deal.hand_over', '4 hours', ...won)).out).toBe(
    'deal.hand_over is now 4 working hours for these. There was none.\n',
  );
  expect((await policies('explain', ...won)).out).toMatch(
    /deal\.hand_over +4 working hours +the team Sales EMEA\n/,
  );
  // Who receives it has no say in that.
  expect((await policies('explain', '--receiving-team', 'Sales EMEA')).out).toMatch(
    /deal\.hand_over +1 working day +the setting\n/,
  );
  expect(await policies('remove', 'deal.hand_over', ...won)).toMatchObject({ code: 0 });
});

it.each([
  [['set', 'deal.hand_over', '1 day', '--kind', 'sales_to_cs'], 'A deal has no kind of handoff until'],
  [['set', 'deal.hand_over', '1 day', '--receiving-team', 'CS EMEA'], 'Name who won it: --selling-team'],
  [['set', 'handoff.decide', '1 day', '--selling-team', 'CS EMEA'], 'Name them: --receiving-team'],
  [['set', 'handoff.acknowledge', '4 hours'], 'Pick a kind, a segment or a team.'],
  [['set', 'handoff.acknowledge', 'soon', '--kind', 'sales_to_cs'], 'Write a time in words'],
  [['set', 'calendar', 'always', '--kind', 'sales_to_cs'], 'calendar is the same for all handoffs'],
  [['set', 'handoff.decide', '1 day', '--kind', 'sales'], 'There is no kind of handoff "sales"'],
  [['explain', '--segment', 'moon'], 'No account is in the segment "moon".'],
  [['explain', '--receiving-team', 'Moon'], 'There is no team "Moon".'],
])('refuses %j in words', async (words, help) => {
  expect(await policies(...words)).toMatchObject({ code: 1, out: '', err: expect.stringContaining(help) });
});
