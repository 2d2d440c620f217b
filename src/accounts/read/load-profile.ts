import { loadPeople } from '../../people/load-people.ts';
import type { ReadCtx } from '../../platform/ctx.ts';
import { isoDay } from '../../time/day.ts';
import { ownerIdsOf } from '../account-scene.ts';
import { type AccountProfile, type Lifecycle, profileOf, spansOf } from '../profile.ts';

/** More people than this nobody calls owners. */
const CO_OWNERS = 30;

/** These accounts, people and all, in the order asked for. What was merged or is not of this workspace is left out. */
export async function loadProfiles(ctx: ReadCtx, accountIds: readonly string[]): Promise<AccountProfile[]> {
  const accounts = await ctx.db.account.findMany({
    where: { id: { in: [...accountIds] }, workspaceId: ctx.workspace.id, mergedIntoId: null },
    include: {
      parent: { select: { id: true, name: true } },
      coOwners: {
        select: { lane: true, memberId: true },
        orderBy: [{ lane: 'asc' }, { memberId: 'asc' }],
        take: CO_OWNERS,
      },
    },
  });
  const ids = accounts.flatMap((account) =>
    ownerIdsOf(
      account,
      account.coOwners.map(({ memberId }) => memberId),
    ),
  );
  const people = await loadPeople(ctx.db, ctx.workspace.id, ids);
  const byId = new Map(accounts.map((account) => [account.id, profileOf(account, people)]));
  return accountIds.flatMap((id) => byId.get(id) ?? []);
}

/** One of them; null when there is none. */
export async function loadProfile(ctx: ReadCtx, accountId: string): Promise<AccountProfile | null> {
  const [profile] = await loadProfiles(ctx, [accountId]);
  return profile ?? null;
}

const ENTRIES = 20;

/** The stages an account went through, and when it reached its first value; null when there is no such account. */
export async function loadLifecycle(ctx: ReadCtx, accountId: string): Promise<Lifecycle | null> {
  const account = await ctx.db.account.findFirst({
    where: { id: accountId, workspaceId: ctx.workspace.id },
    select: {
      contractStart: true,
      firstValueOn: true,
      stages: { select: { stage: true, enteredAt: true }, orderBy: { enteredAt: 'desc' }, take: ENTRIES },
    },
  });
  return (
    account && {
      spans: spansOf(account.stages.toReversed()),
      contractStart: isoDay(account.contractStart),
      firstValueOn: isoDay(account.firstValueOn),
    }
  );
}
