// What people do when something goes wrong: press again; and when the modal is gone, begin again and look.
import { setTimeout as pause } from 'node:timers/promises';
import { type Driver, type Modal, Trouble } from '../../sandbox/server.ts';
import type { Ledger } from './ledger.ts';
import type { Deal } from './plan.ts';

/** What people went through. */
export interface Notes {
  /** Slack said that the app did not answer. */
  troubles: number;
  /** Baton said that it could not confirm. */
  unconfirmed: number;
  /** Clicks that Slack saw acked, of which neither a change nor a word came. */
  silent: number;
  /** Begun again, because a window or a change did not come. */
  begunAgain: number;
}

const MOST_TRIES = 80;
const WINDOW_MS = 5_000;
/** Nobody presses sooner: fifty people who hammer would be a load of their own. */
const PRESS_AGAIN_MS = 800;
const CHANGE_MS = 6_000;
const WORD_MS = 3_000;
export const CLOSED = 'closed';

/** Tries until it is done. What a person does is idempotent for them: they look before they act again. */
async function again<T>(
  who: Driver,
  what: string,
  notes: Notes,
  attempt: () => Promise<T | undefined>,
): Promise<T> {
  let last: unknown = 'nothing came of it';
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    try {
      const done = await attempt();
      if (done !== undefined) return done;
    } catch (error) {
      last = error;
      if (error instanceof Trouble) notes.troubles += 1;
    }
    notes.begunAgain += 1;
    while (who.hasModal()) await (await who.modal()).close().catch(() => {});
    await pause(PRESS_AGAIN_MS + Math.min(tries, 8) * 250);
  }
  throw new Error(`${who.name} could not ${what}: ${last instanceof Error ? last.message : last}`);
}

/** Presses the modal's button until it reads as wanted or closes. Undefined when it will not. */
async function press(
  modal: Modal,
  wanted: RegExp,
  notes: Notes,
  tries = 8,
): Promise<string | typeof CLOSED | undefined> {
  const top = () => modal.text().split('\n').slice(0, 2);
  const [title, first] = top();
  for (let pressed = 0; pressed < tries; pressed++) {
    const outcome = await modal.submit();
    if ('closed' in outcome) return CLOSED;
    if ('errors' in outcome) throw new Error(`the modal says ${JSON.stringify(outcome.errors)}`);
    if ('trouble' in outcome) {
      notes.troubles += 1;
      await pause(PRESS_AGAIN_MS);
      continue;
    }
    const text = modal.text();
    if (wanted.test(text)) return text;
    if (/could not confirm/.test(text)) notes.unconfirmed += 1;
    // The same window with a line on top of it: why it was refused.
    else if (top()[0] === title && top()[1] !== first)
      throw new Error(`the modal says ${text.slice(0, 400)}`);
    await pause(PRESS_AGAIN_MS);
  }
  return undefined;
}

/** A choice that the app is told of stands on the screen whether or not it heard. */
async function chosen(choice: Promise<void>, notes: Notes): Promise<void> {
  await choice.catch((error: unknown) => {
    if (!(error instanceof Trouble)) throw error;
    notes.troubles += 1;
  });
}

/** Hands over, and answers the number that the modal, or the list, told. */
export function handOver(rep: Driver, deal: Deal, notes: Notes): Promise<number> {
  let doubtful = false;
  return again(rep, `hand over ${deal.account}`, notes, async () => {
    if (doubtful) {
      const known = await numberInMine(rep, deal.account);
      if (known !== null) return known;
    }
    await rep.types(`/handoff ${deal.account}`, { in: 'sales' });
    const modal = await rep.modal({ text: /Main contact/, timeoutMs: WINDOW_MS });
    await chosen(modal.choose('Hand over to', deal.csm), notes);
    await modal.fill('Main contact', 'Sample Contact, Head of Operations');
    await modal.fill('Why they bought', 'Onboarding takes us six weeks, and we need it in one.');
    await modal.fill('First desired outcome', 'First team live within two weeks');
    await modal.fill('Promises outside the contract', 'None');
    if (!(await press(modal, /Check and hand over/, notes))) return undefined;
    doubtful = true;
    const said = await press(modal, /Handed over|is open already/, notes, deal.impatient ? 1 : 8);
    const number = /H-(\d+)/.exec(said ?? '')?.[1];
    await modal.close();
    return number === undefined ? undefined : Number(number);
  });
}

/** `/handoff mine` shows ten, the latest first. */
async function numberInMine(rep: Driver, account: string): Promise<number | null> {
  const answers = () =>
    rep.sees('sales').filter(({ ephemeral, text }) => ephemeral && /Your handoffs|All clear/.test(text));
  const before = answers().length;
  await rep.types('/handoff mine', { in: 'sales' });
  await rep.until(() => answers().length > before, { timeoutMs: WINDOW_MS });
  const number = new RegExp(`${account} \\(H-(\\d+)\\)`).exec(answers().at(-1)?.text ?? '')?.[1];
  return number === undefined ? null : Number(number);
}

/** Where this person finds the handoff now: their DM, else the team's channel. */
function placeOf(deal: Deal, ledger: Ledger): 'dm' | string | undefined {
  const said = ledger.about(deal.account).map(({ kind }) => kind);
  return said.includes('request') ? 'dm' : said.includes('card') ? deal.channel : undefined;
}

/** Does anything this person reads about the handoff say so? A refusal names its number alone. */
function reads(who: Driver, deal: Deal, shape: RegExp): boolean {
  const own = (text: string) => text.includes(deal.account) || text.includes(`H-${deal.number}`);
  return ['dm', deal.channel].some((where) =>
    who.sees(where).some(({ text }) => own(text) && shape.test(text)),
  );
}

/** Undefined while there is nothing to press. `isKept`: the database has it. */
export function acknowledge(
  csm: Driver,
  deal: Deal,
  ledger: Ledger,
  notes: Notes,
  isKept: (deal: Deal) => Promise<boolean>,
): Promise<true> {
  const seen = () => reads(csm, deal, /on it · decision due|You’re on it|already on H-/);
  return again(csm, `acknowledge ${deal.account}`, notes, async () => {
    const where = placeOf(deal, ledger);
    if (where === undefined) return undefined;
    if (seen()) return true;
    const told = () => csm.sees(where).filter(({ ephemeral }) => ephemeral).length;
    const before = told();
    await csm.clicks('I’m on it', { in: where, message: deal.account, timeoutMs: 300 });
    // Slack warned of nothing: it is done, or there was a word.
    if (!(await isKept(deal)))
      await csm
        .until(() => told() > before, { timeoutMs: WORD_MS })
        .catch(() => {
          notes.silent += 1;
        });
    await csm.until(seen, { timeoutMs: CHANGE_MS });
    return true;
  });
}

const ANSWERS = {
  accept: { choice: 'Accept', redrawn: /\[Accept\]/, done: /Accepted by|already accepted by you/ },
  return: {
    choice: 'Ask for more',
    redrawn: /Your question/,
    done: /to add what’s missing|More was asked for/,
  },
};

export function answer(
  csm: Driver,
  deal: Deal,
  how: keyof typeof ANSWERS,
  ledger: Ledger,
  notes: Notes,
): Promise<true> {
  const { choice, redrawn, done } = ANSWERS[how];
  let doubtful = false;
  return again(csm, `${how} ${deal.account}`, notes, async () => {
    const where = placeOf(deal, ledger);
    if (where === undefined) return undefined;
    if (doubtful && reads(csm, deal, done)) return true;
    await csm.clicks('Review', { in: where, message: deal.account, timeoutMs: 500 });
    const modal = await csm.modal({ text: /Your answer/, timeoutMs: WINDOW_MS });
    for (let pressed = 0; pressed < 4 && !redrawn.test(modal.text()); pressed++) {
      await chosen(modal.check('Your answer', choice), notes);
      await modal.until(redrawn, { timeoutMs: 2_500 }).catch(() => {});
    }
    if (how === 'return') {
      await modal.check('More parts of the brief', 'Main contact');
      await modal.fill('Your question', 'Who inside wants this to work?');
    }
    doubtful = true;
    const said = await press(modal, done, notes);
    return said === undefined ? undefined : true;
  });
}

/** Takes the acceptance back, in the DM that asked for it. False where the two minutes were over first. */
export function undo(csm: Driver, deal: Deal, notes: Notes): Promise<boolean> {
  const offers = (label: string) =>
    csm
      .sees('dm')
      .some(
        ({ ephemeral, text, buttons }) =>
          !ephemeral && text.includes(deal.account) && buttons.includes(label),
      );
  let doubtful = false;
  return again(csm, `undo ${deal.account}`, notes, async () => {
    // It asks anew only once the acceptance is taken back, also by a press whose answer was lost.
    if (doubtful && offers('I’m on it')) return true;
    await csm.until(() => !offers('I’m on it'), { timeoutMs: CHANGE_MS });
    while (offers('Undo')) {
      doubtful = true;
      await csm.clicks('Undo', { in: 'dm', message: deal.account, timeoutMs: 300 });
      await csm.until(() => !offers('Undo'), { timeoutMs: CHANGE_MS }).catch(() => {});
    }
    return offers('I’m on it');
  });
}

export function resubmit(rep: Driver, deal: Deal, notes: Notes): Promise<true> {
  let doubtful = false;
  return again(rep, `resubmit ${deal.account}`, notes, async () => {
    if (doubtful && reads(rep, deal, /more was asked for earlier/)) return true;
    await rep.clicks('Add what’s missing', { in: 'dm', message: deal.account, timeoutMs: 500 });
    const modal = await rep.modal({
      title: 'Add what’s missing',
      text: /Main contact/,
      timeoutMs: WINDOW_MS,
    });
    await modal.fill('Main contact', `Sample Contact, who knows more of ${deal.account}`);
    if (!(await press(modal, /Check and send again/, notes))) return undefined;
    doubtful = true;
    const said = await press(modal, /Sent again/, notes);
    await modal.close();
    return said === undefined ? undefined : true;
  });
}
