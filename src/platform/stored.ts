import { channel } from 'node:diagnostics_channel';
import type { z } from 'zod';
import type { Logger } from './logger.ts';

/** Where a thing is kept that nobody can read. */
interface Place {
  /** `risk plan`. */
  what: string;
  /** Of its row. */
  id: string;
}

/** Readers are deep inside what draws a page, and know of no log. */
const unreadable = channel('baton:unreadable');

/** What is kept as JSON: what is written is what is read, by one schema. */
export interface Stored<T> {
  /** Throws on what could not be read again. */
  write(value: T): T;
  /** Null where it cannot be read: that costs the line it belongs to, and no more. */
  read(json: unknown, id: string): T | null;
}

export function stored<T>(what: string, schema: z.ZodType<T>): Stored<T> {
  return {
    write: (value) => schema.parse(value),
    read: (json, id) => {
      const read = schema.safeParse(json);
      if (read.success) return read.data;
      sayUnreadable({ what, id });
      return null;
    },
  };
}

/** What becomes of each row that can be read: one that lacks what it always has costs its own line. */
export function eachReadable<R extends { id: string }, T>(
  what: string,
  rows: readonly R[],
  read: (row: R) => T,
): T[] {
  return rows.flatMap((row) => {
    try {
      return [read(row)];
    } catch {
      sayUnreadable({ what, id: row.id });
      return [];
    }
  });
}

export function sayUnreadable(place: Place): void {
  unreadable.publish(place);
}

/** After so many, who reads the log knows. */
const MOST = 1_000;

/** Has each of them logged, once in the life of a process. Returns how to end that. */
export function logUnreadable(log: Logger): () => void {
  const said = new Set<string>();
  const say = (message: unknown): void => {
    const { what, id } = message as Place;
    const key = `${what} ${id}`;
    if (said.has(key) || said.size >= MOST) return;
    said.add(key);
    log.error({ what, id }, 'something that is stored cannot be read; it is left out');
  };
  unreadable.subscribe(say);
  return () => {
    unreadable.unsubscribe(say);
  };
}
