import { done, type Narrator, shorten } from './narrate.ts';

const CARD = /R-3 · Pine/;
const CS = 'customer-success';

/**
 * The same week, one account slides: what its exports send becomes an alert, somebody takes it and plans, and the
 * score recovers. Signals arrive by the HTTP API, as the clock comes to them.
 */
export async function playRisk({ sandbox, moveTo, say, scene, does, reads }: Narrator): Promise<void> {
  const csm = sandbox.person('csm.berlin');
  const card = () => csm.sees(CS).find(({ text }) => CARD.test(text));

  await scene('usage of Pine Sample Pharma collapsed on Tuesday');
  if (card()) throw new Error('The alert did not wait');
  say('   Nobody hears of it yet: one bad day is no risk.');

  await moveTo(4, 9, 5);
  await scene('it has lasted for three days: one card, with the reasons');
  reads(csm, '#customer-success', shorten((await csm.message(CARD, { in: CS })).text, 7));

  await scene('the CS owner takes it');
  does(csm, 'presses I’ve got it');
  await csm.clicks('I’ve got it', { in: CS, message: CARD });
  const claimed = await csm.until(() => card()?.replies.find(({ text }) => /has got it/.test(text)));
  reads(csm, 'the thread', claimed.text);
  does(csm, 'presses Plan, says what happens first, and when to say how it goes');
  await csm.clicks('Plan', { in: CS, message: CARD });
  const plan = await csm.modal({ text: /What happens first/ });
  await plan.fill('What happens first', 'Sit with the lab leads and restore their data import');
  await done(plan.submit());
  const planned = await csm.until(() => card()?.replies.find(({ text }) => /planned it/.test(text)));
  reads(csm, 'the thread', planned.text);

  await moveTo(14, 8);
  await scene('a week of good numbers later');
  const closed = await csm.until(() => card()?.replies.find(({ text }) => /risk is closed/.test(text)));
  reads(csm, 'the thread', closed.text);
  const director = sandbox.person('director');
  reads(director, 'the DM with Baton', (await director.message(/would have opened/)).text);
  say(
    '\nOne card, one thread, three true reasons. Small accounts are only tried out so far, and nobody was disturbed.',
  );
}
