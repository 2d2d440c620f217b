import { afterAll, beforeAll, expect, test } from 'vitest';
import { postDeals } from '../../src/deals/take/deal-input.ts';
import { startWorld, type World } from '../support/baton.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

async function sends(item: object): Promise<void> {
  const [taken] = await postDeals(await world.ctx(), [item]);
  if (taken?.kind === 'reject') throw new Error(taken.reason);
}

async function emailOf(name: string): Promise<string> {
  const slackUserId = world.sandbox.person(name).id;
  const member = await world.database.db.member.findFirstOrThrow({ where: { slackUserId } });
  return member.email ?? slackUserId;
}

test('a deal is won, its owner finds the handoff filled in and sends it, and the deal is done', async () => {
  const rep = world.sandbox.person('rep.berlin');
  const owner = await emailOf('rep.berlin');
  const receiver = await emailOf('csm.berlin');
  const brief = { contact: 'Ann Sample, COO', why: 'They outgrew spreadsheets.', promises: 'None' };
  await sends({
    deal_id: 'F-1',
    account_name: 'Sample Won',
    owner,
    receiver,
    amount: 48_000,
    currency: 'EUR',
    ...brief,
  });
  const asked = await rep.message(/Sample Won/, { in: 'dm' });
  expect(asked.text).toMatch(/is won. Finish the handoff: due/);

  await rep.clicks('Finish handoff', { in: 'dm', message: /Sample Won/ });
  const draft = await rep.modal({ title: 'Start a handoff', text: /From the CRM/ });
  await draft.fill('First desired outcome', 'Invoices out in a day');
  expect(await draft.submit()).toEqual({ updated: true });
  await draft.until(/Ready to hand over/);
  expect(await draft.submit()).toEqual({ updated: true });
  await draft.close();
  await rep.until(() => rep.sees('dm').some(({ text }) => /Handed over as H-\d/.test(text)));
});

test('`/handoff` and its name opens that draft, and who did not sell it passes it on', async () => {
  const rep = world.sandbox.person('rep.berlin');
  await sends({
    deal_id: 'F-2',
    account_name: 'Sample Other',
    owner: await emailOf('rep.berlin'),
    contact: 'Bo Sample',
  });
  await rep.message(/Sample Other/, { in: 'dm' });
  await rep.types('/handoff Sample Other');
  const draft = await rep.modal({ title: 'Start a handoff', text: /From the CRM/ });
  await draft.close();
  await rep.clicks('Not mine…', { in: 'dm', message: /Sample Other/ });
  const form = await rep.modal({ title: 'Reassign deal', text: /Owner/ });
  await form.choose('Owner', 'Sales Rep (New York)');
  expect(await form.submit()).toEqual({ closed: true });
  const other = world.sandbox.person('rep.newyork');
  await other.message(/Sample Other/, { in: 'dm' });
  await other.clicks('Later', { in: 'dm', message: /Sample Other/ });
  await other.until(() =>
    other.sees('dm').some(({ text }) => /Reminders about Sample Other are snoozed/.test(text)),
  );
});
