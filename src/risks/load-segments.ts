import type { Db, Tx } from '../platform/ctx.ts';
import type { Settings } from '../settings/catalogue.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { readyAt, type SegmentPicture } from './alert-segment.ts';

/** More segments than this nobody tells apart. */
const SEGMENTS = 100;

/** Every segment of which something was ever heard, by name. */
export async function loadSegments(
  ctx: { db: Db | Tx; workspace: { id: string }; now: Date },
  settings?: Settings,
): Promise<SegmentPicture[]> {
  const workspaceId = ctx.workspace.id;
  const { values } = settings ?? (await loadSettings(ctx.db, workspaceId));
  const rows = await ctx.db.alertSegment.findMany({
    where: { workspaceId },
    orderBy: { segment: 'asc' },
    take: SEGMENTS,
  });
  const counts = await ctx.db.$queryRaw<{ segment: string; accounts: number; low: number }[]>`
    SELECT coalesce(a.segment, '') AS segment, count(*)::int AS accounts,
           (count(*) FILTER (WHERE CASE WHEN h.override_until > ${ctx.now}::timestamptz THEN h.override_band
                                        WHEN h.known THEN h.band END IN ('at_risk', 'critical')))::int AS low
      FROM accounts a LEFT JOIN account_health h ON h.account_id = a.id
     WHERE a.workspace_id = ${workspaceId}::uuid AND a.merged_into_id IS NULL
     GROUP BY 1`;
  return rows.map(({ segment, previewSince, enabledAt }) => {
    const from = readyAt({ previewSince }, values['alerts.preview_days']);
    const { accounts = 0, low = 0 } = counts.find((one) => one.segment === segment) ?? {};
    return {
      ...{ segment, previewSince, enabledAt, accounts, low },
      readyAt: from,
      ready: from <= ctx.now,
    };
  });
}
