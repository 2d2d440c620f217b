import { ClockError } from './clock-watch.ts';
import { ConfigError } from './config.ts';
import { BackupError } from './database/backup-file.ts';
import { UnfitDatabase } from './database/session.ts';
import { EmbeddedError } from './embedded/embedded.ts';

const EXPLAINED = [BackupError, ClockError, ConfigError, EmbeddedError, UnfitDatabase];

/** Whether an error's message says what to do, and is shown to whoever started Baton as it stands. */
export function isExplained(error: unknown): error is Error {
  return EXPLAINED.some((kind) => error instanceof kind);
}
