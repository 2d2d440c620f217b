import { type Narrator, shorten } from './narrate.ts';

const CARD = /Pine Sample Pharma \(R-3\)/;
const CS = 'customer-success';

/** The same week, one account slides: what its exports send by the HTTP API, as the clock comes to it, becomes an alert. */
export async function playSlide({ sandbox, moveTo, say, scene, reads }: Narrator): Promise<void> {
  const csm = sandbox.person('csm.berlin');
  await scene('usage of Pine Sample Pharma collapsed on Tuesday');
  if (csm.sees(CS).some(({ text }) => CARD.test(text))) throw new Error('The alert did not wait');
  say('   Nobody hears of it yet: one bad day is no risk.');

  await moveTo(4, 9, 5);
  await scene('it has lasted for three days: one card, with the reasons');
  reads(csm, '#customer-success', shorten((await csm.message(CARD, { in: CS })).text, 7));
}

/** Somebody has taken it and made a plan, and the score recovers. */
export async function playRecovery({ sandbox, moveTo, say, scene, reads }: Narrator): Promise<void> {
  const csm = sandbox.person('csm.berlin');
  const card = () => csm.sees(CS).find(({ text }) => CARD.test(text));
  await moveTo(14, 8);
  await scene('a week of good numbers later');
  const closed = await csm.until(() => card()?.replies.find(({ text }) => /the score recovered/.test(text)));
  reads(csm, 'the thread', closed.text);
  const director = sandbox.person('director');
  reads(director, 'the DM with Baton', (await director.message(/would have flagged/)).text);
  say(
    '\nOne card, one thread, three true reasons. Small accounts are only tried out so far, and nobody was disturbed.',
  );
}
