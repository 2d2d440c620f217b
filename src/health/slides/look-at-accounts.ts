import { z } from 'zod';
import type { Stage } from '../../../prisma/generated/client.ts';
import type { Ctx, Db, Tx } from '../../platform/ctx.ts';
import { mapInSlices } from '../../platform/each.ts';
import { instant, texts, uuid, uuids } from '../../platform/sql.ts';
import { stored } from '../../platform/stored.ts';
import { daysBetween } from '../../time/day.ts';
import { cutsFor, type HealthConfig } from '../config.ts';
import { unexpected } from '../expected.ts';
import { loadExpectedUntil } from '../read/load-expected.ts';
import { loadHealthConfig } from '../rules/load-config.ts';
import { lookOf } from './look.ts';
import { isLowForLong } from './low.ts';
import { BEHIND, behindOf, type Onboarding } from './onboarding.ts';
import { onlyOf, togetherOrAlone } from './together-or-alone.ts';
import { startOfWeek, WEEKS, type WeeklyMeans, weekOf } from './weeks.ts';

export const MEANS = stored(
  'weekly means',
  z.record(z.string(), z.array(z.number().nullable()).length(WEEKS)),
);

/** Of the first look at an account a year of signals is read. */
const BATCH = 100;

interface Looked extends Omit<Onboarding, 'hasFirstValue' | 'day'> {
  accountId: string;
  stage: Stage;
  enteredAt: Date | null;
  firstValueOn: Date | null;
  week: number;
  touchedFrom: number | null;
  means: unknown;
}

/**
 * Brings the weekly means of some accounts of a workspace up to `week`, and says how far each has fallen, without what is
 * expected as of now. What came late or was corrected is read again. Any number of processes may call it; returns how
 * many it dealt with.
 */
export function lookAtAccounts(ctx: Ctx, week: number): Promise<number> {
  return togetherOrAlone(ctx, week, {
    work: (only, claimed) => lookTogether(ctx, week, only, claimed),
    // What it was last found to be stands. Its weeks are not those up to this one: all of them are read again.
    passOver: (accountId) => ctx.db.$executeRaw`
      UPDATE account_slides
         SET week = ${week}::int, decided_week = ${week}::int, touched_from = ${week - WEEKS + 1}::int
       WHERE account_id = ${uuid(accountId)} AND workspace_id = ${uuid(ctx.workspace.id)} AND week < ${week}::int`,
  });
}

async function lookTogether(
  { db, workspace, now }: Ctx,
  week: number,
  only: string | null,
  claimed: (accountIds: readonly string[]) => void,
): Promise<number> {
  const workspaceId = workspace.id;
  const config = await loadHealthConfig(db, workspaceId);
  return db.$transaction(async (tx) => {
    const accounts = await tx.$queryRaw<Looked[]>`
      SELECT s.account_id AS "accountId", a.stage, s.week, s.touched_from AS "touchedFrom", s.means,
             a.first_value_on AS "firstValueOn",
             (SELECT max(e.entered_at) FROM account_stages e WHERE e.account_id = s.account_id) AS "enteredAt"
        FROM account_slides s JOIN accounts a ON a.id = s.account_id
       WHERE s.workspace_id = ${uuid(workspaceId)} AND s.week < ${week}::int AND ${onlyOf(only)}
       ORDER BY s.week, s.account_id LIMIT ${BATCH}::int FOR UPDATE OF s SKIP LOCKED`;
    if (accounts.length === 0) return 0;
    claimed(accounts.map(({ accountId }) => accountId));
    const read = accounts.map((account) => ({
      ...account,
      kept: MEANS.read(account.means, account.accountId),
    }));
    const fresh = await loadMeans(
      tx,
      workspaceId,
      read.map(({ accountId, kept, week: before, touchedFrom }) => ({
        accountId,
        from: kept ? Math.min(before + 1, touchedFrom ?? before + 1) : Number.NEGATIVE_INFINITY,
      })),
      week,
    );
    const expectedOf = await loadExpectedUntil(
      tx,
      workspaceId,
      accounts.map(({ accountId }) => accountId),
    );
    const rows = await mapInSlices(read, (account) => {
      const { accountId, week: before, kept, touchedFrom } = account;
      const from = kept ? Math.min(before + 1, touchedFrom ?? before + 1) : week - WEEKS + 1;
      const means = meansAfter(kept ?? {}, before, fresh.get(accountId) ?? new Map(), { from, week });
      const counted = unexpected(means, expectedOf(accountId), { week, now });
      return JSON.stringify({ accountId, means, ...foundOf(account, counted, config, week) });
    });
    await tx.$executeRaw`
      UPDATE account_slides s
         SET -- Of what it brings along when it is first looked at, or has its past sent, nobody hears.
             since_week = CASE WHEN s.week < s.since_week THEN ${week}::int
                               WHEN s.fall IS NULL AND s.touched_from IS NOT NULL AND l.fall IS NOT NULL THEN ${week}::int
                               ELSE s.since_week END,
             week = ${week}::int, touched_from = NULL, means = l.means, fall = l.fall, low_for_long = l."lowForLong",
             behind = l.behind
        FROM json_to_recordset(${`[${rows.join(',')}]`}::json)
          AS l ("accountId" uuid, means jsonb, fall float8, "lowForLong" boolean, behind jsonb)
       WHERE s.account_id = l."accountId" AND s.workspace_id = ${uuid(workspaceId)}`;
    return accounts.length;
  });
}

/** `means`: without what is expected. */
function foundOf(account: Looked, means: WeeklyMeans, config: HealthConfig, week: number) {
  const { stage, enteredAt, firstValueOn } = account;
  const look = lookOf(means, config);
  const day = enteredAt && Math.floor(daysBetween(enteredAt, startOfWeek(week + 1)));
  // Once something is usual, a slide says more.
  const behind = look ? [] : behindOf({ stage, day, hasFirstValue: firstValueOn !== null }, means, config);
  return {
    fall: look?.fall ?? null,
    lowForLong: isLowForLong(means, config, cutsFor(config, stage).watch),
    ...(behind.length > 0 && { behind: BEHIND.write(behind) }),
  };
}

/** By type and week. */
type Fresh = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** Means up to `week`: those before `from` as they were, the others as they are read now. Types of which nothing is left are gone. */
export function meansAfter(
  kept: WeeklyMeans,
  keptWeek: number,
  fresh: Fresh,
  { from, week }: { from: number; week: number },
): WeeklyMeans {
  const types = [...new Set([...Object.keys(kept), ...fresh.keys()])].sort();
  const means: Record<string, (number | null)[]> = {};
  for (const type of types) {
    const weeks = Array.from({ length: WEEKS }, (_, place) => {
      const then = week - WEEKS + 1 + place;
      return then < from
        ? (kept[type]?.[then - keptWeek + WEEKS - 1] ?? null)
        : (fresh.get(type)?.get(then) ?? null);
    });
    if (weeks.some((mean) => mean !== null)) means[type] = weeks;
  }
  return means;
}

/** Of each account from its own week on, up to `week`: by type and week, the mean of what was observed and stands. */
async function loadMeans(
  tx: Tx,
  workspaceId: string,
  accounts: readonly { accountId: string; from: number }[],
  week: number,
): Promise<Map<string, Fresh>> {
  const earliest = week - WEEKS + 1;
  const froms = accounts.map(({ from }) => startOfWeek(Math.max(from, earliest)).toISOString());
  const rows = await tx.$queryRaw<{ accountId: string; type: string; at: Date; mean: number }[]>`
    SELECT g.id AS "accountId", l.type, s.at, s.mean
      FROM unnest(${uuids(accounts.map(({ accountId }) => accountId))}, ${texts(froms)}) AS g (id, since)
      JOIN signals_latest l ON l.account_id = g.id AND l.workspace_id = ${uuid(workspaceId)}
     CROSS JOIN LATERAL (
           -- The origin is a Sunday. In one order, so that the sum is the same whenever it is made.
           SELECT date_bin('7 days', s.observed_at, '1970-01-04T00:00:00Z') AS at,
                  avg(s.value ORDER BY s.observed_at, s.key COLLATE "C") AS mean
             FROM signals s
            WHERE s.account_id = g.id AND s.workspace_id = ${uuid(workspaceId)} AND s.type = l.type AND NOT s.voided
              AND s.observed_at >= g.since::timestamptz AND s.observed_at < ${instant(startOfWeek(week + 1))}
            GROUP BY 1) AS s`;
  const found = new Map<string, Map<string, Map<number, number>>>();
  for (const { accountId, type, at, mean } of rows) {
    const types = found.get(accountId) ?? new Map<string, Map<number, number>>();
    found.set(accountId, types);
    const weeks = types.get(type) ?? new Map<number, number>();
    types.set(type, weeks);
    weeks.set(weekOf(at), mean);
  }
  return found;
}

/** Every account of which something was heard has its row. Returns how many were new. */
export async function coverAccounts(db: Db, workspaceId: string, week: number): Promise<number> {
  return db.$executeRaw`
    INSERT INTO account_slides (account_id, workspace_id, since_week, week)
    SELECT h.account_id, h.workspace_id, ${week}::int, ${week - WEEKS}::int
      FROM account_health h JOIN accounts a ON a.id = h.account_id AND a.merged_into_id IS NULL
     WHERE h.workspace_id = ${uuid(workspaceId)}
       AND NOT EXISTS (SELECT FROM account_slides s WHERE s.account_id = h.account_id)
     ORDER BY h.account_id
    ON CONFLICT DO NOTHING`;
}
