import type { Db, Tx } from '../platform/ctx.ts';
import { instant, uuid } from '../platform/sql.ts';
import type { Settings } from '../settings/catalogue.ts';
import { type Setup, type SetupFacts, setupOf, type TeamFacts } from './setup.ts';

/** As many as alerts can be told apart by. */
const SEGMENTS = 100;
/** More teams with something missing are not counted. */
const INCOMPLETE = 200;

/** How Baton is set up in this workspace, and what is missing. */
export async function loadSetup(
  ctx: { db: Db | Tx; workspace: { id: string }; now: Date },
  settings: Settings,
): Promise<Setup> {
  const { db, now } = ctx;
  const workspaceId = ctx.workspace.id;
  const [counts] = await db.$queryRaw<Omit<SetupFacts, 'segments' | 'incomplete'>[]>`
    SELECT w.people_synced_at AS "peopleReadAt", m.people, m.away, a.unowned, a.unverified,
           (SELECT count(*)::int FROM teams t WHERE t.workspace_id = w.id) AS teams,
           (SELECT count(*)::int FROM api_tokens k WHERE k.workspace_id = w.id AND k.revoked_at IS NULL) AS tokens
      FROM workspaces w
     CROSS JOIN LATERAL (
             SELECT count(*)::int AS people,
                    (count(*) FILTER (WHERE away_until > ${instant(now)}))::int AS away
               FROM members
              WHERE workspace_id = w.id AND deactivated_at IS NULL AND NOT is_bot AND NOT is_guest AND NOT is_stranger
           ) AS m
     CROSS JOIN LATERAL (
             SELECT (count(*) FILTER (WHERE cs_owner_id IS NULL))::int AS unowned,
                    (count(*) FILTER (WHERE NOT verified))::int AS unverified
               FROM accounts WHERE workspace_id = w.id AND merged_into_id IS NULL
           ) AS a
     WHERE w.id = ${uuid(workspaceId)}`;
  if (!counts) throw new Error('A workspace that is visited is there');
  const incomplete = await db.$queryRaw<TeamFacts[]>`
    SELECT * FROM (
      SELECT t.id, t.name, t.lane, t.channel,
             EXISTS (SELECT 1 FROM members m
                      WHERE m.id = t.lead_id AND m.deactivated_at IS NULL
                        AND NOT m.is_bot AND NOT m.is_guest AND NOT m.is_stranger) AS led
        FROM teams t WHERE t.workspace_id = ${uuid(workspaceId)}) AS t
     WHERE channel IS NULL OR NOT led
     ORDER BY name LIMIT ${INCOMPLETE}::int`;
  const segments = await db.alertSegment.findMany({
    where: { workspaceId },
    select: { previewSince: true, enabledAt: true },
    orderBy: { segment: 'asc' },
    take: SEGMENTS,
  });
  return setupOf({ ...counts, segments, incomplete }, settings, now);
}
