import type pg from 'pg';
import { SHIPPED_TYPES } from '../src/health/catalogue.ts';
import type { SignalType } from '../src/health/config.ts';
import { hashOf, newSecret } from '../src/workspaces/tokens.ts';
import { idOf, seed, WORKSPACE } from './seed.ts';

export const SEGMENT = 'Mid-market';

/** Twelve of the shipped types, and what they are at their worst and at their best. */
export const TYPES = Object.entries(SHIPPED_TYPES)
  .filter(([, { weight }]) => weight > 0)
  .slice(0, 12)
  .map(([type, { points }]) => ({ type, ...endsOf(points) }));

function endsOf(points: SignalType['points']) {
  const [first, last] = [points[0] ?? [0, 0], points.at(-1) ?? [0, 0]];
  const rises = first[1] < last[1];
  return { worst: rises ? first[0] : last[0], best: rises ? last[0] : first[0] };
}

/** A workspace of sample accounts in which a worse band opens risks, `crm-1` and so on elsewhere, that all have one CS owner. */
export async function seedAccounts(client: pg.Client, accounts: number): Promise<void> {
  await seed(client, { members: 4, handoffs: 0 });
  await client.query(
    `INSERT INTO accounts (id, workspace_id, name, name_key, segment, arr, currency, renewal_on, cs_owner_id, created_at,
                           updated_at)
     SELECT overlay($2 PLACING lpad(n::text, 12, '0') FROM 25)::uuid, $1, 'Sample Account ' || n, 'sample account ' || n,
            $5, 48000, 'EUR', '2030-01-01', $4, now(), now() FROM generate_series(1, $3::int) n`,
    [WORKSPACE, idOf('account', 0), accounts, idOf('member', 1), SEGMENT],
  );
  await client.query(
    `INSERT INTO account_external_ids (workspace_id, external_id, account_id)
     SELECT workspace_id, 'crm-' || substr(name, 16), id FROM accounts`,
  );
  await client.query(
    `INSERT INTO alert_segments (workspace_id, segment, preview_since, slides_from) VALUES ($1, $2, now(), '2100-01-01')`,
    [WORKSPACE, SEGMENT],
  );
}

/**
 * Twelve signals of every account, one export after the other: anywhere between half and all of the best, observed
 * in the five days before `at`, when the accounts are due.
 */
export async function seedLatest(client: pg.Client, at: Date): Promise<void> {
  await client.query(
    `INSERT INTO signals_latest (account_id, type, workspace_id, signal_id, value, observed_at, key)
     SELECT a.id, t.type, a.workspace_id, gen_random_uuid(),
            t.worst + (0.5 + (hashtext(a.name || t.type) & 255) / 510.0) * (t.best - t.worst),
            $1::timestamptz - (hashtext(t.type || a.name) & 127) * interval '1 hour', t.type || ':' || a.name
       FROM jsonb_to_recordset($2) AS t (type text, worst float8, best float8) CROSS JOIN accounts a
      ORDER BY t.type, a.id`,
    [at, JSON.stringify(TYPES)],
  );
  await client.query(
    `INSERT INTO account_health (account_id, workspace_id, has_news, due_at)
     SELECT id, workspace_id, true, $1 FROM accounts`,
    [at],
  );
}

/** A token for the API of the sample workspace. */
export async function seedToken(client: pg.Client): Promise<string> {
  const secret = newSecret();
  await client.query(
    `INSERT INTO api_tokens (id, workspace_id, name, hash, created_at)
     VALUES (gen_random_uuid(), $1, 'bench', $2, now())`,
    [WORKSPACE, hashOf(secret)],
  );
  return secret;
}
