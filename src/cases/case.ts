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
  /** Plain JSON, as the kind's `facts` reads it. */
  facts?: object;
}
