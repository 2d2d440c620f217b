import type { Prisma } from '../../prisma/generated/client.ts';
import { calendarOf } from '../people/calendar-of.ts';
import type { People, Person, PersonRef } from '../people/person.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import type { Settings } from '../settings/catalogue.ts';
import type { Calendar } from '../time/calendar.ts';

/** Columns that every case has, whatever it is about. */
export interface CaseRow {
  id: string;
  state: string;
  number: number | null;
  /** Rises with every change. */
  version: number;
  updatedAt: Date;
  snoozedUntil: Date | null;
  /** Working minutes for which it was snoozed in all. */
  snoozedMinutes: number;
  nudgedAt: Date | null;
}

/** Who is around a case, as of one transaction. */
export interface CaseParties {
  people: People;
  settings: Settings;
}

/** That of whoever owes the step; the workspace's own where nobody does. */
export function calendarFor(person: Person | null, settings: Settings): Calendar {
  const { calendar: week, 'calendar.holidays': holidays } = settings.values;
  return person ? calendarOf(person, settings) : { zone: 'UTC', week, holidays };
}

/** The member who acts. */
export interface Acting {
  actor: Person;
}

/** For how long whoever did something may take it back. */
const UNDO_MS = 2 * 60_000;

/** Until when that is; not at this instant any more. */
export const undoUntil = (at: Date): Date => new Date(at.getTime() + UNDO_MS);

/** What a verb is about to do. It has written nothing. */
export interface CaseDecision {
  /** The word for the history, which the type of the case goes before. */
  action: string;
  patch: object;
  /** Clocks that begin anew although they run already. Those that the new state asks for begin, and the others stop, by themselves. */
  restart?: readonly string[];
  /** Until when the clocks that begin run, in place of their policy's limit. */
  until?: Date;
  /** This rung of a clock that runs is due now, and goes out with the next look. */
  hurry?: { clock: string; rung: number };
  /** For the history, beside what the command says: reasons, notes, who and whom. */
  data?: Prisma.InputJsonObject;
  /** Whoever does it may take it back for a while. It restarts no clock that runs. */
  undoable?: true;
  /** It takes this action back: clocks that ran before go on as if they had never stopped. */
  undoes?: { action: string; clocks: StoppedClocks };
}

/** By clock, when its next rung was due; null: it had said everything. */
export type StoppedClocks = Readonly<Record<string, Date | null>>;

/** What somebody owes of a case as it stands. What is not said is null, or false. */
export interface Owed {
  /** That of the clock of its state, or one that no clock chases. */
  step: string;
  accountId?: string | null;
  /** Whose it is, whoever stands in for them. */
  memberId: string | null;
  /** Whose lead owes it while nobody else does. */
  teamId?: string | null;
  otherId: string | null;
  private?: boolean;
  /** Comes before what is not. */
  urgent?: boolean;
  /** From when it is owed, where no clock's rule says it. */
  since?: Date | null;
  /** By when somebody has said that they do it. */
  promisedAt?: Date | null;
  /** Until when its messages offer something that they do not offer afterwards. */
  offeredUntil?: Date | null;
  /** Plain JSON, as the kind's `facts` reads it. */
  facts?: object;
}

/** One entry of the history of a case, as it is shown. */
export interface CaseEntry {
  id: string;
  /** "accepted", "claimed", "escalated"… */
  action: string;
  at: Date;
  /** Null when Baton itself did it. */
  by: PersonRef | null;
  /** Who got it, or was nudged. */
  to: PersonRef | null;
  /** A reason or a note, in somebody's words. */
  words: string | null;
  /** The action that was taken back by it. */
  undoes?: string | null;
}

/** Where on Home what is owed stands, in order of urgency. */
export const SECTIONS = [
  'answer', // handoffs to acknowledge or decide on
  'returned', // handoffs that came back
  'hand_over', // won, and not handed over yet
  'covering', // late with somebody whom the reader covers for or leads
  'risks_due', // mine: a plan or a check-in is due
  'risks_open', // nobody has taken them, and they wait for me
  'follow_up', // beside that: to introduce, to answer by a day, to confirm
  'finish', // accepted, and the kickoff, or a first call, is not held
  'sent', // mine: the receiver has not answered yet
  'drafts',
  'risks_planned', // mine: the next check-in is still to come
] as const;
export type WorkSection = (typeof SECTIONS)[number];

/** Where one step of a kind stands. */
export interface StepPlace {
  section: WorkSection;
  /** While its time has not come. */
  before?: WorkSection;
  /** Where the other side sees that it waits for it. */
  otherSide?: WorkSection;
}

/** The state of a case does not allow what it `cannot` be. Whoever knows the case finds the words: see sayWhyNot. */
export interface NotNow extends Refusal {
  cannot: string;
}

/** Returns the refusal `wrong_state`; `cannot` is a participle: *accepted*, *put off*. */
export function notNow(cannot: string): NotNow {
  return { ...refuse('wrong_state', `It can’t be ${cannot} as it stands now.`), cannot };
}

export function isNotNow(refusal: Refusal): refusal is NotNow {
  return 'cannot' in refusal;
}

/** Returns why somebody does it, without the space around it; refused where they say nothing. */
export function reasonIn(text: string): string | Refusal {
  const reason = text.trim();
  return reason || refuse('no_reason', 'Add a short reason.', 'reason');
}
