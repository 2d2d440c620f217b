import type { AccountValues, ValueField } from '../account.ts';

/** Signals that go over with the merge. A longer history follows in the background (`moveMergedSignals`). */
export const SIGNALS_AT_ONCE = 5_000;

/** What the account that stays may learn from the other. */
export type LearntField = ValueField | 'firstValueOn' | 'coOwners';

/** What a merge would do, as of now. */
export interface MergePreview {
  from: { id: string; name: string };
  into: { id: string; name: string };
  /** These go over to the one that stays; drafts are among the handoffs. */
  handoffs: number;
  risks: number;
  signals: number;
  /** What it does not know itself, or knows only in part. */
  learns: LearntField[];
  /** Both have an open risk: one must be resolved first. */
  blocked: boolean;
}

// Filled one by one where the survivor knows nothing. Money goes with its currency; the name and the stage stay.
const FILLED = [
  'domain',
  'segment',
  'plan',
  'contractStart',
  'renewalOn',
  'salesOwnerId',
  'serviceOwnerId',
  'csOwnerId',
  'channel',
] as const satisfies readonly ValueField[];

/** What the survivor learns from the account that is merged into it. */
export function filledFrom(from: AccountValues, into: AccountValues): Partial<AccountValues> {
  const learnt: Partial<AccountValues> = {};
  for (const field of FILLED) if (into[field] === null && from[field] !== null) learnt[field] = from[field];
  if (into.arr === null && from.arr !== null) {
    learnt.arr = from.arr;
    if (from.currency !== into.currency) learnt.currency = from.currency;
  }
  const { contractStart, renewalOn } = { ...into, ...learnt };
  if (contractStart && renewalOn && renewalOn < contractStart) {
    delete learnt.contractStart;
    delete learnt.renewalOn;
  }
  return learnt;
}

interface OpenHandoff {
  id: string;
  accountId: string;
  kind: string;
  dealType: string;
  slot: number;
}

/** The slots that the merged account's open handoffs take beside those of the survivor, in the order given. */
export function slotsAfterMerge(
  open: readonly OpenHandoff[],
  fromId: string,
): { id: string; slot: number }[] {
  const dealOf = ({ kind, dealType, slot }: OpenHandoff) => `${kind} ${dealType} ${slot}`;
  const taken = new Set(open.filter(({ accountId }) => accountId !== fromId).map(dealOf));
  return open
    .filter(({ accountId }) => accountId === fromId)
    .map((handoff) => {
      const place = { ...handoff };
      while (taken.has(dealOf(place))) place.slot++;
      taken.add(dealOf(place));
      return { id: handoff.id, slot: place.slot };
    });
}
