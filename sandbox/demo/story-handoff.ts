import type { Driver } from '../server.ts';
import { done, type Narrator, shorten } from './narrate.ts';

const ACME = /Acme Sample/;

/**
 * One handoff from the CRM to accepted, as the people of the sample company live it: silence is reminded and escalated,
 * more is asked for and given. Everything goes over HTTP, as it would with Slack.
 */
export async function playHandoff({ sandbox, wins, moveTo, say, scene, does, reads }: Narrator) {
  const rep = sandbox.person('rep.berlin');
  const csm = sandbox.person('csm.berlin');

  await scene('the deal is won in the CRM, which tells Baton');
  say('   POST /v1/handoffs');
  const { sent, answer } = await wins();
  for (const line of [...sent.split('\n'), `→ 200 ${answer}`]) say(`     ${line}`);
  reads(rep, 'the DM with Baton', (await rep.message(/Acme Sample is won/)).text);

  await scene('the rep finishes the handoff');
  does(rep, 'presses Finish handoff');
  await rep.clicks('Finish handoff', { message: ACME });
  const draft = await rep.modal({ title: 'Start a handoff', text: /From the CRM/ });
  reads(rep, 'the modal', draft.text());
  does(rep, 'adds the two answers that the CRM did not know, and presses Next');
  await draft.fill('First desired outcome', 'The first team is live within two weeks');
  await draft.fill('Promises outside the contract', 'A named engineer for the first month');
  await done(draft.submit());
  await draft.until(/Ready to hand over/);
  reads(rep, 'the modal', shorten(draft.text(), 12));
  does(rep, 'presses Hand over');
  await done(draft.submit());
  await draft.until(/Handed over/);
  reads(rep, 'the modal', draft.text());
  await draft.close();
  reads(csm, 'the DM with Baton', (await csm.message(ACME)).text);
  reads(csm, '#customer-success', (await csm.message(ACME, { in: 'customer-success' })).text);

  await moveTo(1, 9, 5);
  await scene('the CSM has not responded: a reminder, in one DM for the morning');
  reads(csm, 'the DM with Baton', (await csm.message(/^Today: /)).text);

  await scene('a rep in New York has not handed over what they won on Friday: the sales lead hears');
  const salesLead = sandbox.person('sales.lead');
  reads(salesLead, 'the DM with Baton', (await salesLead.message(/Hazel Sample Hotels/)).text);

  await moveTo(1, 10, 5);
  await scene('a working day has passed: the clock of Acme Sample escalates, too');
  reads(rep, 'the DM with Baton', (await rep.message(/no response from/)).text);

  await scene('the CSM responds');
  does(csm, 'presses I’m on it in the DM');
  await csm.clicks('I’m on it', { message: ACME });
  await rep.message(/is on it/);
  does(csm, 'presses Review, reads the brief, and asks for more');
  await answers(csm, 'Ask for more', {
    what: 'Champion',
    question: 'Who there wants this to work, and will help us?',
  });
  reads(rep, 'the DM with Baton', (await rep.message(/will help us/)).text);

  await scene('the rep fills the gap');
  does(rep, 'presses Add what’s missing, adds the champion, and sends it again');
  await rep.clicks('Add what’s missing', { message: /will help us/ });
  const fix = await rep.modal({ title: 'Add what’s missing', text: /Main contact/ });
  await done(fix.submit());
  await fix.clickButton('Add: Champion');
  await fix.until(/Role/);
  await fix.fill('Name', 'Sample Champion, Operations');
  await fix.choose('Role', 'Champion');
  await done(fix.submit());
  await fix.until(/Sample Champion/);
  await done(fix.submit());
  await fix.until(/Sent again/);
  await fix.close();

  await moveTo(1, 11);
  await scene('the CSM accepts');
  await answers(csm, 'Accept');
  const card = await csm.until(() =>
    csm.sees('customer-success').find((one) => /Accepted by/.test(one.text) && one.replies.length === 3),
  );
  reads(
    csm,
    '#customer-success',
    [card.text, ...card.replies.map((reply) => `  ↳ ${reply.text}`)].join('\n'),
  );
}

async function answers(
  csm: Driver,
  verdict: 'Accept' | 'Ask for more',
  more?: { what: string; question: string },
): Promise<void> {
  await csm.clicks('Review', { message: ACME });
  const review = await csm.modal({ text: /Your answer/ });
  await review.check('Your answer', verdict);
  await review.until(more ? /Your question/ : /\[Accept\]/);
  if (more) {
    await review.check('What do you need?', more.what);
    await review.fill('Your question', more.question);
  }
  await done(review.submit());
}
