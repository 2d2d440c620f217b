import type { AccountLook } from './look.ts';

/** What is told of an account that slides. watch: quietly, in lists. card: to whoever is asked to act. */
export type Tier = 'watch' | 'card';

/** As it is stored. */
export const tierOf = (text: string | null): Tier | null =>
  text === 'watch' || text === 'card' ? text : null;

/** What of a slide was told, and since when it is better. */
export interface SlideState {
  tier: Tier | null;
  /** Points of the fall when it was told. */
  told: number | null;
  /** Week of the latest card, in this slide or before. */
  cardWeek: number | null;
  /** Weeks running in which it was back above half of what was told. */
  calmWeeks: number;
}

export const NO_SLIDE: SlideState = { tier: null, told: null, cardWeek: null, calmWeeks: 0 };

/** Below its usual by so many points and so many of its own spreads, in two dimensions. */
export const WATCH = { points: 8.5, spreads: 2 };
export const CARD = { points: 11.5, spreads: 2.75 };
/** Of an account that has fallen by less, and of which nothing was told, there is nothing to decide. */
export const LEAST_TOLD = WATCH.points;
export const DIMENSIONS = 2;
/** A dimension that has fallen by less is not down. */
export const AREA_POINTS = 4;
/** Of a slide that is better than half of what was told. */
export const CALM_WEEKS = 3;
/** A second card. */
const AGAIN_AFTER_WEEKS = 9;
const AGAIN_DEEPER = 15;

export type SlideChange = 'watch' | 'card' | 'over';

/**
 * One week of an account's slide. `shock`: points that befell everybody, which count for nobody. Without news nothing
 * begins: what merely expires tells nothing.
 */
export function slideAfter(
  before: SlideState,
  look: AccountLook | null,
  { week, shock }: { week: number; shock: number },
): { state: SlideState; change: SlideChange | null } {
  if (look === null) return { state: before, change: null };
  const fall = look.fall - shock;
  const tier = look.hasNews ? reachedTier(look, shock) : null;
  if (tier === 'card' && mayCard(before, fall, week))
    return { state: { tier, told: fall, cardWeek: week, calmWeeks: 0 }, change: 'card' };
  if (tier !== null && before.tier === null)
    return { state: { ...before, tier: 'watch', told: fall, calmWeeks: 0 }, change: 'watch' };
  if (before.tier === null || before.told === null) return { state: before, change: null };
  const calmWeeks = fall < before.told / 2 ? before.calmWeeks + 1 : 0;
  return calmWeeks >= CALM_WEEKS
    ? { state: { ...NO_SLIDE, cardWeek: before.cardWeek }, change: 'over' }
    : { state: { ...before, calmWeeks }, change: null };
}

/** What the fall alone would be told as. */
function reachedTier({ sureFall, spread, dimensions }: AccountLook, shock: number): Tier | null {
  const fall = sureFall - shock;
  const down = Object.values(dimensions).filter((points) => points - shock >= AREA_POINTS).length;
  if (down < DIMENSIONS) return null;
  const reaches = ({ points, spreads }: typeof WATCH) => fall >= points && fall >= spreads * spread;
  if (reaches(CARD)) return 'card';
  return reaches(WATCH) ? 'watch' : null;
}

function mayCard({ tier, told, cardWeek }: SlideState, fall: number, week: number): boolean {
  if (cardWeek === null) return true;
  if (week - cardWeek < AGAIN_AFTER_WEEKS) return false;
  return tier !== 'card' || fall >= (told ?? 0) + AGAIN_DEEPER;
}
