import { type Band, Prisma } from '../../../prisma/generated/client.ts';
import type { Ctx, TxCtx } from '../../platform/ctx.ts';
import { instant, uuid } from '../../platform/sql.ts';
import { transact } from '../../platform/transact.ts';
import type { WatchedAccount } from '../alert.ts';
import { bandOf } from '../bands.ts';
import { alikeOf, type Depth } from '../calibration/depth.ts';
import { cutsFor, type HealthConfig } from '../config.ts';
import { unexpected } from '../expected.ts';
import { type Change, NEVER_EVALUATED } from '../health-state.ts';
import { changeRow, type Raise } from '../raise.ts';
import { loadExpectedUntil } from '../read/load-expected.ts';
import { loadHealthConfig } from '../rules/load-config.ts';
import { SLIDE_FACTS, type SlideFacts, slideFacts, slideReasons } from './facts.ts';
import { tellOfIncident } from './incident.ts';
import { type AccountLook, lookOf } from './look.ts';
import { MEANS } from './look-at-accounts.ts';
import { planMornings } from './plan-mornings.ts';
import { medianFall, NORMAL_FROM, shockOf } from './shock.ts';
import { LEAST_TOLD, type SlideChange, type SlideState, slideAfter, type Tier } from './slide.ts';
import { onlyOf, togetherOrAlone } from './together-or-alone.ts';
import type { WeeklyMeans } from './weeks.ts';

/**
 * Points that befell everybody in a week and count for nobody, reckoned once they were all looked at; where many
 * accounts fell, it is told. What was reckoned stands. Null: some were not looked at yet.
 */
export async function settleShock(ctx: TxCtx, week: number): Promise<number | null> {
  const { tx, workspace } = ctx;
  // One process reckons; the others read what it found.
  const [row] = await tx.$queryRaw<{ shock: number | null }[]>`
    SELECT shock FROM slide_weeks WHERE workspace_id = ${uuid(workspace.id)} AND week = ${week}::int FOR UPDATE`;
  if (row && row.shock !== null) return row.shock;
  const [left] = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM account_slides WHERE workspace_id = ${uuid(workspace.id)} AND week < ${week}::int LIMIT 1`;
  if (left) return null;
  const rows = await tx.$queryRaw<{ fall: number }[]>`
    SELECT fall FROM account_slides
     WHERE workspace_id = ${uuid(workspace.id)} AND week = ${week}::int AND fall IS NOT NULL`;
  const falls = rows.map(({ fall }) => fall);
  const median = medianFall(falls);
  const before = await tx.slideWeek.findMany({
    where: {
      workspaceId: workspace.id,
      week: { gte: week - NORMAL_FROM, lt: week },
      medianFall: { not: null },
    },
    select: { week: true, medianFall: true },
  });
  const medians = new Map(before.map((then) => [then.week, then.medianFall ?? 0]));
  if (median !== null) medians.set(week, median);
  const shock = shockOf(medians, week);
  const fallen = falls.filter((fall) => fall >= LEAST_TOLD && fall - shock < LEAST_TOLD).length;
  const incident = await tellOfIncident(ctx, week, { shock, fallen });
  await tx.slideWeek.update({
    where: { workspaceId_week: { workspaceId: workspace.id, week } },
    data: { accounts: falls.length, medianFall: median, shock, incident },
  });
  return shock;
}

interface Candidate extends WatchedAccount, Omit<SlideState, 'tier'> {
  tier: Tier | null;
  sinceWeek: number;
  means: unknown;
  band: Band | null;
  /** When each type was last observed, in milliseconds; null: none is left. */
  latest: Record<string, number> | null;
  /** A person’s word about its health holds. */
  isSetByHand: boolean;
}

const BATCH = 25;

/** What was found of a week once all were looked at. */
interface Week {
  week: number;
  shock: number;
  /** How slides have ended. */
  depth: Depth;
}

/** SQL: of these rows of account_slides there is something to decide for the week. */
export function undecided(week: number): Prisma.Sql {
  return Prisma.sql`week = ${week}::int AND (decided_week IS NULL OR decided_week < ${week}::int)
       AND (tier IS NOT NULL OR fall >= ${LEAST_TOLD}::float8)`;
}

/**
 * Decides what is told of some accounts that have fallen far, or of which something was told: in one transaction with
 * what follows from it. Returns how many it dealt with; 0 when none is left.
 */
export function decideSome(ctx: Ctx, found: Week, raise: Raise): Promise<number> {
  const { week } = found;
  return togetherOrAlone(ctx, week, {
    work: (only, claimed) => transact(ctx, (ctx) => decideTogether(ctx, found, raise, only, claimed)),
    passOver: (accountId) => ctx.db.$executeRaw`
      UPDATE account_slides SET decided_week = ${week}::int
       WHERE account_id = ${uuid(accountId)} AND workspace_id = ${uuid(ctx.workspace.id)} AND ${undecided(week)}`,
  });
}

async function decideTogether(
  ctx: TxCtx,
  found: Week,
  raise: Raise,
  only: string | null,
  claimed: (accountIds: readonly string[]) => void,
): Promise<number> {
  const { week } = found;
  const { tx, workspace } = ctx;
  const candidates = await tx.$queryRaw<Candidate[]>`
    SELECT a.id, a.segment, a.stage, a.channel, a.sales_owner_id AS "salesOwnerId", a.cs_owner_id AS "csOwnerId",
           s.tier, s.told, s.card_week AS "cardWeek", s.calm_weeks AS "calmWeeks", s.since_week AS "sinceWeek",
           s.means, h.band,
             (SELECT json_object_agg(l.type, (extract(epoch FROM l.observed_at) * 1000)::float8)
                FROM signals_latest l WHERE l.account_id = s.account_id) AS latest,
             coalesce(h.override_until > ${instant(ctx.now)}, false) AS "isSetByHand"
      FROM account_slides s JOIN accounts a ON a.id = s.account_id
      LEFT JOIN account_health h ON h.account_id = s.account_id
     WHERE s.workspace_id = ${uuid(workspace.id)} AND ${undecided(week)} AND ${onlyOf(only)}
     ORDER BY s.account_id LIMIT ${BATCH}::int FOR UPDATE OF s SKIP LOCKED`;
  if (candidates.length === 0) return 0;
  claimed(candidates.map(({ id }) => id));
  const config = await loadHealthConfig(tx, workspace.id);
  const expectedOf = await loadExpectedUntil(
    tx,
    workspace.id,
    candidates.map(({ id }) => id),
  );
  const decided = candidates.map((one) => {
    const means = unexpected(MEANS.read(one.means, one.id) ?? {}, expectedOf(one.id), {
      week,
      now: ctx.now,
    });
    return decide({ ...one, means }, config, found);
  });
  const changed = decided.flatMap((one) => (one.told ? [{ ...one, change: one.told }] : []));
  const became = await raise(
    ctx,
    changed.map(({ account, change }) => ({ account, before: NEVER_EVALUATED, change, config })),
  );
  if (changed.length > 0)
    await tx.healthChange.createMany({
      data: changed.map(({ account, change }, n) => {
        const { outcome = 'quiet', riskId = null } = became[n] ?? {};
        return changeRow(ctx, { account, change, config, outcome, riskId });
      }),
    });
  await tx.$executeRaw`
    UPDATE account_slides s
       SET decided_week = ${week}::int, tier = d.tier, told = d.told, card_week = d."cardWeek",
           calm_weeks = d."calmWeeks",
           facts = CASE WHEN d.tier IS NULL THEN NULL ELSE coalesce(d.facts, s.facts) END,
           told_at = CASE WHEN d.tier IS NULL THEN NULL WHEN d."isTold" THEN ${instant(ctx.now)} ELSE s.told_at END
      FROM json_to_recordset(${JSON.stringify(decided.map(({ account, state, facts, isTold }) => ({ id: account.id, ...state, isTold, facts: facts ?? undefined })))}::json)
        AS d (id uuid, tier text, told float8, "cardWeek" int, "calmWeeks" int, "isTold" boolean, facts jsonb)
     WHERE s.account_id = d.id AND s.workspace_id = ${uuid(workspace.id)}`;
  const withRisk = new Set(changed.flatMap(({ account }, n) => (became[n]?.riskId ? [account.id] : [])));
  const quietly = decided.filter(
    ({ account, isTold, isNews }) => isTold && isNews && !withRisk.has(account.id),
  );
  await planMornings(
    ctx,
    week,
    quietly.flatMap(({ account }) => account.csOwnerId ?? []),
  );
  return candidates.length;
}

interface Decided {
  account: WatchedAccount;
  state: SlideState;
  /** What somebody may hear of; null: nothing. */
  told: Change | null;
  /** A list or a card tells of it from now on. */
  isTold: boolean;
  /** Not what a first look has found. */
  isNews: boolean;
  /** As of this week, while something is told; null: as before. */
  facts: SlideFacts | null;
}

function decide(
  candidate: Candidate & { means: WeeklyMeans },
  config: HealthConfig,
  { week, shock, depth }: Week,
): Decided {
  const { tier, told, cardWeek, calmWeeks, sinceWeek, means, band, latest, isSetByHand, ...account } =
    candidate;
  const before = { tier, told, cardWeek, calmWeeks };
  // While a person's word holds nothing is told: it is looked at again once that is over.
  if (isSetByHand) return { account, state: before, told: null, isTold: false, isNews: false, facts: null };
  const look = lookOf(means, config);
  const { state, change } = slideAfter(before, look, { week, shock });
  // Of what an account brings along when it is first looked at nobody hears: it is in the lists.
  const isNews = sinceWeek < week;
  if (look === null) return { account, state, told: null, isTold: false, isNews, facts: null };
  const alike = state.tier === 'card' ? alikeOf(depth, look.fall) : null;
  const facts = state.tier === null ? null : SLIDE_FACTS.write(slideFacts(look, shock, alike));
  const isTold = change === 'watch' || change === 'card';
  const heard =
    isNews && change !== null && change !== 'watch'
      ? changeOf(change, { look, means, config, week, account, band, facts, latest })
      : null;
  return { account, state, told: heard, isTold, isNews, facts };
}

function changeOf(
  change: Exclude<SlideChange, 'watch'>,
  of: {
    look: AccountLook;
    means: WeeklyMeans;
    config: HealthConfig;
    week: number;
    account: WatchedAccount;
    band: Band | null;
    facts: SlideFacts | null;
    latest: Candidate['latest'];
  },
): Change {
  const { look, means, config, week, account, facts } = of;
  const latest = new Map(Object.entries(of.latest ?? {}).map(([type, at]) => [type, new Date(at)]));
  const band = of.band ?? bandOf(look.recent, cutsFor(config, account.stage));
  return {
    rule: change === 'card' ? 'slide' : 'slid_back',
    fromBand: band,
    toBand: band,
    scoreBefore: look.usual,
    score: look.recent,
    reasons: slideReasons(look, means, config, { week, latest }),
    ...(facts && { slide: facts }),
  };
}
