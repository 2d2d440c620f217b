import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { companySeed } from '../../sandbox/demo/company.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { about } from '../handoffs/dm.ts';
import { post } from '../handoffs/forge.ts';
import { handOver } from '../handoffs/hand-over.ts';
import { manifest, startWorld, type World } from '../support/baton.ts';

const RECEIVER = 'CSM (Berlin)';

/** The last click of this sandbox with something else in it. */
const lastClick = (sandbox: Sandbox) =>
  sandbox.traffic.dispatches('block_actions').at(-1)?.payload as { user: object } & Record<string, unknown>;

const stateOf = async ({ database: { db } }: World, name: string) =>
  (await db.handoff.findFirstOrThrow({ where: { number: Number(name.slice(2)) } })).state;

describe('a channel that another company is in', () => {
  let world: World;
  beforeAll(async () => {
    const seed = companySeed(manifest);
    seed.people.push({ name: 'stranger', stranger: true });
    world = await startWorld({ seed, company: true });
  });
  afterAll(() => world.close());

  test('loses its cards when a stranger joins, though the event names the other company', async () => {
    const { sandbox } = world;
    const name = await handOver(sandbox.person('rep.berlin'), {
      account: 'Fjord Sample Freight',
      receiver: RECEIVER,
    });
    const csm = sandbox.person('csm.berlin');
    await csm.message(about(name), { in: 'customer-success' });
    sandbox.channel('customer-success').extShared = true;
    sandbox.admin.invite('customer-success', 'stranger');
    const [joined] = sandbox.traffic.dispatches('event member_joined_channel').slice(-1);
    expect(joined?.payload).toMatchObject({ team_id: 'T0ELSEWHERE', context_team_id: sandbox.teamId });
    await csm.until(() => !csm.sees('customer-success').some(({ text }) => text.includes('Fjord')));
  });

  test.each([
    ['another company', { team: { id: 'T0ELSEWHERE' } }],
    ['no company', { team: null }],
  ])('a window of a colleague that is said to be of %s changes nothing', async (_, where) => {
    const { sandbox } = world;
    const name = await handOver(sandbox.person('rep.berlin'), {
      account: `Sample ${_}`,
      receiver: RECEIVER,
    });
    const csm = sandbox.person('csm.berlin');
    await csm.clicks('Review', { in: 'dm', message: about(name) });
    const modal = await csm.modal({ text: /Your answer/ });
    await modal.check('Your answer', 'Accept');
    await modal.until(/\[Accept\]/);
    const { payload } = sandbox.traffic.dispatches('block_actions').at(-1) ?? {};
    const { view } = payload as { view: { state: { values: object } } };
    const answer = await post(world, {
      type: 'view_submission',
      user: { id: csm.id, team_id: sandbox.teamId },
      view,
      ...where,
    });
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('Baton is for members of this workspace');
    expect(await stateOf(world, name)).toBe('submitted');
    await modal.close();
  });

  test('a press that is said to be of another company changes nothing, and its person is told', async () => {
    const { sandbox } = world;
    const name = await handOver(sandbox.person('rep.berlin'), { account: 'Sample Five', receiver: RECEIVER });
    const csm = sandbox.person('csm.berlin');
    await csm.clicks('Review', { in: 'dm', message: about(name) });
    await (await csm.modal({ text: /Your answer/ })).close();
    const { id } = await world.database.db.handoff.findFirstOrThrow({
      where: { number: Number(name.slice(2)) },
    });
    const answer = await post(world, {
      ...lastClick(sandbox),
      team: { id: 'T0ELSEWHERE' },
      actions: [
        { type: 'button', action_id: 'handoff_acknowledge', block_id: 'x', action_ts: '1', value: id },
      ],
    });
    expect(answer).toEqual({ status: 200, body: '' });
    await csm.message(/Baton is for members of this workspace/, { in: 'dm' });
    expect(await stateOf(world, name)).toBe('submitted');
  });
});

describe('a workspace of an Enterprise Grid', () => {
  let world: World;
  const HOMES = { 'csm.berlin': 'T0SISTER', 'csm.newyork': 'E0SAMPLE', 'csm.singapore': null };
  beforeAll(async () => {
    const seed = companySeed(manifest);
    seed.enterprise = { id: 'E0SAMPLE', name: 'Sample Organisation' };
    for (const person of seed.people)
      for (const [handle, homeTeam] of Object.entries(HOMES))
        if (person.name === handle) Object.assign(person, { homeTeam });
    world = await startWorld({ seed, company: true });
  });
  afterAll(() => world.close());

  test.each([
    ['a sister workspace', 'csm.berlin', 'CSM (Berlin)', 'Sample One'],
    ['the organisation', 'csm.newyork', 'CSM (New York)', 'Sample Two'],
    ['nowhere', 'csm.singapore', 'CSM (Singapore)', 'Sample Three'],
  ])(
    'whoever Slack says is at home in %s is a colleague, who answers as any other',
    async (_, who, name, account) => {
      const handoff = await handOver(world.sandbox.person('rep.berlin'), { account, receiver: name });
      const csm = world.sandbox.person(who);
      await csm.clicks('I’m on it', { in: 'dm', message: about(handoff) });
      expect(await stateOf(world, handoff)).toBe('acknowledged');
      await csm.clicks('Review', { in: 'dm', message: about(handoff) });
      const modal = await csm.modal({ text: /Your answer/ });
      await modal.check('Your answer', 'Accept');
      expect(await modal.submit()).toEqual({ closed: true });
      expect(await stateOf(world, handoff)).toBe('accepted');
      await csm.types('/handoff mine', { in: 'sales' });
      await csm.message(/All clear/, { in: 'sales' });
    },
  );

  test('whoever acts from a sister workspace acts in this one', async () => {
    const csm = world.sandbox.person('csm.berlin');
    const first = await handOver(world.sandbox.person('rep.berlin'), {
      account: 'Sample Four',
      receiver: RECEIVER,
    });
    await csm.message(about(first), { in: 'dm' });
    await csm.clicks('Review', { in: 'dm', message: about(first) });
    const { id } = await world.database.db.handoff.findFirstOrThrow({
      where: { number: Number(first.slice(2)) },
    });
    const said = await post(world, {
      ...lastClick(world.sandbox),
      team: { id: 'T0SISTER' },
      actions: [
        { type: 'button', action_id: 'handoff_acknowledge', block_id: 'x', action_ts: '1', value: id },
      ],
    });
    expect(said.status).toBe(200);
    expect(await stateOf(world, first)).toBe('acknowledged');
  });
});
