import { LogLevel, type Logger as SlackLogger } from '@slack/bolt';
import type { Logger } from '../logger.ts';

/** Bolt's own lines may quote what people wrote, so that only the fact of a warning or an error is kept. */
export function boltLogger(log: Logger): SlackLogger {
  return {
    debug: () => {},
    info: () => {},
    warn: () => log.warn('Bolt reported a warning'),
    error: (...lines) => log.error({ code: codeOf(lines) }, 'Bolt reported an error'),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  };
}

function codeOf(lines: unknown[]): string | undefined {
  for (const line of lines) {
    const code = (line as { code?: unknown } | null)?.code;
    if (typeof code === 'string') return code;
  }
  return undefined;
}
