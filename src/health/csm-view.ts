import type { Person } from '../people/person.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { daysBetween } from '../time/day.ts';
import { type Band, isLow } from './bands.ts';

/** 1: they will leave; 5: it could not be better. */
export const VIEWS = [1, 2, 3, 4, 5] as const;
export type ViewValue = (typeof VIEWS)[number];

/** What a CSM thinks of an account, whatever its score says. */
export interface CsmView {
  value: ViewValue;
  saidAt: Date;
  by: Pick<Person, 'id' | 'slackUserId' | 'name'> | null;
}

/** After these it counts no more, and is asked for anew. */
export const VIEW_DAYS = 30;

export const isCurrent = ({ saidAt }: Pick<CsmView, 'saidAt'>, now: Date): boolean =>
  daysBetween(saidAt, now) < VIEW_DAYS;

/** The two cannot both be right. A band that a person has set is no score. */
export function contradicts(
  { value }: Pick<CsmView, 'value'>,
  { band, override }: { band: Band | 'unknown'; override: object | null },
): boolean {
  if (override || band === 'unknown') return false;
  return isLow(band) ? value >= 4 : band === 'healthy' && value <= 2;
}

export function readView(said: string | number): ViewValue | Refusal {
  return (
    VIEWS.find((one) => String(one) === String(said)) ?? refuse('unknown_view', 'Pick a view from 1 to 5.')
  );
}

/** The one account of which a CSM is asked for their view on a day. */
export interface ViewAsked {
  account: { id: string; name: string };
  /** What was said before that day. */
  before: { value: number; saidAt: Date } | null;
  /** What was said on that day. */
  said: number | null;
}
