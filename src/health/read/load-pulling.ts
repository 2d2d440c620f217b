import type { ReadCtx } from '../../platform/ctx.ts';
import { unexpected } from '../expected.ts';
import { loadHealthConfig } from '../rules/load-config.ts';
import { fallen } from '../slides/facts.ts';
import { lookOf } from '../slides/look.ts';
import { MEANS } from '../slides/look-at-accounts.ts';
import { BEHIND } from '../slides/onboarding.ts';
import { loadExpectedUntil } from './load-expected.ts';
import { loadStandings } from './load-standings.ts';

type Reading = ReadCtx & { now: Date };

/**
 * The types that pull an account down, the strongest first: what is below its usual or behind in onboarding, without
 * what is expected; where nothing is, the reasons of its score.
 */
export async function loadPulling(ctx: Reading, accountId: string): Promise<string[]> {
  const { db, workspace, now } = ctx;
  const types = await loadSliding(ctx, accountId);
  if (types.length > 0) return types;
  const standing = (await loadStandings(db, workspace.id, [accountId], now)).get(accountId);
  return standing?.reasons.map(({ type }) => type) ?? [];
}

async function loadSliding({ db, workspace, now }: Reading, accountId: string): Promise<string[]> {
  const slide = await db.accountSlide.findFirst({
    where: { accountId, workspaceId: workspace.id },
    select: { week: true, means: true, behind: true },
  });
  const means = slide && MEANS.read(slide.means, accountId);
  if (!means) return [];
  const config = await loadHealthConfig(db, workspace.id);
  const expectedOf = await loadExpectedUntil(db, workspace.id, [accountId]);
  const look = lookOf(unexpected(means, expectedOf(accountId), { week: slide.week, now }), config);
  if (look) return fallen(look).map(({ type }) => type);
  return (BEHIND.read(slide.behind ?? [], accountId) ?? []).flatMap(({ type }) => type ?? []);
}
