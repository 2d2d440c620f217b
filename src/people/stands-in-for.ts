import type { Db, Tx } from '../platform/ctx.ts';
import { loadPeople } from './load-people.ts';
import { answererFor } from './person.ts';

/** More than anybody leads or covers. */
const MOST = 500;

/** Ids of the members whose work this person answers for now, their own first. */
export async function standsInFor(
  { db, ...ctx }: { db: Db | Tx; workspace: { id: string }; now: Date },
  memberId: string,
): Promise<string[]> {
  const absent = await db.member.findMany({
    where: {
      workspaceId: ctx.workspace.id,
      OR: [{ awayUntil: { gt: ctx.now } }, { deactivatedAt: { not: null } }],
      AND: {
        OR: [
          { coverId: memberId },
          { managerId: memberId },
          {
            teams: {
              some: {
                team: {
                  OR: [
                    { leadId: memberId },
                    { lead: { coverId: memberId } },
                    { lead: { managerId: memberId } },
                  ],
                },
              },
            },
          },
        ],
      },
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
