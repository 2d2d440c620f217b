import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Driver, Seen } from '../../sandbox/server.ts';
import { saveDraft } from '../../src/handoffs/brief/save-draft.ts';
import { acceptHandoff } from '../../src/handoffs/verbs/answer.ts';
import { submitHandoff } from '../../src/handoffs/verbs/submit.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { flagRisk } from '../../src/risks/verbs/flag-risk.ts';
import { expectDone } from '../handoffs/house.ts';
import { startWorld, type World } from '../support/baton.ts';

vi.setConfig({ testTimeout: 120_000 });

const MINUTE = 60_000;

let world: World;
let csm: Driver;
let lead: Driver;
beforeAll(async () => {
  world = await startWorld();
  csm = world.sandbox.person('csm.berlin');
  lead = world.sandbox.person('cs.lead');
});
afterAll(async () => {
  expect(world.sandbox.traffic.violations).toEqual([]);
  await world.close();
});

async function acting(name: string): Promise<Ctx> {
  const slackUserId = world.sandbox.people.get(name)?.id ?? '';
  const { id } = await world.database.db.member.findFirstOrThrow({ where: { slackUserId } });
  return { ...(await world.ctx()), actor: { type: 'member', memberId: id } };
}

let drafts = 0;
/** Handed over to the CSM; with what every message about it has in it. */
async function handedOver(account: string): Promise<{ id: string; about: RegExp }> {
  const rep = await acting('rep.berlin');
  const slackUserId = world.sandbox.people.get('csm.berlin')?.id ?? '';
  const receiver = await world.database.db.member.findFirstOrThrow({ where: { slackUserId } });
  drafts += 1;
  const saved = await saveDraft(rep, {
    viewId: `V${drafts}`,
    patch: {
      accountName: account,
      receiverId: receiver.id,
      brief: {
        contact: 'Sample Contact',
        why: 'Sample reason',
        outcomes: [{ id: 'o1', text: 'Sample outcome' }],
        promises: 'None',
      },
    },
  });
  const { id } = expectDone(saved).handoff;
  const { number } = expectDone(await submitHandoff(rep, { handoffId: id }));
  const about = new RegExp(`H-${number}\\b`);
  await csm.until(() => dm(about) !== undefined);
  return { id, about };
}

const fits = (about: RegExp, is: { ephemeral: boolean }) => (seen: Seen) =>
  seen.ephemeral === is.ephemeral && about.test(seen.text);
const dm = (about: RegExp) => csm.sees('dm').find(fits(about, { ephemeral: false }));
const told = (about: RegExp) => csm.sees('dm').findLast(fits(about, { ephemeral: true }));
const card = (about: RegExp) => csm.sees('customer-success').find(fits(about, { ephemeral: false }));

test('“I’m on it” is taken back where its answer is, and the request asks again', async () => {
  const { about } = await handedOver('Sample Response');
  await csm.clicks('I’m on it', { in: 'dm', message: about });
  await csm.until(() => told(/Undo until/) !== undefined);
  expect(told(/Undo until/)?.buttons).toContain('Undo');
  await csm.until(() => dm(about)?.buttons.includes('I’m on it') === false);

  await csm.clicks('Undo', { in: 'dm', message: /Undo until/ });
  await csm.until(() => dm(about)?.buttons.includes('I’m on it') === true);
  // The answer shows how it stands now, and offers nothing that is over.
  await csm.until(() => told(about)?.buttons.includes('I’m on it') === true);
  expect(csm.sees('dm').filter(fits(/Undo until/, { ephemeral: true }))).toEqual([]);
});

test('pressed when two minutes are over, it says so', async () => {
  const { about } = await handedOver('Sample Delay');
  await csm.clicks('I’m on it', { in: 'dm', message: about });
  await csm.until(() => told(/Undo until/) !== undefined);
  await world.moveTo(new Date((await world.now()).getTime() + 3 * MINUTE));
  await csm.clicks('Undo', { in: 'dm', message: /Undo until/ });
  await csm.until(() => told(/Undo only works for two minutes/) !== undefined);
  expect(dm(about)?.buttons).not.toContain('I’m on it');
});

test('an acceptance is taken back in the DM of whoever accepted, and by nobody else', async () => {
  const { id, about } = await handedOver('Sample Acceptance');
  await csm.until(() => card(about) !== undefined);
  expectDone(await acceptHandoff(await acting('csm.berlin'), { handoffId: id }));
  await csm.until(() => dm(about)?.buttons.includes('Undo') === true);
  await csm.until(() => /Accepted by/.test(card(about)?.text ?? ''));
  expect(card(about)?.buttons).not.toContain('Undo');
  expect(lead.sees('dm').filter(({ text }) => /Undo until/.test(text))).toEqual([]);
  await csm.until(() => (card(about)?.replies ?? []).length === 1);

  await csm.clicks('Undo', { in: 'dm', message: about });
  await csm.until(() => told(/Undone\./) !== undefined);
  await csm.until(() => dm(about)?.buttons.includes('I’m on it') === true);
  expect(dm(about)?.buttons).not.toContain('Undo');
  await csm.until(() => /Waiting for/.test(card(about)?.text ?? ''));
  await csm.until(() => (card(about)?.replies ?? []).length === 2);
  expect(card(about)?.replies.map(({ text }) => text)[1]).toMatch(/undid accepting it/);
});

test('once it is too late, the DM does not offer it any more', async () => {
  const { id, about } = await handedOver('Sample Late');
  expectDone(await acceptHandoff(await acting('csm.berlin'), { handoffId: id }));
  await csm.until(() => dm(about)?.buttons.includes('Undo') === true);
  await world.moveTo(new Date((await world.now()).getTime() + 2 * MINUTE));
  await csm.until(() => dm(about)?.buttons.includes('Undo') === false);
  expect(dm(about)?.text).not.toMatch(/Undo until/);
});

test('a risk that somebody took is open again, and asks whoever it asked', async () => {
  const command = { kind: 'other', sentiment: null, note: 'Sample note', evidence: null } as const;
  const flagged = await flagRisk(await acting('rep.berlin'), {
    account: { name: 'Sample Risk' },
    ...command,
    urgent: true,
  });
  const about = new RegExp(`R-${expectDone(flagged).number}\\b`);
  await csm.until(() => card(about) !== undefined);
  const says = () => csm.sees('customer-success').findLast(fits(/Undo until/, { ephemeral: true }));
  await csm.clicks('I’ve got it', { in: 'customer-success', message: about });
  await csm.until(() => says() !== undefined);
  await csm.until(() => card(about)?.buttons.includes('I’ve got it') === false);
  await csm.clicks('Undo', { in: 'customer-success', message: /Undo until/ });
  await csm.until(() => card(about)?.buttons.includes('I’ve got it') === true);
  await csm.until(() => says() === undefined);
});
