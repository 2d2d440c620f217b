import type { Account, Risk } from '../../prisma/generated/client.ts';
import { type AccountChange, type Became, type Outcome, outcomeOf } from '../health/alert.ts';
import { isWorse } from '../health/bands.ts';
import { enqueue } from '../outbox/enqueue.ts';
import { loadPeople } from '../people/load-people.ts';
import type { TxCtx } from '../platform/ctx.ts';
import type { Settings } from '../settings/catalogue.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { applyRiskDecision } from './change-risk.ts';
import { decideNews, decideRecovered, decideReopen } from './follow-score.ts';
import { lookForOpen, openRisk } from './open-risk.ts';
import { peopleOf, type RiskParties } from './parties.ts';
import { previewMessages } from './preview.ts';
import { isOpenRisk, type RiskDecision } from './risk.ts';
import { leadOfTeam } from './scene.ts';

/**
 * Turns changes of health into risks and their news, in the transaction of the evaluation that found them. Where
 * alerts are only tried out, the admins' daily list says what would have been opened.
 */
export async function raiseAlerts(ctx: TxCtx, changes: readonly AccountChange[]): Promise<Became[]> {
  const workspaceId = ctx.workspace.id;
  const settings = await loadSettings(ctx.tx, workspaceId);
  const segments = await ctx.tx.alertSegment.findMany({
    where: { workspaceId, enabledAt: { not: null }, segment: { in: changes.map((each) => segmentOf(each)) } },
    select: { segment: true },
  });
  const enabled = new Set(segments.map(({ segment }) => segment));
  const became: Became[] = [];
  for (const each of changes) {
    const on = enabled.has(segmentOf(each));
    // Each by itself: an account may have two changes at once, and the first may open what the second is news of.
    const what = (await raiseOne(ctx, settings, each, on)) ?? (await raiseOne(ctx, settings, each, on));
    became.push(what ?? { outcome: 'owned', riskId: null });
  }
  if (became.some(({ outcome }) => outcome === 'preview'))
    await enqueue(ctx, await previewMessages(ctx, settings));
  return became;
}

/** Null: somebody has opened one since we looked, and this is news of it. */
async function raiseOne(
  ctx: TxCtx,
  settings: Settings,
  each: AccountChange,
  enabled: boolean,
): Promise<Became | null> {
  const latest = await ctx.tx.risk.findFirst({
    where: { workspaceId: ctx.workspace.id, accountId: each.account.id },
    // Open, claimed, resolved, as the states are declared: after a merge the open one need not be the latest.
    orderBy: [{ state: 'asc' }, { openedAt: 'desc' }, { number: 'desc' }],
  });
  const open = latest && isOpenRisk(latest.state) ? latest : null;
  const resolvedAt = latest?.resolvedAt;
  const resolved =
    latest && !open && resolvedAt
      ? { at: resolvedAt, outcome: latest.outcome, verdict: latest.verdict }
      : null;
  const outcome = outcomeOf(each.change, each.before, { enabled, open, resolved }, each.config, ctx.now);
  return carryOut(ctx, settings, each, outcome, latest);
}

async function carryOut(
  ctx: TxCtx,
  settings: Settings,
  { account, change }: AccountChange,
  outcome: Outcome,
  latest: Risk | null,
): Promise<Became | null> {
  const reasons = change.reasons;
  if (outcome === 'opened') {
    const risk = await openRisk(ctx, settings, {
      account,
      rule: change.rule,
      severity: change.toBand,
      fromBand: change.fromBand,
      score: change.score,
      reasons,
    });
    return risk && { outcome, riskId: risk.id };
  }
  if (latest === null || outcome === 'preview' || outcome === 'cooldown' || outcome === 'quiet')
    return { outcome, riskId: null };
  if (outcome === 'owned') return { outcome, riskId: latest.id };
  if (outcome === 'reopened' && (await lookForOpen(ctx, account.id)).isOpen) return null;
  const parties = await loadParties(ctx, settings, latest, account);
  const told = {
    rule: change.rule,
    from: change.fromBand,
    to: change.toBand,
    score: change.score,
    before: change.scoreBefore,
    reasons,
  };
  await applyRiskDecision(ctx, parties, decisionFor(outcome, latest, account, change, ctx.now), told);
  if (outcome !== 'closed')
    await ctx.tx.risk.updateMany({
      where: { id: latest.id, workspaceId: ctx.workspace.id },
      data: { reasons },
    });
  return { outcome, riskId: latest.id };
}

function decisionFor(
  outcome: Outcome,
  risk: Risk,
  account: AccountChange['account'],
  change: AccountChange['change'],
  now: Date,
): RiskDecision {
  const { toBand: band, fromBand, score, rule } = change;
  if (outcome === 'closed') return decideRecovered(now);
  if (outcome === 'reopened') return decideReopen(risk, { band, fromBand, score, rule }, account);
  const better = fromBand !== null && isWorse(fromBand, band);
  return decideNews(risk, { band, score, better });
}

/** The account's owners too, who become those of the risk where it has none. */
async function loadParties(
  ctx: TxCtx,
  settings: Settings,
  risk: Risk,
  account: Pick<Account, 'csOwnerId' | 'salesOwnerId'>,
): Promise<RiskParties> {
  const leadId = await leadOfTeam(ctx, risk.teamId);
  const ids = [...peopleOf(risk, leadId), account.csOwnerId, account.salesOwnerId];
  const people = await loadPeople(
    ctx.tx,
    ctx.workspace.id,
    ids.filter((id) => id !== null),
  );
  return { risk, people, settings, leadId };
}

function segmentOf({ account }: AccountChange): string {
  return account.segment ?? '';
}
