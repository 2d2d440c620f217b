import { z } from 'zod';
import type { TxCtx } from '../platform/ctx.ts';
import type { Calendar } from '../time/calendar.ts';
import type { Ladder, Rung } from './ladder.ts';

/** What a clock runs for. */
export interface Subject {
  type: string;
  id: string;
}

/** The ladder as a timer keeps it, with the instants that its calendar gave when it was last armed. */
export interface Snapshot extends Ladder {
  due: readonly string[];
}

const SnapshotSchema = z.object({ rungs: z.array(z.object({ at: z.number() })), due: z.array(z.string()) });

/** When each rung of a stored ladder is due. */
export function dueIn(ladder: unknown): Date[] {
  return SnapshotSchema.parse(ladder).due.map((at) => new Date(at));
}

/** When the limit of a stored ladder passes; null where no rung stands there. */
export function limitIn(ladder: unknown): Date | null {
  const { rungs, due } = SnapshotSchema.parse(ladder);
  const at = due[rungs.findIndex((rung) => rung.at === 1)];
  return at ? new Date(at) : null;
}

/** A timer whose rung has come. */
export interface DueTimer {
  id: string;
  subject: Subject;
  clock: string;
  epoch: number;
  /** As it was claimed; arming or stopping it raises it. */
  version: number;
  startedAt: Date;
  dueAt: Date;
  ladder: Snapshot;
  rung: Rung;
  rungIndex: number;
  /** Times this rung has fired before. */
  repeats: number;
  /** Names this one firing, the same at every attempt: for dedupe keys. */
  firing: string;
}

/**
 * next: arm what comes next on this calendar. wait: the same rung at a later instant. stop: the clock stands
 * still until it is armed again.
 */
export type AfterFiring = { next: Calendar } | { wait: Date } | 'stop';

/**
 * Says what there is to say for all these timers, one workspace's and of one clock, and answers for each of
 * them. Everything it writes goes through `ctx.tx`; no call leaves the database.
 */
export type TimerHandler = (ctx: TxCtx, due: readonly DueTimer[]) => Promise<Map<string, AfterFiring>>;
