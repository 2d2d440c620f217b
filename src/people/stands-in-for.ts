import type { Prisma } from '../../prisma/generated/client.ts';
import type { Db, Tx } from '../platform/ctx.ts';
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
export async function standsBehind(
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
