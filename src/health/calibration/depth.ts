import { z } from 'zod';
import type { RiskOutcome } from '../../../prisma/generated/client.ts';
import { DAY_MS, daysBetween } from '../../time/day.ts';
import { greaterShare, type Interval, isotonic, type Share, shareOf } from './estimates.ts';

// Whether the depth of a slide foretells who leaves, and what a card says of it. Why it is decided so: docs/health.md.

/** As docs/backtest.md judges an alert. */
export const CARD_DAYS = 270;
/** Of fewer slides whose end is known, or fewer that ended in leaving or in staying, nothing is concluded. */
export const NEEDED_SLIDES = { known: 50, left: 10, stayed: 10 };
/** Slides that fell about as far: of fewer a share says little. */
const GROUP = 20;
/** Each part of the accounts is foretold by the others. */
const PARTS = 10;

/** A slide of which a card told, or would have. */
export interface ToldSlide {
  accountId: string;
  at: Date;
  /** Points below the usual, as the card said, with what befell everybody. */
  fall: number;
  /** When the customer left; null: they stayed. */
  leftAt: Date | null;
}

/** The card of one, and the risk that it opened: `outcome` is null until that is closed. */
export interface ToldCard extends ToldSlide {
  riskId: string | null;
  outcome: RiskOutcome | null;
}

/** A slide that was told so long ago that its end is known. */
export interface EndedSlide {
  accountId: string;
  fall: number;
  left: boolean;
}

/** Of slides whose fall lies between, the share that ended in leaving. */
export interface DepthStep {
  from: number;
  to: number;
  share: Share;
}

export interface Depth {
  /** too_early: too few ends are known. foretells: deeper slides end in leaving more often, those left out too. */
  says: 'too_early' | 'foretells' | 'nothing';
  ended: number;
  left: number;
  /** Empty while it is too early. */
  curve: DepthStep[];
  /** Of pairs of a slide that ended in leaving and one that did not: how often the former was foretold more. */
  heldOut: Interval | null;
}

export const AlikeSchema = z.object({
  slides: z.number(),
  left: z.number(),
  /** Points of the fall that are alike; null: any less, or any more. */
  from: z.number().nullable(),
  to: z.number().nullable(),
});

/** How earlier slides have ended. */
export type Alike = z.infer<typeof AlikeSchema>;

/** Returns those that were told of customers who were still there. One that comes while the one before is judged tells of the same leaving. */
export function firstOfEach<T extends ToldSlide>(told: readonly T[]): T[] {
  const before = new Map<string, Date>();
  return told
    .filter(({ at, leftAt }) => leftAt === null || leftAt > at)
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .filter(({ accountId, at }) => {
      const last = before.get(accountId);
      if (last && daysBetween(last, at) < CARD_DAYS) return false;
      before.set(accountId, at);
      return true;
    });
}

/** Returns those of which it is known whether the customer left in time. */
export function endedSlides(told: readonly ToldSlide[], now: Date): EndedSlide[] {
  return firstOfEach(told).flatMap(({ accountId, at, fall, leftAt }) => {
    const left = leftWithin(leftAt, at, now);
    return left === null ? [] : [{ accountId, fall, left }];
  });
}

/** Within 270 days of an instant; null while they are not over. */
export function leftWithin(leftAt: Date | null, at: Date, now: Date): boolean | null {
  if (daysBetween(at, now) < CARD_DAYS) return null;
  return leftAt !== null && (leftAt.getTime() - at.getTime()) / DAY_MS < CARD_DAYS;
}

/** Reckons whether deeper slides end in leaving more often, by slides whose accounts the curve does not know. */
export function depthOf(ended: readonly EndedSlide[]): Depth {
  const left = ended.filter((one) => one.left).length;
  const counts = { ended: ended.length, left };
  const { known, ...needed } = NEEDED_SLIDES;
  if (ended.length < known || left < needed.left || ended.length - left < needed.stayed)
    return { says: 'too_early', ...counts, curve: [], heldOut: null };
  const curve = curveOf(ended);
  const foretold = foretoldByOthers(ended);
  const of = (hasLeft: boolean) =>
    foretold.filter((one) => one.left === hasLeft).map(({ foretold: share }) => share);
  const heldOut = greaterShare(of(true), of(false));
  return {
    says: heldOut.from > 0.5 && curve.length > 1 ? 'foretells' : 'nothing',
    ...counts,
    curve,
    heldOut,
  };
}

/** Rises from group to group of slides that fell about as far. */
export function curveOf(ended: readonly EndedSlide[]): DepthStep[] {
  const sorted = ended.toSorted((a, b) => a.fall - b.fall);
  const groups = Math.max(1, Math.floor(sorted.length / GROUP));
  const steps = isotonic(
    sorted.map(({ left }, place) => ({ x: Math.floor((place * groups) / sorted.length), y: Number(left) })),
  );
  let next = 0;
  return steps.map(({ n }) => {
    const some = sorted.slice(next, next + n);
    next += n;
    const left = some.filter((one) => one.left).length;
    return { from: some[0]?.fall ?? 0, to: some.at(-1)?.fall ?? 0, share: shareOf(left, n) };
  });
}

/** Of each slide, how much more the others foretell than for one of any depth. */
function foretoldByOthers(ended: readonly EndedSlide[]): { left: boolean; foretold: number }[] {
  const accounts = [...new Set(ended.map(({ accountId }) => accountId))].sort();
  const partOf = new Map(accounts.map((accountId, place) => [accountId, place % PARTS]));
  return Array.from({ length: PARTS }, (_, part) => {
    const isIn = ({ accountId }: EndedSlide) => partOf.get(accountId) === part;
    const others = ended.filter((one) => !isIn(one));
    const curve = curveOf(others);
    const ofAll = others.filter((one) => one.left).length / others.length;
    return ended.filter(isIn).map(({ fall, left }) => {
      const step = stepAt(curve, fall);
      return { left, foretold: step ? step.share.met / step.share.of - ofAll : 0 };
    });
  }).flat();
}

/** The first reaches down, and each up to the next. */
const stepAt = (curve: readonly DepthStep[], fall: number): DepthStep | undefined =>
  curve.findLast(({ from }) => from <= fall) ?? curve[0];

/** Returns what a card says of how slides ended: of those that fell about as far, or of all where depth foretells nothing. */
export function alikeOf({ says, ended, left, curve }: Depth, fall: number): Alike | null {
  if (says === 'too_early') return null;
  const step = stepAt(curve, fall);
  if (says === 'nothing' || !step) return { slides: ended, left, from: null, to: null };
  const place = curve.indexOf(step);
  return {
    slides: step.share.of,
    left: step.share.met,
    from: place === 0 ? null : step.from,
    to: curve[place + 1]?.from ?? null,
  };
}
