import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { isRefusal } from '../../src/platform/refusal.ts';
import { longWords, RETENTION } from '../../src/retention/retention.ts';
import { readSetting, SETTING_KEYS, SETTINGS } from '../../src/settings/catalogue.ts';
import { ownDatabase } from '../support/database.ts';

const database = ownDatabase();
const DOC = readFileSync(new URL('../../docs/data.md', import.meta.url), 'utf8');
const KEYS = SETTING_KEYS.filter((key) => key.startsWith('retention.'));

it('says of every table in the catalogue how long it is kept, and of no other', async () => {
  const { rows } = await database.pool.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() AND tablename <> '_prisma_migrations'
      ORDER BY 1`,
  );
  expect(Object.keys(RETENTION).sort()).toEqual(rows.map(({ name }) => name));
});

it('is what docs/data.md says', () => {
  const rows = DOC.split('\n').filter((line) => /^\| `[a-z_]+` \|/.test(line));
  expect(rows).toEqual(
    Object.entries(RETENTION).map(
      ([table, kept]) => `| \`${table}\` | ${kept.holds} | ${longWords(kept)} | ${kept.readers} |`,
    ),
  );
});

it('names each setting, and docs/data.md its default and least', () => {
  const named = Object.values(RETENTION).flatMap(({ long }) => ('by' in long ? long.by : []));
  expect([...new Set(named)].sort()).toEqual([...KEYS].sort());
  for (const key of KEYS) {
    const [, fallback, least] = new RegExp(`^\\| \`${key}\` \\| (\\w+) \\| (\\d+) \\|`, 'm').exec(DOC) ?? [];
    expect(fallback, key).toBe(SETTINGS[key].fallback);
    expect(isRefusal(readSetting(key, `${least}`)), key).toBe(false);
    expect(readSetting(key, `${Number(least) - 1}`), key).toMatchObject({ refused: 'bad_value' });
  }
});

it('refuses nothing at all, less than something reads, and nonsense, and says what may be written', () => {
  for (const key of KEYS)
    for (const text of ['0', '-12', '12 months', 'P1Y', '1e3', 'forever', '', '241', '37.5', 'NaN'])
      expect(readSetting(key, text), `${key} ${text}`).toMatchObject({
        refused: 'bad_value',
        message: expect.stringMatching(/Write a whole number of months from \d+ to 240/),
      });
  expect(readSetting('retention.signals', '12')).toMatchObject({
    message:
      'retention.signals: Write a whole number of months from 19 to 240. With fewer, what customers used before they left could not be compared.',
  });
  expect(readSetting('retention.signals', 'none')).toMatchObject({ refused: 'bad_value' });
  expect(readSetting('retention.cases', 'None')).toBeNull();
});
