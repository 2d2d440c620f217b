import type { Narrator } from './narrate.ts';
import { shorten } from './narrate.ts';

const DIGEST = /^Team CS Global: .* at risk/;
/** The reply that lists the accounts says how they are ordered. */
const ACCOUNTS = /Ordered by how bad/;
const CARD = /R-3 · Pine/;

/** Two weeks on, the same account slips again, and nobody takes it: the lead reads of it on Monday, and does. */
export async function playDigest({ sandbox, moveTo, scene, does, reads }: Narrator): Promise<void> {
  const lead = sandbox.person('cs.lead');
  await moveTo(28, 8, 1);
  await scene('the digest that the CS lead gets each Monday');
  reads(lead, 'the DM with Baton', (await lead.message(DIGEST)).text);
  reads(lead, 'its thread', shorten((await lead.message(ACCOUNTS)).text, 15));

  await scene('one tap in it, and somebody has the account that nobody had taken');
  does(lead, 'presses I’ve got it');
  await lead.clicks('I’ve got it', { message: ACCOUNTS });
  const claimed = await lead.until(() =>
    lead
      .sees('customer-success')
      .find(({ text }) => CARD.test(text))
      ?.replies.find(({ text }) => /Lead has got it/.test(text)),
  );
  reads(lead, 'the thread of the card in #customer-success', claimed.text);
  does(lead, 'opens Home');
  reads(lead, 'Home', shorten((await lead.home({ text: CARD })).text(), 14));
}
