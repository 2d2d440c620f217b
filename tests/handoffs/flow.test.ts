import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { businessNow } from '../../sandbox/demo/move-clock.ts';
import { startWorld, TRANSPORTS, type World } from '../support/baton.ts';
import { handOver } from './hand-over.ts';

describe.each(TRANSPORTS)('over %s', (transport) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ transport });
  });
  afterAll(() => world.close());

  test('a rep hands an account over, the CS owner asks for more, gets it, and accepts', async () => {
    const rep = world.sandbox.person('rep.berlin');
    const csm = world.sandbox.person('csm.berlin');
    await handOver(rep, { account: 'Acme Sample', receiver: 'CSM (Berlin)' });
    await rep.message(/Acme Sample/, { in: 'dm' });
    await csm.message(/Acme Sample/, { in: 'dm' });
    await csm.message(/Acme Sample/, { in: 'customer-success' });

    await csm.clicks('I’m on it', { in: 'dm', message: /Acme Sample/ });
    await rep.message(/csm.berlin is on it/, { in: 'dm' });

    await csm.clicks('Review', { in: 'dm', message: /Acme Sample/ });
    const review = await csm.modal({ text: /Your answer/ });
    await review.check('Your answer', 'Ask for more');
    await review.until(/Your question/);
    await review.check('What do you need?', 'Champion');
    await review.fill('Your question', 'Who inside Acme wants this to work?');
    expect(await review.submit()).toEqual({ closed: true });

    await rep.message(/Who inside Acme/, { in: 'dm' });
    await rep.clicks('Add what’s missing', { in: 'dm', message: /Who inside Acme/ });
    const fix = await rep.modal({ title: 'Add what’s missing', text: /Main contact/ });
    expect(await fix.submit()).toEqual({ updated: true });
    await fix.clickButton('Add: Champion');
    await fix.until(/Add|Name/);
    await fix.fill('Name', 'Sample Champion');
    await fix.choose('Role', 'Champion');
    expect(await fix.submit()).toEqual({ updated: true });
    expect(await fix.submit()).toEqual({ updated: true });
    await fix.until(/Sent again/);
    await fix.close();

    await csm.clicks('Review', { in: 'customer-success', message: /Acme Sample/ });
    const second = await csm.modal({ text: /Your answer/ });
    await second.check('Your answer', 'Accept');
    await second.until(/\[Accept\]/);
    expect(await second.submit()).toEqual({ closed: true });
    await rep.message(/accepted/, { in: 'dm' });
    await csm.message(/accepted it/, { in: 'customer-success' });
    expect(csm.sees('customer-success')[0]?.replies.map((reply) => reply.text)).toEqual([
      expect.stringContaining('asked for more: Champion'),
      expect.stringContaining('added what was missing and sent it again'),
      expect.stringContaining('accepted it'),
    ]);

    await csm.clicks('Kickoff booked…', { in: 'dm', message: /Acme Sample/ });
    const booking = await csm.modal({ title: 'Kickoff booked', text: /Kickoff date/ });
    await booking.date('Kickoff date', (await businessNow(world.database.db)).toISOString().slice(0, 10));
    expect(await booking.submit()).toEqual({ closed: true });
    await rep.message(/kickoff booked for/, { in: 'dm' });
    await csm.picks('Waiting for customer…', { in: 'dm', message: /kickoff booked for/ });
    const waiting = await csm.modal({ title: 'Waiting for customer', text: /no longer booked then/ });
    await waiting.date('Wait until', (await businessNow(world.database.db)).toISOString().slice(0, 10));
    await waiting.fill('Reason', 'They asked for another day.');
    expect(await waiting.submit()).toEqual({ closed: true });
    await csm.message(/Waiting for the customer until .* They asked for another day/, { in: 'dm' });
    await csm.clicks('Customer answered', { in: 'dm', message: /Waiting for the customer/ });
    await csm.message(/kickoff not booked yet · due/, { in: 'dm' });

    await csm.clicks('Log kickoff…', { in: 'dm', message: /Acme Sample/ });
    const finish = await csm.modal({ title: 'Log kickoff', text: /How was the brief/ });
    await finish.choose('What did the customer have to repeat?', ['Go-live date']);
    await finish.check('How was the brief?', '3 · Something important was missing');
    expect(await finish.submit()).toEqual({
      errors: { 'What would have made it better?': 'Add what would have made the brief better.' },
    });
    await finish.fill('What would have made it better?', 'They had told you when they start.');
    expect(await finish.submit()).toEqual({ closed: true });
    const feedback = await rep.message(/Your brief: 3 of 5/, { in: 'dm' });
    expect(feedback.text).toContain('The customer had to repeat: Go-live date.');
    expect(feedback.text).toContain('>They had told you when they start.');
    await csm.message(/Kickoff held .* · logged by csm.berlin/, { in: 'customer-success' });
    const card = () => csm.sees('customer-success')[0];
    await csm.until(() => card()?.replies.some(({ text }) => /csm.berlin logged how it went/.test(text)));
    expect(JSON.stringify(card())).not.toContain('They had told you');
    expect(world.sandbox.traffic.violations).toEqual([]);
  });
});
