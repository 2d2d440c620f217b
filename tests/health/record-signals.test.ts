import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { NewSignal } from '../../src/health/signal.ts';
import { recordSignals, recordSignalsIn } from '../../src/health/signals/record-signals.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { openDatabase } from '../../src/platform/database/database.ts';
import { NOW, newWorkspace } from '../people/world.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { ago, DAY_MS, healthOf, latestOf, MINUTE_MS, newAccount, seen } from './signals.ts';

let database: TestDatabase;
let ctx: Ctx;
let acme: string;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  ctx = await newWorkspace(database.db);
  acme = await newAccount(ctx, 'Acme', { domain: 'acme.example', segment: 'smb', externalIds: ['crm-1'] });
});

const record = (...items: NewSignal[]) => recordSignals(ctx, items);
const ACCEPTED = { state: 'accepted' };

describe('a signal', () => {
  it('is kept, is the latest of its type, and makes its account due', async () => {
    expect(
      await record(seen('seats_used', 80, { note: 'of 100', evidence: 'https://example.com/1' })),
    ).toEqual([ACCEPTED]);
    const [signal] = await database.db.signal.findMany({ where: { workspaceId: ctx.workspace.id } });
    expect(signal).toMatchObject({
      accountId: acme,
      type: 'seats_used',
      value: 80,
      observedAt: NOW,
      receivedAt: NOW,
      source: 'sample',
      actor: { type: 'cli' },
      note: 'of 100',
      evidence: 'https://example.com/1',
      voided: false,
      corrects: null,
    });
    expect(signal?.key).toMatch(/^auto:[\w-]{43}$/);
    expect(await latestOf(ctx)).toEqual({ 'Acme seats_used': [80, NOW, signal?.key] });
    expect(await healthOf(ctx, acme)).toMatchObject({ hasNews: true, dueAt: NOW, score: null, known: false });
    const segments = await database.db.alertSegment.findMany({ where: { workspaceId: ctx.workspace.id } });
    expect(segments).toMatchObject([{ segment: 'smb', previewSince: NOW, enabledAt: null }]);
  });

  it('wakes the evaluation', async () => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query('LISTEN baton_health');
    const woken = new Promise((resolve) => client.once('notification', ({ channel }) => resolve(channel)));
    await record(seen('seats_used', 80));
    expect(await woken).toBe('baton_health');
    await client.end();
  });

  it('that is older than the latest changes nothing but the history', async () => {
    await record(seen('seats_used', 80));
    const evaluated = { hasNews: false, dueAt: null };
    await database.db.accountHealth.update({ where: { accountId: acme }, data: evaluated });
    expect(await record(seen('seats_used', 20, { observedAt: ago(DAY_MS) }))).toEqual([ACCEPTED]);
    expect(Object.values(await latestOf(ctx))).toMatchObject([[80, NOW, expect.anything()]]);
    expect(await healthOf(ctx, acme)).toMatchObject(evaluated);
    await record(seen('seats_used', 90, { observedAt: new Date(NOW.getTime() + MINUTE_MS) }));
    expect(await healthOf(ctx, acme)).toMatchObject({ hasNews: true, dueAt: NOW });
  });

  it('never puts off an evaluation that is due', async () => {
    await record(seen('seats_used', 80));
    await database.db.accountHealth.update({ where: { accountId: acme }, data: { dueAt: ago(DAY_MS) } });
    await record(seen('nps', 9));
    expect(await healthOf(ctx, acme)).toMatchObject({ dueAt: ago(DAY_MS) });
  });

  it('that says the same twice is one, whatever the batch', async () => {
    const twice = [seen('seats_used', 80), seen('seats_used', 80)];
    expect(await record(...twice)).toEqual([ACCEPTED, { state: 'duplicate' }]);
    expect(await record(...twice)).toEqual([{ state: 'duplicate' }, { state: 'duplicate' }]);
    const another = [seen('seats_used', 80, { source: 'another' }), seen('seats_used', 80.5)];
    expect(await record(...another)).toEqual([ACCEPTED, ACCEPTED]);
    expect(await record(seen('seats_used', 80, { account: { externalId: 'crm-1' } }))).toEqual([
      { state: 'duplicate' },
    ]);
  });

  it('of zero and of minus zero is one', async () => {
    expect(await record(seen('nps', 0, { key: 'k' }), seen('nps', -0, { key: 'k' }))).toEqual([
      ACCEPTED,
      { state: 'duplicate' },
    ]);
  });

  it('keeps every digit of its value', async () => {
    for (const value of [0.1 + 0.2, 5e-324, 1.7976931348623157e308, 123456789.12345679])
      expect(await record(seen('usage_depth', value, { key: `k${value}` }))).toEqual([ACCEPTED]);
    const kept = await database.db.signal.findMany({ where: { workspaceId: ctx.workspace.id } });
    for (const { key, value } of kept) expect(key).toBe(`k${value}`);
  });

  it('that is too old to count is kept and said to be stale', async () => {
    const old = [seen('seats_used', 80, { observedAt: ago(365 * DAY_MS) })];
    expect(await record(...old)).toEqual([{ state: 'accepted', stale: true }]);
    expect(await database.db.signal.count({ where: { workspaceId: ctx.workspace.id } })).toBe(1);
  });
});

describe('a key', () => {
  const first = seen('seats_used', 80, { key: 'k', observedAt: ago(DAY_MS), note: 'one' });

  it.each([
    ['value', { value: 81 }],
    ['type', { type: 'usage_depth' }],
    ['observed_at', { observedAt: ago(2 * DAY_MS) }],
    ['source', { source: 'another' }],
    ['note', { note: 'two' }],
    ['account', { account: { name: 'Other' } }],
    ['corrects', { corrects: 'x' }],
  ])('cannot be used again for another %s', async (field, over) => {
    await newAccount(ctx, 'Other');
    const rejected = {
      state: 'rejected',
      code: 'key_reused',
      message: expect.stringContaining(`another ${field}`),
    };
    expect(await record(first, { ...first, ...over })).toEqual([ACCEPTED, rejected]);
    expect(await record({ ...first, ...over })).toEqual([rejected]);
    expect(await record(first)).toEqual([{ state: 'duplicate' }]);
    expect(await database.db.signal.count({ where: { workspaceId: ctx.workspace.id } })).toBe(1);
  });

  it('makes a repeat without a time the same signal', async () => {
    await record(first);
    const { observedAt: _, ...untimed } = first;
    expect(await record(untimed)).toEqual([{ state: 'duplicate' }]);
  });

  it('belongs to its workspace', async () => {
    await record(first);
    const other = await newWorkspace(database.db);
    await newAccount(other, 'Acme');
    expect(await recordSignals(other, [{ ...first, value: 1 }])).toEqual([ACCEPTED]);
    expect(await recordSignals(other, [seen('nps', 1, { corrects: 'k' })])).toEqual([ACCEPTED]);
    expect(await latestOf(other)).toMatchObject({ 'Acme nps': [1, NOW, expect.anything()] });
    expect(await latestOf(ctx)).toEqual({ 'Acme seats_used': [80, ago(DAY_MS), 'k'] });
  });
});

describe('what cannot be kept', () => {
  it.each([
    ['unknown_type', { type: 'seats_usd' }, 'Did you mean "seats_used"?'],
    ['unknown_type', { type: 'constructor' }, 'Known: '],
    ['unknown_account', { account: { called: 'Nobody Ltd' } }, '"Nobody Ltd"'],
    ['unknown_account', { account: { id: '00000000-0000-7000-8000-000000000000' } }, 'No account'],
    ['out_of_range', { value: -1 }, 'seats_used is at least 0'],
    ['bad_value', { value: Number.NaN }, 'finite'],
    ['bad_value', { value: Number.POSITIVE_INFINITY }, 'finite'],
    ['in_future', { observedAt: new Date(NOW.getTime() + 5 * MINUTE_MS + 1) }, '5 minutes'],
    ['too_old', { observedAt: new Date('1999-12-31T23:59:59Z') }, '2000'],
    ['too_old', { observedAt: new Date('no date') }, '2000'],
    ['bad_key', { key: 'auto:x' }, 'auto:'],
    ['bad_corrects', { key: 'k', corrects: 'k' }, 'itself'],
  ])('is rejected as %s: %j', async (code, over, message) => {
    const good = seen('nps', 8, { key: 'good' });
    expect(await record(seen('seats_used', 1, over), good)).toEqual([
      { state: 'rejected', code, message: expect.stringContaining(message) },
      ACCEPTED,
    ]);
    expect(Object.keys(await latestOf(ctx))).toEqual(['Acme nps']);
  });

  it('is nothing a little ahead of our clock', async () => {
    const ahead = new Date(NOW.getTime() + 5 * MINUTE_MS);
    expect(await record(seen('seats_used', 80, { observedAt: ahead }))).toEqual([ACCEPTED]);
  });
});

describe('the account', () => {
  it.each([{ called: 'crm-1' }, { called: 'ACME' }, { called: 'acme.example' }, { externalId: 'crm-1' }])(
    'is found by %j',
    async (account) => {
      expect(await record(seen('seats_used', 80, { account }))).toEqual([ACCEPTED]);
    },
  );

  it('is asked for where several have the domain', async () => {
    await newAccount(ctx, 'Acme Two', { domain: 'acme.example' });
    const [result] = await record(seen('nps', 8, { account: { domain: 'acme.example' } }));
    expect(result).toMatchObject({
      code: 'ambiguous_account',
      message: expect.stringContaining('external_id'),
    });
  });

  it('that was merged passes its signals on', async () => {
    const into = await newAccount(ctx, 'Umbrella');
    await database.db.account.update({ where: { id: acme }, data: { mergedIntoId: into } });
    await record(seen('nps', 8), seen('seats_used', 80, { account: { id: acme } }));
    expect(Object.keys(await latestOf(ctx))).toEqual(['Umbrella nps', 'Umbrella seats_used']);
  });

  it('of another workspace is unknown', async () => {
    const other = await newWorkspace(database.db);
    for (const account of [
      { id: acme },
      { externalId: 'crm-1' },
      { name: 'Acme' },
      { domain: 'acme.example' },
    ])
      expect(await recordSignals(other, [seen('nps', 8, { account })])).toMatchObject([
        { code: 'unknown_account' },
      ]);
  });
});

describe('a correction', () => {
  const wrong = seen('seats_used', 8, { key: 'wrong' });
  const right = seen('seats_used', 80, { key: 'right', corrects: 'wrong', observedAt: ago(DAY_MS) });

  it.each([
    ['after', [[wrong], [right]]],
    ['before', [[right], [wrong]]],
    ['beside', [[wrong, right]]],
    ['beside, in the other order,', [[right, wrong]]],
  ])('takes the place of what it corrects, when it comes %s it', async (_, batches) => {
    await record(seen('seats_used', 70, { key: 'older', observedAt: ago(2 * DAY_MS) }));
    for (const batch of batches) for (const one of await record(...batch)) expect(one).toEqual(ACCEPTED);
    expect(await latestOf(ctx)).toEqual({ 'Acme seats_used': [80, ago(DAY_MS), 'right'] });
    const voided = await database.db.signal.findMany({
      where: { workspaceId: ctx.workspace.id, voided: true },
    });
    expect(voided.map(({ key }) => key)).toEqual(['wrong']);
  });

  it('may move a signal to another account, and leaves none behind', async () => {
    await newAccount(ctx, 'Other');
    await record(wrong);
    await database.db.accountHealth.updateMany({ data: { hasNews: false, dueAt: null } });
    await record({ ...right, account: { name: 'Other' } });
    expect(Object.keys(await latestOf(ctx))).toEqual(['Other seats_used']);
    expect(await healthOf(ctx, acme)).toMatchObject({ hasNews: true, dueAt: NOW });
  });

  it('can be corrected', async () => {
    const again = seen('seats_used', 75, { key: 'again', corrects: 'right', observedAt: ago(3 * DAY_MS) });
    await record(again);
    await record(wrong);
    await record(right);
    expect(await latestOf(ctx)).toEqual({ 'Acme seats_used': [75, ago(3 * DAY_MS), 'again'] });
  });

  it('without a key of its own is another signal than the same fact', async () => {
    await record(wrong);
    const fact = seen('seats_used', 80, { observedAt: ago(DAY_MS) });
    expect(await record(fact, { ...fact, corrects: 'wrong' })).toEqual([ACCEPTED, ACCEPTED]);
    expect(Object.values(await latestOf(ctx))).toMatchObject([[80, ago(DAY_MS), expect.anything()]]);
  });

  it('whose key was taken corrects nothing', async () => {
    await record(wrong, seen('nps', 1, { key: 'right' }));
    expect(await record(right)).toMatchObject([{ code: 'key_reused' }]);
    expect(await latestOf(ctx)).toMatchObject({ 'Acme seats_used': [8, NOW, 'wrong'] });
  });
});

describe('what happens at the same moment', () => {
  const wrong = seen('seats_used', 8, { key: 'wrong' });
  const right = seen('seats_used', 80, { key: 'right', corrects: 'wrong', observedAt: ago(DAY_MS) });

  it.each([
    ['a correction before the signal', right, wrong],
    ['a signal before its correction', wrong, right],
  ])('does not pass unseen: %s', async (_, first, second) => {
    const { db, ...rest } = ctx;
    let later: Promise<unknown> = Promise.resolve();
    await db.$transaction(async (tx) => {
      await recordSignalsIn({ ...rest, tx }, [first]);
      later = record(second);
      await untilWaiting();
    });
    expect(await later).toEqual([ACCEPTED]);
    expect(await latestOf(ctx)).toEqual({ 'Acme seats_used': [80, ago(DAY_MS), 'right'] });
  });

  it('leaves no signal behind at an account that is merged', async () => {
    const into = await newAccount(ctx, 'Umbrella');
    const merger = await database.pool.connect();
    await merger.query('BEGIN');
    await merger.query('SELECT 1 FROM accounts WHERE id = $1 FOR UPDATE', [acme]);
    const recorded = record(wrong, seen('nps', 9));
    await untilWaiting();
    await merger.query('UPDATE accounts SET merged_into_id = $2 WHERE id = $1', [acme, into]);
    await merger.query('COMMIT');
    merger.release();
    expect(await recorded).toEqual([ACCEPTED, ACCEPTED]);
    expect(Object.keys(await latestOf(ctx)).sort()).toEqual(['Umbrella nps', 'Umbrella seats_used']);
    expect(await healthOf(ctx, acme)).toBeNull();
  });

  async function untilWaiting(): Promise<void> {
    for (let i = 0; i < 200; i++) {
      const { rows } = await database.pool.query(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      if (rows.length > 0) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error('nobody came to wait');
  }
});

describe('many', () => {
  it('are recorded at once, each in its place', async () => {
    const items = Array.from({ length: 1_203 }, (_, i) =>
      seen('nps', 5, {
        key: `k${i % 1_200}`,
        observedAt: ago(i * MINUTE_MS),
        ...(i === 7 && { type: 'no' }),
      }),
    );
    const results = await record(...items);
    expect(results.length).toBe(1_203);
    expect(results.map(({ state }) => state).filter((state) => state !== 'accepted').length).toBe(4);
    expect([results[7], results[1_200]]).toMatchObject([{ code: 'unknown_type' }, { code: 'key_reused' }]);
    expect(await latestOf(ctx)).toEqual({ 'Acme nps': [5, NOW, 'k0'] });
  });

  it('come once when two processes send the same', async () => {
    const [one, two] = [1, 2].map(() => openDatabase({ url: database.url, log: ctx.log }));
    const items = Array.from({ length: 300 }, (_, i) => seen('nps', 5, { key: `k${i}`, observedAt: ago(i) }));
    const backwards = items.toReversed();
    const [a, b] = await Promise.all([
      recordSignals({ ...ctx, db: one?.db ?? ctx.db }, items),
      recordSignals({ ...ctx, db: two?.db ?? ctx.db }, backwards),
    ]);
    const states = items.map((_, i) => [a?.[i]?.state, b?.[299 - i]?.state].sort());
    expect(states).toEqual(items.map(() => ['accepted', 'duplicate']));
    expect(await database.db.signal.count({ where: { workspaceId: ctx.workspace.id } })).toBe(300);
    await Promise.all([one?.close(), two?.close()]);
  });
});

describe('in whatever order, batches and repetitions', () => {
  const ACCOUNTS = ['Acme', 'Other'];
  const facts = fc.array(
    fc.record({
      account: fc.constantFrom(...ACCOUNTS),
      type: fc.constantFrom('nps', 'seats_used'),
      value: fc.integer({ min: 0, max: 10 }),
      at: fc.integer({ min: 0, max: 3 }),
      corrects: fc.option(fc.nat({ max: 11 }), { freq: 2 }),
    }),
    { minLength: 1, maxLength: 12 },
  );
  /** Where each delivery of a fact stands, and in which batch. */
  const deliveries = fc.infiniteStream(fc.record({ place: fc.nat(), batch: fc.nat({ max: 3 }) }));

  it('signals end in the same state', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(facts, deliveries, fc.boolean(), async (facts, stream, atOnce) => {
        const ctx = await newWorkspace(database.db);
        for (const name of ACCOUNTS) await newAccount(ctx, name);
        const items = facts.map(({ account, type, value, at, corrects }, i) =>
          seen(type, value, {
            account: { name: account },
            observedAt: ago(at * DAY_MS),
            key: `k${i}`,
            ...(corrects !== null && corrects !== i && { corrects: `k${corrects}` }),
          }),
        );
        const placed = [...items, ...items]
          .map((item) => ({ item, ...(stream.next().value ?? { place: 0, batch: 0 }) }))
          .sort((a, b) => a.place - b.place);
        const batches = [0, 1, 2, 3].map((n) =>
          placed.filter(({ batch }) => batch === n).map(({ item }) => item),
        );
        if (atOnce) await Promise.all(batches.map((batch) => recordSignals(ctx, batch)));
        else for (const batch of batches) await recordSignals(ctx, batch);
        expect(await latestOf(ctx)).toEqual(expected(items));
      }),
      { numRuns: 30 },
    );
  });

  function expected(items: NewSignal[]) {
    const corrected = new Set(items.map(({ corrects }) => corrects));
    const latest: Record<string, [number, Date, string]> = {};
    const order = (item: NewSignal) => `${item.observedAt?.toISOString()} ${item.key}`;
    for (const item of items.toSorted((a, b) => (order(a) < order(b) ? -1 : 1))) {
      if (corrected.has(item.key)) continue;
      const name = `${'name' in item.account && item.account.name} ${item.type}`;
      latest[name] = [item.value, item.observedAt ?? NOW, item.key ?? ''];
    }
    return latest;
  }
});
