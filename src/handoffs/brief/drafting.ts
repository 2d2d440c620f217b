import type { Account, Handoff } from '../../../prisma/generated/client.ts';
import { nameKey } from '../../accounts/account.ts';
import { loadReadiness } from '../../health/read/load-standings.ts';
import type { Warning } from '../../health/readiness.ts';
import type { Ctx, Db, Tx } from '../../platform/ctx.ts';
import { KINDS } from '../kinds.ts';

interface DraftSummary {
  handoffId: string;
  accountName: string | null;
  updatedAt: Date;
}

/** The sender's own unfinished drafts, the latest three. */
export async function recentDrafts(ctx: Ctx, memberId: string): Promise<DraftSummary[]> {
  const rows = await ctx.db.handoff.findMany({
    where: { workspaceId: ctx.workspace.id, senderId: memberId, state: 'draft' },
    select: { id: true, accountName: true, updatedAt: true, account: { select: { name: true } } },
    orderBy: { updatedAt: 'desc' },
    take: 3,
  });
  return rows.map(({ id, account, accountName, updatedAt }) => ({
    handoffId: id,
    accountName: account?.name ?? accountName,
    updatedAt,
  }));
}

/** Drafts are nobody else's business: deleting one leaves no trace. Another's, or one handed over, stays. */
export async function discardDraft(ctx: Ctx, memberId: string, handoffId: string): Promise<void> {
  await ctx.db.handoff.deleteMany({
    where: { id: handoffId, workspaceId: ctx.workspace.id, senderId: memberId, state: 'draft' },
  });
}

interface Proposed {
  handoff: Pick<Handoff, 'workspaceId' | 'kind' | 'state' | 'accountName'>;
  account: Pick<Account, 'id'> | null;
}

/** What whoever proposes an expansion should know of the account first. Other kinds, and what is out, have none. */
export async function loadWarning(
  db: Db | Tx,
  { handoff, account }: Proposed,
  now: Date,
): Promise<Warning | null> {
  if (!KINDS[handoff.kind].isGuarded || (handoff.state !== 'draft' && handoff.state !== 'returned'))
    return null;
  const accountId = account?.id ?? (await idByName(db, handoff.workspaceId, handoff.accountName));
  return accountId ? loadReadiness(db, handoff.workspaceId, accountId, now) : null;
}

/** A name typed for a new account may be that of one there is: submitting finds it, and so does the warning. */
async function idByName(db: Db | Tx, workspaceId: string, name: string | null): Promise<string | null> {
  if (!name) return null;
  const found = await db.account.findUnique({
    where: { workspaceId_nameKey: { workspaceId, nameKey: nameKey(name) } },
    select: { id: true, mergedIntoId: true },
  });
  return found && (found.mergedIntoId ?? found.id);
}
