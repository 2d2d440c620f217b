import type { AccountSlide } from '../../../prisma/generated/client.ts';
import type { Db, ReadCtx } from '../../platform/ctx.ts';
import { uuid } from '../../platform/sql.ts';
import { unexpected } from '../expected.ts';
import { loadHealthConfig } from '../rules/load-config.ts';
import type { RecentSignal } from '../signal.ts';
import { MEANS } from '../slides/look-at-accounts.ts';
import { BEHIND } from '../slides/onboarding.ts';
import { tierOf } from '../slides/slide.ts';
import type { Explained } from './explain.ts';
import type { ExplainedSlide } from './explain-slide.ts';
import { loadExpected, loadExpectedUntil } from './load-expected.ts';

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
    select: { name: true, stage: true, health: true, slide: true },
  });
  if (!account) return null;
  const { health, slide, ...named } = account;
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
  const expected = await loadExpected(db, workspaceId, accountId, { config, now });
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
    expected,
    slide: slide && (await explainedSlide(db, slide, now)),
  };
}

async function explainedSlide(db: Db, slide: AccountSlide, now: Date): Promise<ExplainedSlide | null> {
  const kept = MEANS.read(slide.means, slide.accountId);
  if (!kept) return null;
  const { workspaceId, week, accountId } = slide;
  const expectedOf = await loadExpectedUntil(db, workspaceId, [accountId]);
  const means = unexpected(kept, expectedOf(accountId), { week, now });
  const behind = BEHIND.read(slide.behind ?? [], slide.accountId) ?? [];
  const then = await db.slideWeek.findUnique({ where: { workspaceId_week: { workspaceId, week } } });
  return { ...slide, means, tier: tierOf(slide.tier), shock: then?.shock ?? null, behind };
}

const RECENT = 10;

/** The latest ten of an account, of whatever type, without those that were corrected. */
export async function loadRecentSignals(ctx: ReadCtx, accountId: string): Promise<RecentSignal[]> {
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
