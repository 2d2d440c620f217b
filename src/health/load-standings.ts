import type { Db, Tx } from '../platform/ctx.ts';
import { loadHealthConfig } from './load-config.ts';
import type { Basis } from './reasons.ts';
import { type HealthStanding, standingOf } from './standing.ts';

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
  const health = await db.accountHealth.findMany({ where });
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
