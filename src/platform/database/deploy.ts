import { readDatabaseConfig, readEnvironment } from '../config.ts';
import { startEmbedded } from '../embedded/embedded.ts';
import { isExplained } from '../explained.ts';
import { createLogger } from '../logger.ts';
import { checkSessionsAreKept } from './check-database.ts';
import { grantRows } from './grant-rows.ts';
import { migrate } from './migrate.ts';

/** `npm run db:deploy`: brings the database up to this version's migrations, before the app is started. */
async function deploy(): Promise<void> {
  const config = readDatabaseConfig(readEnvironment());
  const log = createLogger(config.LOG_LEVEL);
  const { DATABASE_URL: url, DATABASE_DIRECT_URL: directUrl, DATABASE_ADMIN_URL: adminUrl } = config;
  if (url) {
    await checkSessionsAreKept({ url, directUrl: adminUrl ?? directUrl });
    report(await migrate(adminUrl ?? directUrl ?? url, log));
    if (adminUrl) await grantRows({ adminUrl, url: directUrl ?? url, log });
    return;
  }
  const embedded = await startEmbedded({ dataDir: config.DATA_DIR, as: 'cli', log });
  try {
    report(await migrate(embedded.url, log));
  } finally {
    await embedded.release();
  }
}

function report(applied: string[]): void {
  console.log(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}`);
}

deploy().catch((error: unknown) => {
  console.error(isExplained(error) ? error.message : error);
  process.exitCode = 1;
});
