import { ConfigError } from './config.ts';
import { EmbeddedError } from './embedded.ts';
import { UnfitDatabase } from './unfit-database.ts';

/** Whether an error's message says what to do, and is shown to whoever started Baton as it stands. */
export function isExplained(error: unknown): error is ConfigError | EmbeddedError | UnfitDatabase {
  return error instanceof ConfigError || error instanceof EmbeddedError || error instanceof UnfitDatabase;
}
