import { refreshAllLanes } from '../outbox/refresh.ts';
import type { TxCtx } from '../platform/ctx.ts';
import { newId } from '../platform/id.ts';
import { instant, uuid } from '../platform/sql.ts';
import { memberFacts, type SlackUser } from './slack-user.ts';

/**
 * Inserts or updates these users in one statement and answers how many rows changed.
 * Somebody found deactivated keeps the first instant at which that was seen, and a job asks who stands in for them.
 * Where a colleague is one no more, but a guest or of another company, all channels are looked at.
 */
export async function writeMembers(ctx: TxCtx, users: readonly SlackUser[]): Promise<number> {
  const byId = new Map<string, object>();
  for (const user of users) {
    const facts = memberFacts(user, ctx.workspace.slackTeamId);
    if (facts) byId.set(facts.slackUserId, { id: newId(ctx.now), ...facts });
  }
  if (byId.size === 0) return 0;
  const [done] = await ctx.tx.$queryRaw<{ written: number; leftUs: boolean }[]>`
    WITH given AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify([...byId.values()])}::jsonb)
        AS u (id uuid, "slackUserId" text, name text, email text, zone text, "isBot" boolean, "isGuest" boolean,
              "isStranger" boolean, "isAdmin" boolean, "isDeactivated" boolean)
    ), outside AS (
      SELECT FROM given u JOIN members m ON m.slack_user_id = u."slackUserId" AND m.workspace_id = ${uuid(ctx.workspace.id)}
       WHERE (u."isGuest" OR u."isStranger") AND NOT (m.is_guest OR m.is_stranger)
    ), written AS (
    INSERT INTO members AS m (id, workspace_id, slack_user_id, name, email, zone, is_bot, is_guest, is_stranger,
                              is_admin, deactivated_at, updated_at)
    SELECT u.id, ${uuid(ctx.workspace.id)}, u."slackUserId", u.name, u.email, u.zone, u."isBot", u."isGuest",
           u."isStranger", u."isAdmin", CASE WHEN u."isDeactivated" THEN ${instant(ctx.now)} END,
           ${instant(ctx.now)}
      FROM given u
     ORDER BY u."slackUserId"
        ON CONFLICT (workspace_id, slack_user_id) DO UPDATE
       SET name = excluded.name, email = excluded.email, zone = excluded.zone, is_bot = excluded.is_bot,
           is_guest = excluded.is_guest, is_stranger = excluded.is_stranger, is_admin = excluded.is_admin,
           deactivated_at = CASE WHEN excluded.deactivated_at IS NOT NULL
                                 THEN coalesce(m.deactivated_at, excluded.deactivated_at) END,
           absences = m.absences
                    + CASE WHEN excluded.deactivated_at IS NOT NULL AND m.deactivated_at IS NULL THEN 1 ELSE 0 END,
           updated_at = excluded.updated_at
     WHERE (m.name, m.email, m.zone, m.is_bot, m.is_guest, m.is_stranger, m.is_admin, m.deactivated_at IS NULL)
           IS DISTINCT FROM
           (excluded.name, excluded.email, excluded.zone, excluded.is_bot, excluded.is_guest,
            excluded.is_stranger, excluded.is_admin, excluded.deactivated_at IS NULL)
    RETURNING m.id
    )
    SELECT (SELECT count(*)::int FROM written) AS written, EXISTS (SELECT FROM outside) AS "leftUs"`;
  if (done?.leftUs) await refreshAllLanes(ctx);
  return done?.written ?? 0;
}
