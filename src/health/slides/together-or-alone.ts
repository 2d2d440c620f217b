import { Prisma } from '../../../prisma/generated/client.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { eachAnyway } from '../../platform/each.ts';
import { failureOf, isDatabaseAway, isTooSlow } from '../../platform/failure.ts';
import { uuid } from '../../platform/sql.ts';
import { isContention } from '../../platform/transact.ts';

interface Step {
  /** In one transaction: says which accounts it takes, or takes one alone, and returns how many it dealt with. */
  work: (only: string | null, claimed: (accountIds: readonly string[]) => void) => Promise<number>;
  /** Leaves one account as it is for this week. */
  passOver: (accountId: string) => Promise<unknown>;
}

/**
 * Does a step of the weekly look for some accounts at once and, where that fails, for each by itself. One that fails
 * alone too is logged and passed over until next week: it must not stop the others. Returns how many it dealt with.
 */
export async function togetherOrAlone(ctx: Ctx, week: number, { work, passOver }: Step): Promise<number> {
  let claimed: readonly string[] = [];
  try {
    return await work(null, (accountIds) => {
      claimed = accountIds;
    });
  } catch (error) {
    if (claimed.length === 0 || isLost(error)) throw error;
  }
  await eachAnyway(claimed, async (account) => {
    try {
      await work(account, () => {});
    } catch (error) {
      // That is not the account's fault: the job pauses, and tries again.
      if (isContention(error) || isLost(error)) throw error;
      await passOver(account);
      ctx.log.error(
        { workspace: ctx.workspace.id, account, week, ...failureOf(error) },
        'an account could not be looked at for slides; it is passed over this week',
      );
    }
  });
  return claimed.length;
}

/** One that takes too long by itself would do so again and again, and stop the others. */
const isLost = (error: unknown): boolean => isDatabaseAway(error) && !isTooSlow(error);

/** SQL: of `account_slides s`, the one that is asked for alone. */
export function onlyOf(accountId: string | null): Prisma.Sql {
  return accountId === null ? Prisma.sql`true` : Prisma.sql`s.account_id = ${uuid(accountId)}`;
}
