import type pg from 'pg';
import type { Ladder } from '../../src/cases/clocks/ladder.ts';
import { newId } from '../../src/platform/id.ts';
import { SETTING_KEYS } from '../../src/settings/catalogue.ts';
import { WORKSPACE } from '../seed.ts';
import { ENQUEUE, PEOPLE, SETTINGS } from './statements.ts';

const CHUNK = 250;
const PER_DAY = 3;

const TURN = 'SELECT pg_advisory_xact_lock(1)';
const KNOWN =
  'SELECT id, external_id, print FROM deals WHERE workspace_id = $1 AND external_id = ANY($2::text[])';
const ACCOUNTS =
  'SELECT id, name, name_key, sales_owner_id FROM accounts WHERE workspace_id = $1 AND name_key = ANY($2::text[])';
const OWNERS =
  'SELECT id, slack_user_id, email FROM members WHERE workspace_id = $1 AND email = ANY($2::text[])';
const TEAM = `SELECT id FROM teams WHERE workspace_id = $1 AND lane = 'sales' AND lead_id IS NOT NULL LIMIT 1`;
const LOCK = 'SELECT id FROM members WHERE id = ANY($1::uuid[]) ORDER BY slack_user_id FOR NO KEY UPDATE';
const HEARD = `
  SELECT member_id, count(*)::int AS heard FROM outbox_messages
   WHERE workspace_id = $1 AND member_id = ANY($2::uuid[]) AND kind = 'deal_request' GROUP BY member_id`;
const DEALS = `
  INSERT INTO deals (id, workspace_id, external_id, source, account_id, account_name, deal_type, state, version, owner_id,
                     owner_said, team_id, amount, currency, closes_on, won_on, answers, print, closed_at, created_at,
                     updated_at)
  SELECT d.id, $2, d."externalId", 'import', d."accountId", d."accountName", 'new', d.state, 1, d."ownerId", d."ownerSaid",
         d."teamId", d.amount, 'EUR', d."closesOn", d."wonOn", d.answers, d.print, d."closedAt", $3, $3
    FROM jsonb_to_recordset($1::jsonb) AS d (id uuid, "externalId" text, "accountId" uuid, "accountName" text,
         state deal_state, "ownerId" uuid, "ownerSaid" text, "teamId" uuid, amount numeric, "closesOn" date, "wonOn" date,
         answers jsonb, print text, "closedAt" timestamptz)`;
const HISTORY = `
  INSERT INTO audit_entries (id, workspace_id, subject_type, subject_id, action, actor, data, at)
  SELECT e.id, $2, 'deal', e.deal, 'deal.recorded', '{"type": "cli"}', jsonb_build_object('state', e.state, 'source', 'import'), $3
    FROM jsonb_to_recordset($1::jsonb) AS e (id uuid, deal uuid, state text)`;
const CLOCKS = `
  INSERT INTO timers (id, workspace_id, subject_type, subject_id, clock, epoch, started_at, ladder, rung, due_at)
  SELECT c.id, $2, 'deal', c.deal, 'hand_over', 2, $3, $4, 0, $5
    FROM jsonb_to_recordset($1::jsonb) AS c (id uuid, deal uuid)`;
const OWED = `
  INSERT INTO owed (workspace_id, subject_type, subject_id, version, name, step, clocks, account_id, member_id, team_id,
                    private, urgent, due_at, late_at, redraw_at, facts)
  SELECT $2, 'deal', d.id, 1, d."accountName", 'hand_over', '{hand_over}', d."accountId", d."ownerId", d."teamId", false, false,
         $3, $3, $3, jsonb_build_object('dealType', 'new', 'source', 'import', 'accountName', d."accountName", 'amount',
           d.amount, 'currency', 'EUR', 'wonOn', d."wonOn", 'hasOwner', true)
    FROM jsonb_to_recordset($1::jsonb) AS d (id uuid, "accountName" text, "accountId" uuid, "ownerId" uuid, "teamId" uuid,
         amount text, "wonOn" text)`;
const MORNINGS = `
  INSERT INTO morning_items (id, workspace_id, member_id, subject_type, subject_id, clock, epoch, day, created_at)
  SELECT i.id, $2, i."ownerId", 'deal', i.deal, 'hand_over', 2, $3, $4
    FROM jsonb_to_recordset($1::jsonb) AS i (id uuid, "ownerId" uuid, deal uuid)`;

/** As a draft takes them. */
const ANSWERS = {
  ...{ contact: 'Sample Contact, COO', why: 'Sample reason', promises: 'None' },
  ...{ outcomes: [], people: [], commitments: [], own: {}, knownBy: {}, quotes: [] },
};

/** What a file says of one deal. */
export interface FileRow {
  dealId: string;
  state: string;
  account: string;
  owner: string;
  amount: string;
  closesOn: string;
}

/** The same for all of them: everybody works the same hours. */
export interface Reckoned {
  now: Date;
  ladder: Ladder & { due: Date[] };
  limitAt: Date | null;
  morning: { at: Date; day: string };
}

/** Writes new deals with pg alone, in as many transactions, and all that follows from them. Nothing is checked. */
export async function importByHand(
  pool: pg.Pool,
  rows: readonly FileRow[],
  reckoned: Reckoned,
): Promise<void> {
  for (let from = 0; from < rows.length; from += CHUNK) {
    const client = await pool.connect();
    await client.query('BEGIN');
    await writeChunk(client, rows.slice(from, from + CHUNK), reckoned);
    await client.query('COMMIT');
    client.release();
  }
}

async function writeChunk(
  client: pg.PoolClient,
  rows: readonly FileRow[],
  { now, ladder, limitAt, morning }: Reckoned,
): Promise<void> {
  const ask = async <Row>(sql: string, values: unknown[]) => (await client.query(sql, values)).rows as Row[];
  await client.query(TURN);
  await ask(KNOWN, [WORKSPACE, rows.map(({ dealId }) => dealId)]);
  const keys = rows.map(({ account }) => account.toLowerCase());
  const accounts = await ask<{ id: string; name_key: string }>(ACCOUNTS, [WORKSPACE, keys]);
  const accountOf = new Map(accounts.map(({ id, name_key }) => [name_key, id]));
  const emails = [...new Set(rows.map(({ owner }) => owner))];
  type Owner = { id: string; slack_user_id: string; email: string };
  const owners = await ask<Owner>(OWNERS, [WORKSPACE, emails]);
  const ownerOf = new Map(owners.map((owner) => [owner.email, owner]));
  const laneOf = new Map(owners.map(({ id, slack_user_id }) => [id, slack_user_id]));
  const [team] = await ask<{ id: string }>(TEAM, [WORKSPACE]);
  const ownerIds = owners.map(({ id }) => id).sort();
  await ask(PEOPLE, [WORKSPACE, ownerIds]);
  await ask(SETTINGS, [WORKSPACE, SETTING_KEYS]);
  const deals = rows.map((row, n) => ({
    ...{
      id: newId(now),
      externalId: row.dealId,
      state: row.state,
      accountName: row.account,
      ownerSaid: row.owner,
    },
    ...{ accountId: accountOf.get(keys[n] ?? '') ?? null, ownerId: ownerOf.get(row.owner)?.id ?? '' },
    ...{ teamId: team?.id, amount: row.amount, closesOn: row.closesOn, print: row.dealId },
    wonOn: row.state === 'won' ? row.closesOn : null,
    closedAt: row.state === 'lost' ? now : null,
    answers: ANSWERS,
  }));
  await ask(DEALS, [JSON.stringify(deals), WORKSPACE, now]);
  const entries = deals.map(({ id, state }) => ({ id: newId(now), deal: id, state }));
  await ask(HISTORY, [JSON.stringify(entries), WORKSPACE, now]);
  const won = deals.flatMap((deal, n) =>
    deal.state === 'won' ? [{ ...deal, entryId: entries[n]?.id }] : [],
  );
  const clocks = won.map(({ id }) => ({ id: newId(now), deal: id }));
  await ask(CLOCKS, [JSON.stringify(clocks), WORKSPACE, now, ladder, ladder.due[0]]);
  await ask(OWED, [JSON.stringify(won), WORKSPACE, limitAt]);
  await ask(LOCK, [ownerIds]);
  const heard = await ask<{ member_id: string; heard: number }>(HEARD, [WORKSPACE, ownerIds]);
  const heardBy = new Map(heard.map((one) => [one.member_id, one.heard]));
  const [now_, later]: [typeof won, typeof won] = [[], []];
  for (const deal of won) {
    const before = heardBy.get(deal.ownerId) ?? 0;
    (before < PER_DAY ? now_ : later).push(deal);
    heardBy.set(deal.ownerId, before + 1);
  }
  const requests = now_.map(({ id, ownerId, entryId }) => ({
    ...{ kind: 'deal_request', subject_type: 'deal', subject_id: id, member_id: ownerId, data: { entryId } },
    ...{ thread: `deal:${id}:deal_request:1:${ownerId}`, hold_until: null },
  }));
  const mornings = [...new Set(later.map(({ ownerId }) => ownerId))].map((ownerId) => ({
    ...{ kind: 'morning', subject_type: 'member', subject_id: ownerId, member_id: ownerId },
    ...{ data: { day: morning.day }, thread: `morning:${ownerId}:${morning.day}`, hold_until: morning.at },
  }));
  const items = later.map(({ id, ownerId }) => ({ id: newId(now), ownerId, deal: id }));
  await ask(MORNINGS, [JSON.stringify(items), WORKSPACE, morning.day, now]);
  const messages = [...requests, ...mornings].map((message, n) => ({
    ...{ n, id: newId(now), lane: laneOf.get(message.member_id), root: true, dedupe_key: message.thread },
    ...message,
  }));
  await ask(ENQUEUE, [JSON.stringify(messages), WORKSPACE, now]);
}
