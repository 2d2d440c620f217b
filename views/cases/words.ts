import type { PersonRef } from '../../src/people/person.ts';
import { when } from '../kit/dates.ts';
import { type Markup, md, type Naming, named } from '../kit/text.ts';

/** Of a name in a title that stands by itself. */
export const NAME_SHOWN = 80;

/** Whoever answers for a case now, and whose it is. */
interface Answering {
  answers: PersonRef | null;
  theirs: PersonRef | null;
}

/** ' (standing in for Sample CSM)' where somebody else than whose it is owes the next step. */
export function standingInFor({ answers, theirs }: Answering, naming: Naming): Markup {
  return answers && theirs && answers.id !== theirs.id
    ? md` (standing in for ${named(theirs, naming)})`
    : md``;
}

/** The line for whoever stands in for somebody, or null for anybody else. */
export function youStandInFor({ answers, theirs }: Answering, memberId: string): Markup | null {
  if (!theirs || answers?.id !== memberId || theirs.id === memberId) return null;
  return md`You stand in for ${named(theirs, 'mention')}.`;
}

/** Where it stands, and how long its reminders are off. */
export function withSnooze(line: Markup, snoozedUntil: Date | null): Markup {
  return snoozedUntil ? md`${line} Reminders snoozed until ${when(snoozedUntil)}.` : line;
}

/** To whoever put its reminders off. */
export function snoozedLine(name: string, until: Date | null): Markup {
  return until
    ? md`Reminders of ${name} snoozed until ${when(until)}.`
    : md`Reminders of ${name} are snoozed.`;
}

/** To whoever nudged. */
export function nudgedLine(name: string, asked: PersonRef | null): Markup {
  return asked
    ? md`Asked ${named(asked, 'mention')} once more about ${name}.`
    : md`Asked once more about ${name}.`;
}

/** An entry of its history that reads the same for every kind. */
export function commonEntryLine(action: string, by: Markup): Markup {
  if (action === 'nudged') return md`${by} nudged.`;
  if (action === 'snoozed') return md`${by} snoozed the reminders.`;
  return md`${by}: ${action.replaceAll('_', ' ')}.`;
}
