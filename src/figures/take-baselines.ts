import type { FigureScope } from '../../prisma/generated/client.ts';
import type { Clock } from '../platform/clock.ts';
import { type Db, dbOf, type ReadCtx } from '../platform/ctx.ts';
import { failureOf } from '../platform/failure.ts';
import type { Logger } from '../platform/logger.ts';
import { uuid } from '../platform/sql.ts';
import type { Settings } from '../settings/catalogue.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { periodOfQuarter, quarterBefore } from '../time/quarter.ts';
import type { Served } from '../workspaces/served.ts';
import type { Reading } from './exposed.ts';
import { BASELINE, type Figures } from './figures.ts';
import { loadFigures } from './load-figures.ts';
import { type Scope, scopeKeyOf } from './scope.ts';

const WORKSPACES = 1_000;
const SCOPES = 2_000;

/**
 * After a quarter's end, in UTC: keeps the figures of everything, of each team, segment and manager, once for each
 * workspace. What one process has kept the others leave alone. Returns how many it kept.
 */
export async function takeBaselines(deps: {
  db: Db;
  clock: Clock;
  served: Served;
  log: Logger;
  stopping?: AbortSignal;
}): Promise<number> {
  const { db, clock, served, log, stopping } = deps;
  const quarter = quarterBefore(clock.now().toISOString());
  const workspaces = await db.workspace.findMany({
    where: {
      ...served.where,
      createdAt: { lt: periodOfQuarter(quarter).to },
      // Kept last: the quarter is done with it.
      baselines: { none: { quarter, scope: 'everything' } },
    },
    select: { id: true },
    orderBy: { id: 'asc' },
    take: WORKSPACES,
  });
  let kept = 0;
  for (const workspace of workspaces) {
    const settings = await loadSettings(db, workspace.id);
    let failed = false;
    for (const scope of await missingScopes(db, workspace.id, quarter)) {
      if (stopping?.aborted) return kept;
      if (failed && scope.kind === 'everything') continue;
      try {
        kept += await takeBaseline({ db, workspace, now: clock.now() }, scope, quarter, settings);
      } catch (error) {
        // The others do not wait for it; it is tried again with the next look.
        failed = true;
        const about = { workspace: workspace.id, quarter, scope: scopeKeyOf(scope), ...failureOf(error) };
        log.error(about, 'a baseline could not be kept; it is tried again');
      }
    }
    if (!failed) log.info({ workspace: workspace.id, quarter }, 'baselines kept');
  }
  return kept;
}

async function takeBaseline(
  ctx: ReadCtx & { now: Date },
  of: Scope,
  quarter: string,
  settings: Settings,
): Promise<number> {
  const figures = await loadFigures(ctx, of, periodOfQuarter(quarter), settings);
  const { count } = await ctx.db.baseline.createMany({
    data: {
      workspaceId: ctx.workspace.id,
      quarter,
      ...scopeKeyOf(of),
      figures: BASELINE.write(figures),
      takenAt: ctx.now,
    },
    skipDuplicates: true,
  });
  return count;
}

async function missingScopes(db: Db, workspaceId: string, quarter: string): Promise<Scope[]> {
  const rows = await db.$queryRaw<{ scope: Exclude<FigureScope, 'mine'>; key: string }[]>`
    SELECT s.scope, s.key FROM (
      SELECT 'team' AS scope, t.id::text AS key FROM teams t WHERE t.workspace_id = ${uuid(workspaceId)}
      UNION
      SELECT 'segment', lower(coalesce(a.segment, '')) FROM accounts a
       WHERE a.workspace_id = ${uuid(workspaceId)} AND a.merged_into_id IS NULL
      UNION
      SELECT 'reports', m.manager_id::text FROM members m
       WHERE m.workspace_id = ${uuid(workspaceId)} AND m.manager_id IS NOT NULL AND m.deactivated_at IS NULL
      UNION
      SELECT 'everything', '') AS s
     WHERE NOT EXISTS (SELECT 1 FROM baselines b WHERE b.workspace_id = ${uuid(workspaceId)} AND b.quarter = ${quarter}
                          AND b.scope::text = s.scope AND b.scope_key = s.key)
     ORDER BY s.scope = 'everything', s.scope, s.key LIMIT ${SCOPES}::int`;
  return rows.map(({ scope, key }) => scopeFor(scope, key));
}

function scopeFor(scope: Exclude<FigureScope, 'mine'>, key: string): Scope {
  switch (scope) {
    case 'reports':
      return { kind: scope, memberId: key };
    case 'team':
      return { kind: scope, teamId: key };
    case 'segment':
      return { kind: scope, segment: key };
    case 'everything':
      return { kind: scope };
  }
}

/** The figures of a scope as they stood at a quarter's end ('2026-Q3'); null where none were kept. */
export async function loadBaseline(ctx: Reading, of: Scope, quarter: string): Promise<Figures | null> {
  const { scope, scopeKey } = scopeKeyOf(of);
  const baseline = await dbOf(ctx).baseline.findFirst({
    where: { workspaceId: ctx.workspace.id, quarter, scope, scopeKey },
    select: { figures: true },
  });
  return baseline && BASELINE.read(baseline.figures, `${quarter} ${scope} ${scopeKey}`);
}
