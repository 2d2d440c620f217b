import { KINDS } from '../../../src/handoffs/kinds.ts';
import type { HistoryEntry, ShownHandoff } from '../../../src/handoffs/read/details.ts';
import {
  commonEntryLine,
  NAME_SHOWN,
  standingInFor,
  standLine,
  withName,
  withSnooze,
  youStandInFor,
} from '../../cases/words.ts';
import { clip } from '../../kit/clip.ts';
import { day, dayOf, due, when } from '../../kit/dates.ts';
import {
  bold,
  dotted,
  isReader,
  listed,
  listedMarkup,
  type Markup,
  md,
  NAME_SHOWN_IN_A_LIST,
  type Naming,
  named,
} from '../../kit/text.ts';
import { changeSaid } from './changes.ts';

/** 'Example GmbH (H-12)' */
export function titleOf(handoff: ShownHandoff): string {
  return withName(aboutOf(handoff, NAME_SHOWN), handoff.name);
}

export function boldTitle(handoff: ShownHandoff): Markup {
  return bold(titleOf(handoff));
}

/** The same where many stand below each other. */
export function shortTitle(handoff: ShownHandoff): Markup {
  return bold(withName(aboutOf(handoff, NAME_SHOWN_IN_A_LIST), handoff.name));
}

/** Of a name that a lock screen shows. */
const NAME_HEARD = 40;

/** The same as a lock screen shows it. */
export function heardTitle(handoff: ShownHandoff): string {
  return withName(aboutOf(handoff, NAME_HEARD), handoff.name);
}

/** The account alone, where a private one says nothing of it. */
export function heardAbout(handoff: ShownHandoff): string {
  return handoff.readable ? clip(handoff.account.name, NAME_HEARD) : heardTitle(handoff);
}

function aboutOf(handoff: ShownHandoff, shown: number): string {
  return handoff.readable ? clip(handoff.account.name, shown) : 'Private handoff';
}

/** Behind the title, where it is not the common kind. Ends with a comma. */
export function asExpansion({ kind }: ShownHandoff): string {
  return KINDS[kind].words.aside;
}

/** 'From Sample Rep to Sample CSM', with what it is where it is not the common kind. */
export function fromTo({ kind, sender, receiver }: ShownHandoff, naming: Naming): Markup {
  return md`${KINDS[kind].words.from} ${named(sender, naming)} to ${named(receiver, naming)}`;
}

const answering = ({ owes: answers, state, sender, receiver }: ShownHandoff) => ({
  answers,
  theirs: state === 'returned' ? sender : receiver,
});

/** ' (covering for Sample CSM)' where whoever owes the next step is neither sender nor receiver. */
export const standingIn = (handoff: ShownHandoff, naming: Naming): Markup =>
  standingInFor(answering(handoff), naming);

/** The line for whoever covers for somebody, or null for anybody else. */
export const youStandIn = (handoff: ShownHandoff, memberId: string): Markup | null =>
  youStandInFor(answering(handoff), memberId);

/** Where the handoff stands: who is to do what, and by when. */
export function stateLine(handoff: ShownHandoff, naming: Naming): Markup {
  return withSnooze(stand(handoff, naming), handoff.owes && handoff.snoozedUntil);
}

function stand(handoff: ShownHandoff, naming: Naming): Markup {
  const { state, acknowledgedBy, acceptedBy, acceptedAt, cancelledAt, finished, dueAt, isLate } = handoff;
  const owing = handoff.owes ?? (state === 'returned' ? handoff.sender : handoff.receiver);
  const owes = md`${named(owing, naming)}${standingIn(handoff, naming)}`;
  switch (state) {
    case 'draft':
      return md`Not handed over yet`;
    case 'submitted':
      return standLine(md`waiting for ${owes} to respond`, dueAt, isLate);
    case 'acknowledged':
      // Someone else may have said it for them.
      if (acknowledgedBy && acknowledgedBy.id !== owing.id)
        return standLine(md`waiting for ${owes} to decide`, dueAt, isLate);
      if (isReader(owing, naming)) return standLine(md`you’re on it`, dueAt, isLate, 'decision ');
      // A name is written as it is.
      return isLate
        ? standLine(md`${owes} is on it`, dueAt, isLate)
        : dotted([md`${owes} is on it`, dueAt ? md`decision ${due(dueAt, false)}` : md``]);
    case 'returned':
      return standLine(md`waiting for ${owes} to add what’s missing`, dueAt, isLate);
    case 'accepted': {
      const by = md`Accepted by ${named(acceptedBy ?? handoff.receiver, naming)}`;
      return kickoffStand(handoff, dotted([by, at(acceptedAt)]), owes);
    }
    case 'finished': {
      if (!finished) throw new Error('finish missing of a finished handoff');
      const by = finished.by ? md`logged by ${named(finished.by, naming)}` : md``;
      return dotted([md`${handoff.finish.held} ${day(finished.heldOn)}`, by]);
    }
    case 'cancelled':
      return dotted([md`Cancelled`, at(cancelledAt)]);
  }
}

/** 'Waiting for the customer until Dec 3, 2026' */
export const waitingLine = (until: Date): Markup => md`Waiting for the customer until ${dayOf(until)}`;

const REASON_SHOWN = 80;

/** How far the kickoff has come, behind who accepted it; what is late says so first. */
function kickoffStand(handoff: ShownHandoff, accepted: Markup, owes: Markup): Markup {
  const { finish, owes: chased, bookedOn, waitingUntil, dueAt, isLate } = handoff;
  const { what } = finish;
  if (waitingUntil) {
    const why = (handoff.readable && handoff.waitingReason) || '';
    return dotted([waitingLine(waitingUntil), clip(why, REASON_SHOWN)]);
  }
  if (bookedOn) {
    const booked = md`${what} booked for ${day(bookedOn)}`;
    return isLate ? standLine(md`${booked} and not logged`, dueAt, isLate) : dotted([accepted, booked]);
  }
  if (!chased) return accepted;
  if (isLate) return standLine(md`waiting for ${owes} to book the ${what}`, dueAt, isLate);
  return dotted([accepted, `${what} not booked yet`, dueAt ? due(dueAt, false) : '']);
}

const at = (date: Date | null): Markup => (date ? when(date) : md``);

/** What happened, in one line, without the words that were said. */
export function entryLine(entry: HistoryEntry, naming: Naming): Markup {
  const by = entry.by ? named(entry.by, naming) : md`Baton`;
  // Who the receiver was then is known only where the entry says so.
  const to = entry.to ? md` to ${named(entry.to, naming)}` : md``;
  const labels = listed(entry.labels);
  switch (entry.action) {
    case 'submitted':
      return md`${by} handed it over${to}`;
    case 'resubmitted':
      return md`${by} added what was missing and sent it again`;
    case 'acknowledged':
      return md`${by} is on it`;
    case 'accepted':
      return md`${by} accepted it`;
    case 'kickoff_booked': {
      const { on, was } = entry.booked ?? { on: null, was: null };
      if (was && on) return md`${by} moved the first meeting from ${day(was)} to ${day(on)}`;
      return on ? md`${by} booked the first meeting for ${day(on)}` : md`${by} booked the first meeting`;
    }
    case 'waiting':
      return md`${by} is waiting for the customer`;
    case 'introduced':
      return md`${by} introduced the new owner to the customer`;
    case 'feedback_read':
      return md`${by} read the feedback`;
    case 'escalated_now':
      return md`${by} escalated it`;
    case 'became_urgent':
      return entry.due
        ? md`${by} flagged an urgent risk, so the response is due ${when(entry.due)}`
        : md`${by} flagged an urgent risk, so the response is due sooner`;
    case 'customer_answered':
      return md`${by} heard from the customer`;
    case 'finished':
      return md`${by} logged how it went`;
    case 'returned':
      return labels ? md`${by} asked for more: ${labels}` : md`${by} asked for more`;
    case 'reassigned':
      return md`${by} reassigned it${to}`;
    case 'receiver_proposed':
      return md`${by} proposed to reassign it${to}`;
    case 'cancelled':
      return md`${by} cancelled it`;
    case 'decision_promised':
      return md`${by} set a day to decide`;
    case 'amended':
      if (entry.changes.length === 1) return md`${by} ${listedMarkup(entry.changes.map(changeSaid))}`;
      return labels ? md`${by} changed: ${labels}` : md`${by} changed the brief`;
    case 'escalated':
      return labels ? md`Escalated to ${labels} (overdue)` : md`Escalated (overdue)`;
    default:
      return commonEntryLine(entry, by, naming);
  }
}
