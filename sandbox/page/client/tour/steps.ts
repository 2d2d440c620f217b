import type { Act, Move, Screen } from '../../shapes.ts';
import { plainWords } from '../text/Words.tsx';
import { EXAMPLE, examplePlan } from './example.ts';

/** What a step can do for whoever takes the tour. */
export type Help = { be: string; open: 'app' | string } | { act: (screen: Screen) => Act } | { move: Move };

export interface Step {
  title: string;
  text: string;
  /** What the button does, and says. */
  help?: [label: string, help: Help];
  /** When it goes on by itself. */
  done: (screen: Screen) => boolean;
}

export const REP = 'rep.berlin';
const CSM = 'csm.berlin';
const LEAD = 'cs.lead';
const PINE = /Pine Sample Pharma/;

const modalTitle = (screen: Screen) => plainWords(screen.modal?.body.title);
const submitText = (screen: Screen) => plainWords(screen.modal?.body.submit);
export const isIn = (screen: Screen, name: string, open: 'im' | string) =>
  screen.me.name === name &&
  screen.channels.some(
    (each) => each.id === screen.place?.channel && (open === 'im' ? each.kind === 'im' : each.name === open),
  );
const reads = (screen: Screen, pattern: RegExp, about = /./) =>
  screen.place?.messages.some((each) => {
    const said = `${each.text} ${JSON.stringify(each.blocks)}`;
    return pattern.test(said) && about.test(said);
  }) ?? false;

/** Rep, CSM, silence, escalation, answer; then an account that slides: card, owner, plan, recovery. */
export const STEPS: Step[] = [
  {
    title: 'Sales has won Acme Sample',
    text: 'You are the rep who sold it. Customer success has to take over, and should not have to ask the customer anything twice. See how in a few minutes.',
    help: ['Begin in #sales', { be: REP, open: 'sales' }],
    done: (screen) => isIn(screen, REP, 'sales'),
  },
  {
    title: 'Hand the account over',
    text: 'Write “/handoff Acme” as a message and press Enter.',
    help: [
      'Write it for me',
      { act: ({ place }) => ({ do: 'type', channel: place?.channel ?? '', text: '/handoff Acme' }) },
    ],
    done: (screen) => submitText(screen) !== '',
  },
  {
    title: 'Say what the next person must know',
    text: 'Six answers. What is known about the account is shown, not asked. Fill them in, then press Next.',
    help: ['Fill in an example', { act: () => ({ do: 'fill', fields: EXAMPLE }) }],
    done: (screen) => submitText(screen).startsWith('Hand over'),
  },
  {
    title: 'Look it over',
    text: 'Baton lists what is not answered yet. More helps, but none of it is required. Press Hand over.',
    done: (screen) => modalTitle(screen).startsWith('Handed over'),
  },
  {
    title: 'It is handed over',
    text: 'Nothing is lost, and someone has to respond to it now. Become the CSM who was asked.',
    help: ['Be the CSM', { be: CSM, open: 'app' }],
    done: (screen) => isIn(screen, CSM, 'im'),
  },
  {
    title: 'Say nothing',
    text: 'Baton asked you once. You could press “I’m on it” or “Review”. Stay silent instead, and let the clock run to the next working morning.',
    help: ['Next working morning', { move: 'morning' }],
    done: (screen) => screen.me.name === CSM && !screen.moving && reads(screen, /Today: /),
  },
  {
    title: 'One reminder, in the morning',
    text: 'Half of the time was up, so the one message of the morning reminds you. Stay silent for four more hours.',
    help: ['+4 h', { move: 'hours' }],
    done: (screen) => screen.me.name === REP || (!screen.moving && isAfterNoon(screen)),
  },
  {
    title: 'Nothing waits in silence',
    text: 'A working day has passed. The rep has been told, and your cover in New York will be when the day begins there. See what the rep reads.',
    help: ['Be the rep again', { be: REP, open: 'app' }],
    done: (screen) => isIn(screen, REP, 'im') && reads(screen, /no response from/),
  },
  {
    title: 'The ladder climbs',
    text: 'The rep can nudge or reassign. Wait longer, and the lead hears, then the manager. Be the CSM instead, press Review, and accept: it all stops at once.',
    help: ['Be the CSM', { be: CSM, open: 'app' }],
    done: (screen) => isIn(screen, CSM, 'im') && reads(screen, /Accepted by/, /H-1/),
  },
  {
    title: 'Another account slides',
    text: 'For two months Pine Sample Pharma has been used a little less each week. No single day was bad, and its score still says “watch”. Each Sunday evening Baton compares every account with what is usual for it. Go to Monday.',
    help: ['Next Monday', { move: 'monday' }],
    done: (screen) => screen.me.name === CSM && !screen.moving && reads(screen, /is sliding/, PINE),
  },
  {
    title: 'One card, with the reasons',
    text: 'It has fallen far below its usual, in several areas at once. Both teams read in #customer-success by how much, why, what is at stake and who owns it. Look there, and press “I’ve got it”.',
    help: ['Look there', { be: CSM, open: 'customer-success' }],
    done: (screen) => isIn(screen, CSM, 'customer-success') && reads(screen, / is on it/, PINE),
  },
  {
    title: 'Plan the first step',
    text: 'A risk has an owner and a plan, or Baton asks for them. Press Plan…, fill in an example, and save it. Numbers take weeks to turn, so the check-in is in four.',
    help: ['Fill in an example', { act: ({ now }) => ({ do: 'fill', fields: examplePlan(now) }) }],
    done: (screen) => reads(screen, /check-in /, PINE),
  },
  {
    title: 'Did it help?',
    text: 'The plan is in the thread, for both teams. The import works again on Wednesday, and the numbers follow. A slide is over once the account has been near its usual for three weeks. Let four pass.',
    help: ['4 weeks on', { move: 'weeks' }],
    done: (screen) => !screen.moving && reads(screen, /near its usual/, /Closed/),
  },
  {
    title: 'Everything about one account',
    text: '“/account Pine” shows its health and why, its owners, what was promised, and everything that has happened.',
    help: [
      'Write it for me',
      { act: ({ place }) => ({ do: 'type', channel: place?.channel ?? '', text: '/account Pine' }) },
    ],
    done: (screen) => reads(screen, /Timeline/, PINE),
  },
  {
    title: 'Monday at eight',
    text: 'Each Monday the CS lead reads one digest: what is at risk, what has changed since last week, and one thing to do about each account. Be the lead.',
    help: ['Be the CS lead', { be: LEAD, open: 'app' }],
    done: (screen) => isIn(screen, LEAD, 'im') && reads(screen, /at risk/, /Weekly digest/),
  },
  {
    title: 'Read it in three minutes',
    text: 'The accounts are in its thread, each with a button that works from there. Then open Home, beside Messages: it says what is yours to do, and how your team does.',
    done: (screen) => screen.me.name === LEAD && screen.home !== null,
  },
  {
    title: 'The rest is yours to find',
    text: 'Try “/digest”, “/risk list” and “/baton glossary” in a channel, become the director, who sets Baton up on Home, or open “Traffic”. Or let the clock go “4 weeks on, with an outage”: every account falls, and instead of cards the lead has one line.',
    done: () => false,
  },
];

const isAfterNoon = ({ now, me }: Screen): boolean =>
  Number(new Intl.DateTimeFormat('en-GB', { timeZone: me.zone, hour: '2-digit' }).format(now)) >= 12;
