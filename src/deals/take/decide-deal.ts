import { nameKey } from '../../accounts/account.ts';
import { type Deal, type DealDecision, type DealState, isClosed } from '../deal.ts';
import type { DealRow } from './deal-row.ts';

/** What a row means once its account and its people are known. */
export interface MeantDeal extends DealRow {
  accountId: string | null;
  accountName: string;
  ownerId: string | null;
  receiverId: string | null;
  teamId: string | null;
}

/** What was won longer ago is history: a CRM tells it when it is connected. */
export const TOLD_WITHIN_DAYS = 30;
const HISTORY = `Won more than ${TOLD_WITHIN_DAYS} days before Baton heard of it.`;

/** The columns that the CRM says. */
export function columnsOf(row: MeantDeal, today: string): Omit<DealDecision['patch'], 'answers' | 'state'> {
  const { accountId, accountName, dealType, receiverId, amount, currency, termMonths, products, notes } = row;
  return {
    accountId,
    accountName,
    dealType,
    receiverId,
    currency,
    termMonths,
    products,
    notes,
    ownerSaid: row.owner,
    amount: amount as never,
    closesOn: row.closesOn ? new Date(row.closesOn) : null,
    wonOn: wonDay(row, today),
    print: row.print,
  };
}

function wonDay({ state, wonOn, closesOn }: MeantDeal, today: string): Date | null {
  if (state !== 'won') return null;
  const said = wonOn ?? (closesOn && closesOn <= today ? closesOn : today);
  return new Date(said);
}

/** Where a deal stands that is heard of now. `handedOver`: its account has a handoff that is of no other deal. */
export function stateFor(
  { state }: Pick<DealRow, 'state'>,
  { wonOn, handedOver, now }: { wonOn: Date | null; handedOver: boolean; now: Date },
): { state: DealState; dismissal: string | null; closedAt: Date | null } {
  if (state === 'expected') return { state, dismissal: null, closedAt: null };
  if (state === 'lost') return { state, dismissal: null, closedAt: now };
  if (handedOver) return { state: 'handed_over', dismissal: null, closedAt: now };
  const isHistory = wonOn !== null && now.getTime() - wonOn.getTime() > TOLD_WITHIN_DAYS * 86_400_000;
  return isHistory
    ? { state: 'dismissed', dismissal: HISTORY, closedAt: now }
    : { state: 'won', dismissal: null, closedAt: null };
}

/** What a row changes of a deal that is known, or was found before the CRM told of it; `handoffId`: as for `stateFor`. */
export function decideChange(
  deal: Deal,
  row: MeantDeal,
  { handoffId, now, today }: { handoffId: string | null; now: Date; today: string },
): DealDecision {
  const isFound = deal.externalId === null;
  const said = {
    ...columnsOf(row, today),
    accountId: accountOf(deal, row),
    answers: row.answers,
    ...(isFound && { externalId: row.externalId }),
  };
  const data = { from: deal.state, to: row.state };
  const isSettled = deal.state === 'handed_over' || deal.state === 'dismissed';
  if (isSettled) return { action: 'changed', patch: { ...said, wonOn: deal.wonOn }, data };
  // Whose Baton found it to be stands until the CRM names somebody.
  const isSameOwner = deal.ownerSaid === row.owner || (isFound && row.ownerId === null);
  const owner = isSameOwner ? {} : { ownerId: row.ownerId, teamId: row.teamId };
  if (row.state === 'lost')
    return {
      action: deal.state === 'lost' ? 'changed' : 'lost',
      patch: { ...said, state: 'lost', closedAt: deal.closedAt ?? now, snoozedUntil: null, handoffId: null },
      data,
      dropsDraft: true,
    };
  if (row.state === 'expected')
    return {
      action: 'changed',
      patch: { ...said, ...owner, state: 'expected', closedAt: null, snoozedUntil: null, handoffId: null },
      data,
      dropsDraft: true,
    };
  if (deal.state === 'won') {
    const isAnothers = owner.ownerId !== undefined && owner.ownerId !== deal.ownerId;
    return isAnothers
      ? {
          action: 'assigned',
          patch: { ...said, ...owner, handoffId: null, snoozedUntil: null, wonOn: deal.wonOn },
          data: { ...data, to: owner.ownerId ?? null },
          restart: ['hand_over'],
          dropsDraft: true,
        }
      : {
          action: 'changed',
          patch: { ...said, wonOn: row.wonOn ? (said.wonOn ?? null) : deal.wonOn },
          data,
          draftFollows: true,
        };
  }
  // It was expected, or lost.
  const wonOn = said.wonOn ?? null;
  const stands = stateFor(row, { wonOn, handedOver: handoffId !== null, now });
  return {
    action: stands.state === 'won' ? 'won' : stands.state === 'handed_over' ? 'handed_over' : 'changed',
    patch: { ...said, ...owner, ...stands, ...(handoffId && { handoffId }) },
    data,
  };
}

/**
 * What was handed over stays with the account it was handed over for. Any other keeps its own while the row calls it as
 * before: an account that was renamed is no longer found by the name that the CRM goes on sending.
 */
function accountOf(deal: Deal, row: MeantDeal): string | null {
  if (deal.state === 'handed_over' && deal.accountId !== null) return deal.accountId;
  const isCalledAsBefore = nameKey(row.accountName) === nameKey(deal.accountName);
  return row.accountId ?? (isCalledAsBefore ? deal.accountId : null);
}

/** What to tell whoever sent it; null: nothing beside what became of it. */
export function noteOn(deal: Pick<Deal, 'state' | 'ownerId'>, row: MeantDeal, isNew: boolean): string | null {
  const kept = 'so this is kept with the deal and no one is told';
  if (!isNew && deal.state === 'handed_over') return `it was handed over already, ${kept}`;
  if (deal.state === 'dismissed')
    return isNew ? 'it was won long ago, so no one is asked' : `it needs no handoff, ${kept}`;
  if (deal.state === 'won' && deal.ownerId === null)
    return row.owner
      ? `no one here is known as ${row.owner}, so the sales lead is asked whose it is`
      : 'it names no owner, so the sales lead is asked whose it is';
  if (row.receiver && !row.receiverId && !isClosed(deal.state))
    return `no one here is known as ${row.receiver}, so it names no receiver`;
  return null;
}
