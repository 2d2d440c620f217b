import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  ConfigError,
  configSchema,
  projectFolder,
  readConfig,
  readDatabaseConfig,
  transportOf,
} from '../../src/platform/config.ts';

const enough = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'secret' };

test('two of Slack’s secrets are enough to start', () => {
  expect(readConfig(enough)).toEqual({
    ...enough,
    DATABASE_POOL_JOBS: 8,
    DATABASE_POOL_MACHINES: 2,
    DATABASE_POOL_PEOPLE: 10,
    DATA_DIR: join(projectFolder, '.data'),
    HOST: '127.0.0.1',
    LOG_LEVEL: 'info',
    PORT: 3000,
    SANDBOX: false,
  });
});

test('one way for what Slack sends is named, and not two', () => {
  const { SLACK_SIGNING_SECRET: _, ...bot } = enough;
  expect(transportOf(readConfig({ ...bot, SLACK_APP_TOKEN: 'xapp-1' }))).toEqual({ appToken: 'xapp-1' });
  expect(transportOf(readConfig(enough))).toEqual({ signingSecret: 'secret' });
  expect(() => readConfig({ ...enough, SLACK_APP_TOKEN: 'xapp-1' })).toThrow(
    /both set.*Keep the token.*or the secret/,
  );
  expect(() => readConfig(bot)).toThrow(/SLACK_APP_TOKEN is missing.*SLACK_SIGNING_SECRET in its place/);
  expect(() => readConfig({ ...bot, SLACK_APP_TOKEN: 'xoxb-1' })).toThrow(
    /SLACK_APP_TOKEN must be an app-level token, which begins with xapp-/,
  );
  expect(() => readConfig({ SLACK_BOT_TOKEN: 'xapp-1', SLACK_APP_TOKEN: 'xapp-1' })).toThrow(
    /SLACK_BOT_TOKEN must be a bot token, which begins with xoxb-/,
  );
});

test('an empty value counts as none, and spaces around one do not count', () => {
  const config = readConfig({ ...enough, PORT: '', DATABASE_URL: ' ', LOG_LEVEL: ' debug ' });
  expect(config.PORT).toBe(3000);
  expect(config.DATABASE_URL).toBeUndefined();
  expect(config.LOG_LEVEL).toBe('debug');
});

test('every problem is named at once, and no value is repeated', () => {
  const read = () =>
    readConfig({
      SLACK_BOT_TOKEN: 'xapp-hush',
      DATABASE_URL: 'mysql://hush',
      SLACK_API_URL: 'hush',
      PORT: '70000',
      LOG_LEVEL: 'loud',
      SANDBOX: 'perhaps',
    });
  expect(read).toThrow(ConfigError);
  try {
    read();
  } catch (error) {
    const { message, problems } = error as ConfigError;
    expect(problems.map((problem) => problem.split(' ')[0]).sort()).toEqual([
      'DATABASE_URL',
      'LOG_LEVEL',
      'PORT',
      'SANDBOX',
      'SLACK_API_URL',
      'SLACK_APP_TOKEN',
      'SLACK_BOT_TOKEN',
    ]);
    expect(message).not.toMatch(/hush|70000|loud|perhaps/);
  }
});

test('a switch set to false is off', () => {
  expect(readConfig({ ...enough, SANDBOX: 'false' }).SANDBOX).toBe(false);
  expect(readConfig({ ...enough, SANDBOX: 'true' }).SANDBOX).toBe(true);
});

test('command lines need no Slack', () => {
  expect(readDatabaseConfig({ DATABASE_URL: 'postgres://localhost/baton' }).DATABASE_URL).toBe(
    'postgres://localhost/baton',
  );
});

test('.env.example and the settings name the same keys', () => {
  const example = readFileSync(join(projectFolder, '.env.example'), 'utf8');
  const named = [...example.matchAll(/^(?:# )?([A-Z][A-Z_]+)=/gm)].map(([, key]) => key);
  expect(named.sort()).toEqual(Object.keys(configSchema.shape).sort());
});
