import { done, type Narrator } from './narrate.ts';

const ACME = /Acme Sample/;

/** What follows acceptance: the customer meets the CSM, the kickoff is held, and the rep hears how good the brief was. */
export async function playKickoff({
  sandbox,
  day,
  moveTo,
  say,
  scene,
  does,
  reads,
}: Narrator): Promise<void> {
  const rep = sandbox.person('rep.berlin');
  const csm = sandbox.person('csm.berlin');

  await scene('the rep introduces the CSM to the customer');
  does(rep, 'presses Introduce…');
  await rep.clicks('Introduce…', { message: ACME });
  const introduce = await rep.modal({ title: 'Introduce', text: /Copy this/ });
  reads(rep, 'the modal', introduce.text());
  does(rep, 'sends these lines to the customer, and presses Introduced');
  await done(introduce.submit());
  const heard = await csm.until(() =>
    csm
      .sees('dm')
      .flatMap(({ replies }) => replies)
      .find(({ text }) => /introduced the new owner/.test(text)),
  );
  reads(csm, 'the thread of their DM', heard.text);

  await scene('the CSM books the kickoff');
  does(csm, 'presses Kickoff booked…, and picks Thursday');
  await csm.clicks('Kickoff booked…', { message: ACME });
  const book = await csm.modal({ title: 'Kickoff booked', text: /Kickoff date/ });
  await book.date('Kickoff date', day(3));
  await done(book.submit());
  reads(rep, 'the DM with Baton', (await rep.message(/^You handed .*kickoff booked for/s)).text);

  await moveTo(3, 15);
  await scene('the kickoff was held today');
  does(csm, 'presses Log kickoff…, and says how good the brief was');
  await csm.clicks('Log kickoff…', { message: /^Acme Sample/ });
  const log = await csm.modal({ title: 'Log kickoff', text: /How was the brief/ });
  await log.choose('What did the customer have to repeat?', 'How an outcome is measured');
  await log.check('How was the brief?', '4 · Almost everything was there');
  await log.fill('What would have made it better?', 'How they will measure the two weeks');
  await done(log.submit());
  reads(rep, 'the DM with Baton', (await rep.message(/held the kickoff/)).text);

  await scene('the rep reads it');
  does(rep, 'presses Read');
  await rep.clicks('Read', { message: /held the kickoff/ });
  reads(rep, 'the DM with Baton', (await rep.message(/You read it/)).text);
  reads(
    csm,
    'the DM with Baton',
    (await csm.message(/^Acme Sample[\s\S]*read the feedback|read your feedback/)).text,
  );

  await moveTo(4, 18);
  await scene('a day later');
  const chased = sandbox
    .person('csm.newyork')
    .sees('dm')
    .filter(({ text }) => ACME.test(text));
  if (chased.length > 0) throw new Error('The cover was chased for what is done');
  say('   No one is chased for what is done: the cover in New York has heard nothing of Acme Sample.');
  say('\nWon, handed over, accepted, kicked off. Nothing waited in silence, and the rep typed two answers.');
}
