import type pg from 'pg';
import { newId } from '../../src/platform/id.ts';
import type { SampleSignal } from '../health-requests.ts';
import { idOf, WORKSPACE } from '../seed.ts';

const SIGNAL_COLUMNS = 11;

const LATEST = `
  INSERT INTO signals_latest AS l (account_id, type, workspace_id, signal_id, value, observed_at, key)
  SELECT DISTINCT ON (s.account_id, s.type) s.account_id, s.type, s.workspace_id, s.id, s.value, s.observed_at, s.key
    FROM signals s WHERE s.id = ANY($1::uuid[])
   ORDER BY s.account_id, s.type, s.observed_at DESC, s.key COLLATE "C" DESC
  ON CONFLICT (account_id, type) DO UPDATE
     SET signal_id = excluded.signal_id, value = excluded.value, observed_at = excluded.observed_at, key = excluded.key
   WHERE (excluded.observed_at, excluded.key COLLATE "C") > (l.observed_at, l.key COLLATE "C")
  RETURNING account_id`;

const DUE = `
  INSERT INTO account_health AS h (account_id, workspace_id, has_news, due_at)
  SELECT DISTINCT account_id, $2::uuid, true, $3::timestamptz FROM unnest($1::uuid[]) AS account_id ORDER BY account_id
  ON CONFLICT (account_id) DO UPDATE SET has_news = true, due_at = least(h.due_at, excluded.due_at)`;

const SEGMENTS = `
  INSERT INTO alert_segments (workspace_id, segment, preview_since)
  SELECT DISTINCT $2::uuid, coalesce(a.segment, ''), $3::timestamptz FROM accounts a WHERE a.id = ANY($1::uuid[])
  ON CONFLICT DO NOTHING`;

/**
 * The same rows with pg alone and what follows from them, in one transaction: the latest of each type, which accounts are due,
 * their segments, and the word that wakes the evaluation. Nothing is checked, and the ids of the accounts are known.
 */
export async function recordByHand(
  pool: pg.Pool,
  signals: readonly SampleSignal[],
  now: Date,
): Promise<void> {
  const tuples = signals.map((_, row) => {
    const places = Array.from(
      { length: SIGNAL_COLUMNS },
      (_, column) => `$${row * SIGNAL_COLUMNS + column + 1}`,
    );
    return `(${places.join(', ')})`;
  });
  // In this order, so that two of these never wait for each other.
  const rows = signals
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
    .map((signal) => ({
      ...signal,
      id: newId(now),
      accountId: idOf('account', Number(signal.account.external_id.slice('crm-'.length))),
    }));
  const values = rows.flatMap(({ id, accountId, type, value, observed_at, key, source }) => [
    ...[id, WORKSPACE, accountId, type, value, observed_at, now, key, source, '{"type":"token"}', false],
  ]);
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(
      `INSERT INTO signals (id, workspace_id, account_id, type, value, observed_at, received_at, key, source, actor, voided)
       VALUES ${tuples.join(', ')}`,
      values,
    );
    const changed = await client.query<{ account_id: string }>(LATEST, [rows.map(({ id }) => id)]);
    const accounts = changed.rows.map(({ account_id }) => account_id);
    await client.query(DUE, [accounts, WORKSPACE, now]);
    await client.query(SEGMENTS, [accounts, WORKSPACE, now]);
    await client.query("SELECT pg_notify('baton_health', '')");
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}
