import type { HandoffKind } from '../../../prisma/generated/client.ts';
import type { Person } from '../../people/person.ts';
import type { TxCtx } from '../../platform/ctx.ts';
import { uuid, uuids } from '../../platform/sql.ts';
import { KINDS } from '../kinds.ts';
import { isThere } from './suggest-receiver.ts';

/**
 * A handoff has gone to somebody: in teams that take turns it was theirs. A suggestion takes none, so two people may hand
 * over to the same one at once: then they have taken two, and are passed over for one round more.
 */
export async function takeTurn(ctx: TxCtx, kind: HandoffKind, receiver: Person): Promise<void> {
  const lane = KINDS[kind].lanes.to;
  const teams = receiver.teams.filter((team) => team.lane === lane && team.routing === 'in_turn');
  if (teams.length === 0) return;
  const ids = uuids(teams.map(({ id }) => id));
  const workspaceId = uuid(ctx.workspace.id);
  // Whoever hands over to the same team waits here.
  await ctx.tx.$executeRaw`
    SELECT FROM teams WHERE id = ANY (${ids}) AND workspace_id = ${workspaceId} ORDER BY id FOR NO KEY UPDATE`;
  await ctx.tx.$executeRaw`
    UPDATE team_members tm SET turn = greatest(tm.turn, t.turn) + 1 FROM teams t
     WHERE t.id = tm.team_id AND t.id = ANY (${ids}) AND t.workspace_id = ${workspaceId} AND tm.member_id = ${uuid(receiver.id)}`;
  // Where those who are there have got to: nobody who was away makes up for it.
  await ctx.tx.$executeRaw`
    UPDATE teams t SET turn = greatest(t.turn, (
             SELECT min(tm.turn) FROM team_members tm JOIN members m ON m.id = tm.member_id
              WHERE tm.team_id = t.id AND ${isThere(ctx.now)}))
     WHERE t.id = ANY (${ids}) AND t.workspace_id = ${workspaceId}`;
}
