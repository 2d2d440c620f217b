import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { companySeed } from '../../sandbox/demo/company.ts';
import type { Driver } from '../../sandbox/server.ts';
import { ACTIONS, CALLBACKS } from '../../views/handoffs/ids.ts';
import { manifest, startWorld, type World } from '../support/baton.ts';
import { about } from './dm.ts';
import { post } from './forge.ts';
import { accept, askForMore, cancel, fillLeast, finish, handOver } from './hand-over.ts';

let world: World;
let rep: Driver;
let csm: Driver;
/** A colleague who has nothing to do with it. */
let outsider: Driver;
beforeAll(async () => {
  const seed = companySeed(manifest);
  const more = [
    { name: 'guest', realName: 'Sample Guest', guest: 'multi' as const },
    { name: 'stranger', realName: 'Sample Stranger', stranger: true },
  ];
  world = await startWorld({ company: true, seed: { ...seed, people: [...seed.people, ...more] } });
  rep = world.sandbox.person('rep.berlin');
  csm = world.sandbox.person('csm.berlin');
  outsider = world.sandbox.person('rep.newyork');
});
afterAll(() => world.close());

const RECEIVER = 'CSM (Berlin)';

async function row(name: string) {
  return world.database.db.handoff.findFirstOrThrow({ where: { number: Number(name.slice(2)) } });
}

/** What only this person was told, in the channel of the card. */
const whispers = (person: Driver) =>
  person
    .sees('customer-success')
    .flatMap((seen) => [seen, ...seen.replies])
    .filter(({ ephemeral }) => ephemeral)
    .map(({ text }) => text);

/** The answer to whatever comes next: a whisper, or a modal that says no. */
async function answerTo(person: Driver, act: () => Promise<unknown>): Promise<string> {
  if (person.hasModal()) await (await person.modal()).close();
  const before = whispers(person).length;
  await act();
  return person.until(async () => {
    const said = whispers(person)[before];
    if (said !== undefined) return said;
    if (!person.hasModal()) return null;
    const modal = await person.modal();
    return /One moment/.test(modal.text()) ? null : modal.text();
  });
}

/**
 * Presses what does not stand before them: a button of somebody else's message, as an old or a forged click would.
 * A real click on the card lends its trigger and its response_url.
 */
async function forged(person: Driver, action: object): Promise<string> {
  await answerTo(person, () => person.clicks('I’m on it', { in: 'customer-success' }));
  return repeated(person, action);
}

/** The same by way of *Review*, for somebody who may press *I’m on it*: its trigger is used up. */
async function forgedByReview(person: Driver, on: string, action: object): Promise<string> {
  await answerTo(person, () => person.clicks('Review', { in: 'customer-success', message: about(on) }));
  return repeated(person, action);
}

function repeated(person: Driver, action: object): Promise<string> {
  const [click] = world.sandbox.traffic.dispatches('block_actions').slice(-1);
  const payload = {
    ...(click?.payload as object),
    actions: [{ block_id: 'actions', action_ts: '1', ...action }],
  };
  return answerTo(person, () => post(world, payload));
}

describe('a colleague who has nothing to do with it', () => {
  let name: string;
  let id: string;
  let version: number;
  beforeAll(async () => {
    name = await handOver(rep, { account: 'Fjord Sample Freight', receiver: RECEIVER });
    await outsider.message(about(name), { in: 'customer-success' });
    ({ id, version } = await row(name));
  });

  const button = (action: string) => () => ({ type: 'button', action_id: action, value: id });
  const menu = (action: string, verb: string) => () => ({
    type: 'overflow',
    action_id: action,
    selected_option: { value: `${verb}:${id}` },
  });
  const NOT_YOURS = /Only (csm|rep)\.berlin or their lead can do that\./;
  test.each([
    ['I’m on it', button(ACTIONS.acknowledge), NOT_YOURS],
    ['Nudge', button(ACTIONS.nudge), NOT_YOURS],
    ['Snooze', menu(ACTIONS.snooze, 'one_hour'), NOT_YOURS],
    ['Snooze in the menu', menu(ACTIONS.more, 'snooze:one_hour'), NOT_YOURS],
    ['Nudge in the menu', menu(ACTIONS.more, 'nudge'), NOT_YOURS],
    ['Add what’s missing', button(ACTIONS.fix), NOT_YOURS],
    ['Reassign…', button(ACTIONS.reassign), NOT_YOURS],
    ['Cancel', button(ACTIONS.cancel), NOT_YOURS],
    ['Reassign in the menu', menu(ACTIONS.more, 'reassign'), NOT_YOURS],
    ['Cancel in the menu', menu(ACTIONS.more, 'cancel'), NOT_YOURS],
  ])('is refused when pressing %s', async (_, action, reason) => {
    expect(await forged(outsider, action())).toMatch(reason);
    expect(await row(name)).toMatchObject({ version, state: 'submitted' });
  });

  test.each([
    ['Review', button(ACTIONS.review), /Your answer/],
    ['Read the brief', button(ACTIONS.open), /Onboarding takes us six weeks/],
    ['History', button(ACTIONS.history), /handed it over/],
  ])('may read: %s', async (_, action, shown) => {
    expect(await forged(outsider, action())).toMatch(shown);
  });

  test.each(['Accept', 'Ask for more', 'Decide later'])('is refused when answering %s', async (answer) => {
    if (outsider.hasModal()) await (await outsider.modal()).close();
    await outsider.clicks('Review', { in: 'customer-success', message: about(name) });
    const modal = await outsider.modal({ title: 'Review handoff', text: /Your answer/ });
    await modal.check('Your answer', answer);
    if (answer === 'Ask for more') await modal.fill('Your question', 'I want it');
    if (answer === 'Decide later') await modal.date('Decision date', '2026-11-27');
    expect(await modal.submit()).toEqual({ updated: true });
    expect(modal.text()).toMatch(NOT_YOURS);
    if (answer === 'Ask for more') expect(modal.value('Your question')).toBe('I want it');
    await modal.close();
    expect(await row(name)).toMatchObject({ version, state: 'submitted' });
  });

  test.each([
    [
      'Reassign',
      CALLBACKS.reassign,
      'reassign',
      { receiver: { value: { type: 'users_select', selected_user: 'U' } } },
    ],
    ['Cancel', CALLBACKS.cancel, 'cancel', {}],
    ['Next', CALLBACKS.essentials, 'essentials', { contact: { value: { value: 'Mine now' } } }],
    ['Save', CALLBACKS.section, 'told', { alreadyTold: { value: { value: 'Mine now' } } }],
    ['Hand over', CALLBACKS.reviewDraft, 'review', {}],
  ])('is refused when submitting a forged %s', async (_, callback, step, values) => {
    const receiver = world.sandbox.person('csm.singapore').id;
    const state = { ...values, reason: { value: { value: 'Because' } } };
    if ('receiver' in state) state.receiver = { value: { type: 'users_select', selected_user: receiver } };
    const ack = await post(world, {
      type: 'view_submission',
      team: { id: world.sandbox.teamId },
      user: { id: outsider.id, team_id: world.sandbox.teamId },
      view: {
        id: `V${callback.replaceAll('_', '')}`,
        hash: '1',
        type: 'modal',
        callback_id: callback,
        title: { type: 'plain_text', text: 'Forged' },
        submit: { type: 'plain_text', text: 'Submit' },
        blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'Forged' } }],
        private_metadata: JSON.stringify({ id, v: version, step }),
        state: { values: state },
      },
    });
    expect(ack.body).toMatch(/Only (csm|rep)\.berlin or their lead can do that/);
    expect(await row(name)).toMatchObject({ version, state: 'submitted' });
  });
});

describe('somebody of another company, or a guest', () => {
  test.each(['stranger', 'guest'])('is refused at every door: %s', async (who) => {
    const name = await handOver(rep, {
      account: who === 'guest' ? 'Kite Sample Kitchens' : 'Blue Sample Foods',
      receiver: RECEIVER,
    });
    await csm.message(about(name), { in: 'customer-success' });
    world.sandbox.channel('customer-success').members.add(world.sandbox.person(who).id);
    const before = await row(name);
    const them = world.sandbox.person(who);
    expect(
      await answerTo(them, () => them.clicks('I’m on it', { in: 'customer-success', message: about(name) })),
    ).toMatch(/Baton is for members of this workspace/);
    const review = await answerTo(them, () =>
      them.clicks('Review', { in: 'customer-success', message: about(name) }),
    );
    expect(review).toMatch(/Baton is for members of this workspace/);
    expect(review).not.toContain('Onboarding');
    await (await them.modal()).close();
    for (const line of ['/handoff', `/handoff ${name}`, '/handoff list']) {
      const said = await answerTo(them, () => them.types(line, { in: 'customer-success' }));
      expect(said).toMatch(/Baton is for members of this workspace/);
    }
    expect(await row(name)).toEqual(before);
    world.sandbox.channel('customer-success').members.delete(them.id);
  });
});

describe('an old card', () => {
  test('says who was first, and changes nothing', async () => {
    const name = await handOver(rep, { account: 'Pine Sample Pharma', receiver: RECEIVER });
    await csm.message(about(name), { in: 'dm' });
    await csm.clicks('Review', { in: 'dm', message: about(name) });
    const stale = await csm.modal({ title: 'Review handoff', text: /Your answer/ });
    await stale.check('Your answer', 'Accept');
    await stale.until(/\[Accept\]/);
    // The lead answers meanwhile.
    await accept(world.sandbox.person('cs.lead'), name, 'customer-success');
    const { version, id } = await row(name);
    expect(await stale.submit()).toEqual({ updated: true });
    expect(stale.text()).toMatch(/H-\d+ was already accepted by cs\.lead/);
    await stale.close();
    const old = { type: 'button', action_id: ACTIONS.acknowledge, value: id };
    const second = await handOver(rep, { account: 'Olive Sample Optics', receiver: RECEIVER });
    await csm.message(about(second), { in: 'customer-success' });
    await cancel(rep, second);
    const third = await handOver(rep, { account: 'Iris Sample Insurance', receiver: RECEIVER });
    await outsider.message(about(third), { in: 'customer-success' });
    const lead = world.sandbox.person('cs.lead');
    expect(await forgedByReview(lead, third, old)).toMatch(/was already accepted by you/);
    const cancelled = { ...old, value: (await row(second)).id };
    expect(await forgedByReview(lead, third, cancelled)).toMatch(/was cancelled/);
    expect((await row(name)).version).toBe(version);
  });

  test('of the former receiver says who has it now', async () => {
    const name = await handOver(rep, { account: 'Cedar Sample Bank', receiver: RECEIVER });
    await csm.message(about(name), { in: 'dm' });
    await csm.clicks('Review', { in: 'dm', message: about(name) });
    const stale = await csm.modal({ title: 'Review handoff', text: /Your answer/ });
    await stale.check('Your answer', 'Accept');
    await stale.until(/\[Accept\]/);
    await rep.picks('Reassign…', { in: 'dm', message: new RegExp(`You handed .*\\(${name}\\)`) });
    const reassign = await rep.modal({ title: 'Reassign handoff', text: /New owner/ });
    await reassign.choose('New owner', 'CSM (Singapore)');
    await reassign.fill('Reason', 'Time zones');
    expect(await reassign.submit()).toEqual({ closed: true });
    expect(await stale.submit()).toEqual({ updated: true });
    expect(stale.text()).toMatch(/Only csm\.singapore or their lead can do that/);
    await stale.close();
    const old = await csm.message(new RegExp(`${name}[^]*From @rep\\.berlin to @csm\\.singapore`), {
      in: 'dm',
    });
    expect(old.buttons).not.toContain('Review');
  });

  test('of a handoff that came back says so, and to fix it twice is refused', async () => {
    const name = await handOver(rep, { account: 'Quartz Sample Quarry', receiver: RECEIVER });
    await csm.message(about(name), { in: 'dm' });
    await csm.clicks('Review', { in: 'dm', message: about(name) });
    const stale = await csm.modal({ title: 'Review handoff', text: /Your answer/ });
    await stale.check('Your answer', 'Accept');
    await stale.until(/\[Accept\]/);
    await askForMore(world.sandbox.person('cs.lead'), name, 'More?', 'customer-success');
    expect(await stale.submit()).toEqual({ updated: true });
    expect(stale.text()).toMatch(/More was asked for on H-\d+/);
    await stale.close();
    await rep.clicks('Add what’s missing', { in: 'dm', message: /More\?/ });
    const fix = await rep.modal({ title: 'Add what’s missing', text: /Main contact/ });
    const { id } = await row(name);
    await world.database.db.handoff.update({ where: { id }, data: { state: 'submitted', version: 90 } });
    expect(await fix.submit()).toEqual({ updated: true });
    expect(fix.text()).toMatch(/was already sent/);
    await fix.close();
  });
});

test('two people who answer at the same moment: one wins, and the other is told who', async () => {
  const name = await handOver(rep, { account: 'Lotus Sample Logistics', receiver: RECEIVER });
  await csm.message(about(name), { in: 'customer-success' });
  const both = [csm, world.sandbox.person('cs.lead')];
  const modals = [];
  for (const person of both) {
    await person.clicks('Review', { in: 'customer-success', message: about(name) });
    const modal = await person.modal({ title: 'Review handoff', text: /Your answer/ });
    await modal.check('Your answer', 'Accept');
    await modal.until(/\[Accept\]/);
    modals.push(modal);
  }
  const outcomes = await Promise.all(modals.map((modal) => modal.submit()));
  expect(outcomes.filter((outcome) => 'closed' in outcome).length).toBe(1);
  const loser = outcomes.findIndex((outcome) => 'updated' in outcome);
  const winner = both[1 - loser];
  expect(modals[loser]?.text()).toContain(`${name} was already accepted by ${winner?.name}`);
  expect(await row(name)).toMatchObject({ state: 'accepted' });
});

describe('a private handoff', () => {
  let name: string;
  beforeAll(async () => {
    const modal = await fillLeast(rep, { account: 'River Sample Retail', receiver: RECEIVER });
    await modal.clickButton('Make private');
    await modal.until(/Private\./);
    name = await finish(modal);
    await csm.message(about(name), { in: 'dm' });
  });

  test('has no card, and the people it does not name cannot read it by number, list or button', async () => {
    const { id, version } = await row(name);
    for (const who of ['rep.newyork', 'cs.lead', 'director']) {
      const person = world.sandbox.person(who);
      const byNumber = await answerTo(person, () =>
        person.types(`/handoff ${name}`, { in: 'customer-success' }),
      );
      expect(byNumber).toMatch(/There’s no H-\d+ you can see/);
      const list = await answerTo(person, () => person.types('/handoff list', { in: 'customer-success' }));
      expect(list).not.toContain(`(${name})`);
      expect(list).not.toContain('River');
    }
    for (const action of [
      ACTIONS.review,
      ACTIONS.open,
      ACTIONS.history,
      ACTIONS.acknowledge,
      ACTIONS.nudge,
    ]) {
      const said = await forged(outsider, { type: 'button', action_id: action, value: id });
      expect(said).toMatch(/no longer exists, or it’s private/);
      expect(said).not.toMatch(/River|Onboarding/);
    }
    expect((await row(name)).version).toBe(version);
    for (const seen of outsider.sees('customer-success').filter(({ ephemeral }) => !ephemeral))
      expect(seen.text).not.toMatch(/River|Private handoff/);
    expect(
      world.sandbox.posts.filter((posted) => JSON.stringify(posted).includes('River')).length,
    ).toBeGreaterThan(0);
  });

  test('is reassigned by an admin, who reads nothing of it, once its sender agrees', async () => {
    const { id } = await row(name);
    const director = world.sandbox.person('director');
    const said = await forged(director, { type: 'button', action_id: ACTIONS.reassign, value: id });
    expect(said).toMatch(/Reassign handoff/);
    expect(said).not.toMatch(/River|Onboarding/);
    const modal = await director.modal({ title: 'Reassign handoff' });
    await modal.choose('New owner', 'CSM (Singapore)');
    await modal.fill('Reason', 'Berlin is full');
    expect(await modal.submit()).toEqual({ closed: true });
    const proposed = /proposes to reassign River Sample Retail \(H-\d+\) to /;
    expect((await rep.message(proposed, { in: 'dm' })).text).toMatch(/Berlin is full/);
    expect(await row(name)).toMatchObject({ state: 'submitted' });
    await rep.clicks('Confirm', { in: 'dm', message: proposed });
    await world.sandbox.person('csm.singapore').message(/River Sample Retail/, { in: 'dm' });
  });
});

test('nobody did anything against the rules of Slack', () => {
  expect(world.sandbox.traffic.violations).toEqual([]);
});
