import type { CaseEntry } from '../../src/cases/case.ts';
import type { PersonRef } from '../../src/people/person.ts';
import { due, dueLabel, when } from '../kit/dates.ts';
import { capitalized, dotted, isolated, type Markup, md, type Naming, named } from '../kit/text.ts';

/** Of a name in a title that stands by itself. */
export const NAME_SHOWN = 80;

/** 'Example GmbH (H-12)': people know what it is about, and look the number up. */
export const withName = (about: string, name: string): string => `${isolated(about)} (${name})`;

/** Whoever answers for a case now, and whose it is. */
interface Answering {
  answers: PersonRef | null;
  theirs: PersonRef | null;
}

/** ' (covering for Sample CSM)' where somebody else than whose it is owes the next step. */
export function standingInFor({ answers, theirs }: Answering, naming: Naming): Markup {
  return answers && theirs && answers.id !== theirs.id ? md` (covering for ${named(theirs, naming)})` : md``;
}

/** The line for whoever covers for somebody, or null for anybody else. */
export function youStandInFor({ answers, theirs }: Answering, memberId: string): Markup | null {
  if (!theirs || answers?.id !== memberId || theirs.id === memberId) return null;
  return md`You’re covering for ${named(theirs, 'mention')}.`;
}

/** 'Respond: due …': what its reader is asked for, and by when. */
export function askLine(what: string, limit: Date | null, isLate: boolean): Markup {
  return limit ? md`${what}: ${due(limit, isLate)}` : md`${what}`;
}

/**
 * 'Waiting for Sample CSM to respond · due …'. What is late says so first. `what` begins as it does within a line;
 * `of` is what the limit is for, where that is another than what is said.
 */
export function standLine(what: Markup, limit: Date | null, isLate: boolean, of = ''): Markup {
  if (limit && isLate) return md`*${dueLabel(limit, true)}* · ${what}`;
  return dotted([capitalized(what), limit ? md`${of}${due(limit, false)}` : md``]);
}

/** Where it stands, and how long its reminders are off. */
export function withSnooze(line: Markup, snoozedUntil: Date | null): Markup {
  return snoozedUntil ? md`${line} · reminders snoozed until ${when(snoozedUntil)}` : line;
}

/** To whoever put its reminders off. */
export function snoozedLine(name: string, until: Date | null): Markup {
  return until
    ? md`Reminders about ${name} are snoozed until ${when(until)}.`
    : md`Reminders about ${name} are snoozed.`;
}

/** To whoever took something back. */
export const undoneLine = (name: string): Markup => md`Undone. ${name} is as it was before.`;

/** To whoever nudged. */
export function nudgedLine(name: string, asked: PersonRef | null, naming: Naming): Markup {
  return asked ? md`You nudged ${named(asked, naming)} about ${name}.` : md`You sent a nudge about ${name}.`;
}

const UNDONE: Record<string, string> = {
  acknowledged: '“I’m on it”',
  accepted: 'accepting it',
  claimed: '“I’ve got it”',
};

/** An entry of its history that reads the same for every kind. */
export function commonEntryLine({ action, to, undoes }: CaseEntry, by: Markup, naming: Naming): Markup {
  switch (action) {
    case 'undone':
      return md`${by} undid ${UNDONE[undoes ?? ''] ?? 'it'}`;
    case 'nudged':
      return to ? md`${by} nudged ${named(to, naming)}` : md`${by} sent a nudge`;
    case 'snoozed':
      return md`${by} snoozed the reminders`;
    case 'stand_in_asked':
      return to ? md`${named(to, naming)} is covering and was asked` : md`${by} asked who is covering`;
    default:
      return md`${by}: ${action.replaceAll('_', ' ')}`;
  }
}
