import { inScope, type Reading } from '../figures/exposed.ts';
import { loadAtRisk } from '../figures/load-at-risk.ts';
import { loadFigures } from '../figures/load-figures.ts';
import { type Candidate, isUnowned, loadTop } from '../figures/load-top.ts';
import type { Period, Scope } from '../figures/scope.ts';
import { loadBaseline } from '../figures/take-baselines.ts';
import { loadBandWhys } from '../health/read/load-standings.ts';
import { dbOf } from '../platform/ctx.ts';
import { loadListed } from '../risks/read/load-listed.ts';
import type { Settings } from '../settings/catalogue.ts';
import type { Calendar } from '../time/calendar.ts';
import { plusDays } from '../time/day.ts';
import { localDate } from '../time/local-date.ts';
import { periodOfQuarter, quarterOf } from '../time/quarter.ts';
import type { DigestContent, DigestLine, NextAction } from './content.ts';
import { loadLate } from './load-late.ts';
import type { DigestCadence } from './subscription.ts';

/** What a digest is to be of. */
export type Composition = {
  cadence: DigestCadence;
  scope: Scope;
  /** Of the person, team or segment. */
  scopeName: string;
  settings: Settings;
  /** The reader's, in the zone of the digest. */
  calendar: Calendar;
  /** The one person who reads it; null: a channel does. */
  readerId: string | null;
  /** The scheduled run that it is compared with, where its amounts are in the same currency. */
  previous: { id: string; madeAt: Date; currency: string } | null;
  /** When it was due, where that is long ago. */
  lateSince: Date | null;
};

/** Of those that slide, so many are named. */
const WATCHED = 5;
/** Handoffs take weeks from their submission to their kickoff: figures of less would be of almost none. */
const FEWEST_DAYS = 28;
/** After a long silence the figures are of a quarter. */
const MOST_DAYS = 92;

/** Everything that a digest says, as of `ctx.now`. In a fixed number of statements, which only read. */
export async function composeDigest(ctx: Reading, of: Composition): Promise<DigestContent> {
  const { cadence, scope, settings, calendar, previous } = of;
  const period = periodOf(ctx.now, previous?.madeAt ?? null);
  const isComparable = previous?.currency === settings.values['currency.reporting'];
  const previousRunId = previous && isComparable ? previous.id : null;
  const atRisk = await loadAtRisk(ctx, scope, { settings, previousRunId });
  const top = await loadTop(ctx, scope, settings, cadence === 'weekly' ? 7 : 30);
  const figures = await loadFigures(ctx, scope, period, settings, atRisk.total);
  const late = await loadLate(ctx, scope, { settings, calendar });
  const quarter = quarterBefore(ctx.now);
  const before = await loadBaseline(ctx, scope, quarter);
  const today = localDate(ctx.now, calendar.zone);
  const chosen = choose(top);
  const whys = await loadBandWhys(
    dbOf(ctx),
    ctx.workspace.id,
    chosen.map(({ accountId }) => accountId),
    ctx.now,
  );
  const listed = await loadListed(ctx, inScope(scope, ctx.workspace.id), {
    first: chosen.map(({ accountId }) => accountId),
    most: WATCHED,
  });
  const lines = chosen.map((one): DigestLine => {
    const { rank: _, renewing: _soon, amount: _amount, risk, ...line } = one;
    const { planDueOn: _due, ...shown } = risk ?? { planDueOn: null };
    const next = nextAction(one, today, of.readerId);
    const why = whys.get(one.accountId) ?? null;
    const listing = listed.first.get(one.accountId) ?? null;
    return { ...line, why, listing, risk: risk && (shown as DigestLine['risk']), next };
  });
  return {
    cadence,
    scope: { kind: scope.kind, name: of.scopeName },
    asOf: ctx.now.toISOString(),
    lateSince: of.lateSince?.toISOString() ?? null,
    period: { from: period.from.toISOString(), to: period.to.toISOString() },
    figures,
    bridge: atRisk.bridge,
    segments: atRisk.segments,
    quarters: atRisk.quarters,
    unpriced: atRisk.unpriced,
    lines,
    more: atRisk.total.accounts - lines.length,
    watch: listed.others,
    ...late,
    lastQuarter: before && { quarter, figures: before },
  };
}

/** Since the one before, so that nothing that ended is told twice or never; but of four weeks at least. */
function periodOf(now: Date, previously: Date | null): Period {
  const ago = (days: number) => plusDays(now, -days).getTime();
  const since = Math.min(previously?.getTime() ?? now.getTime(), ago(FEWEST_DAYS));
  return { from: new Date(Math.max(since, ago(MOST_DAYS))), to: now };
}

function quarterBefore(now: Date): string {
  const { from } = periodOfQuarter(quarterOf(now.toISOString()));
  return quarterOf(new Date(from.getTime() - 1).toISOString());
}

const LISTED = 15;
const KEPT = 5;

type Choosable = Pick<Candidate, 'rank' | 'renewing' | 'owner' | 'risk'>;

/**
 * The fifteen that a digest lists, by rank. Five places are kept for what is unowned or renews soon: where the first
 * fifteen have fewer of these, the next of them take the places of the last of the others. `kept` says which did.
 */
export function choose<T extends Choosable>(candidates: readonly T[]): (T & Pick<DigestLine, 'kept'>)[] {
  const ranked = candidates.toSorted((a, b) => a.rank - b.rank);
  const first = ranked.slice(0, LISTED);
  const others = first.filter((one) => keepFor(one) === null);
  const room = Math.max(0, KEPT - (first.length - others.length));
  const coming = ranked.slice(LISTED).filter((one) => keepFor(one) !== null);
  coming.splice(room);
  const going = new Set(others.slice(others.length - coming.length));
  return [
    ...first.filter((one) => !going.has(one)).map((one) => ({ ...one, kept: null })),
    ...coming.map((one) => ({ ...one, kept: keepFor(one) })),
  ];
}

function keepFor(one: Choosable): DigestLine['kept'] {
  if (isUnowned(one)) return 'unowned';
  return one.renewing ? 'renewal' : null;
}

/**
 * What to do about one account. `today` is YYYY-MM-DD; `readerId` is the one person who reads it: nobody nudges
 * themselves.
 */
export function nextAction(
  { accountId, risk, owner }: Pick<DigestLine, 'accountId' | 'risk' | 'owner'>,
  today: string,
  readerId: string | null,
): NextAction {
  if (risk === null) return { kind: 'open', accountId };
  if (risk.state === 'open') return { kind: 'claim', riskId: risk.id };
  const isOwed = risk.checkInOn === null || risk.checkInOn <= today;
  const isTheirs = owner !== null && owner.id === readerId;
  return { kind: isOwed && !isTheirs ? 'nudge' : 'details', riskId: risk.id };
}
