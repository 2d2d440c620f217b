import type { Colleague } from './work.ts';

/** What is open with somebody. */
export interface PersonWork {
  person: Colleague & { awayUntil: Date | null; hasLeft: boolean };
  /** Handoffs to acknowledge or decide on. */
  answer: number;
  /** Handoffs that came back to them. */
  returned: number;
  /** Accepted handoffs without their kickoff or first call. */
  finish: number;
  /** Risks they have taken. */
  claimed: number;
  /** Risks that wait for them to be taken. */
  unclaimed: number;
  /** Of all these, past their limit. */
  late: number;
}

export interface TeamWork {
  people: PersonWork[];
  /** From 0: the last page where the one asked for is not there any more. */
  page: number;
  pages: number;
}

/** What comes back, of handoffs first handed over in a period: by who wrote them, and by what was missing. */
export interface Returns {
  reps: { person: Colleague; sent: number; returned: number }[];
  gaps: { label: string; times: number }[];
}
