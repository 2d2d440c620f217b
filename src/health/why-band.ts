import { z } from 'zod';
import type { AccountHealth, Stage } from '../../prisma/generated/client.ts';
import { Band } from '../../prisma/generated/enums.ts';
import { BANDS, bandOf, type Cuts, isWorse } from './bands.ts';
import { cutsFor, type HealthConfig } from './config.ts';
import { followsOn } from './health-state.ts';
import { overrideOf } from './override.ts';

const Instant = z.iso.datetime();

/**
 * Why a band is not the one that its score alone would give. set_by_hand: a person's word holds. not_yet: it becomes
 * `to` where the score stays below or from `limit` on until then; `further`: it points beyond that already. margin: it
 * becomes `to` once the score has stayed from `limit` on for so many days. no_signal: nothing new has said so.
 * unread: the next evaluation, which is minutes away, decides.
 */
export const BandWhySchema = z.discriminatedUnion('because', [
  z.object({ because: z.literal('set_by_hand'), until: Instant }),
  z.object({
    because: z.literal('not_yet'),
    to: z.enum(Band),
    further: z.boolean(),
    stays: z.enum(['below', 'from']),
    limit: z.number(),
    on: Instant,
  }),
  z.object({ because: z.literal('margin'), to: z.enum(Band), limit: z.number(), days: z.number() }),
  z.object({ because: z.literal('no_signal') }),
  z.object({ because: z.literal('unread') }),
]);

/** Instants are ISO, since a digest keeps it. */
export type BandWhy = z.infer<typeof BandWhySchema>;

/** What the latest evaluation left of an account. */
export type Evaluated = Pick<
  AccountHealth,
  | 'known'
  | 'score'
  | 'band'
  | 'candidate'
  | 'candidateSince'
  | 'configVersion'
  | 'overrideBand'
  | 'overrideUntil'
>;

export interface Judging {
  config: HealthConfig;
  stage: Stage;
  now: Date;
}

/** Null where score and band agree, and where only one of them is shown. `score`: as it is shown, where it was reckoned anew. */
export function whyBand(
  health: Evaluated | null,
  { config, stage, now }: Judging,
  score = health?.known ? health.score : null,
): BandWhy | null {
  if (!health || score === null) return null;
  const cuts = cutsFor(config, stage);
  const alone = bandOf(score, cuts);
  const { overrideUntil } = health;
  const override = overrideOf(health, now);
  if (override && overrideUntil)
    return override === alone ? null : { because: 'set_by_hand', until: overrideUntil.toISOString() };
  return health.band === null || health.band === alone
    ? null
    : whyNotAlone({ ...health, band: health.band }, { config, cuts }, score);
}

function whyNotAlone(
  health: Evaluated & { band: Band },
  { config, cuts }: { config: HealthConfig; cuts: Cuts },
  score: number,
): BandWhy {
  const { band, candidate } = health;
  const alone = bandOf(score, cuts);
  const isDown = isWorse(alone, band);
  const pointsTo = (at: number) => bandOf(isDown ? at : at - config.margin, cuts);
  const target = pointsTo(score);
  const isRead = health.score !== null && pointsTo(health.score) === target;
  if (!isRead || health.configVersion !== config.version) return { because: 'unread' };
  const on = followsOn(health, config);
  if (candidate && on && isWorse(candidate, band) === isDown) {
    const limit = isDown ? betterCut(candidate, cuts) : lowestOf(candidate, cuts) + config.margin;
    const stays = isDown ? 'below' : 'from';
    const further = candidate !== target;
    return { because: 'not_yet', to: candidate, further, stays, limit, on: on.toISOString() };
  }
  return isDown || isWorse(band, target)
    ? { because: 'no_signal' }
    : {
        because: 'margin',
        to: alone,
        limit: lowestOf(alone, cuts) + config.margin,
        days: config.recoverDays,
      };
}

/** The lowest score of a band. */
const lowestOf = (band: Band, cuts: Cuts): number => (band === 'critical' ? 0 : cuts[band]);

/** Below it a score is in this band, or in a worse one. */
function betterCut(band: Band, cuts: Cuts): number {
  const better = BANDS[BANDS.indexOf(band) + 1];
  return better ? lowestOf(better, cuts) : 100;
}
