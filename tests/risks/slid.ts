import type { Ctx } from '../../src/platform/ctx.ts';
import { ownedAccount } from '../accounts/owned.ts';
import type { House } from '../handoffs/house.ts';

const FACTS = { recent: 61.4, usual: 70.3, fall: 8.9, spread: 3, weeksDown: 5, areas: 2, shock: 0 };

/** An account of `receiver`, looked at some weeks ago, with what was told of it then. */
export async function slidAccount(house: House, slide: object = {}, account: object = {}): Promise<string> {
  const accountId = await ownedAccount(house, account);
  await tellsOf(house.ctx, accountId, slide);
  return accountId;
}

/** That it slides, unless something else is said. */
export async function tellsOf(
  { db, workspace, now }: Ctx,
  accountId: string,
  slide: object = {},
): Promise<void> {
  await db.accountSlide.create({
    data: {
      ...{ accountId, workspaceId: workspace.id, sinceWeek: 2_900, week: 2_980, fall: 8.9, told: 8.9 },
      ...{ tier: 'watch', toldAt: now, facts: FACTS },
      ...slide,
    },
  });
}

export const LOW = { tier: null, told: null, toldAt: null, facts: undefined, fall: 1, lowForLong: true };
