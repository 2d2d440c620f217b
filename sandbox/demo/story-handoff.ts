import type { Driver } from '../server.ts';
import { done, type Narrator, shorten } from './narrate.ts';

/**
 * One handoff from the command to accepted, as the people of the sample company live it: silence is reminded and
 * escalated, more is asked for and given. Everything goes over HTTP, as it would with Slack.
 */
export async function playHandoff({ sandbox, moveTo, say, scene, does, reads }: Narrator): Promise<void> {
  const rep = sandbox.person('rep.berlin');
  const csm = sandbox.person('csm.berlin');

  await scene('the deal is won, and sales hands it over');
  does(rep, 'types /handoff Acme Sample in #sales');
  await rep.types('/handoff Acme Sample', { in: 'sales' });
  const draft = await rep.modal({ text: /Main contact/ });
  does(rep, 'fills in six fields and presses Next');
  await draft.choose('Hand over to', 'CSM (Berlin)');
  await draft.fill('Main contact', 'Sample Contact, Head of Operations');
  await draft.fill('Why they bought', 'Onboarding takes us six weeks. We need it in one.');
  await draft.fill('First desired outcome', 'The first team is live within two weeks');
  await draft.fill('Promises outside the contract', 'A named engineer for the first month');
  await done(draft.submit());
  await draft.until(/Ready to|Still missing/);
  reads(rep, 'the modal', shorten(draft.text(), 12));
  does(rep, 'presses Hand over');
  await done(draft.submit());
  await draft.until(/H-1/);
  reads(rep, 'the modal', draft.text());
  await draft.close();
  reads(csm, 'the DM with Baton', (await csm.message(/Acme Sample/)).text);
  reads(csm, '#customer-success', (await csm.message(/Acme Sample/, { in: 'customer-success' })).text);

  await moveTo(1, 9, 5);
  await scene('no one has responded: a reminder, in one DM for the morning');
  reads(csm, 'the DM with Baton', (await csm.message(/^Today: /)).text);

  await moveTo(1, 10, 5);
  await scene('a working day has passed: the clock escalates');
  reads(rep, 'the DM with Baton', newest(rep, /Reassign…/).text);

  await scene('the CS owner answers');
  does(csm, 'presses I’m on it in the DM');
  await csm.clicks('I’m on it', { message: /Acme Sample/ });
  await rep.message(/is on it/);
  does(csm, 'presses Review, reads the brief, and asks for more');
  await csm.clicks('Review', { message: /Acme Sample/ });
  const review = await csm.modal({ text: /Your answer/ });
  await review.check('Your answer', 'Ask for more');
  await review.until(/Your question/);
  await review.check('What do you need?', 'Champion');
  await review.fill('Your question', 'Who there wants this to work, and will help us?');
  await done(review.submit());
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
  await scene('the CS owner accepts');
  await csm.clicks('Review', { message: /Acme Sample/ });
  const second = await csm.modal({ text: /Your answer/ });
  await second.check('Your answer', 'Accept');
  await second.until(/\[Accept\]/);
  await done(second.submit());
  const card = await csm.until(() =>
    csm.sees('customer-success').find((one) => /Accepted by/.test(one.text) && one.replies.length === 3),
  );
  reads(
    csm,
    '#customer-success',
    [card.text, ...card.replies.map((reply) => `  ↳ ${reply.text}`)].join('\n'),
  );

  await moveTo(1, 14);
  await scene('another new customer is set up first: sales hands them to service');
  does(rep, 'types /handoff Fjord Sample Freight, and picks Onboarding (Berlin)');
  await rep.types('/handoff Fjord Sample Freight', { in: 'sales' });
  const onboarding = await rep.modal({ text: /Main contact/ });
  await onboarding.choose('Hand over to', 'Onboarding (Berlin)');
  await onboarding.until(/Sales to service/);
  await onboarding.fill('Main contact', 'Sample Contact, Head of IT');
  await onboarding.fill('Why they bought', 'Every depot has a tool of its own.');
  await onboarding.fill('What has to work first', 'Orders from the old system on the first day');
  await onboarding.fill('Promises outside the contract', 'Data moved by the end of next month');
  await done(onboarding.submit());
  await onboarding.until(/Ready to|Still missing/);
  await done(onboarding.submit());
  await onboarding.until(/H-2/);
  await onboarding.close();
  const service = sandbox.person('onboarding.berlin');
  reads(service, 'the DM with Baton', (await service.message(/Fjord Sample Freight/)).text);
  await service.clicks('Review', { message: /Fjord Sample Freight/ });
  const third = await service.modal({ text: /Your answer/ });
  await third.check('Your answer', 'Accept');
  await third.until(/\[Accept\]/);
  await done(third.submit());
  await rep.message(/Fjord Sample Freight[\s\S]*Accepted by/);

  await moveTo(2, 18);
  const chased = sandbox.person('csm.newyork').sees('dm').length;
  await scene('a day and a half later');
  say(
    `   Nobody is chased for what is done: the cover in New York has ${chased === 0 ? 'no messages' : `${chased} messages`}.`,
  );
  say('\nBoth handoffs are accepted. Nothing waited in silence, and nobody typed anything twice.');
}

function newest(who: Driver, button: RegExp) {
  const found = who.sees('dm').filter((message) => message.buttons.some((text) => button.test(text)));
  const last = found.at(-1);
  if (!last) throw new Error(`${who.name} sees no such message`);
  return last;
}
