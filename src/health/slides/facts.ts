import { z } from 'zod';
import { stored } from '../../platform/stored.ts';
import { type Alike, AlikeSchema } from '../calibration/depth.ts';
import type { HealthConfig } from '../config.ts';
import type { Reason } from '../reasons.ts';
import { USUAL } from './levels.ts';
import type { AccountLook, TypeLook } from './look.ts';
import { AREA_POINTS } from './slide.ts';
import { startOfWeek, type WeeklyMeans, weekOf } from './weeks.ts';

export const SlideFactsSchema = z.object({
  /** Points of 0–100. */
  recent: z.number(),
  usual: z.number(),
  /** Below the usual, without what befell everybody. */
  fall: z.number(),
  spread: z.number(),
  weeksDown: z.number(),
  /** Dimensions that have fallen. */
  areas: z.number(),
  /** Points that befell everybody. */
  shock: z.number(),
  /** Of cards, once enough ends are known. */
  alike: AlikeSchema.nullable().default(null),
});

/** What is said of a slide, as it was then. */
export type SlideFacts = z.infer<typeof SlideFactsSchema>;

export const SLIDE_FACTS = stored('slide', SlideFactsSchema);

export function slideFacts(look: AccountLook, shock: number, alike: Alike | null): SlideFacts {
  const { recent, usual, fall, spread, weeksDown, dimensions } = look;
  const areas = Object.values(dimensions).filter((points) => points - shock >= AREA_POINTS).length;
  return { recent, usual, fall: fall - shock, spread, weeksDown, areas, shock, alike };
}

const STRONGEST = 3;

/** What it costs the account that a type is below its usual, in points. */
const lost = ({ say, usual, recent }: TypeLook) => say * (usual - recent);

/** The types that have fallen, what has fallen most by its share first. */
export function fallen({ types }: AccountLook): TypeLook[] {
  return types
    .filter((type) => lost(type) > 0)
    .toSorted((a, b) => lost(b) - lost(a) || (a.type < b.type ? -1 : 1));
}

/**
 * What has fallen most by its share, each as it was last observed and as it usually was. `latest`: when each type was last
 * observed; where that was after the week that counts, it is dated by the week.
 */
export function slideReasons(
  look: AccountLook,
  means: WeeklyMeans,
  config: HealthConfig,
  { week, latest }: { week: number; latest: ReadonlyMap<string, Date> },
): Reason[] {
  return fallen(look)
    .slice(0, STRONGEST)
    .flatMap((type) => {
      const weeks = means[type.type] ?? [];
      const place = weeks.findLastIndex((mean) => mean !== null);
      const value = weeks[place] ?? null;
      if (value === null) return [];
      const then = weeks.slice(USUAL.from, USUAL.to).filter((mean) => mean !== null);
      const seenIn = week - (weeks.length - 1 - place);
      const seen = latest.get(type.type);
      const { label = type.type, unit = '' } = config.types[type.type] ?? {};
      return [
        {
          type: type.type,
          label,
          unit,
          value: rounded(value),
          before: then.length > 0 ? rounded(then.reduce((a, b) => a + b, 0) / then.length) : null,
          lost: rounded(lost(type)),
          observedAt: (seen && weekOf(seen) === seenIn ? seen : startOfWeek(seenIn)).toISOString(),
        },
      ];
    });
}

const rounded = (value: number): number => Math.round(value * 10) / 10;
