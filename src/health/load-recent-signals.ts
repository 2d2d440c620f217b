import type { Db } from '../platform/ctx.ts';
import { uuid } from '../platform/sql.ts';
import { loadHealthConfig } from './load-config.ts';
import type { RecentSignal } from './recent-signal.ts';

export const RECENT = 10;

/** The latest ten of an account, of whatever type, without those that were corrected. */
export async function loadRecentSignals(
  ctx: { db: Db; workspace: { id: string } },
  accountId: string,
): Promise<RecentSignal[]> {
  const config = await loadHealthConfig(ctx.db, ctx.workspace.id);
  // By type, since that is what the index knows.
  const rows = await ctx.db.$queryRaw<(Omit<RecentSignal, 'label' | 'unit'> & { type: string })[]>`
    SELECT s.type, s.value, s.observed_at AS "observedAt", s.source, s.note, s.evidence
      FROM signals_latest l
     CROSS JOIN LATERAL (
           SELECT * FROM signals s
            WHERE s.account_id = l.account_id AND s.type = l.type AND NOT s.voided
            ORDER BY s.observed_at DESC LIMIT ${RECENT}::int) AS s
     WHERE l.account_id = ${uuid(accountId)} AND l.workspace_id = ${uuid(ctx.workspace.id)}
     ORDER BY s.observed_at DESC, s.id DESC LIMIT ${RECENT}::int`;
  return rows.map(({ type, ...row }) => {
    const kind = Object.hasOwn(config.types, type) ? config.types[type] : undefined;
    return { ...row, label: kind?.label ?? type, unit: kind?.unit ?? '' };
  });
}
