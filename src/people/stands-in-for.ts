import type { Prisma } from '../../prisma/generated/client.ts';
import type { Db, Tx, TxCtx } from '../platform/ctx.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { uuid, uuids } from '../platform/sql.ts';
import { loadPeople } from './load-people.ts';
import { answererFor } from './person.ts';

/** More than anybody leads or covers. */
const MOST = 500;
/** More than are led by those whom one person manages. */
const MOST_BEHIND = 10_000;

/** Ids of the members whose work this person answers for now, their own first. */
export async function standsInFor(
  { db, ...ctx }: { db: Db | Tx; workspace: { id: string }; now: Date },
  memberId: string,
): Promise<string[]> {
  const absent = await db.member.findMany({
    where: {
      workspaceId: ctx.workspace.id,
      OR: [{ awayUntil: { gt: ctx.now } }, { deactivatedAt: { not: null } }],
      AND: mayComeTo(memberId),
    },
    select: { id: true },
    orderBy: { id: 'asc' },
    take: MOST,
  });
  const ids = absent.map(({ id }) => id);
  const people = await loadPeople(db, ctx.workspace.id, ids);
  return [
    memberId,
    ...ids.filter((id) => {
      const person = people.get(id);
      return person !== undefined && id !== memberId && answererFor(person, people, ctx.now).id === memberId;
    }),
  ];
}

/** Ids of the members for whom this person answers, or would if those were away or left and others were away too. */
async function standsBehind(
  { db, workspace }: { db: Db | Tx; workspace: { id: string } },
  memberId: string,
): Promise<string[]> {
  const members = await db.member.findMany({
    where: { workspaceId: workspace.id, id: { not: memberId }, ...mayComeTo(memberId) },
    select: { id: true },
    orderBy: { id: 'asc' },
    take: MOST_BEHIND,
  });
  return members.map(({ id }) => id);
}

/** Whose work may come to this person: all whom `answererFor` would ask. */
function mayComeTo(memberId: string): Prisma.MemberWhereInput {
  const ledBy = [{ leadId: memberId }, { lead: { coverId: memberId } }, { lead: { managerId: memberId } }];
  return {
    OR: [{ coverId: memberId }, { managerId: memberId }, { teams: { some: { team: { OR: ledBy } } } }],
  };
}

/**
 * Makes a change of who answers for whom, and refuses it where the actor would come to read private handoffs by it,
 * at once or once somebody is away or leaves: whoever answers for somebody reads theirs, and nobody gives that to
 * themselves.
 */
export async function lettingNobodyIn<T>(ctx: TxCtx, change: () => Promise<T>): Promise<T | Refusal> {
  if (ctx.actor.type !== 'member') return change();
  const { memberId } = ctx.actor;
  const reading = { db: ctx.tx, workspace: ctx.workspace, now: ctx.now };
  const before = await standsInFor(reading, memberId);
  const behind = await standsBehind(reading, memberId);
  const changed = await change();
  if (isRefusal(changed)) return changed;
  const gained = [
    ...(await standsInFor(reading, memberId)).filter((id) => !before.includes(id)),
    ...(await standsBehind(reading, memberId)).filter((id) => !behind.includes(id)),
  ];
  return (gained.length > 0 && (await whoseIsPrivate(ctx, gained, before))) || changed;
}

async function whoseIsPrivate(
  ctx: TxCtx,
  gained: readonly string[],
  before: readonly string[],
): Promise<Refusal | null> {
  const [theirs] = await ctx.tx.$queryRaw<{ name: string }[]>`
    SELECT m.name FROM members m
     WHERE m.workspace_id = ${uuid(ctx.workspace.id)} AND m.id = ANY(${uuids(gained)})
       AND EXISTS (SELECT FROM handoffs h
                    WHERE h.workspace_id = m.workspace_id AND m.id IN (h.sender_id, h.receiver_id)
                      AND h.private AND h.number IS NOT NULL
                      AND NOT (h.sender_id = ANY(${uuids(before)}) OR coalesce(h.receiver_id = ANY(${uuids(before)}), false)))
     ORDER BY m.name LIMIT 1`;
  if (!theirs) return null;
  return refuse(
    'lets_oneself_in',
    `This would let you read private handoffs of ${theirs.name}. Pick someone else, or ask another admin to do it.`,
    'cover',
  );
}
