import type { WorkSection } from '../cases/case.ts';
import type { Colleague } from './work.ts';

/** What is open with somebody. */
export interface PersonWork {
  person: Colleague & { awayUntil: Date | null; hasLeft: boolean };
  /** By where it stands on their Home. */
  open: Partial<Record<WorkSection, number>>;
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
