import type { AccountHealth, Stage } from '../../prisma/generated/client.ts';
import { count, plain } from '../platform/plain-text.ts';
import { plusDays } from '../time/day.ts';
import { BAND_WORDS, type Band, bandOf, isWorse } from './bands.ts';
import { cutsFor, type HealthConfig } from './config.ts';
import { figure, minute } from './explain-lines.ts';
import type { Score } from './score.ts';

export interface Standing {
  account: { stage: Stage };
  config: HealthConfig;
  now: Date;
  /** Null: it was never evaluated. */
  health: AccountHealth | null;
  /** Who said that the band is another. */
  overrideBy: string | null;
}

/** How the band stands to the score, and what moves it when. */
export function bandLines({ account, config, now, health, overrideBy }: Standing, score: Score): string[] {
  const cuts = cutsFor(config, account.stage);
  const cutsLine = `Cuts in the stage ${account.stage}: healthy from ${figure(cuts.healthy)}, watch from ${figure(cuts.watch)}, at risk from ${figure(cuts.at_risk)}, critical below.`;
  if (!health?.band || !health.bandSince) return [cutsLine];
  const latest = score.known ? 'Band' : 'Band when it was last known';
  const lines = [cutsLine, `${latest}: ${BAND_WORDS[health.band]} since ${minute(health.bandSince)}.`];
  const alone = score.known && score.value !== null ? bandOf(score.value, cuts) : health.band;
  const { candidate, candidateSince } = health;
  if (candidate && candidateSince) {
    const days = isWorse(candidate, health.band) ? config.worsenDays : config.recoverDays;
    const moves = plusDays(candidateSince, days);
    const lasts = `on ${minute(moves)}, if that lasts for ${count(days, 'day')}`;
    lines.push(`It points to ${BAND_WORDS[candidate]} since ${minute(candidateSince)}, and moves ${lasts}.`);
  } else if (isWorse(health.band, alone))
    lines.push(
      `By its score alone it would be ${BAND_WORDS[alone]}. It recovers ${figure(config.margin)} points above a cut, after ${count(config.recoverDays, 'day')}.`,
    );
  else if (isWorse(alone, health.band))
    lines.push(
      `By its score alone it would be ${BAND_WORDS[alone]}. Only a new signal begins such a change.`,
    );
  if (health.fallSince)
    lines.push(
      `It has fallen by ${figure(config.fall.points)} points or more within ${count(config.fall.days, 'day')}, since ${minute(health.fallSince)}.`,
    );
  const override = overrideOf(health, now);
  if (override && health.overrideUntil) {
    const who = overrideBy === null ? '' : ` by ${plain(overrideBy)}`;
    lines.push(
      `Override${who}: ${BAND_WORDS[override]} until ${minute(health.overrideUntil)}. "${plain(health.overrideNote ?? '')}"`,
    );
  }
  if (health.dueAt && health.dueAt <= now)
    lines.push('It is about to be evaluated: the band may follow then.');
  return lines;
}

/** The band that somebody has given it for a while. */
export function overrideOf(health: AccountHealth, now: Date): Band | null {
  return health.overrideUntil && health.overrideUntil > now ? health.overrideBand : null;
}
