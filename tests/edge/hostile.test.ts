import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  CLICKS,
  COMMANDS,
  MESSAGE_SHORTCUTS,
  SHORTCUTS,
  SUBMISSIONS,
  SUGGESTIONS,
} from '../../listeners/index.ts';
import { newTrigger } from '../../sandbox/triggers.ts';
import { SETUP_ACTIONS, SETUP_CALLBACKS } from '../../views/home/setup/ids.ts';
import { post } from '../handoffs/forge.ts';
import { startWorld, type World } from '../support/baton.ts';
import { keptLog } from '../support/log.ts';

// Whatever comes back from Slack may be of an older version, or of nobody: it is acked, answered, and changes nothing.

const kept = keptLog();
let world: World;
let who: { user: { id: string; team_id: string }; team: { id: string } };
beforeAll(async () => {
  world = await startWorld({ log: kept.log });
  const { teamId } = world.sandbox;
  // An admin, who is let in everywhere.
  who = { user: { id: world.sandbox.person('director').id, team_id: teamId }, team: { id: teamId } };
});
afterAll(() => world.close());
beforeEach(() => {
  kept.lines.splice(0);
});

const ID = randomUUID();
const VALUES = [
  ...['', 'x', 'constructor', '\u0000', '\ud800', '9'.repeat(40)],
  ...[ID, `open:${ID}`, `${ID}:0`, `${ID}:${ID}`, `one_hour:x`, 'constructor:x', `toString:${ID}`],
  ...['fill:__proto__', `none:constructor`, `0:${ID}`, `on:0:`, `mine:99999999999999999999`, 'people:0:'],
  ...['person:0:x', 'team:0:x', 'setting:0:constructor', '2027-99-99:', 'x'.repeat(2_000), `now:${ID}`],
];
const METADATA = [
  '',
  'x',
  'null',
  '{}',
  '{"id":"x","v":0,"step":"essentials"}',
  `{"id":"${ID}","v":0,"step":"reading"}`,
  '{"v":0,"step":"essentials"}',
  '{"v":0,"step":"constructor"}',
  ID,
  'person:0:x',
  `person:0:${ID}`,
  'setting:0:constructor',
  'setting:0:handoff.decide',
  'setting::alerts.preview_days',
  '["x",["x"]]',
];

/** What is kept of a company, but for who has looked at what. */
async function everything(): Promise<unknown> {
  const { db } = world.database;
  return Promise.all([
    ...[
      db.handoff.findMany({ where: { state: { not: 'draft' } } }),
      db.account.findMany(),
      db.risk.findMany(),
    ],
    ...[db.auditEntry.count(), db.outboxMessage.count(), db.setting.findMany(), db.team.findMany()],
    db.member.findMany({
      where: { slackUserId: who.user.id },
      select: { morningMinute: true, morningMoved: true, mutesReceipts: true },
    }),
    ...[db.apiToken.findMany(), db.digestSubscription.findMany(), db.timer.count()],
  ]);
}

const view = (callback: string, metadata: string, values: object) => ({
  id: 'V0HOSTILE',
  hash: '1',
  type: 'modal',
  callback_id: callback,
  private_metadata: metadata,
  title: { type: 'plain_text', text: 'Hostile' },
  submit: { type: 'plain_text', text: 'Submit' },
  blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'Hostile' } }],
  state: { values },
});

const click = (action: object, more: object = {}) => ({
  type: 'block_actions',
  ...who,
  trigger_id: newTrigger(world.sandbox.core, who.user.id),
  container: { type: 'message', message_ts: '1.1', channel_id: 'C1' },
  actions: [{ block_id: 'b', action_ts: randomUUID(), ...action }],
  ...more,
});

async function acked(payload: object): Promise<string> {
  const { status, body } = await post(world, payload);
  expect([status, payload]).toEqual([200, payload]);
  return body;
}

/** So many at once as a house full of people presses: more only wait for each other where a machine does much else. */
const AT_ONCE = 8;

async function allAcked(payloads: readonly object[]): Promise<void> {
  for (let from = 0; from < payloads.length; from += AT_ONCE)
    await Promise.all(payloads.slice(from, from + AT_ONCE).map(acked));
}

/** Ends when nothing that was acked goes on. */
async function quiet(): Promise<void> {
  await world.sandbox.person('director').types('/baton', { in: 'sales' });
}

describe.each(Object.keys(CLICKS))('the button %s', (actionId) => {
  test('with a value that it never had, on a message and in a window', async () => {
    const before = await everything();
    const values = VALUES.map((value) => click({ action_id: actionId, selected_option: { value } }));
    const metadata = METADATA.map((carried) =>
      click({ action_id: actionId, value: `fill:${ID}` }, { view: view('notice', carried, {}) }),
    );
    await allAcked([...values, ...metadata]);
    await quiet();
    expect(kept.errors()).toEqual([]);
    // That one has no value, and does the same whatever comes with it.
    if (actionId !== SETUP_ACTIONS.readPeople) expect(await everything()).toEqual(before);
  });
});

describe.each(Object.keys(SUBMISSIONS))('the window %s', (callback) => {
  const FIELDS = ['answer', 'outcome', 'account', 'into', 'accounts', 'owner', 'receiver', 'scope', 'kind'];
  FIELDS.push('morning', 'value');
  FIELDS.push('gaps', 'decideBy', 'dueOn', 'checkInOn', 'heldOn', 'quality', 'band', 'until', 'firstValueOn');
  FIELDS.push(
    'weekday',
    'minute',
    'zone',
    'channel',
    'cadence',
    'members',
    'lane',
    'name',
    'note',
    'text@r1',
  );

  test('with values that no input of it takes', async () => {
    const before = await everything();
    for (const value of ['', 'constructor', ID, '2027-02-31', '1e400', '420 ', '4 Stunden']) {
      const payloads = METADATA.map((metadata) => {
        const state = {
          ...{ value, selected_option: { value, text: { type: 'plain_text', text: value } } },
          ...{ selected_options: [{ value }], selected_users: [value] },
        };
        const values = Object.fromEntries(FIELDS.map((field) => [field, { value: state }]));
        return { type: 'view_submission', ...who, view: view(callback, metadata, values) };
      });
      await allAcked(payloads);
    }
    await quiet();
    expect(kept.errors()).toEqual([]);
    // Of a new token only the name is asked, and takes any.
    if (callback !== SETUP_CALLBACKS.token) expect(await everything()).toEqual(before);
  });
});

test('the menus that ask for options answer with some or none', async () => {
  for (const action_id of [...Object.keys(SUGGESTIONS), 'constructor', 'gone'])
    for (const value of VALUES) {
      const body = await acked({ type: 'block_suggestion', ...who, action_id, value });
      expect(JSON.parse(body)).toEqual({ options: expect.any(Array) });
    }
  expect(kept.errors()).toEqual([]);
});

describe('what this version does not know', () => {
  const OLD = /older version of Baton/;

  test('a button of an older card is acked, and says so where it was pressed', async () => {
    const director = world.sandbox.person('director');
    await director.types('/handoff help', { in: 'sales' });
    for (const action_id of ['handoff_of_yesterday', 'constructor', '__proto__']) {
      const before = director.sees('dm').length;
      await acked(click({ type: 'button', action_id }, { view: view('gone', '', {}) }));
      await director.until(() => director.sees('dm').length > before);
      expect(director.sees('dm').at(-1)?.text).toMatch(OLD);
    }
  });

  test('a window of an older version says so in its place', async () => {
    for (const callback of ['handoff_form_of_yesterday', 'constructor'])
      expect(await acked({ type: 'view_submission', ...who, view: view(callback, '', {}) })).toMatch(OLD);
  });

  test.each([
    'dialog_submission',
    'view_closed',
    'interactive_message',
    'workflow_step_edit',
    'constructor',
    '',
  ])('the payload %s is acked', async (type) => {
    await acked({ type, ...who });
    await acked({ type });
  });

  test.each(['block_actions', 'view_submission', 'block_suggestion', 'shortcut', 'message_action'])(
    'a %s without its parts is acked',
    async (type) => {
      for (const rest of [
        {},
        who,
        { user: null },
        { ...who, actions: [] },
        { ...who, view: null, channel: null },
      ])
        await acked({ type, ...rest });
      expect(kept.errors()).toEqual([]);
    },
  );

  test('a shortcut that is gone is acked, and says so in a DM', async () => {
    for (const [type, more] of [
      ['shortcut', {}],
      ['message_action', { channel: { id: 'C1' }, message_ts: '1.1' }],
    ] as const) {
      expect([...Object.keys(SHORTCUTS), ...Object.keys(MESSAGE_SHORTCUTS)]).not.toContain('toString');
      await acked({ type, ...who, callback_id: 'toString', trigger_id: 'x', ...more });
    }
    await world.sandbox.person('director').message(OLD, { in: 'dm' });
  });

  test.each(Object.keys(COMMANDS))(
    '%s answers every word that objects have of their own',
    async (command) => {
      const director = world.sandbox.person('director');
      for (const word of ['constructor', '__proto__', 'toString', 'glossary constructor', 'hasOwnProperty']) {
        await director.types(`${command} ${word}`, { in: 'sales' });
        if (director.hasModal()) await (await director.modal()).close();
      }
      expect(kept.errors()).toEqual([]);
    },
  );
});
