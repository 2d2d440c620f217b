import pino from 'pino';
import type { Logger } from '../../src/platform/logger.ts';

export interface Line {
  level: number;
  msg: string;
  [field: string]: unknown;
}

/** A log that keeps its lines, and whether somebody would be woken for one. */
export function keptLog(): { log: Logger; lines: Line[]; errors(): Line[] } {
  const lines: Line[] = [];
  const log = pino({ level: 'info', base: null }, { write: (line) => void lines.push(JSON.parse(line)) });
  return { log, lines, errors: () => lines.filter(({ level }) => level >= 50) };
}
