import type { Band } from '../../src/health/bands.ts';
import { SHIPPED } from '../../src/health/catalogue.ts';
import type { Change } from '../../src/health/health-state.ts';
import type { Observation } from '../../src/health/score.ts';
import { type SlideFacts, slideFacts, slideReasons } from '../../src/health/slides/facts.ts';
import { type AccountLook, lookOf } from '../../src/health/slides/look.ts';
import { isLowForLong } from '../../src/health/slides/low.ts';
import { medianFall, shockOf } from '../../src/health/slides/shock.ts';
import { LEAST_TOLD, NO_SLIDE, type SlideState, slideAfter } from '../../src/health/slides/slide.ts';
import { lookAt, WEEKS, type WeeklyMeans, weeklyMeans, weekOf } from '../../src/health/slides/weeks.ts';

/** An account with all that was observed of it, in order, and the band that it had. */
export interface Watched {
  accountId: string;
  /** Below it an account is low. */
  watchCut: number;
  observations: readonly Observation[];
  bandAt(at: Date): Band | null;
}

/** What the weekly looks would have found of an account, up to the latest. */
export interface PastSlide {
  accountId: string;
  sinceWeek: number;
  means: WeeklyMeans;
  fall: number | null;
  lowForLong: boolean;
  decidedWeek: number | null;
  state: SlideState;
  /** Of what was told last, while it is not over. */
  told: { at: Date; facts: SlideFacts } | null;
  changes: { at: Date; change: Change }[];
}

/** What befell all accounts in a week. */
interface PastWeek {
  week: number;
  accounts: number;
  medianFall: number | null;
  shock: number;
}

/** Plays the weekly looks of a year, up to that of `last`, through the steps that Baton takes. */
export function playSlides(
  accounts: readonly Watched[],
  last: number,
): { slides: PastSlide[]; weeks: PastWeek[] } {
  const watched = accounts.flatMap((account) => {
    const [first] = account.observations;
    const sinceWeek = first ? weekOf(first.observedAt) : Number.POSITIVE_INFINITY;
    return sinceWeek <= last ? [{ account, slide: begun(account.accountId, sinceWeek) }] : [];
  });
  const medians = new Map<number, number>();
  const weeks: PastWeek[] = [];
  for (let week = last - WEEKS + 1; week <= last; week++) {
    const looks = watched.flatMap(({ account, slide }) => {
      if (slide.sinceWeek > week) return [];
      slide.means = weeklyMeans(account.observations, week);
      const look = lookOf(slide.means, SHIPPED);
      slide.fall = look?.fall ?? null;
      return look ? [{ account, slide, look }] : [];
    });
    const median = medianFall(looks.map(({ look }) => look.fall));
    if (median !== null) medians.set(week, median);
    const shock = shockOf(medians, week);
    weeks.push({ week, accounts: looks.length, medianFall: median, shock });
    for (const { account, slide, look } of looks)
      if (slide.state.tier !== null || look.fall >= LEAST_TOLD) decide(account, slide, look, { week, shock });
  }
  for (const { account, slide } of watched)
    slide.lowForLong = isLowForLong(slide.means, SHIPPED, account.watchCut);
  return { slides: watched.map(({ slide }) => slide), weeks };
}

function begun(accountId: string, sinceWeek: number): PastSlide {
  return {
    ...{ accountId, sinceWeek, means: {}, fall: null, lowForLong: false, decidedWeek: null },
    ...{ state: NO_SLIDE, told: null, changes: [] },
  };
}

function decide(
  account: Watched,
  slide: PastSlide,
  look: AccountLook,
  { week, shock }: { week: number; shock: number },
): void {
  const { state, change } = slideAfter(slide.state, look, { week, shock });
  Object.assign(slide, { state, decidedWeek: week });
  if (change === null) return;
  const at = lookAt(week);
  slide.told = change === 'over' ? null : { at, facts: slideFacts(look, shock, null) };
  const band = account.bandAt(at);
  if (change === 'watch' || band === null) return;
  slide.changes.push({
    at,
    change: {
      rule: change === 'card' ? 'slide' : 'slid_back',
      fromBand: band,
      toBand: band,
      scoreBefore: look.usual,
      score: look.recent,
      reasons: slideReasons(look, slide.means, SHIPPED, { week, latest: new Map() }),
    },
  });
}
