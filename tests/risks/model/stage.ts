import pino from 'pino';
import { fireDueTimers } from '../../../src/cases/clocks/fire.ts';
import { timersOf } from '../../../src/cases/escalate.ts';
import { nudgeCase, snoozeCase } from '../../../src/cases/put-off.ts';
import { sweep, sweepCheck } from '../../../src/cases/sweep.ts';
import { SHIPPED } from '../../../src/health/catalogue.ts';
import { NEVER_EVALUATED } from '../../../src/health/health-state.ts';
import type { Ctx } from '../../../src/platform/ctx.ts';
import { newId } from '../../../src/platform/id.ts';
import { isRefusal, type Refusal } from '../../../src/platform/refusal.ts';
import { transact } from '../../../src/platform/transact.ts';
import { raiseAlerts } from '../../../src/risks/alerts/raise-alerts.ts';
import { RISK_MESSAGES } from '../../../src/risks/messages.ts';
import { RISKS } from '../../../src/risks/risk-case.ts';
import { flagRisk } from '../../../src/risks/verbs/flag-risk.ts';
import { reassignRisk } from '../../../src/risks/verbs/reassign.ts';
import { checkInRisk, claimRisk, planRisk, resolveRisk } from '../../../src/risks/verbs/work.ts';
import { CAST, type Member, NAMES, TEAMS, teamCalendar } from '../../handoffs/model/people.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { serving } from '../../support/served.ts';
import type { Ask, RiskAsk } from './answer.ts';
import { type HealthAsk, SCORE } from './health.ts';
import type { ModelAccount } from './model.ts';

/** The real thing: verbs and clocks on a database of their own, at whatever time it is said to be. */
export interface Stage {
  database: TestDatabase;
  workspace: Ctx['workspace'];
  ids: Map<string, string>;
  accounts: string[];
  /** By the number of the risk. */
  risks: Map<number, string>;
  /** Errors that a job swallowed and wrote to the log. */
  errors: string[];
  log: pino.Logger;
  wall: number;
}

/** Alerts are on for all of them but the one in `smb`, where they are tried out. */
export const ACCOUNTS: readonly ModelAccount[] = [
  { cs: 'csm', sales: 'rep', segment: 'enterprise', channel: 'C0SHARED' },
  { cs: 'csmB', sales: 'rep2', segment: 'smb', channel: null },
  { cs: null, sales: 'rep', segment: null, channel: null },
  { cs: 'csmB', sales: null, segment: 'enterprise', channel: null },
].map((one) => ({ ...one, band: 'healthy', alertedAt: null, alertedBand: null }) as ModelAccount);

const T0 = new Date('2026-10-01T00:00:00Z');
/** A worse band opens risks until then. */
const FAR_AHEAD = new Date('2100-01-01T00:00:00Z');

export async function openStage(): Promise<Stage> {
  const database = await createTestDatabase({ poolSize: 6 });
  const { db } = database;
  const ids = new Map<string, string>();
  const [here, elsewhere] = await Promise.all(
    ['THERE', 'TELSEWHERE'].map((slackTeamId) =>
      db.workspace.create({
        data: { id: newId(T0), slackTeamId, name: 'Sample', botUserId: 'UBOT', createdAt: T0 },
      }),
    ),
  );
  if (!here || !elsewhere) throw new Error('no workspace');
  for (const [name, { zone, kind }] of Object.entries(CAST)) {
    const id = newId(T0);
    ids.set(name, id);
    const workspaceId = kind === 'elsewhere' ? elsewhere.id : here.id;
    const kinds = { isBot: kind === 'bot', isGuest: kind === 'guest', isStranger: kind === 'stranger' };
    const slackUserId = slackOf(name);
    await db.member.create({ data: { id, workspaceId, slackUserId, name, zone, ...kinds, updatedAt: T0 } });
  }
  for (const [n, [name, { lane, lead, channel }]] of Object.entries(TEAMS).entries()) {
    const members = NAMES.filter((one) => CAST[one]?.team === name).map((one) => ({
      memberId: ids.get(one) ?? '',
    }));
    await db.team.create({
      data: {
        ...{ id: newId(T0), workspaceId: here.id, name, lane, channel, leadId: ids.get(lead) ?? null },
        createdAt: new Date(T0.getTime() + n),
        members: { create: members },
      },
    });
  }
  const accounts: string[] = [];
  for (const [n, { segment, channel }] of ACCOUNTS.entries()) {
    const id = newId(T0);
    accounts.push(id);
    const data = { id, workspaceId: here.id, name: `Sample ${n}`, nameKey: `sample ${n}`, segment, channel };
    await db.account.create({ data: { ...data, createdAt: T0, updatedAt: T0 } });
  }
  for (const segment of ['enterprise', 'smb', '']) {
    const enabledAt = segment === 'smb' ? null : T0;
    await db.alertSegment.create({
      data: { workspaceId: here.id, segment, previewSince: T0, enabledAt, slidesFrom: FAR_AHEAD },
    });
  }
  const errors: string[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => void errors.push(line) });
  const workspace = { id: here.id, slackTeamId: here.slackTeamId, botUserId: here.botUserId };
  return { database, workspace, ids, accounts, risks: new Map(), errors, log, wall: T0.getTime() };
}

export const slackOf = (name: string) => `U0${name.toUpperCase()}`;

/** Takes everything away that the run before left, and sets people, teams and accounts back. */
export async function clearStage(stage: Stage, always: boolean, csTeams: readonly string[]): Promise<void> {
  const { pool } = stage.database;
  const zones = NAMES.map((name) => (always ? 'UTC' : (CAST[name]?.zone ?? 'UTC')));
  await pool.query(
    `DELETE FROM risks; DELETE FROM timers; DELETE FROM owed; DELETE FROM morning_items; DELETE FROM settings;
     DELETE FROM signals_latest; DELETE FROM signals; DELETE FROM account_health;
     DELETE FROM outbox_messages; DELETE FROM outbox_threads; DELETE FROM inbound_requests;
     UPDATE workspaces SET next_risk_number = 1`,
  );
  await pool.query(
    `UPDATE members m SET zone = p.zone, is_admin = p.admin, manager_id = p.manager, cover_id = p.cover, away_until = NULL,
       deactivated_at = NULL FROM unnest($1::uuid[], $2::text[], $3::bool[], $4::uuid[], $5::uuid[])
       AS p (id, zone, admin, manager, cover)
      WHERE m.id = p.id`,
    [
      NAMES.map((name) => stage.ids.get(name)),
      zones,
      NAMES.map((name) => CAST[name]?.admin ?? false),
      NAMES.map((name) => stage.ids.get(CAST[name]?.manager ?? '') ?? null),
      NAMES.map((name) => stage.ids.get(CAST[name]?.cover ?? '') ?? null),
    ],
  );
  const own = always ? null : JSON.stringify(teamCalendar);
  await pool.query(`UPDATE teams SET calendar = $1 WHERE name = 'csB'`, [own]);
  await pool.query(
    `UPDATE teams SET lane = CASE WHEN name = ANY ($1) THEN 'cs'::lane ELSE 'service' END WHERE name LIKE 'cs%'`,
    [csTeams],
  );
  for (const [n, { cs, sales }] of ACCOUNTS.entries()) await setOwners(stage, n, cs, sales);
  stage.errors.length = 0;
  stage.risks.clear();
}

/** How somebody stands: away, covered by whom, or gone. */
export async function saveMember(
  stage: Stage,
  { id, awayUntil, cover, left }: Member,
  now: number,
): Promise<void> {
  await stage.database.pool.query(
    'UPDATE members SET away_until = $2, cover_id = $3, deactivated_at = $4 WHERE id = $1',
    [
      id,
      awayUntil > 0 ? new Date(awayUntil) : null,
      stage.ids.get(cover ?? '') ?? null,
      left ? new Date(now) : null,
    ],
  );
}

export async function setOwners(stage: Stage, account: number, cs: string | null, sales: string | null) {
  await stage.database.pool.query('UPDATE accounts SET cs_owner_id = $2, sales_owner_id = $3 WHERE id = $1', [
    stage.accounts[account],
    stage.ids.get(cs ?? '') ?? null,
    stage.ids.get(sales ?? '') ?? null,
  ]);
}

export function ctxOf(stage: Stage, now: number, actor: string | null, request?: string): Ctx {
  const memberId = actor === null ? null : (stage.ids.get(actor) ?? '');
  return {
    workspace: stage.workspace,
    actor: memberId === null ? { type: 'job', name: 'health' } : { type: 'member', memberId },
    now: new Date(now),
    db: stage.database.db,
    log: stage.log,
    ...(request === undefined ? {} : { request }),
  };
}

/** What each answer holds beside its code. */
export type Done = { code: string; limitAt: number | null; raw: unknown };

/** `account` is how the account stands in the eyes of who measures its health. */
export async function perform(
  stage: Stage,
  now: number,
  ask: Ask,
  accounts: readonly ModelAccount[],
  request?: string,
): Promise<Done> {
  if (ask.verb === 'health') return raise(stage, now, ask, accounts);
  const raw = await callVerb(stage, ctxOf(stage, now, ask.actor, request), ask);
  if (isRefusal(raw)) return { code: raw.refused, limitAt: null, raw };
  const limitAt = 'limitAt' in raw && typeof raw.limitAt === 'string' ? Date.parse(raw.limitAt) : null;
  return { code: 'ok', limitAt, raw };
}

const NOBODY_KNOWS = '018f0000-0000-7000-8000-000000000000';

function callVerb(stage: Stage, ctx: Ctx, ask: Exclude<Ask, HealthAsk>): Promise<object | Refusal> {
  if (ask.verb !== 'flag') return callRiskVerb(stage, ctx, ask);
  const id = ask.account === null ? NOBODY_KNOWS : (stage.accounts[ask.account] ?? '');
  const { kind, sentiment, urgent } = ask;
  return flagRisk(ctx, { account: { id }, kind, sentiment, note: ask.words, evidence: null, urgent });
}

function callRiskVerb(stage: Stage, ctx: Ctx, ask: RiskAsk): Promise<object | Refusal> {
  const riskId = stage.risks.get(ask.risk) ?? '';
  const { words, dueOn, checkInOn, snooze, outcome, verdict } = ask;
  switch (ask.verb) {
    case 'claim':
      return claimRisk(ctx, { riskId });
    case 'plan':
      return planRisk(ctx, { riskId, firstAction: words, dueOn, checkInOn });
    case 'check_in':
      return checkInRisk(ctx, { riskId, note: words, checkInOn });
    case 'snooze':
      return snoozeCase(ctx, RISKS, { id: riskId, snooze });
    case 'nudge':
      return nudgeCase(ctx, RISKS, riskId);
    case 'reassign':
      return reassignRisk(ctx, { riskId, ownerId: stage.ids.get(ask.owner) ?? '', reason: words });
    case 'resolve':
      return resolveRisk(ctx, { riskId, outcome, verdict, reason: words });
  }
}

/** A made-up change of health, told as an evaluation tells it: in its transaction, from the start when it loses a race. */
async function raise(
  stage: Stage,
  now: number,
  ask: HealthAsk,
  accounts: readonly ModelAccount[],
): Promise<Done> {
  const known = accounts[ask.account];
  if (!known) throw new Error('no such account');
  const alertedAt = known.alertedAt === null ? null : new Date(known.alertedAt);
  const before = { ...NEVER_EVALUATED, band: known.band, alertedAt, alertedBand: known.alertedBand };
  const change = {
    rule: ask.rule,
    fromBand: known.band,
    toBand: ask.to,
    scoreBefore: SCORE[known.band],
    score: SCORE[ask.to],
    reasons: [],
  };
  const [became] = await transact(ctxOf(stage, now, null), async (ctx) => {
    const id = stage.accounts[ask.account] ?? '';
    const account = await ctx.tx.account.findUniqueOrThrow({ where: { id } });
    return raiseAlerts(ctx, [{ account, before, change, config: SHIPPED }]);
  });
  return { code: became?.outcome ?? '', limitAt: null, raw: became };
}

const HANDLERS = timersOf(RISKS, RISK_MESSAGES);

/** One look for due timers, as each beat of each process takes one. Wall time goes on between two. */
export function fire(stage: Stage, now: number): Promise<number> {
  stage.wall += 3_600_000;
  const { wall, log } = stage;
  const clock = { now: () => new Date(now), wall: () => new Date(wall) };
  const served = serving([stage.workspace]);
  return fireDueTimers({ db: stage.database.db, clock, served, handlers: HANDLERS, log });
}

export function sweepAll(stage: Stage, now: number): Promise<number> {
  const clock = { now: () => new Date(now), wall: () => new Date(stage.wall) };
  const served = serving([stage.workspace]);
  return sweep({ db: stage.database.db, clock, served, log: stage.log, checks: [sweepCheck(RISKS)] });
}
