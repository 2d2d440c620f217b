import { Prisma } from '../../../prisma/generated/client.ts';

/**
 * SQL: the lanes with messages that wait, of the workspaces in the table `served`, one after another. Found by jumping
 * from one to the next in the index, so that a long queue in one lane costs the others nothing. `among` says of `m`
 * which lanes are meant.
 */
export function waitingLanes(among = Prisma.sql`TRUE`): Prisma.Sql {
  return Prisma.sql`
    SELECT w.id AS workspace_id, w.slack_team_id, w.bot_user_id, lanes.lane FROM served w CROSS JOIN LATERAL (
      WITH RECURSIVE lanes AS (
        (SELECT m.lane FROM outbox_messages m
          WHERE m.state = 'pending' AND m.workspace_id = w.id AND ${among} ORDER BY m.lane LIMIT 1)
        UNION ALL
        SELECT next.lane FROM lanes l CROSS JOIN LATERAL (
          SELECT m.lane FROM outbox_messages m
           WHERE m.state = 'pending' AND m.workspace_id = w.id AND m.lane > l.lane AND ${among}
           ORDER BY m.lane LIMIT 1) next
      ) SELECT lane FROM lanes) lanes`;
}
