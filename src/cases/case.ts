import type { Prisma } from '../../prisma/generated/client.ts';
import type { People, Person } from '../people/person.ts';
import type { Settings } from '../settings/catalogue.ts';

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

/** The member who acts. */
export interface Acting {
  actor: Person;
}

/** What a verb is about to do. It has written nothing. */
export interface CaseDecision {
  /** The word for the history, which the type of the case goes before. */
  action: string;
  patch: object;
  /** Clocks that begin anew although they run already. Those that the new state asks for begin, and the others stop, by themselves. */
  restart?: readonly string[];
  /** Until when the clocks that begin run, in place of their policy's limit. */
  until?: Date;
  /** For the history, beside what the command says: reasons, notes, who and whom. */
  data?: Prisma.InputJsonObject;
}
