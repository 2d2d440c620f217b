import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Driver, Modal } from '../../sandbox/server.ts';
import { startWorld, type World } from '../support/baton.ts';
import { stands } from './expansion.ts';
import { finish, review } from './hand-over.ts';

let world: World;
let rep: Driver;
let service: Driver;
let csm: Driver;
beforeAll(async () => {
  world = await startWorld();
  [rep, service, csm] = [
    world.sandbox.person('rep.berlin'),
    world.sandbox.person('onboarding.berlin'),
    world.sandbox.person('csm.berlin'),
  ];
});
afterAll(async () => {
  expect(world.sandbox.traffic.violations).toEqual([]);
  await world.close();
});

const SERVICE = 'Onboarding (Berlin)';

const accountNamed = (name: string) => world.database.db.account.findFirstOrThrow({ where: { name } });
const handoffNamed = (name: string) =>
  world.database.db.handoff.findFirstOrThrow({ where: { number: Number(name.slice(2)) } });
const memberNamed = async (name: string): Promise<string> => {
  const slackUserId = world.sandbox.people.get(name)?.id ?? '';
  return (await world.database.db.member.findFirstOrThrow({ where: { slackUserId } })).id;
};

async function begin(who: Driver, account: string): Promise<Modal> {
  if (who.hasModal()) await (await who.modal()).close();
  await who.types(`/handoff ${account}`, { in: 'sales' });
  return who.modal({ text: /Main contact/ });
}

async function fill(modal: Modal, answers: Record<string, string>): Promise<void> {
  for (const [label, answer] of Object.entries(answers)) await modal.fill(label, answer);
}

async function send(modal: Modal): Promise<string> {
  expect(await modal.submit()).toEqual({ updated: true });
  await modal.until(/Ready to|Still missing/);
  return finish(modal);
}

async function accept(who: Driver, name: string, yours: string): Promise<void> {
  const modal = await review(who, name, 'Accept');
  await modal.until(new RegExp(`the ${yours} becomes yours[\\s\\S]*\\[Accept\\]`));
  expect(await modal.submit()).toEqual({ closed: true });
}

const ONBOARDING = {
  'Main contact': 'Sample Contact, Project lead',
  'Why they bought': 'Three tools where one would do.',
  'What has to work first': 'Orders from the old system on day one',
  'Promises outside the contract': 'Data moved by March',
};
const SET_UP = {
  'Main contact': 'Sample Contact, Head of Operations',
  'What’s set up, and what’s still open': 'Orders run. The archive is still to be moved.',
  'What they want to achieve next': 'The second plant live by summer',
  'Promises still open': 'The archive by May',
};

const ACCOUNT = 'Acme Sample';

test('a new customer goes from sales to service, which gets them set up', async () => {
  const modal = await begin(rep, ACCOUNT);
  expect(modal.text()).toMatch(/Sales to customer success/);
  await modal.choose('Hand over to', SERVICE);
  await modal.until(/Service sets the customer up/);
  const asked = modal.labels().filter((label) => !label.endsWith('did the customer say so?'));
  expect(asked).toEqual(['Account', 'Hand over to', ...Object.keys(ONBOARDING)]);
  await fill(modal, ONBOARDING);
  const name = await send(modal);
  expect(await handoffNamed(name)).toMatchObject({
    kind: 'sales_to_service',
    template: 'sales_to_service@1',
  });
  await service.message(new RegExp(`\\(${name}\\), an onboarding, is being handed to you`), { in: 'dm' });
  const card = await service.message(new RegExp(`${name}[^]*Onboarding, from`), { in: 'onboarding' });
  expect(card.text).toContain('What has to work first: Orders from the old system');
  expect(JSON.stringify(rep.sees('customer-success'))).not.toContain(ACCOUNT);

  await accept(service, name, 'onboarding');
  expect(await accountNamed(ACCOUNT)).toMatchObject({
    serviceOwnerId: await memberNamed('onboarding.berlin'),
    salesOwnerId: await memberNamed('rep.berlin'),
    csOwnerId: null,
    stage: 'land',
  });
  await rep.types(`/account ${ACCOUNT}`, { in: 'sales' });
  await rep.message(/Service: @?onboarding/i, { in: 'sales' });
});

test('once set up they go on to customer success, which is what ends the onboarding', async () => {
  const modal = await begin(service, ACCOUNT);
  // Whoever is in service hands over to customer success, where the lightest is offered.
  expect(modal.text()).toMatch(/Service to customer success/);
  expect(modal.text()).toContain('Suggested: fewest accounts in CS Global, near your time zone');
  await modal.choose('Hand over to', 'CSM (Berlin)');
  await fill(modal, SET_UP);
  expect(modal.text()).not.toContain('Suggested:');
  const name = await send(modal);
  expect(await handoffNamed(name)).toMatchObject({ kind: 'service_to_cs', template: 'service_to_cs@1' });
  const card = await csm.message(new RegExp(`${name}[^]*Service to CS, from`), { in: 'customer-success' });
  expect(card.text).toContain('What’s set up, and what’s still open: Orders run.');
  await accept(csm, name, 'account');
  expect(await accountNamed(ACCOUNT)).toMatchObject({
    csOwnerId: await memberNamed('csm.berlin'),
    serviceOwnerId: await memberNamed('onboarding.berlin'),
    stage: 'adopt',
  });

  await csm.clicks('Log closing call…', { in: 'dm', message: new RegExp(`${name}\\b`) });
  const log = await csm.modal({ text: /Date it finished/ });
  await log.check('How was the brief?', '5 ·');
  expect(await log.submit()).toEqual({ closed: true });
  await service.message(new RegExp(`${name}[^]*Onboarding finished`), { in: 'dm' });
  expect((await handoffNamed(name)).state).toBe('finished');
});

test('service is offered again to whoever handed over to it last', async () => {
  const modal = await begin(rep, 'Brand New Sample');
  await modal.choose('Hand over to', SERVICE);
  await modal.until(/Sales to service/);
  await fill(modal, ONBOARDING);
  await send(modal);
  const next = await begin(rep, 'Another New Sample');
  expect(next.text()).toMatch(/Sales to service/);
  await next.close();
});

test('where several kinds fit, the sender picks one, and what was typed stays', async () => {
  const both = world.sandbox.people.get('sales.lead')?.id ?? '';
  const cs = await world.database.db.team.findFirstOrThrow({ where: { name: 'CS Global' } });
  const member = await world.database.db.member.findFirstOrThrow({ where: { slackUserId: both } });
  await world.database.db.teamMember.create({ data: { teamId: cs.id, memberId: member.id } });
  const modal = await begin(csm, 'Birch Sample Labs');
  await modal.choose('Hand over to', 'Sales Lead');
  await modal.until(/CSM to CSM/);
  await modal.fill('Main contact', 'Sample Contact, Buyer');
  await modal.pick('An expansion for sales');
  await modal.until(/Sales gets the opportunity/);
  expect(modal.value('Main contact')).toBe('Sample Contact, Buyer');
  await fill(modal, {
    'What they want to achieve next': 'A second site',
    'The opportunity': 'Forty seats',
    'Promises made so far': 'None',
  });
  const name = await send(modal);
  expect(await handoffNamed(name)).toMatchObject({ kind: 'cs_to_sales', template: 'cs_to_sales@1' });
  await world.database.db.teamMember.deleteMany({ where: { teamId: cs.id, memberId: member.id } });
});

test('to a colleague with whom there is no kind, the sender is told what it is sent as', async () => {
  const modal = await begin(csm, 'Cedar Sample Bank');
  await modal.choose('Hand over to', SERVICE);
  await modal.until(/No kind of handoff goes from your team to @?onboarding/i);
  expect(modal.text()).toMatch(/Sales to customer success/);
  await modal.choose('Hand over to', 'CSM (New York)');
  await modal.until(/CSM to CSM/);
  expect(modal.text()).not.toMatch(/No kind of handoff/);
  await modal.close();
});

test('a single account goes to another CSM with a brief of its own, and its open risk with it', async () => {
  const account = 'Blue Sample Foods';
  await stands(world, account, { openRisk: true });
  const { id: accountId } = await accountNamed(account);
  const { db } = world.database;
  await db.risk.updateMany({ where: { accountId }, data: { ownerId: await memberNamed('csm.berlin') } });
  const modal = await begin(csm, account);
  await modal.choose('Hand over to', 'CSM (New York)');
  await modal.until(/its open risks go with it/);
  await fill(modal, {
    'Main contact': 'Sample Contact, Buyer',
    'What’s going on now': 'The second site is late, and they are patient.',
    'What they want to achieve': 'All kitchens on one menu',
    'Promises still open': 'None',
  });
  const name = await send(modal);
  expect(await handoffNamed(name)).toMatchObject({ kind: 'cs_account', template: 'cs_account@1' });
  const next = world.sandbox.person('csm.newyork');
  await next.message(new RegExp(`${name}[^]*CSM to CSM, from`), { in: 'customer-success' });
  await accept(next, name, 'account');
  const ownerId = await memberNamed('csm.newyork');
  expect(await accountNamed(account)).toMatchObject({ csOwnerId: ownerId });
  expect(await db.risk.findFirstOrThrow({ where: { accountId } })).toMatchObject({ ownerId });
});
