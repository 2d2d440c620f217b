import type { AccountHealth, Stage } from '../../../prisma/generated/client.ts';
import type { Db, Tx } from '../../platform/ctx.ts';
import { uuid, uuids } from '../../platform/sql.ts';
import { expansionWarning, type Standing, type Warning } from '../readiness.ts';
import type { Basis } from '../reasons.ts';
import { loadHealthConfig } from '../rules/load-config.ts';
import { scoreOf } from '../score.ts';
import { type HealthStanding, standingOf } from '../standing.ts';
import { type BandWhy, type Evaluated, whyBand } from '../why-band.ts';

/**
 * How these accounts stand as of `now`, by id; also those that nothing was ever heard of. At most a few dozen.
 * `then`: what the reasons of some of them are to be told against, in place of their band's beginning.
 */
export async function loadStandings(
  db: Db | Tx,
  workspaceId: string,
  accountIds: readonly string[],
  now: Date,
  then: ReadonlyMap<string, Basis> = new Map(),
): Promise<Map<string, HealthStanding>> {
  if (accountIds.length === 0) return new Map();
  const config = await loadHealthConfig(db, workspaceId);
  const where = { workspaceId, accountId: { in: [...accountIds] } };
  const health = await db.accountHealth.findMany({
    where,
    include: { account: { select: { stage: true } } },
  });
  const latest = await db.signalLatest.findMany({
    // Types that the configuration lacks do not count: this is the bound, too.
    where: { ...where, type: { in: Object.keys(config.types) } },
    select: { accountId: true, type: true, value: true, observedAt: true },
  });
  const people = await db.member.findMany({
    where: {
      workspaceId,
      id: { in: health.flatMap(({ overrideById }) => overrideById ?? []) },
    },
    select: { id: true, slackUserId: true, name: true },
  });
  return new Map(
    accountIds.map((id) => {
      const row = health.find(({ accountId }) => accountId === id) ?? null;
      const observations = latest.filter(({ accountId }) => accountId === id);
      const by = people.find((person) => person.id === row?.overrideById) ?? null;
      return [id, standingOf(row, observations, config, by, now, then.get(id))];
    }),
  );
}

/** By account: why its band is not the one of its score. Those of which the two agree have none. */
export async function loadBandWhys(
  db: Db | Tx,
  workspaceId: string,
  accountIds: readonly string[],
  now: Date,
): Promise<Map<string, BandWhy>> {
  if (accountIds.length === 0) return new Map();
  const config = await loadHealthConfig(db, workspaceId);
  // By hand: one statement, where Prisma reads the accounts in a second one.
  const rows = await db.$queryRaw<(Evaluated & { accountId: string; stage: Stage })[]>`
    SELECT h.account_id AS "accountId", h.known, h.score, h.band, h.candidate, h.candidate_since AS "candidateSince",
           h.config_version AS "configVersion", h.override_band AS "overrideBand", h.override_until AS "overrideUntil", a.stage
      FROM account_health h JOIN accounts a ON a.id = h.account_id
     WHERE h.workspace_id = ${uuid(workspaceId)} AND h.account_id = ANY (${uuids(accountIds)})`;
  const whys = new Map<string, BandWhy>();
  for (const { accountId, stage, ...health } of rows) {
    const why = whyBand(health, { config, stage, now });
    if (why) whys.set(accountId, why);
  }
  return whys;
}

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
    health && standingNow(health, now),
    { parts, types: config.types, at: now },
    openRisk,
  );
}

function standingNow(health: AccountHealth, now: Date): Standing | null {
  const { band, bandSince, known, overrideBand, overrideUntil } = health;
  if (overrideBand && overrideUntil && overrideUntil > now) return { band: overrideBand, since: null };
  return known && band ? { band, since: bandSince } : null;
}
