import type { Account, Risk } from '../../../prisma/generated/client.ts';
import { apply } from '../../cases/change-case.ts';
import { inMorning, nextMorning } from '../../cases/told/remind.ts';
import { type AccountChange, type Around, type Became, type Outcome, outcomeOf } from '../../health/alert.ts';
import { isWorse } from '../../health/bands.ts';
import { enqueue } from '../../outbox/enqueue.ts';
import type { NewMessage } from '../../outbox/message.ts';
import { findAdmins, loadPeople } from '../../people/load-people.ts';
import type { TxCtx } from '../../platform/ctx.ts';
import { uuid, uuids } from '../../platform/sql.ts';
import type { Settings } from '../../settings/catalogue.ts';
import { loadSettings } from '../../settings/load-settings.ts';
import { ALERT_MESSAGES } from '../messages.ts';
import { isOpenRisk, type RiskDecision } from '../risk.ts';
import { RISKS } from '../risk-case.ts';
import { peopleOf, type RiskParties } from '../rules/parties.ts';
import { leadOfTeam } from '../scene.ts';
import { lookForOpen, type NewRisk, openRisk, openRisks } from '../verbs/open-risk.ts';
import { decideNews, decideRecovered, decideReopen } from './follow-score.ts';

/**
 * Turns changes of health into risks and their news, in the transaction of the evaluation that found them. Where
 * alerts are only tried out, the admins' daily list says what would have been opened. Those to open are opened together.
 */
export async function raiseAlerts(ctx: TxCtx, changes: readonly AccountChange[]): Promise<Became[]> {
  const workspaceId = ctx.workspace.id;
  const settings = await loadSettings(ctx.tx, workspaceId);
  const segments = await ctx.tx.alertSegment.findMany({
    where: { workspaceId, segment: { in: changes.map((each) => segmentOf(each)) } },
    select: { segment: true, enabledAt: true, slidesFrom: true },
  });
  const ways = new Map(
    segments.map(({ segment, enabledAt, slidesFrom }) => [
      segment,
      { enabled: enabledAt !== null, byBands: slidesFrom !== null && slidesFrom > ctx.now },
    ]),
  );
  const risks = await loadRisks(
    ctx,
    changes.map(({ account }) => account.id),
  );
  const wayOf = (each: AccountChange) => ways.get(segmentOf(each)) ?? TRIED_OUT;
  const became: Became[] = [];
  const toOpen = new Map<number, AccountChange>();
  const open = async () => {
    const opening = [...toOpen];
    toOpen.clear();
    const opened = await openRisks(
      ctx,
      settings,
      opening.map(([, each]) => factsOf(each)),
    );
    for (const [place, [n, each]] of opening.entries()) {
      const risk = opened[place];
      // Somebody has opened one since we looked: this is news of it.
      became[n] = risk
        ? { outcome: 'opened', riskId: risk.id }
        : await raiseOne(ctx, settings, each, wayOf(each));
    }
  };
  const seen = new Set<string>();
  for (const [n, each] of changes.entries()) {
    const way = wayOf(each);
    const { id } = each.account;
    // An account may have two changes at once, and the first may open what the second is news of.
    if (seen.has(id)) {
      await open();
      became[n] = await raiseOne(ctx, settings, each, way);
      continue;
    }
    seen.add(id);
    const latest = risks.get(id) ?? null;
    const outcome = outcomeFor(ctx, each, latest, way);
    if (outcome === 'opened') toOpen.set(n, each);
    else
      became[n] =
        (await carryOut(ctx, settings, each, outcome, latest)) ?? (await raiseOne(ctx, settings, each, way));
  }
  await open();
  if (became.some(({ outcome }) => outcome === 'preview'))
    await enqueue(ctx, await previewMessages(ctx, settings));
  return became;
}

/** How alerts go in a segment. */
type Way = Pick<Around, 'enabled' | 'byBands'>;

const TRIED_OUT: Way = { enabled: false, byBands: false };

/** By itself, as its risks stand now, and once more where somebody has opened one since we looked. */
async function raiseOne(ctx: TxCtx, settings: Settings, each: AccountChange, way: Way): Promise<Became> {
  for (let look = 0; look < 2; look++) {
    const latest = (await loadRisks(ctx, [each.account.id])).get(each.account.id) ?? null;
    const outcome = outcomeFor(ctx, each, latest, way);
    const became = await carryOut(ctx, settings, each, outcome, latest);
    if (became) return became;
  }
  return { outcome: 'owned', riskId: null };
}

/** The one of each account that what is seen now is compared with. */
async function loadRisks(ctx: TxCtx, accountIds: readonly string[]): Promise<Map<string, Risk>> {
  const workspaceId = ctx.workspace.id;
  // Open, claimed, resolved, as the states are declared: after a merge the open one need not be the latest.
  const latest = await ctx.tx.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT ON (account_id) id FROM risks
     WHERE workspace_id = ${uuid(workspaceId)} AND account_id = ANY(${uuids(accountIds)})
     ORDER BY account_id, state, opened_at DESC, number DESC`;
  if (latest.length === 0) return new Map();
  const risks = await ctx.tx.risk.findMany({
    where: { workspaceId, id: { in: latest.map(({ id }) => id) } },
  });
  return new Map(risks.map((risk) => [risk.accountId, risk]));
}

function outcomeFor(ctx: TxCtx, each: AccountChange, latest: Risk | null, way: Way): Outcome {
  const open = latest && isOpenRisk(latest.state) ? latest : null;
  const resolvedAt = latest?.resolvedAt;
  const resolved =
    latest && !open && resolvedAt
      ? { at: resolvedAt, outcome: latest.outcome, verdict: latest.verdict }
      : null;
  return outcomeOf(each.change, each.before, { ...way, open, resolved }, each.config, ctx.now);
}

const factsOf = ({ account, change }: AccountChange): NewRisk => ({
  account,
  rule: change.rule,
  severity: change.toBand,
  fromBand: change.fromBand,
  score: change.score,
  reasons: change.reasons,
  slide: change.slide ?? null,
});

/** Null: somebody has opened one since we looked. */
async function carryOut(
  ctx: TxCtx,
  settings: Settings,
  each: AccountChange,
  outcome: Outcome,
  latest: Risk | null,
): Promise<Became | null> {
  const { account, change } = each;
  const reasons = change.reasons;
  if (outcome === 'opened') {
    const risk = await openRisk(ctx, settings, factsOf(each));
    return risk && { outcome, riskId: risk.id };
  }
  if (latest === null || outcome === 'preview' || outcome === 'cooldown' || outcome === 'quiet')
    return { outcome, riskId: null };
  if (outcome === 'owned') return { outcome, riskId: latest.id };
  if (outcome === 'reopened' && (await lookForOpen(ctx, [account.id])).open.size > 0) return null;
  const parties = await loadParties(ctx, settings, latest, account);
  const told = {
    rule: change.rule,
    from: change.fromBand,
    to: change.toBand,
    score: change.score,
    before: change.scoreBefore,
    reasons,
  };
  await apply(ctx, RISKS, parties, decisionFor(outcome, latest, account, change, ctx.now), told);
  // What a slide that is over leaves is no reason of a risk that something else has opened.
  if (outcome !== 'closed' && change.rule !== 'slid_back')
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
  if (outcome === 'reopened')
    return decideReopen(risk, { band, fromBand, score, rule, slide: change.slide ?? null }, account);
  const better = rule === 'slid_back' || (fromBand !== null && isWorse(fromBand, band));
  return decideNews(risk, { band, score, better, slide: risk.rule === 'slide' ? change.slide : undefined });
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

/**
 * Returns the daily list of what would have been opened, for each admin on their next working morning. It reads what
 * there is to say when it goes out, so that one is enough for the day.
 */
export async function previewMessages(ctx: TxCtx, settings: Settings): Promise<NewMessage[]> {
  const admins = await findAdmins(ctx.tx, ctx.workspace.id, settings);
  const ids = admins.map(({ id }) => id);
  const people = await loadPeople(ctx.tx, ctx.workspace.id, ids);
  return [...people.values()]
    .filter(({ id }) => ids.includes(id))
    .map((person) => inMorning(ALERT_MESSAGES.preview, person, nextMorning(person, settings, ctx.now)));
}
