import pino from 'pino';
import { expect, test } from 'vitest';
import { startBaton } from '../../app.ts';
import { onDatabase, SIGNING_SECRET } from '../../bench/environment.ts';
import { startFakeSlack } from '../../bench/fake-slack.ts';
import { seedAccounts, seedToken } from '../../bench/health-seed.ts';
import { starve } from '../../bench/starve.ts';
import { readConfig } from '../../src/platform/config.ts';
import { createTestDatabase } from '../support/database.ts';

test('while one token sends more than is taken at once, every command opens its window and no signal is lost', async () => {
  const database = await createTestDatabase();
  const slack = await startFakeSlack();
  const token = await onDatabase(database.url, async (client) => {
    await seedAccounts(client, 300);
    return seedToken(client);
  });
  const config = readConfig({
    DATABASE_URL: database.url,
    SLACK_BOT_TOKEN: 'xoxb-bench',
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_API_URL: slack.apiUrl,
    PORT: '0',
  });
  const baton = await startBaton(config, { log: pino({ level: 'silent' }) });
  // Any answer but 202 and 429, and a window that does not open, are thrown.
  const size = { times: 8, senders: 12, items: 300, accounts: 300 };
  const found = await starve({ port: baton.port, token, slack, ...size });
  await baton.stop();
  expect(found.loaded).toHaveLength(size.times);
  expect(found.taken).toBeGreaterThan(0);
  expect(found.refused).toBeGreaterThan(0);
  expect(found.accepted).toBe(found.taken * size.items);
  expect(await database.db.signal.count()).toBe(found.accepted);
  await slack.close();
  await database.drop();
});
