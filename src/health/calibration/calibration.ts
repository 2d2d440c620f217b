import { BANDS, type Band, isLow } from '../bands.ts';
import { type Depth, depthOf, type EndedSlide, firstOfEach, leftWithin, type ToldCard } from './depth.ts';
import { differenceOf, greaterShare, type Interval, type Share, shareOf } from './estimates.ts';

// How bands and slides did against what happened, in one workspace. What is told and why: docs/health.md.

/** Who began a quarter in a band has until the end of the next one to leave. */
export const HORIZON_QUARTERS = 2;
/** An account that stays is counted in every quarter: a span of 270 days meets two others. */
const CARD_QUARTERS = 3;

/** Of fewer nothing is concluded. */
export const NEEDED = { left: 10, starts: 40, ofType: 10 };

/** What happened, as it is kept. */
export interface Outcomes {
  now: Date;
  /** Accounts looked at. */
  accounts: number;
  /** There are more than are looked at. */
  isCut: boolean;
  /** By account: when it left. The others stayed. */
  left: ReadonlyMap<string, Date>;
  /** An account's band when a quarter began. */
  starts: readonly { accountId: string; on: Date; band: Band }[];
  cards: readonly ToldCard[];
  ended: readonly EndedSlide[];
  /** Points that a type had fallen below its own usual, some months before the account left, or at the same time. */
  falls: readonly { type: string; left: boolean; fall: number }[];
}

export type Verdict =
  /** Too few have left, or too few began a quarter low, or healthy. */
  | { says: 'too_early' }
  /** foretells: of low ones more left. nothing: chance may give the difference. reversed: of healthy ones more left. */
  | { says: 'foretells' | 'nothing' | 'reversed'; difference: Interval };

export interface TypeRecord {
  type: string;
  left: number;
  stayed: number;
  /** Of pairs of one that left and one that stayed: how often the former had fallen more. Null: too few. */
  fellMore: Interval | null;
  says: 'carries' | 'not' | 'too_few';
}

export interface Calibration {
  at: Date;
  accounts: number;
  isCut: boolean;
  /** Customers that left, and of these the ones whose band was known in time. */
  left: number;
  leftOfKnown: number;
  /** Worst first. */
  bands: { band: Band; left: Share }[];
  low: Share;
  healthy: Share;
  /** What each would be if bands said nothing. */
  all: Share;
  verdict: Verdict;
  cards: {
    /** Later ones of the same slide apart. */
    told: number;
    cameTrue: Share;
    left: Share;
    /** What the share that left would be if cards said nothing. */
    chance: Share;
    depth: Depth;
  };
  types: TypeRecord[];
}

/** Reckons how well bands, cards and types have told who leaves. */
export function calibrate(outcomes: Outcomes): Calibration {
  const { now, accounts, isCut, left, falls } = outcomes;
  const starts = outcomes.starts.filter(({ accountId, on }) => !(leaveOf(left, accountId) < on.getTime()));
  const closed = starts.flatMap((start) => {
    const end = quartersLater(start.on, HORIZON_QUARTERS);
    return end > now ? [] : [{ ...start, left: leaveOf(left, start.accountId) < end.getTime() }];
  });
  const shareIn = (is: (band: Band) => boolean): Share => {
    const some = closed.filter(({ band }) => is(band));
    return shareOf(some.filter((one) => one.left).length, some.length, HORIZON_QUARTERS);
  };
  const [low, healthy] = [shareIn(isLow), shareIn((band) => band === 'healthy')];
  const leftOfKnown = new Set(closed.flatMap((one) => (one.left ? [one.accountId] : []))).size;
  return {
    at: now,
    accounts,
    isCut,
    left: left.size,
    leftOfKnown,
    low,
    healthy,
    bands: BANDS.map((band) => ({ band, left: shareIn((one) => one === band) })),
    all: shareIn(() => true),
    verdict: verdictOn(low, healthy, leftOfKnown),
    cards: judgeCards(outcomes, starts),
    types: judgeTypes(falls),
  };
}

const leaveOf = (left: Outcomes['left'], accountId: string): number =>
  left.get(accountId)?.getTime() ?? Number.POSITIVE_INFINITY;

const quartersLater = (on: Date, quarters: number): Date =>
  new Date(Date.UTC(on.getUTCFullYear(), on.getUTCMonth() + 3 * quarters));

function verdictOn(low: Share, healthy: Share, left: number): Verdict {
  if (left < NEEDED.left || low.of < NEEDED.starts || healthy.of < NEEDED.starts)
    return { says: 'too_early' };
  const difference = differenceOf(low, healthy);
  if (difference.from > 0) return { says: 'foretells', difference };
  return { says: difference.to < 0 ? 'reversed' : 'nothing', difference };
}

function judgeCards({ cards, ended, left, now }: Outcomes, starts: Outcomes['starts']): Calibration['cards'] {
  const judged = [...new Map(cards.map((card) => [card.riskId, card.outcome]))].filter(
    ([riskId, outcome]) => riskId !== null && outcome !== null && outcome !== 'recovered',
  );
  const atAnyTime = starts.flatMap(
    ({ accountId, on }) => leftWithin(left.get(accountId) ?? null, on, now) ?? [],
  );
  return {
    told: firstOfEach(cards).length,
    cameTrue: shareOf(
      judged.filter(([, outcome]) => outcome === 'saved' || outcome === 'lost').length,
      judged.length,
    ),
    left: shareOf(ended.filter((one) => one.left).length, ended.length),
    chance: shareOf(atAnyTime.filter(Boolean).length, atAnyTime.length, CARD_QUARTERS),
    depth: depthOf(ended),
  };
}

/** What carries first. */
function judgeTypes(falls: Outcomes['falls']): TypeRecord[] {
  const types = [...new Set(falls.map(({ type }) => type))].sort();
  return types
    .map((type): TypeRecord => {
      const of = (left: boolean) =>
        falls.filter((one) => one.type === type && one.left === left).map(({ fall }) => fall);
      const [gone, there] = [of(true), of(false)];
      const counts = { type, left: gone.length, stayed: there.length };
      if (gone.length < NEEDED.ofType || there.length < NEEDED.ofType)
        return { ...counts, fellMore: null, says: 'too_few' };
      const fellMore = greaterShare(gone, there);
      return { ...counts, fellMore, says: fellMore.from > 0.5 ? 'carries' : 'not' };
    })
    .toSorted((a, b) => (b.fellMore?.value ?? -1) - (a.fellMore?.value ?? -1));
}
