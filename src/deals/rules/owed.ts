import { z } from 'zod';
import { DealSource, DealType } from '../../../prisma/generated/enums.ts';
import type { Owed, StepPlace } from '../../cases/case.ts';
import { stored } from '../../platform/stored.ts';
import { isoDay } from '../../time/day.ts';
import { type Deal, runningOf } from '../deal.ts';

const FactsSchema = z.object({
  dealType: z.enum(DealType),
  source: z.enum(DealSource),
  /** Where the account is made by handing over, its name. */
  accountName: z.string(),
  /** Decimal text. */
  amount: z.string().nullable(),
  currency: z.string().nullable(),
  /** YYYY-MM-DD. */
  wonOn: z.string().nullable(),
  hasOwner: z.boolean(),
});

/** What a line about a deal says beside what is owed. */
export const DEAL_FACTS = stored('facts of a deal', FactsSchema);

export const DEAL_HOME: Record<string, StepPlace> = { hand_over: { section: 'hand_over' } };

/** Returns what is owed of a deal. While nobody owns it, the lead of its team says whose it is. */
export function dealOwed(deal: Deal): Owed | null {
  const [step] = runningOf(deal);
  if (!step) return null;
  const { accountId, ownerId, teamId, dealType, source, accountName, amount, currency, wonOn } = deal;
  return {
    step,
    accountId,
    memberId: ownerId,
    teamId,
    otherId: null,
    facts: DEAL_FACTS.write({
      dealType,
      source,
      accountName,
      amount: amount?.toString() ?? null,
      currency,
      wonOn: isoDay(wonOn),
      hasOwner: ownerId !== null,
    }),
  };
}
