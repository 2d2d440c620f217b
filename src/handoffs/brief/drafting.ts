import { type Account, type Handoff, type Lane, Prisma } from '../../../prisma/generated/client.ts';
import { nameKey } from '../../accounts/account.ts';
import { loadReadiness } from '../../health/read/load-standings.ts';
import type { Warning } from '../../health/readiness.ts';
import { loadPeople } from '../../people/load-people.ts';
import { isAway, type Person, whyNotReceiver } from '../../people/person.ts';
import type { Ctx, Db, Tx } from '../../platform/ctx.ts';
import { uuid } from '../../platform/sql.ts';
import { lanesFrom } from '../kind-between.ts';
import { KINDS, kindsWith } from '../kinds.ts';

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

/**
 * Who should take the account over: of those lanes that the sender hands over to, the last one first, its owner; else, of
 * the members of teams who are not away, the one who owns the fewest accounts. Null in a workspace that has no such team.
 */
export async function suggestReceiver(
  ctx: Ctx,
  account: Account | null,
  sender: Person,
): Promise<Person | null> {
  const lanes = await lanesOf(ctx, sender);
  const owners = lanes
    .map((lane) => account?.[OWNER[lane].field] ?? null)
    .filter((id) => id !== null && id !== sender.id);
  const [owner = null] = owners;
  const lightest = await findLightest(ctx, lanes, sender.id);
  const ids = [owner, lightest].filter((id) => id !== null);
  const people = await loadPeople(ctx.db, ctx.workspace.id, ids);
  const candidates = ids.map((id) => people.get(id)).filter((person) => person !== undefined);
  return (
    candidates.find(
      (person) =>
        !whyNotReceiver(person, sender.id, ctx.now) && (person.id === owner || !isAway(person, ctx.now)),
    ) ?? null
  );
}

const OWNER = {
  sales: { field: 'salesOwnerId', column: Prisma.sql`a.sales_owner_id` },
  service: { field: 'serviceOwnerId', column: Prisma.sql`a.service_owner_id` },
  cs: { field: 'csOwnerId', column: Prisma.sql`a.cs_owner_id` },
} as const satisfies Record<Lane, unknown>;

/** Whoever hands new customers to service goes on doing so. */
async function lanesOf(ctx: Ctx, sender: Person): Promise<Lane[]> {
  const lanes = lanesFrom(sender);
  if (lanes.length === 1) return lanes;
  const last = await ctx.db.handoff.findFirst({
    where: {
      workspaceId: ctx.workspace.id,
      senderId: sender.id,
      submittedAt: { not: null },
      kind: { notIn: kindsWith('isOfBook') },
    },
    select: { kind: true },
    orderBy: { submittedAt: 'desc' },
  });
  const first = last && KINDS[last.kind].lanes.to;
  return lanes.toSorted((a, b) => Number(b === first) - Number(a === first));
}

async function findLightest(ctx: Ctx, lanes: readonly Lane[], senderId: string): Promise<string | null> {
  for (const lane of lanes) {
    const [found] = await ctx.db.$queryRaw<{ id: string }[]>`
      SELECT m.id FROM members m
       WHERE m.workspace_id = ${uuid(ctx.workspace.id)} AND m.id <> ${uuid(senderId)} AND m.deactivated_at IS NULL
         AND NOT m.is_bot AND NOT m.is_guest AND NOT m.is_stranger AND (m.away_until IS NULL OR m.away_until <= ${ctx.now})
         AND EXISTS (SELECT 1 FROM team_members tm JOIN teams t ON t.id = tm.team_id
                      WHERE tm.member_id = m.id AND t.lane = ${lane}::lane
                        AND (t.lead_id IS DISTINCT FROM m.id
                             OR (SELECT count(*) FROM team_members o WHERE o.team_id = t.id) = 1))
       ORDER BY (SELECT count(*) FROM accounts a WHERE a.workspace_id = m.workspace_id AND ${OWNER[lane].column} = m.id), m.name
       LIMIT 1`;
    if (found) return found.id;
  }
  return null;
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
