import type { Colleague } from '../accounts/profile.ts';
import { readReasons } from '../health/reasons.ts';
import { calendarOf } from '../people/calendar-of.ts';
import { loadPeople } from '../people/load-people.ts';
import type { Db } from '../platform/ctx.ts';
import { loadSettings } from '../settings/load-settings.ts';
import type { AlertPreview, PreviewGroup, PreviewItem } from './alert-preview.ts';
import { loadSegments } from './load-segments.ts';
import { previewWindow, type Window } from './preview-window.ts';

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
     WHERE c.workspace_id = ${workspaceId}::uuid AND c.outcome = 'preview'
       AND c.at >= ${from.toISOString()}::timestamptz AND c.at < ${to.toISOString()}::timestamptz
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
  };
}
