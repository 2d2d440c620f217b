import type { Db } from '../platform/ctx.ts';
import type { Explained } from './explain.ts';
import { loadHealthConfig } from './load-config.ts';

/** More types than this no account has sent: those of the configuration, and some that it has lost. */
const SIGNALS = 200;

/** All that the score of an account rests on, as of `now`; null when there is no such account. */
export async function loadExplanation(
  db: Db,
  workspaceId: string,
  accountId: string,
  now: Date,
): Promise<Explained | null> {
  const account = await db.account.findFirst({
    where: { id: accountId, workspaceId },
    select: { name: true, stage: true, health: true },
  });
  if (!account) return null;
  const { health, ...named } = account;
  const config = await loadHealthConfig(db, workspaceId);
  const latest = await db.signalLatest.findMany({
    where: { accountId, workspaceId },
    orderBy: { type: 'asc' },
    take: SIGNALS,
  });
  const signals = await db.signal.findMany({
    where: { workspaceId, id: { in: latest.map(({ signalId }) => signalId) } },
    select: { id: true, source: true, note: true },
  });
  const by = health?.overrideById
    ? await db.member.findFirst({ where: { id: health.overrideById, workspaceId }, select: { name: true } })
    : null;
  return {
    account: named,
    config,
    now,
    signals: latest.map(({ type, value, observedAt, signalId }) => {
      const signal = signals.find(({ id }) => id === signalId);
      return { type, value, observedAt, source: signal?.source ?? '', note: signal?.note ?? null };
    }),
    health,
    overrideBy: by?.name ?? null,
  };
}
