import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Driver, Modal } from '../../sandbox/server.ts';
import type { Brief } from '../../src/handoffs/brief/brief.ts';
import { startWorld, type World } from '../support/baton.ts';
import { about, heard } from './dm.ts';
import { accept, handOver } from './hand-over.ts';

let world: World;
let rep: Driver;
let csm: Driver;
beforeAll(async () => {
  world = await startWorld();
  rep = world.sandbox.person('rep.berlin');
  csm = world.sandbox.person('csm.berlin');
});
afterAll(async () => {
  expect(world.sandbox.traffic.violations).toEqual([]);
  await world.close();
});

const RECEIVER = 'CSM (Berlin)';
const PART = 'What do you want to change or add to?';

async function briefOf(name: string): Promise<Brief> {
  const where = { number: Number(name.slice(2)) };
  return (await world.database.db.handoff.findFirstOrThrow({ where })).brief as Brief;
}

async function handedOver(account: string): Promise<string> {
  const name = await handOver(rep, { account, receiver: RECEIVER });
  await csm.message(about(name), { in: 'dm' });
  return name;
}

/** *Read the brief* by the command, and on to *Edit brief…*. */
async function edit(person: Driver, name: string): Promise<Modal> {
  if (person.hasModal()) await (await person.modal()).close();
  await person.types(`/handoff ${name}`, { in: 'dm' });
  const where = { in: 'dm', message: about(name) };
  // In a menu for whoever owes the step.
  await (person === csm ? person.picks('Read the brief', where) : person.clicks('Read the brief', where));
  const reading = await person.modal({ title: 'Handoff', text: /Main contact/ });
  await reading.clickButton('Edit brief…');
  await reading.until(/What do you want to change/);
  return reading;
}

test('the receiver changes the go-live date of an accepted handoff, and the sender reads from what to what', async () => {
  const name = await handedOver('Fjord Sample Freight');
  await accept(csm, name);
  const modal = await edit(csm, name);
  await modal.choose(PART, 'Dates and links');
  await modal.until(/Recording link/);
  await modal.date('Go-live date', '2027-03-01');
  expect(await modal.submit()).toEqual({ updated: true });
  await modal.until(/Saved/);
  expect(modal.text()).toContain('The other side reads what changed.');
  await rep.until(() => heard(rep, /csm\.berlin added Go-live date: Mar 1, 2027/)[0] ?? null);
  await modal.close();
  const again = await edit(csm, name);
  await again.choose(PART, 'Dates and links');
  await again.until(/Recording link/);
  await again.date('Go-live date', '2027-03-15');
  expect(await again.submit()).toEqual({ updated: true });
  await rep.until(() => heard(rep, /from Mar 1, 2027 to Mar 15, 2027/)[0] ?? null);
  expect((await briefOf(name)).goLive).toBe('2027-03-15');
  await again.close();
});

test('what was typed is told when it is saved, and not by going back; a row more by adding another', async () => {
  const name = await handedOver('Kite Sample Kitchens');
  const modal = await edit(rep, name);
  await modal.choose(PART, 'Outcomes (1 of 10)');
  await modal.until(/New outcome/);
  await modal.fill('Desired outcome', 'Second team live');
  await modal.clickButton('Back without saving');
  await modal.until(/What do you want to change/);
  expect((await briefOf(name)).outcomes).toHaveLength(1);
  await modal.choose(PART, 'Outcomes (1 of 10)');
  await modal.until(/New outcome/);
  await modal.fill('Desired outcome', 'Second team live');
  await modal.clickButton('Add another');
  await modal.until(/Second team live/);
  await csm.until(() => heard(csm, /rep\.berlin added Outcome “Second team live”/)[0] ?? null);
  expect((await briefOf(name)).outcomes.map(({ text }) => text)).toEqual([
    'First team live within two weeks',
    'Second team live',
  ]);
  await modal.close();
});

test('two windows: different answers are both kept; of the same one the second is told, and may go ahead', async () => {
  const name = await handedOver('Blue Sample Foods');
  const [hers, his] = [await edit(rep, name), await edit(csm, name)];
  for (const modal of [hers, his]) {
    await modal.choose(PART, 'Dates and links');
    await modal.until(/Recording link/);
  }
  await hers.date('Go-live date', '2027-03-01');
  expect(await hers.submit()).toEqual({ updated: true });
  await hers.until(/Saved/);
  await his.fill('Recording link', 'https://example.com/recording');
  expect(await his.submit()).toEqual({ updated: true });
  await his.until(/Saved/);
  expect(await briefOf(name)).toMatchObject({
    goLive: '2027-03-01',
    recordingLink: 'https://example.com/recording',
  });
  for (const modal of [hers, his]) {
    await modal.choose(PART, 'Dates and links');
    await modal.until(/Recording link/);
  }
  await hers.date('Go-live date', '2027-03-15');
  await hers.submit();
  await hers.until(/Saved/);
  await his.date('Go-live date', '2027-04-01');
  await his.submit();
  await his.until(/rep\.berlin changed this while the form was open: Go-live date \(now: Mar 15, 2027\)/);
  expect((await briefOf(name)).goLive).toBe('2027-03-15');
  await his.submit();
  await his.until(/Saved/);
  expect((await briefOf(name)).goLive).toBe('2027-04-01');
  for (const modal of [hers, his]) await modal.close();
});

test('what it must have is asked for where it was emptied, and what is over stays as it is', async () => {
  const name = await handedOver('Iris Sample Insurance');
  const modal = await edit(rep, name);
  await modal.choose(PART, 'First questions');
  await modal.until(/Back without saving/);
  await modal.fill('Why they bought', '');
  expect(await modal.submit()).toEqual({ errors: { 'Why they bought': expect.any(String) } });
  expect((await briefOf(name)).why).toBeTruthy();
  await modal.fill('Why they bought', 'Sample reason');
  await cancelMeanwhile(name);
  await modal.submit();
  await modal.until(/was cancelled/);
  expect((await briefOf(name)).why).not.toBe('Sample reason');
  await modal.close();
});

async function cancelMeanwhile(name: string): Promise<void> {
  const lead = world.sandbox.person('sales.lead');
  await lead.types(`/handoff ${name}`, { in: 'dm' });
  await lead.picks('Cancel…', { in: 'dm', message: about(name) });
  const form = await lead.modal({ title: 'Cancel this handoff?', text: /Reason/ });
  await form.fill('Reason', 'Sample reason');
  expect(await form.submit()).toEqual({ closed: true });
}
