import type { PersonRef } from '../../people/person.ts';
import type { ShownHandoff } from '../read/details.ts';
import type { FollowUpState, FollowUpStep } from './follow-up.ts';

/** A follow-up as the views show it. */
export interface FollowUpDetails {
  id: string;
  version: number;
  step: FollowUpStep;
  state: FollowUpState;
  /** The criterion that is to be answered; empty for the others. */
  criterion: string;
  /** Somebody owes it. */
  isOpen: boolean;
  /** What it is about, in words; empty for an introduction, and for whoever may not read its handoff. */
  label: string;
  /** The latest change that is to be confirmed; null for the others. */
  entryId: string | null;
  /** YYYY-MM-DD: when the sender said that they will know. */
  dueOn: string | null;
  handoff: ShownHandoff;
  /** Whose it is, and the other side. */
  owner: PersonRef | null;
  other: PersonRef | null;
  /** Who is to do it now, a cover included; null: nobody is. */
  answers: PersonRef | null;
  limitAt: Date | null;
  /** That has passed, and nobody has put it off. */
  isLate: boolean;
  /** Only while it lasts. */
  snoozedUntil: Date | null;
}
