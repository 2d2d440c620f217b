import type { Risk } from './risk.ts';

/** The time for the next step has come: to take it, to plan it, and from its day on to check in. */
export function isOwed(risk: Pick<Risk, 'state' | 'checkInOn'>, today: string): boolean {
  if (risk.state !== 'claimed') return risk.state === 'open';
  const checkInOn = dayOf(risk.checkInOn);
  return checkInOn === null || checkInOn <= today;
}

/** YYYY-MM-DD of a column that holds a date. */
export function dayOf(date: Date | null): string | null {
  return date?.toISOString().slice(0, 10) ?? null;
}
