import { putBusinessTime } from '../../sandbox/demo/move-clock.ts';
import type { TestDatabase } from './database.ts';

/** The environment of a command line for which it is `at`, on whatever day the test runs. */
export async function envAt(at: Date, { db, url }: TestDatabase): Promise<Record<string, string>> {
  await putBusinessTime(db, at);
  return { DATABASE_URL: url, LOG_LEVEL: 'silent', SANDBOX: 'true' };
}
