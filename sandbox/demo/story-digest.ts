import { done, type Narrator, shorten } from './narrate.ts';

const DIGEST = /^(?:Team )?CS Global: .* at risk/;
/** The reply that lists the accounts says how they are ordered. */
const ACCOUNTS = /Most urgent first/;
const CARD = /Pine Sample Pharma \(R-3\)/;
const CS = 'customer-success';

/** The same morning the lead reads of it in the digest of the week, and takes it from there. */
export async function playDigest({ sandbox, day, scene, does, reads }: Narrator): Promise<void> {
  const lead = sandbox.person('cs.lead');
  const card = () => lead.sees(CS).find(({ text }) => CARD.test(text));
  await scene('the CS lead reads the digest of the week');
  reads(lead, 'the DM with Baton', (await lead.message(DIGEST)).text);
  reads(lead, 'its thread', shorten((await lead.message(ACCOUNTS)).text, 13));

  await scene('the lead takes it from there');
  does(lead, 'presses I’ve got it');
  await lead.clicks('I’ve got it', { message: ACCOUNTS });
  const claimed = await lead.until(() => card()?.replies.find(({ text }) => /took it/.test(text)));
  reads(lead, 'the thread of the card', claimed.text);
  does(lead, 'presses Plan…, and writes the first step and the day of the check-in, in four weeks');
  await lead.clicks('Plan…', { in: CS, message: CARD });
  const plan = await lead.modal({ text: /First step/ });
  await plan.fill('First step', 'Sit with the lab leads and restore their data import');
  await plan.date('Check-in date', day(35));
  await done(plan.submit());
  const planned = await lead.until(() => card()?.replies.find(({ text }) => /planned it/.test(text)));
  reads(lead, 'the thread of the card', planned.text);
  does(lead, 'opens Home');
  reads(lead, 'Home', shorten((await lead.home({ text: 'Pine Sample Pharma (R-3)' })).text(), 12));
}
