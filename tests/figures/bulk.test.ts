import { test } from 'vitest';
import pg from 'pg';
import { appendFileSync } from 'node:fs';
let last: any = null; const all: any[] = []; const orig = (pg as any).Client.prototype.query; (pg as any).Client.prototype.query = function (...a: any[]) { if (a[0]?.text) { last = a[0]; all.push(a[0]); } return orig.apply(this, a); };
import { keepAtRisk } from '../../src/figures/keep-at-risk.ts';
import { loadAtRisk } from '../../src/figures/load-at-risk.ts';
import { loadFirstValue } from '../../src/figures/load-first-value.ts';
import { loadHandoffFigures } from '../../src/figures/load-handoff-figures.ts';
import { loadRiskFigures } from '../../src/figures/load-risk-figures.ts';
import { loadTop } from '../../src/figures/load-top.ts';
import type { Scope } from '../../src/figures/scope.ts';
import { newId } from '../../src/platform/id.ts';
import { settingsFrom } from '../../src/settings/catalogue.ts';
import { newMember, newWorkspace } from '../people/world.ts';
import { createTestDatabase } from '../support/database.ts';

test('bulk', async () => {
  const database = await createTestDatabase();
  const ctx = await newWorkspace(database.db);
  const w = ctx.workspace.id;
  const boss = await newMember(ctx, 'UBOSS');
  const people: string[] = [];
  for (let i = 0; i < 200; i++) people.push(await newMember(ctx, `U${i}`, { managerId: i < 20 ? boss : people[i % 20] }));
  const pool = database.pool;
  const c = await pool.connect();
  await c.query('SET statement_timeout = 0');
  const q = (text: string, args: unknown[] = []) => (c as any).query({ text, values: args, query_timeout: 600_000 });
  await q(`INSERT INTO accounts (id, workspace_id, name, name_key, arr, currency, segment, renewal_on, cs_owner_id, sales_owner_id, created_at, updated_at, contract_start, first_value_on)
    SELECT gen_random_uuid(), $1::uuid, 'Sample ' || i, 'sample ' || i, (i * 37) % 500000, (ARRAY['USD','EUR','GBP'])[1 + i % 3], (ARRAY['Enterprise','Mid','SMB',NULL])[1 + i % 4],
      DATE '2027-01-01' + (i % 700), ($2::uuid[])[1 + i % 200], ($2::uuid[])[1 + (i / 7) % 200], '2026-01-01', '2026-01-01', '2026-06-01', DATE '2026-09-01' + i % 300 FROM generate_series(1, 100000) i`, [w, people]);
  await q(`INSERT INTO account_health (account_id, workspace_id, score, confidence, known, band, band_since, config_version)
    SELECT id, workspace_id, 50, 1, true, (ARRAY['healthy','watch','healthy','at_risk','critical','healthy','watch','healthy','healthy','watch']::band[])[1 + (('x' || substr(id::text,1,6))::bit(24)::int % 10)], '2027-02-01', 0 FROM accounts WHERE workspace_id = $1`, [w]);
  await q(`INSERT INTO risks (id, workspace_id, account_id, number, rule, severity, reasons, opened_at, updated_at, state, outcome, resolved_at)
    SELECT gen_random_uuid(), a.workspace_id, a.id, row_number() OVER (), 'worsened', 'at_risk', '[]', '2027-02-03', '2027-02-03', s.state::risk_state, s.outcome::risk_outcome, CASE WHEN s.state = 'resolved' THEN TIMESTAMPTZ '2027-02-10' END
      FROM (SELECT *, row_number() OVER () AS n FROM accounts WHERE workspace_id = $1) a CROSS JOIN LATERAL (SELECT CASE WHEN n % 20 = 0 THEN 'open' ELSE 'resolved' END AS state, CASE WHEN n % 20 = 0 THEN NULL WHEN n % 3 = 0 THEN 'lost' ELSE 'saved' END AS outcome) s WHERE n % 5 = 0`, [w]);
  await q(`INSERT INTO health_days (account_id, day, workspace_id, score, confidence, band, config_version)
    SELECT a.id, DATE '2027-02-01' + d, a.workspace_id, 50, 1, 'watch', 0 FROM accounts a, generate_series(0, 12, 3) d WHERE a.workspace_id = $1`, [w]);
  await q(`INSERT INTO signals (id, workspace_id, account_id, type, value, observed_at, received_at, key, source, actor)
    SELECT ('019a000000007' || substr(md5(id::text || t), 1, 3) || substr(md5(id::text || t), 4, 16))::uuid, workspace_id, id, 't' || t, 1, '2027-01-01', '2027-01-01', id::text || t, 's', '{}' FROM accounts, generate_series(1, 8) t WHERE workspace_id = $1`, [w]);
  await q(`INSERT INTO signals_latest (account_id, type, workspace_id, signal_id, value, observed_at, key) SELECT account_id, type, workspace_id, id, 1, observed_at, key FROM signals WHERE workspace_id = $1`, [w]);
  await q(`INSERT INTO handoffs (id, workspace_id, number, state, template, sender_id, receiver_id, account_id, brief, submitted_at, accepted_at, slot, created_at, updated_at)
    SELECT gen_random_uuid(), workspace_id, n, 'accepted', 's', cs_owner_id, sales_owner_id, id, '{}', TIMESTAMPTZ '2027-01-15' + n * INTERVAL '20 minutes', TIMESTAMPTZ '2027-01-20' + n * INTERVAL '20 minutes', 1, '2027-01-15', '2027-01-15' FROM (SELECT *, row_number() OVER () n FROM accounts WHERE workspace_id = $1 LIMIT 3000) a`, [w]);
  await q(`INSERT INTO audit_entries (id, workspace_id, subject_type, subject_id, action, actor, data, at) SELECT gen_random_uuid(), workspace_id, 'handoff', id, 'handoff.accepted', '{}', '{}', accepted_at FROM handoffs WHERE workspace_id = $1`, [w]);
  await q('ANALYZE');
  c.release();
  const settings = settingsFrom(new Map([['currency.rates', '2026-01-01 EUR=1.1']]));
  const timed = async <T>(name: string, run: () => Promise<T>): Promise<T | null> => {
    try { await run(); const t = performance.now(); const r = await run(); console.log(name, Math.round(performance.now() - t)); return r; } catch (e) { console.log(name, 'FAILED', (e as Error).message.slice(-200)); return null; }
  };
  const scopes: Scope[] = [{ kind: 'everything' }, { kind: 'segment', segment: 'smb' }, { kind: 'reports', memberId: boss }, { kind: 'mine', memberId: people[5] ?? '' }];
  const scopes2 = [...scopes];
  const period = { from: new Date('2026-12-01'), to: ctx.now };
  const then = { ...ctx, now: new Date('2027-02-20T08:00:00Z') };
  for (const scope of scopes) {
    const id = newId(ctx.now);
    await database.db.digestRun.create({ data: { id, workspaceId: w, kind: 'digest', madeAt: then.now, content: {} } });
    const t = performance.now();
    await database.db.$transaction((tx) => keepAtRisk({ ...then, tx } as any, { id, subscriptionId: id }, scope, settings), { timeout: 20000 });
    console.log(scope.kind, 'keep', Math.round(performance.now() - t), await database.db.digestItem.count({ where: { runId: id } }));
    await timed(`${scope.kind} at risk`, () => loadAtRisk(ctx, scope, { settings, previousRunId: null }));
    await timed(`${scope.kind} at risk with bridge`, () => loadAtRisk(ctx, scope, { settings, previousRunId: id }));
    await timed(`${scope.kind} top`, () => loadTop(ctx, scope, settings));
    await timed(`${scope.kind} handoffs`, () => loadHandoffFigures(ctx, scope, period, settings));
    await timed(`${scope.kind} risks`, () => loadRiskFigures(ctx, scope, period, settings));
    await timed(`${scope.kind} first value`, () => loadFirstValue(ctx, scope, period));
  }
  // Rules changed: 20,000 come in, 10,000 go out.
  await database.db.healthConfig.create({ data: { workspaceId: w, version: 1, config: {}, actor: {}, createdAt: new Date('2027-02-25') } });
  const c2 = await pool.connect();
  await c2.query('SET statement_timeout = 0');
  await (c2 as any).query({ text: `UPDATE account_health SET config_version = 1, band = CASE band WHEN 'watch' THEN 'at_risk'::band WHEN 'at_risk' THEN 'healthy'::band ELSE band END, band_since = CASE WHEN band IN ('watch','at_risk') THEN '2027-02-26' ELSE band_since END`, query_timeout: 600000 });
  await c2.query('SET statement_timeout = 0; ANALYZE account_health');
  c2.release();
  for (const run of await database.db.digestRun.findMany({ orderBy: { id: 'asc' } })) {
    const scope = scopes.shift();
    if (scope) await timed(`${scope.kind} bridge after other rules`, () => loadAtRisk(ctx, scope, { settings, previousRunId: run.id }));
  }
  const pick = scopes2;
  for (const [i, scope] of pick.entries()) {
    const run = (await database.db.digestRun.findMany({ orderBy: { id: 'asc' } }))[i];
    all.length = 0;
    await loadAtRisk(ctx, scope, { settings, previousRunId: run!.id }).catch(() => {});
    const c3 = await pool.connect();
    await c3.query('SET statement_timeout = 0');
    for (const one of all.filter(({ text }) => /exposed|changed/.test(text))) {
      const { rows } = await (c3 as any).query({ text: 'EXPLAIN (ANALYZE, BUFFERS) ' + one.text, values: one.values ?? one.args, query_timeout: 60000 });
      appendFileSync('/tmp/w/explain.txt', `\n===== ${scope.kind}\n` + rows.map((r: any) => r['QUERY PLAN']).join('\n'));
    }
    c3.release();
  }
  await database.drop();
}, 600_000);
