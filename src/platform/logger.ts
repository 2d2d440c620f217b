import pino from 'pino';

export type Logger = pino.Logger;

/** Logs carry ids and static messages, never what a customer or a colleague wrote. */
export function createLogger(level: string): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
}
