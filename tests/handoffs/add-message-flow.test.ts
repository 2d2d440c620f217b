import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Driver, Modal } from '../../sandbox/server.ts';
import { REQUIRED } from '../../sandbox/submission.ts';
import type { Brief } from '../../src/handoffs/brief/brief.ts';
import { startWorld, type World } from '../support/baton.ts';
import { about, heard } from './dm.ts';
import { accept, cancel, handOver } from './hand-over.ts';

let world: World;
let rep: Driver;
let csm: Driver;
beforeAll(async () => {
  world = await startWorld({ company: true });
  rep = world.sandbox.person('rep.berlin');
  csm = world.sandbox.person('csm.berlin');
});
afterAll(async () => {
  expect(world.sandbox.traffic.violations).toEqual([]);
  await world.close();
});

const PART = 'Part of the brief';

async function addFrom(person: Driver, words: string, channel = 'sales'): Promise<Modal> {
  if (person.hasModal()) await (await person.modal()).close();
  person.says(words, { in: channel });
  await person.shortcut('Add to handoff', { in: channel, message: words.slice(0, 18) });
  return person.modal({ title: 'Add to handoff', text: /Words|You have no draft/ });
}

async function handedOver(account: string): Promise<string> {
  const name = await handOver(rep, { account, receiver: 'CSM (Berlin)' });
  await csm.message(about(name), { in: 'dm' });
  return name;
}

async function briefOf(name: string): Promise<Brief> {
  const where = { number: Number(name.slice(2)) };
  return (await world.database.db.handoff.findFirstOrThrow({ where })).brief as Brief;
}

test('somebody without a handoff reads how to begin one', async () => {
  const modal = await addFrom(world.sandbox.person('csm.singapore'), 'Sample words of nobody');
  expect(modal.text()).toContain('You have no draft, and none of your handoffs is open.');
  await modal.close();
});

test('a message that names the account goes into its brief with its source, and the other side reads it', async () => {
  const name = await handedOver('Pine Sample Pharma');
  await handedOver('Kite Sample Kitchens');
  await accept(csm, name);
  const words = 'Pine Sample Pharma want the second site live by spring';
  const modal = await addFrom(csm, words);
  expect(modal.value('Handoff')).toBe(`Pine Sample Pharma (${name})`);
  expect(modal.value(PART)).toBe('Notes');
  expect(modal.value('Words')).toBe(`“${words}”`);
  expect(modal.text()).toContain('Source: this message');
  await modal.choose(PART, 'New outcome');
  await modal.fill('Words', 'Second site live by spring');
  expect(await modal.submit()).toEqual({ updated: true });
  await modal.until(/added to New outcome/);
  expect(modal.text()).toContain('The other side reads what was added.');
  await modal.close();
  await rep.until(() => heard(rep, /added Outcome “Second site live by spring”/)[0] ?? null);
  const { outcomes, quotes } = await briefOf(name);
  expect(outcomes.at(-1)?.text).toBe('Second site live by spring');
  expect(quotes).toMatchObject([
    { link: expect.stringMatching(/^https:\/\/sample-company\.slack\.com\/archives\/C\w+\/p\d+$/) },
  ]);
  // It is read where the brief is.
  await rep.types(`/handoff ${name}`, { in: 'dm' });
  await rep.clicks('Read the brief', { in: 'dm', message: about(name) });
  const reading = await rep.modal({ title: 'Handoff', text: /From messages/ });
  await reading.close();
  // The same message again.
  await csm.shortcut('Add to handoff', { in: 'sales', message: 'Pine Sample Pharma want' });
  const again = await csm.modal({ title: 'Add to handoff', text: /Words/ });
  await again.choose(PART, 'New outcome');
  await again.fill('Words', 'Second site live by spring');
  await again.submit();
  await again.until(/was in the brief already/);
  await again.close();
  expect((await briefOf(name)).outcomes).toHaveLength(2);
});

test('one that names none: the handoff is looked for, its parts come with it, and what was typed stays', async () => {
  const name = await handedOver('Iris Sample Insurance');
  const modal = await addFrom(rep, 'They call at eight, <@U0NOBODY> said');
  expect(modal.value('Handoff')).toBeFalsy();
  expect(await modal.submit()).toEqual({ errors: { Handoff: REQUIRED } });
  await modal.fill('Words', 'They call at eight.');
  await modal.choose('Handoff', `Iris Sample Insurance (${name})`, { query: 'iris' });
  await modal.until(/Part of the brief/);
  expect(modal.value('Words')).toBe('They call at eight.');
  await modal.choose(PART, 'New commitment');
  await modal.fill('Words', 'x'.repeat(310));
  expect(await modal.submit()).toEqual({
    errors: {
      Words:
        'New commitment holds 300 characters: this is 10 characters too long. Shorten it, or pick another place.',
    },
  });
  await modal.fill('Words', 'They call at eight.');
  expect(await modal.submit()).toEqual({ updated: true });
  await modal.until(/added to New commitment/);
  await modal.close();
});

test('a draft is offered too, and nobody is told of it', async () => {
  await rep.types('/handoff Elm Sample Energy', { in: 'sales' });
  const first = await rep.modal({ text: /Main contact/ });
  await first.fill('Main contact', 'Sample Contact');
  await first.clickButton('Save draft');
  await first.until(/Saved/);
  await first.close();
  const modal = await addFrom(rep, 'Elm Sample Energy told us of two sites');
  expect(modal.value('Handoff')).toBe('Elm Sample Energy (draft)');
  expect(await modal.submit()).toEqual({ updated: true });
  await modal.until(/It goes out when you hand over/);
  await modal.close();
});

test('what is over meanwhile says so, and what was typed stays', async () => {
  const name = await handedOver('Blue Sample Foods');
  const modal = await addFrom(csm, 'Blue Sample Foods have a new director');
  await cancel(rep, name);
  await modal.submit();
  await modal.until(new RegExp(`${name} was cancelled`));
  expect(modal.value('Words')).toContain('a new director');
  await modal.close();
});

test('a long message is cut, one without words is asked for, a DM is warned of', async () => {
  const long = await addFrom(rep, `Long sample ${'words '.repeat(300)}`);
  expect(long.text()).toContain('The message is longer than this. Its beginning is here.');
  expect((long.value('Words') ?? '').length).toBeLessThan(1_010);
  await long.close();
  await rep.shortcut('Add to handoff', { in: 'dm', message: about('H-1') });
  const dm = await rep.modal({ title: 'Add to handoff', text: /isn’t in a public channel/ });
  await dm.close();
});
