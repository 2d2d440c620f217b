import type pg from 'pg';
import { newId } from '../../src/platform/id.ts';
import type { SampleSignal } from '../health-requests.ts';
import { idOf, WORKSPACE } from '../seed.ts';

const COLUMNS = 11;

/** The same rows with pg alone: nothing checked, no account looked up, nothing follows from them. */
export function insertByHand(pool: pg.Pool, signals: readonly SampleSignal[], now: Date): Promise<unknown> {
  const tuples = signals.map((_, row) => {
    const places = Array.from({ length: COLUMNS }, (_, column) => `$${row * COLUMNS + column + 1}`);
    return `(${places.join(', ')})`;
  });
  const values = signals.flatMap(({ account, type, value, observed_at, key, source }) => {
    const accountId = idOf('account', Number(account.external_id.slice('crm-'.length)));
    const actor = '{"type":"token"}';
    return [newId(now), WORKSPACE, accountId, type, value, observed_at, now, key, source, actor, false];
  });
  return pool.query(
    `INSERT INTO signals (id, workspace_id, account_id, type, value, observed_at, received_at, key, source, actor, voided)
     VALUES ${tuples.join(', ')}`,
    values,
  );
}
