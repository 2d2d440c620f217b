import type { Account } from '../../prisma/generated/client.ts';
import { loadPeople } from '../people/load-people.ts';
import { isAway, type Person, whyNotReceiver } from '../people/person.ts';
import type { Ctx } from '../platform/ctx.ts';

/**
 * Who should take the account over: its CS owner, or from them its sales owner; else, of the members of CS teams who are not away, the one who owns
 * the fewest accounts. Null in a workspace that has no CS team.
 */
export async function suggestReceiver(
  ctx: Ctx,
  account: Account | null,
  senderId: string,
): Promise<Person | null> {
  const [lightest] = await ctx.db.$queryRaw<{ id: string }[]>`
    SELECT m.id FROM members m
     WHERE m.workspace_id = ${ctx.workspace.id}::uuid AND m.id <> ${senderId}::uuid AND m.deactivated_at IS NULL
       AND NOT m.is_bot AND NOT m.is_guest AND NOT m.is_stranger AND (m.away_until IS NULL OR m.away_until <= ${ctx.now})
       AND EXISTS (SELECT 1 FROM team_members tm JOIN teams t ON t.id = tm.team_id
                    WHERE tm.member_id = m.id AND t.lane = 'cs'
                      AND (t.lead_id IS DISTINCT FROM m.id
                           OR (SELECT count(*) FROM team_members o WHERE o.team_id = t.id) = 1))
     ORDER BY (SELECT count(*) FROM accounts a WHERE a.workspace_id = m.workspace_id AND a.cs_owner_id = m.id), m.name
     LIMIT 1`;
  // What its CSM passes on goes to whoever sells to it.
  const owner = (account?.csOwnerId === senderId ? account.salesOwnerId : account?.csOwnerId) ?? null;
  const ids = [owner, lightest?.id ?? null].filter((id) => id !== null);
  const people = await loadPeople(ctx.db, ctx.workspace.id, ids);
  const candidates = ids.map((id) => people.get(id)).filter((person) => person !== undefined);
  return (
    candidates.find(
      (person) =>
        !whyNotReceiver(person, senderId, ctx.now) && (person.id === owner || !isAway(person, ctx.now)),
    ) ?? null
  );
}
