import type { Band, Stage } from '../../prisma/generated/client.ts';
import type { Colleague } from './profile.ts';

/** What the history kept with an entry; null where it said nothing. */
export interface TimelineData {
  /** A note or a reason, in somebody's words. */
  words: string | null;
  outcome: string | null;
  rule: string | null;
  band: Band | null;
  /** YYYY-MM-DD. */
  on: string | null;
  score: number | null;
  /** Of a signal. */
  label: string | null;
}

/** One thing that happened to an account. */
export type TimelineEntry = {
  at: Date;
  /** Tells those of one instant apart. */
  key: string;
} & (
  | { kind: 'stage'; stage: Stage }
  | { kind: 'band'; rule: string; from: Band | null; to: Band | null; score: number | null }
  | {
      /** Of a handoff or risk with its number, or of the account itself. `action` without its noun. */
      kind: 'handoff' | 'risk' | 'account';
      number: number | null;
      action: string;
      by: Colleague | null;
      to: Colleague | null;
      data: TimelineData;
    }
);

/** Where a page ends: the next begins behind it. */
export interface TimelinePlace {
  at: Date;
  key: string;
}

export interface TimelinePage {
  /** Newest first. */
  entries: TimelineEntry[];
  next: TimelinePlace | null;
  /** Nothing later stands before it. */
  first: boolean;
}

export function encodePlace({ at, key }: TimelinePlace): string {
  return `${at.getTime()}.${key}`;
}

/** Null for what is no place: a click carries whatever its sender likes. */
export function decodePlace(text: string): TimelinePlace | null {
  const [, ms, key = ''] = /^(\d{1,14})\.([a-z0-9-]{1,40})$/.exec(text) ?? [];
  return ms === undefined ? null : { at: new Date(Number(ms)), key };
}
