import { expect } from 'vitest';
import type { Driver, Modal } from '../../sandbox/server.ts';

export interface LeastBrief {
  account: string;
  receiver?: string;
  why?: string;
}

/** Types the command and fills the least there is to fill. The modal stands at its second and last screen. */
export async function fillLeast(rep: Driver, brief: LeastBrief): Promise<Modal> {
  if (rep.hasModal()) await (await rep.modal()).close();
  await rep.types(`/handoff ${brief.account}`, { in: 'sales' });
  const modal = await rep.modal({ text: /Main contact/ });
  if (brief.receiver) await modal.choose('Hand over to', brief.receiver);
  await fillQuestions(modal, brief.why);
  expect(await modal.submit()).toEqual({ updated: true });
  await modal.until(/Ready to|Still missing/);
  return modal;
}

/** The four questions of the first screen. */
export async function fillQuestions(modal: Modal, why?: string): Promise<void> {
  await modal.fill('Main contact', 'Sample Contact, Head of Operations');
  await modal.fill('Why they bought', why ?? 'Onboarding takes us six weeks, and we need it in one.');
  await modal.fill('First desired outcome', 'First team live within two weeks');
  await modal.fill('Promises outside the contract', 'None');
}

/** Hands over in two screens. Answers the handoff's name, such as H-12. */
export async function handOver(rep: Driver, brief: LeastBrief): Promise<string> {
  return finish(await fillLeast(rep, brief));
}

/** Submits the last screen, reads the receipt and closes it. */
export async function finish(modal: Modal): Promise<string> {
  expect(await modal.submit()).toEqual({ updated: true });
  await modal.until(/\(H-\d+\) is with/);
  const [name] = /H-\d+/.exec(modal.text()) ?? [''];
  await modal.close();
  return name;
}

/** Opens *Review* on the newest message about this handoff, and chooses an answer. */
export async function review(csm: Driver, name: string, answer: string, where = 'dm'): Promise<Modal> {
  await csm.clicks('Review', { in: where, message: new RegExp(`${name}\\b`) });
  const modal = await csm.modal({ title: 'Review handoff', text: /Your answer/ });
  await modal.check('Your answer', answer);
  return modal;
}

export async function accept(csm: Driver, name: string, where = 'dm'): Promise<void> {
  const modal = await review(csm, name, 'Accept', where);
  await modal.until(/\[Accept\]/);
  expect(await modal.submit()).toEqual({ closed: true });
}

export async function askForMore(csm: Driver, name: string, note: string, where = 'dm'): Promise<void> {
  const modal = await review(csm, name, 'Ask for more', where);
  await modal.fill('Your question', note);
  expect(await modal.submit()).toEqual({ closed: true });
}

let answers = 0;

/** *Add what’s missing*, with one answer more. */
export async function resubmit(rep: Driver, name: string): Promise<void> {
  await rep.clicks('Add what’s missing', { in: 'dm', message: new RegExp(`${name}\\b`) });
  const modal = await rep.modal({ title: 'Add what’s missing', text: /Main contact/ });
  answers += 1;
  await modal.fill('Main contact', `Sample Contact ${answers}, Head of Operations`);
  expect(await modal.submit()).toEqual({ updated: true });
  await modal.until(/Check and send again/);
  expect(await modal.submit()).toEqual({ updated: true });
  await modal.until(/Sent again/);
  await modal.close();
}

/** The sender cancels it, from the receipt. */
export async function cancel(rep: Driver, name: string): Promise<void> {
  await rep.picks('Cancel…', { in: 'dm', message: new RegExp(`You handed .*\\(${name}\\)`) });
  const modal = await rep.modal({ title: 'Cancel this handoff?', text: /Reason/ });
  await modal.fill('Reason', 'A sample, no more');
  expect(await modal.submit()).toEqual({ closed: true });
}

/** The kickoff is booked for this day, YYYY-MM-DD, and logged as held on it. */
export async function holdKickoff(csm: Driver, name: string, day: string): Promise<void> {
  const where = { in: 'dm', message: new RegExp(`${name}\\b`) };
  await csm.message(new RegExp(`${name}\\b.*not booked yet`, 's'), { in: 'dm' });
  await csm.clicks('Kickoff booked…', where);
  const book = await csm.modal({ title: 'Kickoff booked', text: /Kickoff date/ });
  await book.date('Kickoff date', day);
  await book.submit();
  await csm.message(new RegExp(`${name}\\b.*kickoff booked for`, 's'), { in: 'dm' });
  await csm.clicks('Log kickoff…', where);
  const finish = await csm.modal({ title: 'Log kickoff', text: /How was the brief/ });
  await finish.check('How was the brief?', '5 · Everything was there');
  await finish.submit();
}
