import type { Band } from '../../src/health/bands.ts';
import { SHIPPED } from '../../src/health/catalogue.ts';
import { cutsFor } from '../../src/health/config.ts';
import { recordSignals } from '../../src/health/signals/record-signals.ts';
import { SLIDE_FACTS } from '../../src/health/slides/facts.ts';
import { latestLook, lookAt } from '../../src/health/slides/weeks.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { newId } from '../../src/platform/id.ts';
import { type Observed, observedBetween } from './observe.ts';
import { type Past, playPast } from './past.ts';
import { type PastSlide, playSlides } from './past-slides.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** The longest course is a year; one more day for what was seen on its first. */
const YEAR_MS = 366 * DAY_MS;
const CHUNK = 500;

type Lived = { accountId: string; watchCut: number; observations: readonly Observed[]; past: Past };

/** A year of signals of the sample accounts up to now, and what Baton would have made of them had it been there. */
export async function seedHealth(ctx: Ctx): Promise<void> {
  const start = ctx.now;
  const observed = observedBetween(start, new Date(start.getTime() - YEAR_MS), start);
  for (let from = 0; from < observed.length; from += CHUNK)
    await record(ctx, observed.slice(from, from + CHUNK));
  const lived = await live(ctx, observed);
  const last = latestLook(start);
  const { slides, weeks } = playSlides(
    lived.map((one) => ({ ...one, bandAt: (at) => bandAt(one.past, at) })),
    last,
  );
  // The evaluation may have looked at what was there so far: that is overwritten.
  await ctx.db.$transaction(
    async (tx) => {
      const where = { workspaceId: ctx.workspace.id };
      await tx.accountHealth.deleteMany({ where });
      await tx.healthDay.deleteMany({ where });
      await tx.healthChange.deleteMany({ where });
      await tx.accountHealth.createMany({ data: lived.flatMap((one) => healthRow(ctx, one)) });
      await tx.accountSlide.deleteMany({ where });
      await tx.slideWeek.deleteMany({ where });
      await tx.accountSlide.createMany({ data: slides.map((slide) => slideRow(ctx, slide, last)) });
      await tx.slideWeek.createMany({
        data: weeks.map((one) => ({ ...one, workspaceId: where.workspaceId, closedAt: lookAt(one.week) })),
      });
      await tx.healthDay.createMany({ data: lived.flatMap((one) => dayRows(ctx, one)) });
      await tx.healthChange.createMany({
        data: lived.flatMap(({ accountId, past }) => changeRows(ctx, accountId, past.changes)),
      });
      await tx.healthChange.createMany({
        data: slides.flatMap(({ accountId, changes }) => changeRows(ctx, accountId, changes)),
      });
    },
    { timeout: 10_000 },
  );
  await seedSegments(ctx);
}

/** Received when the last of them was seen. */
async function record(ctx: Ctx, observed: readonly Observed[]): Promise<void> {
  const now = observed.at(-1)?.observedAt ?? ctx.now;
  const results = await recordSignals({ ...ctx, now }, observed);
  const refused = results.find(({ state }) => state !== 'accepted');
  if (refused) throw new Error(`a sample signal was not kept: ${JSON.stringify(refused)}`);
}

async function live(ctx: Ctx, observed: readonly Observed[]): Promise<Lived[]> {
  const known = await ctx.db.accountExternalId.findMany({
    where: { workspaceId: ctx.workspace.id },
    select: { externalId: true, account: { select: { id: true, stage: true } } },
    take: 1_000,
  });
  return known.flatMap(({ externalId, account }) => {
    const own = observed.filter((one) => one.account.externalId === externalId);
    const cuts = cutsFor(SHIPPED, account.stage);
    return own.length > 0
      ? [
          {
            accountId: account.id,
            watchCut: cuts.watch,
            observations: own,
            past: playPast(own, cuts, ctx.now),
          },
        ]
      : [];
  });
}

function healthRow({ workspace }: Ctx, { accountId, past: { latest } }: Lived) {
  if (!latest) return [];
  const { score, dueAt } = latest.evaluation;
  const { basis, ...state } = latest.evaluation.state;
  return [
    {
      ...state,
      accountId,
      workspaceId: workspace.id,
      ...(basis && { basis: { ...basis } }),
      exceptions: [...state.exceptions],
      score: score.value,
      confidence: score.confidence,
      evaluatedAt: latest.at,
      dueAt,
    },
  ];
}

function dayRows({ workspace }: Ctx, { accountId, past }: Lived) {
  return past.days.map(({ day, evaluation: { state, score } }) => ({
    accountId,
    day,
    workspaceId: workspace.id,
    score: score.value,
    confidence: score.confidence,
    band: state.known ? state.band : null,
    configVersion: SHIPPED.version,
  }));
}

function bandAt({ days }: Past, at: Date): Band | null {
  return days.findLast(({ day }) => day <= at)?.evaluation.state.band ?? null;
}

function slideRow({ workspace }: Ctx, slide: PastSlide, week: number) {
  const { accountId, sinceWeek, fall, lowForLong, decidedWeek, state, told } = slide;
  return {
    ...{ accountId, workspaceId: workspace.id, sinceWeek, week, fall, lowForLong, decidedWeek },
    ...state,
    means: Object.fromEntries(Object.entries(slide.means).map(([type, weeks]) => [type, [...weeks]])),
    ...(told && { toldAt: told.at, facts: SLIDE_FACTS.write(told.facts) }),
  };
}

/** Nobody was asked: alerts were not on yet. */
function changeRows({ workspace }: Ctx, accountId: string, changes: Past['changes']) {
  return changes.map(({ at, change }) => ({
    ...change,
    id: newId(at),
    workspaceId: workspace.id,
    accountId,
    at,
    reasons: change.reasons.map((reason) => ({ ...reason })),
    configVersion: SHIPPED.version,
    outcome: 'quiet',
  }));
}

/** Alerts are on for the larger accounts, and tried out for the small ones since ten days. */
async function seedSegments({ workspace, db, now, actor }: Ctx): Promise<void> {
  const ago = (days: number) => new Date(now.getTime() - days * DAY_MS);
  const where = { workspaceId: workspace.id };
  await db.alertSegment.updateMany({ where, data: { previewSince: ago(10) } });
  await db.alertSegment.updateMany({
    where: { ...where, segment: { in: ['enterprise', 'mid-market'] } },
    data: { previewSince: ago(35), enabledAt: ago(14), actor },
  });
}
