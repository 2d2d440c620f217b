import type { AccountHealth } from '../../prisma/generated/client.ts';
import type { Db, Tx } from '../platform/ctx.ts';
import { loadHealthConfig } from './load-config.ts';
import { expansionWarning, type Standing, type Warning } from './readiness.ts';
import { scoreOf } from './score.ts';

/** What speaks against asking this account for more, as of `now`; null: nothing that is known. */
export async function loadReadiness(
  db: Db | Tx,
  workspaceId: string,
  accountId: string,
  now: Date,
): Promise<Warning | null> {
  const health = await db.accountHealth.findFirst({ where: { accountId, workspaceId } });
  const config = await loadHealthConfig(db, workspaceId);
  const observations = await db.signalLatest.findMany({
    // Types that the configuration lacks do not count: this is the bound, too.
    where: { accountId, workspaceId, type: { in: Object.keys(config.types) } },
    select: { type: true, value: true, observedAt: true },
  });
  const openRisk = await db.risk.findFirst({
    where: { accountId, workspaceId, state: { in: ['open', 'claimed'] } },
    orderBy: { openedAt: 'asc' },
    select: { openedAt: true },
  });
  const { parts } = scoreOf(observations, config, now);
  return expansionWarning(
    health && standingOf(health, now),
    { parts, types: config.types, at: now },
    openRisk,
  );
}

function standingOf(health: AccountHealth, now: Date): Standing | null {
  const { band, bandSince, known, overrideBand, overrideUntil } = health;
  if (overrideBand && overrideUntil && overrideUntil > now) return { band: overrideBand, since: null };
  return known && band ? { band, since: bandSince } : null;
}
