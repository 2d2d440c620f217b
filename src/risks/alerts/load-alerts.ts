import type { Colleague } from '../../accounts/profile.ts';
import { readReasons } from '../../health/reasons.ts';
import { calendarOf } from '../../people/calendar-of.ts';
import { loadPeople } from '../../people/load-people.ts';
import type { Db, Tx } from '../../platform/ctx.ts';
import { instant, uuid } from '../../platform/sql.ts';
import type { Settings } from '../../settings/catalogue.ts';
import { loadSettings } from '../../settings/load-settings.ts';
import { plusDays } from '../../time/day.ts';
import {
  type AlertPreview,
  type PreviewGroup,
  type PreviewItem,
  previewWindow,
  type RuleRecord,
  readyAt,
  type SegmentAlerts,
  type Window,
} from './alerts.ts';

/** More segments than this nobody tells apart. */
const SEGMENTS = 100;

/** Every segment of which something was ever heard, by name. */
export async function loadSegments(
  ctx: { db: Db | Tx; workspace: { id: string }; now: Date },
  settings?: Settings,
): Promise<SegmentAlerts[]> {
  const workspaceId = ctx.workspace.id;
  const { values } = settings ?? (await loadSettings(ctx.db, workspaceId));
  const rows = await ctx.db.alertSegment.findMany({
    where: { workspaceId },
    orderBy: { segment: 'asc' },
    take: SEGMENTS,
  });
  const counts = await ctx.db.$queryRaw<{ segment: string; accounts: number; low: number }[]>`
    SELECT coalesce(a.segment, '') AS segment, count(*)::int AS accounts,
           (count(*) FILTER (WHERE CASE WHEN h.override_until > ${instant(ctx.now)} THEN h.override_band
                                        WHEN h.known THEN h.band END IN ('at_risk', 'critical')))::int AS low
      FROM accounts a LEFT JOIN account_health h ON h.account_id = a.id
     WHERE a.workspace_id = ${uuid(workspaceId)} AND a.merged_into_id IS NULL
     GROUP BY 1`;
  return rows.map(({ segment, previewSince, enabledAt, slidesFrom }) => {
    const from = readyAt({ previewSince }, values['alerts.preview_days']);
    const { accounts = 0, low = 0 } = counts.find((one) => one.segment === segment) ?? {};
    return {
      segment,
      previewSince,
      enabledAt,
      slidesFrom: slidesFrom && slidesFrom > ctx.now ? slidesFrom : null,
      accounts,
      low,
      readyAt: from,
      ready: from <= ctx.now,
    };
  });
}

interface Reading {
  db: Db;
  workspace: { id: string };
  now: Date;
}

export const PREVIEWED = 20;

/** What one admin's list of a day (YYYY-MM-DD, theirs) says; null when nothing would have been opened. */
export async function loadPreviewOf(
  ctx: Reading,
  memberId: string,
  day: string,
): Promise<AlertPreview | null> {
  const settings = await loadSettings(ctx.db, ctx.workspace.id);
  const person = (await loadPeople(ctx.db, ctx.workspace.id, [memberId])).get(memberId);
  if (!person) return null;
  const preview = await loadPreview(ctx, previewWindow(day, calendarOf(person, settings)));
  return preview.total > 0 ? preview : null;
}

/** What would have been opened within the window, at most twenty of it, and the segments that are tried out. */
export async function loadPreview(ctx: Reading, { from, to }: Window): Promise<AlertPreview> {
  const workspaceId = ctx.workspace.id;
  const rows = await ctx.db.$queryRaw<
    (Omit<PreviewItem, 'reason'> & {
      id: string;
      reasons: unknown;
      ownerId: string | null;
      ofOwner: number;
      total: number;
    })[]
  >`
    SELECT c.id, a.name AS "accountName", a.cs_owner_id AS "ownerId", c.rule, c.from_band AS "fromBand",
           c.to_band AS "toBand", c.score_before AS "scoreBefore", c.score, c.reasons, c.at,
           (count(*) OVER (PARTITION BY a.cs_owner_id))::int AS "ofOwner", (count(*) OVER ())::int AS total
      FROM health_changes c JOIN accounts a ON a.id = c.account_id
     WHERE c.workspace_id = ${uuid(workspaceId)} AND c.outcome = 'preview'
       AND c.at >= ${instant(from)} AND c.at < ${instant(to)}
     ORDER BY "ofOwner" DESC, a.cs_owner_id, c.score, c.id
     LIMIT ${PREVIEWED}::int`;
  const owners = await loadPeople(
    ctx.db,
    workspaceId,
    rows.flatMap(({ ownerId }) => ownerId ?? []),
  );
  const groups = new Map<string | null, PreviewGroup>();
  for (const { ownerId, ofOwner, total: _, id, reasons, ...item } of rows) {
    const person: Colleague | undefined = ownerId ? owners.get(ownerId) : undefined;
    const group = groups.get(ownerId) ?? { owner: person ?? null, count: ofOwner, items: [] };
    group.items.push({ ...item, reason: readReasons(reasons, id)[0] ?? null });
    groups.set(ownerId, group);
  }
  const segments = await loadSegments(ctx);
  return {
    total: rows[0]?.total ?? 0,
    groups: [...groups.values()],
    segments: segments.filter(({ enabledAt }) => enabledAt === null),
    byBands: await loadByBands(ctx, segments, { from, to }),
  };
}

/** In the segments that open risks by bands still, while slides are tried out beside them. */
async function loadByBands(
  { db, workspace }: Reading,
  segments: readonly SegmentAlerts[],
  { from, to }: Window,
): Promise<AlertPreview['byBands']> {
  const ends = segments.flatMap(({ enabledAt, slidesFrom }) =>
    enabledAt && slidesFrom ? [slidesFrom.getTime()] : [],
  );
  if (ends.length === 0) return null;
  const opened = await db.healthChange.count({
    where: {
      workspaceId: workspace.id,
      rule: { in: ['worsened', 'fell'] },
      outcome: { in: ['opened', 'reopened'] },
      at: { gte: from, lt: to },
    },
  });
  return { until: new Date(Math.max(...ends)), opened };
}

/** Of each rule that opened a risk by itself within so many days. What people have flagged, or opened from a list, is no alarm of a rule. */
export async function loadFalseAlarms(
  ctx: { db: Db; workspace: { id: string }; now: Date },
  { days }: { days: number },
): Promise<RuleRecord[]> {
  return ctx.db.$queryRaw<RuleRecord[]>`
    SELECT rule, count(*)::int AS opened, (count(*) FILTER (WHERE state = 'resolved' AND outcome <> 'recovered'))::int AS judged,
           (count(*) FILTER (WHERE verdict = 'false_alarm'))::int AS "falseAlarms",
           (count(*) FILTER (WHERE verdict = 'too_early'))::int AS "tooEarly"
      FROM risks
     WHERE workspace_id = ${uuid(ctx.workspace.id)} AND opened_at >= ${instant(plusDays(ctx.now, -days))}
       AND rule NOT IN ('flagged', 'enabled')
     GROUP BY rule ORDER BY rule`;
}
