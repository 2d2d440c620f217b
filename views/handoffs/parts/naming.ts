import { KINDS } from '../../../src/handoffs/kinds.ts';
import type { HistoryEntry, ShownHandoff } from '../../../src/handoffs/read/details.ts';
import { commonEntryLine, NAME_SHOWN, standingInFor, withSnooze, youStandInFor } from '../../cases/words.ts';
import { clip } from '../../kit/clip.ts';
import { day, dueText, when } from '../../kit/dates.ts';
import { bold, listed, type Markup, md, NAME_SHOWN_IN_A_LIST, type Naming, named } from '../../kit/text.ts';

/** 'H-12 · Example GmbH' */
export function titleOf(handoff: ShownHandoff): string {
  return `${handoff.name} · ${aboutOf(handoff, NAME_SHOWN)}`;
}

export function boldTitle(handoff: ShownHandoff): Markup {
  return bold(titleOf(handoff));
}

/** The same where many stand below each other. */
export function shortTitle(handoff: ShownHandoff): Markup {
  return bold(`${handoff.name} · ${aboutOf(handoff, NAME_SHOWN_IN_A_LIST)}`);
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

/** ' (standing in for Sample CSM)' where whoever owes the next step is neither sender nor receiver. */
export const standingIn = (handoff: ShownHandoff, naming: Naming): Markup =>
  standingInFor(answering(handoff), naming);

/** The line for whoever stands in for somebody, or null for anybody else. */
export const youStandIn = (handoff: ShownHandoff, memberId: string): Markup | null =>
  youStandInFor(answering(handoff), memberId);

/** Where the handoff stands, in one sentence: who, and until when. */
export function stateLine(handoff: ShownHandoff, naming: Naming): Markup {
  return withSnooze(sentence(handoff, naming), handoff.owes && handoff.snoozedUntil);
}

function sentence(handoff: ShownHandoff, naming: Naming): Markup {
  const { state, acknowledgedBy, acceptedBy, acceptedAt, cancelledAt, finished, dueAt } = handoff;
  const owes = named(handoff.owes ?? (state === 'returned' ? handoff.sender : handoff.receiver), naming);
  const standing = standingIn(handoff, naming);
  switch (state) {
    case 'draft':
      return md`Not handed over yet.`;
    case 'submitted':
      return md`Waiting for ${owes}${standing} to acknowledge it.${dueText(dueAt)}`;
    case 'acknowledged': {
      const by = acknowledgedBy ? named(acknowledgedBy, naming) : owes;
      return md`${by} has seen it. ${owes}${standing} decides.${dueText(dueAt)}`;
    }
    case 'returned':
      return md`Back with ${owes}${standing}, who was asked for more.${dueText(dueAt)}`;
    case 'accepted':
      return md`Accepted by ${named(acceptedBy ?? handoff.receiver, naming)}${at(acceptedAt)}.`;
    case 'finished': {
      if (!finished) throw new Error('finish missing of a finished handoff');
      const by = finished.by ? md` by ${named(finished.by, naming)}` : md``;
      return md`${handoff.finish.held} ${day(finished.heldOn)}. Finished${by}${at(finished.at)}.`;
    }
    case 'cancelled':
      return md`Cancelled${at(cancelledAt)}.`;
  }
}

const at = (date: Date | null): Markup => (date ? md`, ${when(date)}` : md``);

/** What happened, in one line, without the words that were said. */
export function entryLine(entry: HistoryEntry, naming: Naming): Markup {
  const by = entry.by ? named(entry.by, naming) : md`Baton`;
  // Who the receiver was then is known only where the entry says so.
  const to = entry.to ? md` to ${named(entry.to, naming)}` : md``;
  const labels = listed(entry.labels);
  switch (entry.action) {
    case 'submitted':
      return md`${by} handed it over${to}.`;
    case 'resubmitted':
      return md`${by} answered what was asked for and handed it over again.`;
    case 'acknowledged':
      return md`${by} has seen it and decides on it.`;
    case 'accepted':
      return md`${by} accepted it.`;
    case 'finished':
      return md`${by} finished it.`;
    case 'returned':
      return labels ? md`${by} asked for more: ${labels}.` : md`${by} asked for more.`;
    case 'reassigned':
      return md`${by} passed it on${to}.`;
    case 'stand_in_asked':
      return entry.to
        ? md`${named(entry.to, naming)} covers now and was asked.`
        : md`${by} asked who covers.`;
    case 'receiver_proposed':
      return md`${by} proposed to reassign it${to}.`;
    case 'cancelled':
      return md`${by} cancelled it.`;
    case 'decision_promised':
      return md`${by} promised a decision.`;
    case 'amended':
      return labels ? md`${by} changed: ${labels}.` : md`${by} changed the brief.`;
    case 'escalated':
      return labels ? md`${by} told ${labels} that it is late.` : md`${by} escalated it.`;
    default:
      return commonEntryLine(entry.action, by);
  }
}
