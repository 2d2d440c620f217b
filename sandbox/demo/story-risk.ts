import { type Narrator, shorten } from './narrate.ts';

const CARD = /Pine Sample Pharma \(R-3\)/;
const CS = 'customer-success';

/** Meanwhile one account slides: what its exports send by the HTTP API, as the clock comes to it, becomes a card. */
export async function playSlide({ sandbox, moveTo, say, scene, reads }: Narrator): Promise<void> {
  const csm = sandbox.person('csm.berlin');
  await scene('Pine Sample Pharma has been used less for two months');
  if (csm.sees(CS).some(({ text }) => CARD.test(text))) throw new Error('The card did not wait');
  say('   A little each week: no day was bad, and its score still says “watch”.');

  await moveTo(7, 9, 5);
  await scene('on Sunday each account was compared with its own usual: one card, with the reasons');
  reads(csm, '#customer-success', shorten((await csm.message(CARD, { in: CS })).text, 7));
}

/** Somebody has taken it and made a plan, and the account is near its usual again. */
export async function playRecovery({ sandbox, moveTo, say, scene, reads }: Narrator): Promise<void> {
  const csm = sandbox.person('csm.berlin');
  const card = () => csm.sees(CS).find(({ text }) => CARD.test(text));
  await moveTo(35, 9);
  await scene('three good weeks later');
  const closed = await csm.until(() => card()?.replies.find(({ text }) => /back near its usual/.test(text)));
  reads(csm, 'the thread', closed.text);
  const director = sandbox.person('director');
  reads(director, 'the DM with Baton', (await director.message(/would have flagged/)).text);
  say(
    '\nOne card, one thread, three true reasons. Small accounts are only tried out so far, and no one was disturbed.',
  );
}
