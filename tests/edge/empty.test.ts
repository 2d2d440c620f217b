import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { viewPayload } from '../../sandbox/modals.ts';
import type { Driver } from '../../sandbox/server.ts';
import { topView } from '../../sandbox/state.ts';
import { post } from '../handoffs/forge.ts';
import { handOver, review } from '../handoffs/hand-over.ts';
import { startWorld, type World } from '../support/baton.ts';

// Slack's client lets no empty form through. Whoever forges one is refused by Baton all the same.

let world: World;
let rep: Driver;
let csm: Driver;
beforeAll(async () => {
  world = await startWorld({ company: true });
  rep = world.sandbox.person('rep.berlin');
  csm = world.sandbox.person('csm.berlin');
  await handOver(rep, { account: 'Kite Sample Kitchens', receiver: 'CSM (Berlin)' });
  await rep.types('/risk Cedar', { in: 'sales' });
  const flag = await rep.modal({ title: 'Flag a risk', text: /What happened/ });
  await flag.check('What happened', 'Something else');
  await flag.fill('Details', 'The invoice is disputed.');
  expect(await flag.submit()).toEqual({ updated: true });
  await flag.close();
  await csm.message(/R-1/, { in: 'dm' });
});
afterAll(async () => {
  expect(world.sandbox.traffic.violations).toEqual([]);
  await world.close();
});

const emptied = (state: { type: string }) =>
  Object.fromEntries(
    Object.entries(state).map(([key, value]) => [
      key,
      key === 'type' ? value : Array.isArray(value) ? [] : null,
    ]),
  );

/** Submits the window on somebody's screen with nothing in it, past Slack's client. */
async function forgeEmpty(
  person: Driver,
  name: string,
): Promise<{ response_action?: string; view?: object }> {
  const { core, teamId } = world.sandbox;
  const { id } = world.sandbox.person(name);
  const view = topView(core.world, id);
  if (!view) throw new Error('there is no window');
  const payload = viewPayload(core, view);
  const { values } = payload['state'] as { values: Record<string, Record<string, { type: string }>> };
  const nothing = Object.fromEntries(
    Object.entries(values).map(([block, elements]) => [
      block,
      Object.fromEntries(Object.entries(elements).map(([action, state]) => [action, emptied(state)])),
    ]),
  );
  const { status, body } = await post(world, {
    type: 'view_submission',
    team: { id: teamId },
    user: { id, team_id: teamId },
    view: { ...payload, state: { values: nothing } },
  });
  expect(status).toBe(200);
  await (await person.modal()).close();
  return JSON.parse(body || '{}');
}

async function everything(): Promise<unknown> {
  const { db } = world.database;
  return Promise.all([
    db.handoff.findMany({ where: { state: { not: 'draft' } } }),
    ...[db.account.findMany(), db.risk.findMany(), db.team.findMany(), db.apiToken.count()],
    ...[db.accountHealth.findMany(), db.outboxMessage.count()],
  ]);
}

const H1 = { in: 'dm', message: /H-1/ };
const R1 = { in: 'dm', message: /R-1/ };
const card = async (button: string) => {
  await csm.types('/account cedar', { in: 'sales' });
  await csm.picks(button, { in: 'sales', message: /Cedar Sample Bank/ });
};

describe('an empty form is refused, and changes nothing:', () => {
  test.each<[string, string, () => Promise<unknown>, RegExp]>([
    ['a handoff', 'rep.berlin', () => rep.types('/handoff', { in: 'sales' }), /Main contact/],
    ['a promised decision', 'csm.berlin', () => review(csm, 'H-1', 'Decide later'), /Decision date/],
    ['a question back', 'csm.berlin', () => review(csm, 'H-1', 'Ask for more'), /Your question/],
    ['another receiver', 'csm.berlin', () => csm.picks('Reassign…', H1), /New owner/],
    ['a cancelling', 'rep.berlin', () => rep.picks('Cancel…', H1), /Reason/],
    ['a flag', 'rep.berlin', () => rep.types('/risk', { in: 'sales' }), /What happened/],
    ['a plan', 'csm.berlin', () => csm.picks('Plan…', R1), /First step/],
    ['a verdict', 'csm.berlin', () => csm.clicks('Not a risk…', R1), /Why it wasn’t a risk/],
    ['another owner', 'csm.berlin', () => csm.picks('Reassign…', R1), /New owner/],
    ['a band', 'csm.berlin', () => card('Set health…'), /Reason/],
    ['a first value', 'csm.berlin', () => card('First value…'), /Day reached/],
    ['a sharing', 'csm.berlin', () => card('Share…'), /Note/],
  ])('%s', async (_, name, open, text) => {
    const person = world.sandbox.person(name);
    if (person.hasModal()) await (await person.modal()).close();
    await open();
    await person.modal({ text });
    const before = await everything();
    const answer = await forgeEmpty(person, name);
    expect(answer.response_action).toMatch(/^(errors|update)$/);
    if (answer.view) expect(answer.view).toHaveProperty('submit');
    expect(await everything()).toEqual(before);
  });
});
