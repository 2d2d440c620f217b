import type {
  FollowUpState,
  FollowUpStep,
  HandoffFollowUp as Row,
} from '../../../prisma/generated/client.ts';
import { FollowUpStep as Steps } from '../../../prisma/generated/enums.ts';
import type { CaseDecision } from '../../cases/case.ts';
import { type Handoff, handoffName, isOpen, mayIntroduce } from '../handoff.ts';

export type { FollowUpState, FollowUpStep };

/** Each has a clock of its own. */
export const FOLLOW_UP_STEPS = Object.values(Steps);

/** What of its handoff a follow-up goes by. */
export const OF_HANDOFF = {
  number: true,
  state: true,
  kind: true,
  private: true,
  senderId: true,
  receiverId: true,
  accountId: true,
} as const;
type OfHandoff = Pick<Handoff, keyof typeof OF_HANDOFF>;

/** What somebody still owes of a handoff beside its next step. It is called by its handoff. */
export type FollowUp = Row & { number: number | null; of: OfHandoff };

export function followUpOf({ handoff, ...row }: Row & { handoff: OfHandoff }): FollowUp {
  return { ...row, number: handoff.number, of: handoff };
}

export const followUpName = ({ of }: Pick<FollowUp, 'of'>): string => handoffName(of);

export type Side = 'sender' | 'receiver';

/** Whose it is: the sender's, but for what the sender changed and the receiver confirms. */
export function sideOf({ step, part }: Pick<FollowUp, 'step' | 'part'>): Side {
  return step === 'confirm' && part === 'receiver' ? 'receiver' : 'sender';
}

export function ownerId(followUp: Pick<FollowUp, 'step' | 'part' | 'of'>): string | null {
  return sideOf(followUp) === 'sender' ? followUp.of.senderId : followUp.of.receiverId;
}

export function otherId(followUp: Pick<FollowUp, 'step' | 'part' | 'of'>): string | null {
  return sideOf(followUp) === 'sender' ? followUp.of.receiverId : followUp.of.senderId;
}

/** The clock that runs: of a handoff that is back with its sender, or over, nobody is chased for it. */
export function runningOf({ state, step, of }: Pick<FollowUp, 'state' | 'step' | 'of'>): FollowUpStep[] {
  const isDue = step === 'introduce' ? mayIntroduce(of.state) : isOpen(of.state);
  return state === 'open' && isDue ? [step] : [];
}

export type FollowUpAction =
  | 'opened'
  | 'done' // introduced, answered or confirmed
  | 'dropped'
  | 'changed' // another day, other people, or the other side changed more
  | 'snoozed'
  | 'nudged';

/** What a verb is about to do: see CaseDecision. */
export interface FollowUpDecision extends CaseDecision {
  action: FollowUpAction;
  patch: Partial<Omit<Row, 'id' | 'workspaceId' | 'handoffId' | 'version'>>;
  restart?: FollowUpStep[];
}
