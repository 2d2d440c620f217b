import type { Act, Move, Screen } from '../../shapes.ts';
import { plainWords } from '../text/Words.tsx';
import { EXAMPLE, EXAMPLE_LOG, exampleBooking, examplePlan } from './example.ts';

/** What a step can do for whoever takes the tour. */
export type Help = { be: string; open: 'app' | string } | { act: (screen: Screen) => Act } | { move: Move };

export interface Step {
  title: string;
  text: string;
  /** What the button does, and says: of several the first that does something. */
  help?: [label: string, help: Help][];
  /** When it goes on by itself. */
  done: (screen: Screen) => boolean;
}

export const REP = 'rep.berlin';
const CSM = 'csm.berlin';
const LEAD = 'cs.lead';
const SALES_LEAD = 'sales.lead';
const ACME = /Acme Sample/;
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

/** A deal on its way to the kickoff, and one that nobody hands over; then an account that slides: card, owner, plan, recovery. */
export const STEPS: Step[] = [
  {
    title: 'Sales has won Acme Sample',
    text: 'You are the rep who sold it. The CRM has told Baton, and Baton asks you to hand the customer over. See the way to the kickoff in a few minutes.',
    help: [['Read Baton’s message', { be: REP, open: 'app' }]],
    done: (screen) => isIn(screen, REP, 'im'),
  },
  {
    title: 'Finish the handoff',
    text: 'Press “Finish handoff”. Without a CRM you would write “/handoff Acme” as a message.',
    help: [
      [
        'Open it for me',
        { act: ({ place }) => ({ do: 'type', channel: place?.channel ?? '', text: '/handoff Acme' }) },
      ],
    ],
    done: (screen) => submitText(screen) !== '',
  },
  {
    title: 'Say what the next person must know',
    text: 'Six answers. What the CRM knows is filled in, and marked as such. Fill in the rest, then press Next.',
    help: [['Fill in an example', { act: () => ({ do: 'fill', fields: EXAMPLE }) }]],
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
    help: [['Be the CSM', { be: CSM, open: 'app' }]],
    done: (screen) => isIn(screen, CSM, 'im'),
  },
  {
    title: 'Accept it, or ask for more',
    text: 'Baton says what was sold and promised, and by when to respond. Say nothing, and you would be reminded tomorrow morning; then the rep, your cover and your lead would hear. Press Review, and accept.',
    done: (screen) => isIn(screen, CSM, 'im') && reads(screen, /Accepted by/, ACME),
  },
  {
    title: 'Introduce the CSM',
    text: 'The account is theirs. Be the rep again: three lines to the customer are ready to copy. Press Introduce…, then Introduced.',
    help: [['Be the rep', { be: REP, open: 'app' }]],
    done: (screen) =>
      isIn(screen, REP, 'im') && reads(screen, /Accepted by/, ACME) && !reads(screen, /"Introduce…"/, ACME),
  },
  {
    title: 'Book the kickoff',
    text: 'The CSM has two working days to say for when the kickoff is booked. Be the CSM, press “Kickoff booked…”, pick tomorrow, and save it.',
    help: [
      ['Be the CSM', { be: CSM, open: 'app' }],
      ['Pick tomorrow', { act: ({ now }) => ({ do: 'fill', fields: exampleBooking(now) }) }],
    ],
    done: (screen) => isIn(screen, CSM, 'im') && reads(screen, /kickoff booked for/, ACME),
  },
  {
    title: 'Meanwhile, someone says nothing',
    text: 'A rep in New York won Hazel Sample Hotels on Friday. Baton has asked them and reminded them, and they have not answered. Let the clock run to the next working morning.',
    help: [['Next working morning', { move: 'morning' }]],
    done: (screen) => !screen.moving && isBeforeTen(screen),
  },
  {
    title: 'Nothing waits in silence',
    text: 'Their time is over. See what the sales lead reads in the one message of the morning.',
    help: [['Be the sales lead', { be: SALES_LEAD, open: 'app' }]],
    done: (screen) => isIn(screen, SALES_LEAD, 'im') && reads(screen, /Hazel Sample Hotels/),
  },
  {
    title: 'Log the kickoff',
    text: 'The lead sees who has not handed over what, and can give it to someone else. Now it is the day of your own kickoff: be the CSM, press “Log kickoff…”, and say how good the brief was.',
    help: [
      ['Be the CSM', { be: CSM, open: 'app' }],
      ['Fill in an example', { act: () => ({ do: 'fill', fields: EXAMPLE_LOG }) }],
    ],
    done: (screen) => isIn(screen, CSM, 'im') && reads(screen, /Kickoff held/, ACME),
  },
  {
    title: 'The rep hears how it went',
    text: 'What the customer had to say again, and how good the brief was, is for the rep alone. Be the rep, and press Read.',
    help: [['Be the rep', { be: REP, open: 'app' }]],
    done: (screen) => isIn(screen, REP, 'im') && reads(screen, /You read it/, ACME),
  },
  {
    title: 'Another account slides',
    text: 'For two months Pine Sample Pharma has been used a little less each week. No single day was bad, and its score still says “watch”. Each Sunday evening Baton compares every account with what is usual for it. Go to Monday.',
    help: [['Next Monday', { move: 'monday' }]],
    done: (screen) => !screen.moving && isMonday(screen),
  },
  {
    title: 'One card, with the reasons',
    text: 'It has fallen far below its usual, in several areas at once. Both teams read in #customer-success by how much, why, what is at stake and who owns it. Look there, and press “I’ve got it”.',
    help: [['Look there', { be: CSM, open: 'customer-success' }]],
    done: (screen) => isIn(screen, CSM, 'customer-success') && reads(screen, / is on it/, PINE),
  },
  {
    title: 'Plan the first step',
    text: 'A risk has an owner and a plan, or Baton asks for them. Press Plan…, fill in an example, and save it. Numbers take weeks to turn, so the check-in is in four.',
    help: [['Fill in an example', { act: ({ now }) => ({ do: 'fill', fields: examplePlan(now) }) }]],
    done: (screen) => reads(screen, /check-in /, PINE),
  },
  {
    title: 'Did it help?',
    text: 'The plan is in the thread, for both teams. The import works again on Wednesday, and the numbers follow. A slide is over once the account has been near its usual for three weeks. Let four pass.',
    help: [['4 weeks on', { move: 'weeks' }]],
    done: (screen) => !screen.moving && reads(screen, /near its usual/, /Closed/),
  },
  {
    title: 'Everything about one account',
    text: '“/account Pine” shows its health and why, its owners, what was promised, and everything that has happened.',
    help: [
      [
        'Write it for me',
        { act: ({ place }) => ({ do: 'type', channel: place?.channel ?? '', text: '/account Pine' }) },
      ],
    ],
    done: (screen) => reads(screen, /Timeline/, PINE),
  },
  {
    title: 'Monday at eight',
    text: 'Each Monday the CS lead reads one digest: what is at risk, what has changed since last week, and one thing to do about each account. Be the lead, and read it and its thread. Then open Home, beside Messages: it says what is yours to do, and how your team does.',
    help: [['Be the CS lead', { be: LEAD, open: 'app' }]],
    done: (screen) => screen.me.name === LEAD && screen.home !== null,
  },
  {
    title: 'The rest is yours to find',
    text: 'Try “/digest”, “/risk list” and “/baton glossary” in a channel, become the director, who sets Baton up on Home, or open “Traffic”. Or let the clock go “4 weeks on, with an outage”: every account falls, and instead of cards the lead has one line.',
    done: () => false,
  },
];

const local = ({ now, me }: Screen, part: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone: me.zone, ...part }).format(now);
/** The tour begins at ten on a Monday. */
const isBeforeTen = (screen: Screen): boolean => Number(local(screen, { hour: '2-digit' })) < 10;
const isMonday = (screen: Screen): boolean => local(screen, { weekday: 'short' }) === 'Mon';
