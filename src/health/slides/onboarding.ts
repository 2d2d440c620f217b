import { z } from 'zod';
import type { Stage } from '../../../prisma/generated/client.ts';
import { stored } from '../../platform/stored.ts';
import type { HealthConfig } from '../config.ts';
import type { WeeklyMeans } from './weeks.ts';

const Behind = z.object({
  /** A signal type; null: the first value. */
  type: z.string().nullable(),
  /** As last observed; null for the first value. */
  value: z.number().nullable(),
  atLeast: z.number().nullable(),
  /** The day of the stage by which it was to be there, and the day it is now. */
  byDay: z.number(),
  day: z.number(),
});

/** What an account that has just begun should have by now, and has not. */
export type Behind = z.infer<typeof Behind>;

export const BEHIND = stored('what is behind in onboarding', z.array(Behind));

export interface Onboarding {
  stage: Stage;
  /** Whole days since it entered the stage; null: not known. */
  day: number | null;
  hasFirstValue: boolean;
}

/**
 * Of an account in its first stage: what was to be there by its day, by the configuration, and is not. What it never
 * sent is not held against it. It says nothing of whether the account is sliding: nothing is usual yet.
 */
export function behindOf(account: Onboarding, means: WeeklyMeans, config: HealthConfig): Behind[] {
  const { stage, day, hasFirstValue } = account;
  if (stage !== 'land' || day === null) return [];
  const { checks, firstValueByDay } = config.onboarding;
  const behind = checks
    .filter(({ byDay, type }) => byDay <= day && Object.hasOwn(config.types, type))
    .flatMap(({ type, atLeast, byDay }): Behind[] => {
      const value = means[type]?.findLast((mean) => mean !== null) ?? null;
      return value !== null && value < atLeast ? [{ type, value, atLeast, byDay, day }] : [];
    });
  const isLate = firstValueByDay <= day && !hasFirstValue;
  return isLate
    ? [...behind, { type: null, value: null, atLeast: null, byDay: firstValueByDay, day }]
    : behind;
}
