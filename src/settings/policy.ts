import type { HandoffKind } from '../../prisma/generated/client.ts';

/** Settings that may differ for some handoffs, or for some deals until they are handed over. */
export const POLICY_KEYS = [
  'deal.hand_over',
  'handoff.acknowledge',
  'handoff.acknowledge_urgent',
  'handoff.urgent_days',
  'handoff.decide',
  'handoff.resubmit',
  'handoff.hard_stop',
  'handoff.book_kickoff',
  'handoff.hold_kickoff',
] as const;
export type PolicyKey = (typeof POLICY_KEYS)[number];

export function isPolicyKey(key: string): key is PolicyKey {
  return POLICY_KEYS.some((one) => one === key);
}

/** Whether it is about a deal, which has no kind of handoff yet, and is its sellers' and not its receivers'. */
export const isOfDeals = (key: PolicyKey): boolean => key === 'deal.hand_over';

/** Which handoffs or deals a policy is for. Null: any. */
export interface PolicyScope {
  kind: HandoffKind | null;
  /** Of the account. */
  segment: string | null;
  /** The receiving team; of a deal the team that sold it. */
  teamId: string | null;
}

export interface Policy extends PolicyScope {
  id: string;
  key: PolicyKey;
  /** As a setting's is stored. */
  text: string;
}

/** As digests and the channels of segments tell them apart: in small letters. */
export function isSameSegment(a: string | null, b: string | null): boolean {
  return a?.trim().toLowerCase() === b?.trim().toLowerCase();
}

export function isSameScope(a: PolicyScope, b: PolicyScope): boolean {
  return a.kind === b.kind && a.teamId === b.teamId && isSameSegment(a.segment, b.segment);
}

/** What a handoff is looked at for; a deal, by no kind and its sellers. */
export interface Circumstances {
  kind: HandoffKind | null;
  segment: string | null;
  /** The receiver's, in the lane it goes to; those that come first win over the others. */
  teamIds: readonly string[];
}
