import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SHIPPED } from '../../src/health/catalogue.ts';
import type { HealthRules } from '../../src/health/config.ts';
import { configChanges, ownPart } from '../../src/health/rules/config-changes.ts';
import { findHealthConfig, listHealthConfigs, loadHealthConfig } from '../../src/health/rules/load-config.ts';
import { readHealthConfig } from '../../src/health/rules/read-config.ts';
import { saveHealthConfig } from '../../src/health/rules/save-config.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { newId } from '../../src/platform/id.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { newMember, newWorkspace } from '../people/world.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { anyConfig } from './arbitrary.ts';

const { version: _, ...shipped } = SHIPPED;

function rulesOf(json: unknown): HealthRules {
  const rules = readHealthConfig(json);
  if (isRefusal(rules)) throw new Error(rules.message);
  return rules;
}

function problemsOf(json: unknown): string {
  const rules = readHealthConfig(json);
  if (!isRefusal(rules)) throw new Error('it was taken');
  expect(rules.refused).toBe('bad_health_config');
  return rules.message;
}

const OWN = {
  label: 'Logins',
  dimension: 'usage',
  points: [
    [0, 0],
    [10, 100],
  ],
  validDays: 7,
  weight: 5,
};

describe('a file', () => {
  it('says only what differs; the rest is as shipped', () => {
    const rules = rulesOf({
      types: {
        seats_used: { weight: 20 },
        sponsor_left: { exception: { cap: 45 } },
        usage_depth: { range: { max: 300 } },
        churn_notice: { exception: null },
        nps: null,
        logins: OWN,
      },
      cuts: { healthy: 85 },
      cutsByStage: { land: { watch: 50 } },
      margin: 4,
      fall: { points: 15 },
    });
    const { nps: _nps, ...types } = shipped.types;
    const { exception: _exception, ...notice } = types['churn_notice'] ?? {};
    expect(rules).toEqual({
      ...shipped,
      types: {
        ...types,
        seats_used: { ...types['seats_used'], weight: 20 },
        sponsor_left: {
          ...types['sponsor_left'],
          exception: { when: 'at_least', value: 1, cap: 45, opensRisk: true },
        },
        usage_depth: { ...types['usage_depth'], range: { min: 0, max: 300 } },
        churn_notice: notice,
        logins: { ...OWN, unit: '', source: "The workspace's own judgement." },
      },
      cuts: { healthy: 85, watch: 60, at_risk: 40 },
      cutsByStage: { land: { healthy: 85, watch: 50, at_risk: 40 } },
      margin: 4,
      fall: { points: 15, days: 30 },
    });
  });

  const type = (own: object) => ({ types: { seats_used: own } });
  const points = (...given: unknown[]) => type({ points: given });
  it.each([
    ['a list', [], '{"margin": 4}'],
    ['nothing', null, '{"margin": 4}'],
    [
      'points that do not rise',
      points([50, 0], [50, 10]),
      'types.seats_used.points: Raw values must rise, and 50 comes after 50',
    ],
    [
      'scores that turn',
      points([0, 0], [50, 90], [100, 80]),
      'types.seats_used.points: Scores must only rise or only fall',
    ],
    [
      'scores that never change',
      points([0, 50], [50, 50]),
      'types.seats_used.points: Every score is the same',
    ],
    ['one point', points([0, 0]), 'types.seats_used.points: Write at least two points'],
    ['no point', points(), 'types.seats_used.points: Write at least two points'],
    [
      'a score above 100',
      points([0, 0], [50, 101]),
      'types.seats_used.points.1.1: Write a score from 0 to 100',
    ],
    ['a point without score', points([0, 0], [50]), 'types.seats_used.points.1: Write [raw value, score]'],
    ['a weight below 0', type({ weight: -1 }), 'types.seats_used.weight: Write a weight from 0 to 1000'],
    ['a weight that is none', type({ weight: Number.NaN }), 'types.seats_used.weight: Write a weight'],
    [
      'an endless weight',
      type({ weight: Number.POSITIVE_INFINITY }),
      'types.seats_used.weight: Write a weight',
    ],
    ['a weight of dust', type({ weight: 5e-324 }), 'types.seats_used.weight: Write 0, or 0.01 and more'],
    ['a weight as text', type({ weight: '20' }), 'types.seats_used.weight: Write a weight from 0 to 1000'],
    ['no validity', type({ validDays: 0 }), 'types.seats_used.validDays: Write a whole number from 1 to 730'],
    [
      'a validity of years',
      type({ validDays: 731 }),
      'types.seats_used.validDays: Write a whole number from 1 to 730',
    ],
    ['half a day', type({ validDays: 1.5 }), 'types.seats_used.validDays: Write a whole number'],
    [
      'an unknown dimension',
      type({ dimension: 'suport' }),
      'types.seats_used.dimension: Did you mean support?',
    ],
    [
      'an odd dimension',
      type({ dimension: 'weather' }),
      'types.seats_used.dimension: Write one of usage, adoption',
    ],
    [
      'an unknown key of a type',
      type({ wieght: 5 }),
      'types.seats_used: There is no key "wieght" (did you mean weight?)',
    ],
    ['an unknown key', { margins: 5 }, 'There is no key "margins" (did you mean margin?)'],
    ['a version', { version: 3 }, 'There is no key "version"'],
    [
      'a range upside down',
      type({ range: { min: 5, max: 5 } }),
      'types.seats_used.range: min must be below max',
    ],
    [
      'a label of two lines',
      type({ label: 'Seats\nused' }),
      'types.seats_used.label: Write at most 40 characters on one line',
    ],
    [
      'a type that is a number',
      { types: { seats_used: 20 } },
      'types.seats_used: Write an object with label',
    ],
    ['no types at all', { types: null }, 'types: Write an object of types by name'],
    ['types as a list', { types: [] }, 'types: Write an object of types by name'],
    [
      'an exception for good values',
      type({ exception: { when: 'at_least', value: 90, cap: 50, opensRisk: false } }),
      'types.seats_used.exception.when: Write at_most: by its points a low value is the worse one',
    ],
    [
      'half an exception',
      type({ exception: { cap: 50 } }),
      'types.seats_used.exception.when: Write at_least or at_most',
    ],
    [
      'a type of its own in part',
      { types: { logins: { weight: 5 } } },
      'types.logins: No such type is shipped, and for one of your own this is missing: label, dimension, points, validDays',
    ],
    ['a shipped type misspelt', { types: { seat_used: { weight: 5 } } }, 'Did you mean seats_used?'],
    [
      'one left out that is not there',
      { types: { npx: null } },
      'types.npx: No such type is shipped, so there is none to leave out. Did you mean nps?',
    ],
    ['a name in capitals', { types: { Logins: OWN } }, 'types.Logins: Name it with 2 to 40 small letters'],
    ['a name too short', { types: { a: OWN } }, 'types.a: Name it'],
    ['a name too long', { types: { ['a'.repeat(41)]: OWN } }, 'Name it'],
    ['a name with a trap', JSON.parse('{"types": {"__proto__": {"weight": 1}}}'), 'types.__proto__: Name it'],
    [
      'a name of every object',
      { types: { constructor: { weight: 1 } } },
      'types.constructor: No such type is shipped',
    ],
    ['cuts that do not fall', { cuts: { watch: 80 } }, 'cuts: Cuts must fall'],
    [
      'a cut above 100',
      { cuts: { healthy: 120 } },
      'cuts.healthy: Write the lowest score of the band, from 0 to 100',
    ],
    ['cuts as a number', { cuts: 80 }, 'cuts: Write an object with healthy, watch, at_risk'],
    [
      'a stage that is none',
      { cutsByStage: { adoption: {} } },
      'cutsByStage.adoption: There is no such stage',
    ],
    [
      'cuts of a stage that do not fall',
      { cutsByStage: { renew: { at_risk: 70 } } },
      'cutsByStage.renew: Cuts must fall',
    ],
    [
      'a margin wider than a band',
      { margin: 21 },
      'margin: 21 is wider than a band of cuts, of 20. Write 20 or less',
    ],
    [
      'a margin above the highest cut',
      { cuts: { healthy: 98 } },
      'margin: 5 is wider than a band of cuts, of 2',
    ],
    [
      'a margin too wide in a stage',
      { cutsByStage: { land: { watch: 42 } } },
      'margin: 5 is wider than a band of cutsByStage.land, of 2',
    ],
    [
      'confidence as a percentage',
      { minConfidence: 50 },
      'minConfidence: Write a share, such as 0.5 for half, from 0 to 1',
    ],
    ['seven dimensions', { minDimensions: 7 }, 'minDimensions: Write a whole number from 1 to 6'],
    ['a fall of nothing', { fall: { points: 0 } }, 'fall.points: Write a number from 1 to 100'],
  ])('is refused for %s, with the path and what to do', (_what, json, message) => {
    expect(problemsOf(json)).toContain(message);
  });

  it('is refused when no weight is left, or too few dimensions', () => {
    const all = Object.keys(SHIPPED.types);
    const types = Object.fromEntries(all.map((name) => [name, { weight: 0 }]));
    expect(problemsOf({ types })).toContain('types: Every weight is 0. Give at least one type a weight.');
    expect(problemsOf({ types: Object.fromEntries(all.map((name) => [name, null])) })).toContain(
      'Every weight',
    );
    expect(problemsOf({ types: { ...types, seats_used: { weight: 1 } } })).toContain(
      'minDimensions: Types with a weight cover 1, so 2 could never be heard of.',
    );
  });

  it('may hold 60 types and no more', () => {
    const own = (count: number) => ({
      types: Object.fromEntries(Array.from({ length: count }, (_, i) => [`own_${i}`, OWN])),
    });
    const room = 60 - Object.keys(SHIPPED.types).length;
    expect(Object.keys(rulesOf(own(room)).types)).toHaveLength(60);
    expect(problemsOf(own(room + 1))).toContain('types: There are 61, and at most 60 may be.');
  });

  it('is told everything that is wrong with it at once', () => {
    const message = problemsOf({
      types: { seats_used: { weight: -1, dimension: 'x' }, Bad: null, nps: { points: [[0, 0]] } },
      cuts: { healthy: 50 },
      cutsByStage: { land: { watch: 90 }, moon: {} },
      minConfidence: 2,
      colour: 'red',
    });
    expect(message).toContain('There are 9 things to mend:\n- ');
    expect(message.split('\n')).toHaveLength(10);
    for (const path of [
      'types.seats_used.weight',
      'types.seats_used.dimension',
      'types.Bad',
      'types.nps.points',
      'cuts:',
      'cutsByStage.land',
      'cutsByStage.moon',
      'minConfidence',
      '"colour"',
    ])
      expect(message).toContain(path);
  });

  it('as in the documentation is taken, and means what is said there', () => {
    const page = readFileSync(new URL('../../docs/health.md', import.meta.url), 'utf8');
    const [, example = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
    const own = JSON.parse(example);
    const rules = rulesOf(own);
    expect(configChanges(SHIPPED, rules)).toEqual([
      'cuts.healthy: 80 → 85',
      'cutsByStage.land.at_risk: none → 40',
      'cutsByStage.land.healthy: none → 85',
      'cutsByStage.land.watch: none → 50',
      'recoverDays: 7 → 10',
      'types.failed_payments: added',
      'types.nps: left out',
      'types.seats_used.weight: 10 → 20',
      'types.sponsor_left.exception.cap: 55 → 45',
    ]);
    expect(rules.types['failed_payments']).toEqual(own.types.failed_payments);
    const total = Object.values(rules.types).reduce((sum, { weight }) => sum + weight, 0);
    expect(page).toContain(`a weight of 20 among ${total} is a share of ${Math.round(2000 / total)}%`);
  });

  it('is taken or refused, whatever it holds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (types, cuts, rest) => {
        for (const json of [rest, { types, cuts }, { types: { seats_used: types, own: cuts }, fall: rest }]) {
          const rules = readHealthConfig(json);
          if (isRefusal(rules)) expect(rules.message.length).toBeGreaterThan(10);
          else expect(Object.keys(rules.types).length).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('can be written again from what it came to', () => {
    fc.assert(
      fc.property(anyConfig, fc.integer({ min: 0, max: 20 }), (config, margin) => {
        const rules = readHealthConfig(ownPart({ ...config, margin }));
        fc.pre(!isRefusal(rules));
        expect(configChanges(rules as HealthRules, { ...config, margin })).toEqual([]);
        expect(rules).toEqual({ ...config, version: undefined, margin });
      }),
    );
    expect(ownPart(SHIPPED)).toEqual({});
    const own = { types: { churn_notice: { exception: null }, nps: null }, margin: 3 };
    expect(ownPart(rulesOf(own))).toEqual(own);
  });
});

describe('what changed', () => {
  it('is said by path, whole types in one line', () => {
    const after = rulesOf({ types: { seats_used: { weight: 20 }, nps: null, logins: OWN }, margin: 4 });
    expect(configChanges(SHIPPED, after)).toEqual([
      'margin: 5 → 4',
      'types.logins: added',
      'types.nps: left out',
      'types.seats_used.weight: 10 → 20',
    ]);
  });
});

describe('a workspace', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  async function account(ctx: Ctx, name: string, dueAt: Date | null): Promise<string> {
    const id = newId(ctx.now);
    const workspaceId = ctx.workspace.id;
    const at = ctx.now;
    await ctx.db.account.create({
      data: { id, workspaceId, name, nameKey: name.toLowerCase(), createdAt: at, updatedAt: at },
    });
    await ctx.db.accountHealth.create({ data: { accountId: id, workspaceId, dueAt } });
    return id;
  }

  it('has what is shipped until it sets something, and each change is a version of its own', async () => {
    const ctx = await newWorkspace(database.db);
    const other = await newWorkspace(database.db);
    expect(await loadHealthConfig(database.db, ctx.workspace.id)).toEqual(SHIPPED);

    expect(await saveHealthConfig(ctx, { margin: 4 })).toEqual({
      version: 1,
      changes: ['margin: 5 → 4'],
      accounts: 0,
    });
    expect(await saveHealthConfig(ctx, { types: { nps: null } })).toMatchObject({ version: 2 });
    const config = await loadHealthConfig(database.db, ctx.workspace.id);
    expect(config).toEqual({ ...rulesOf({ types: { nps: null } }), version: 2 });
    expect(await findHealthConfig(database.db, ctx.workspace.id, 1)).toEqual({
      ...SHIPPED,
      version: 1,
      margin: 4,
    });
    expect(await findHealthConfig(database.db, ctx.workspace.id, 0)).toEqual(SHIPPED);
    expect(await findHealthConfig(database.db, ctx.workspace.id, 3)).toBeNull();
    expect(await loadHealthConfig(database.db, other.workspace.id)).toEqual(SHIPPED);
    expect(await findHealthConfig(database.db, other.workspace.id, 1)).toBeNull();

    const entries = await database.db.auditEntry.findMany({
      where: { workspaceId: ctx.workspace.id },
      orderBy: { id: 'asc' },
    });
    expect(entries.map(({ action, data }) => ({ action, data }))).toEqual([
      { action: 'health.configured', data: { before: 0, version: 1, changes: ['margin: 5 → 4'] } },
      {
        action: 'health.configured',
        data: { before: 1, version: 2, changes: ['margin: 4 → 5', 'types.nps: left out'] },
      },
    ]);
  });

  it('makes no version of what is in force already, or of what is only tried', async () => {
    const ctx = await newWorkspace(database.db);
    await account(ctx, 'Sample', null);
    expect(await saveHealthConfig(ctx, {})).toEqual({ version: 0, changes: [], accounts: 0 });
    expect(await saveHealthConfig(ctx, { margin: 3 }, { dryRun: true })).toEqual({
      version: 0,
      changes: ['margin: 5 → 3'],
      accounts: 1,
    });
    expect(await saveHealthConfig(ctx, { margin: 12 })).toMatchObject({ version: 1 });
    expect(await saveHealthConfig(ctx, { margin: 12, cuts: { healthy: 80 } })).toMatchObject({
      version: 1,
      changes: [],
    });
    expect(await saveHealthConfig(ctx, { margin: 'x' })).toMatchObject({ refused: 'bad_health_config' });
    expect(await database.db.healthConfig.count({ where: { workspaceId: ctx.workspace.id } })).toBe(1);
    expect(await database.db.auditEntry.count({ where: { workspaceId: ctx.workspace.id } })).toBe(1);
  });

  it('has all its accounts evaluated anew after a change, and nobody else has', async () => {
    const ctx = await newWorkspace(database.db);
    const other = await newWorkspace(database.db);
    const [before, after] = [new Date(ctx.now.getTime() - 1_000), new Date(ctx.now.getTime() + 86_400_000)];
    const ids = [
      await account(ctx, 'A', null),
      await account(ctx, 'B', before),
      await account(ctx, 'C', after),
    ];
    const theirs = await account(other, 'A', after);
    const dueOf = async (id: string) =>
      (await database.db.accountHealth.findUniqueOrThrow({ where: { accountId: id } })).dueAt;

    const listener = await database.pool.connect();
    const woken = new Promise((resolve) => listener.once('notification', resolve));
    await listener.query('LISTEN baton_health');
    expect(await saveHealthConfig(ctx, { margin: 4 })).toMatchObject({ accounts: 3 });
    expect(await woken).toMatchObject({ channel: 'baton_health', payload: '' });
    await listener.query('UNLISTEN *');
    listener.release();

    expect(await Promise.all(ids.map(dueOf))).toEqual([ctx.now, before, ctx.now]);
    expect(await dueOf(theirs)).toEqual(after);
  });

  it('counts its versions one by one when several people change it at once', async () => {
    const ctx = await newWorkspace(database.db);
    const margins = [1, 2, 3, 4, 6, 7];
    const saved = await Promise.all(margins.map((margin) => saveHealthConfig(ctx, { margin })));
    expect(saved.map((one) => ('version' in one ? one.version : one)).sort()).toEqual([1, 2, 3, 4, 5, 6]);
    const same = await Promise.all([1, 2, 3].map(() => saveHealthConfig(ctx, { margin: 15 })));
    expect(same.map((one) => ('changes' in one ? one.changes.length : one)).sort()).toEqual([0, 0, 1]);
  });

  it('can be asked which versions it had, by whom, and what each changed', async () => {
    const ctx = await newWorkspace(database.db);
    const memberId = await newMember(ctx, 'UADMIN');
    await saveHealthConfig(ctx, { margin: 4 });
    await saveHealthConfig({ ...ctx, actor: { type: 'member', memberId } }, { margin: 4, recoverDays: 9 });
    expect(await listHealthConfigs(database.db, ctx.workspace.id)).toEqual([
      { version: 2, at: ctx.now, by: 'Person UADMIN', changes: ['recoverDays: 7 → 9'] },
      { version: 1, at: ctx.now, by: 'command line', changes: ['margin: 5 → 4'] },
      { version: 0, at: null, by: 'as shipped', changes: [] },
    ]);
    const other = await newWorkspace(database.db);
    expect(await listHealthConfigs(database.db, other.workspace.id)).toHaveLength(1);
  });
});
