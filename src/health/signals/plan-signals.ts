import { findAccounts } from '../../accounts/find/find-accounts.ts';
import type { Db, Tx } from '../../platform/ctx.ts';
import { mapInSlices } from '../../platform/each.ts';
import { newId } from '../../platform/id.ts';
import { isRefusal, type Refusal, refuse } from '../../platform/refusal.ts';
import { quoted } from '../../platform/text.ts';
import { loadHealthConfig } from '../rules/load-config.ts';
import { checkSignal, isStale, keyOf, type NewSignal, type SignalResult } from '../signal.ts';

/** A signal that can be kept, as it will be. */
export interface SignalRow {
  id: string;
  accountId: string;
  type: string;
  value: number;
  observedAt: Date;
  key: string;
  corrects: string | null;
  source: string;
  note: string | null;
  evidence: string | null;
  /** What the sender said; what they left to us tells no two signals with one key apart. */
  said: { time: boolean; key: boolean };
  stale: boolean;
}

/** What is to be kept, and why the others are not: one or the other for each item, in order. */
export async function planSignals(
  db: Db | Tx,
  workspaceId: string,
  now: Date,
  items: readonly NewSignal[],
): Promise<(SignalRow | Refusal)[]> {
  const config = await loadHealthConfig(db, workspaceId);
  const accountOf = await finder(db, workspaceId, items);
  return mapInSlices(items, (item) => {
    const observedAt = item.observedAt ?? now;
    const wrong = checkSignal(item, observedAt, config, now);
    if (wrong) return wrong;
    const accountId = accountOf(item);
    if (isRefusal(accountId)) return accountId;
    const { type, value, source } = item;
    return {
      id: newId(now),
      accountId,
      type,
      value,
      observedAt,
      key: keyOf(item, accountId, observedAt),
      corrects: item.corrects ?? null,
      source,
      note: item.note ?? null,
      evidence: item.evidence ?? null,
      said: { time: item.observedAt !== undefined, key: item.key !== undefined },
      stale: isStale(config, type, observedAt, now),
    };
  });
}

async function finder(
  db: Db | Tx,
  workspaceId: string,
  items: readonly NewSignal[],
): Promise<(item: NewSignal) => string | Refusal> {
  const named = new Map(items.map(({ account }) => [JSON.stringify(account), account]));
  const found = await findAccounts(db, workspaceId, [...named.values()]);
  const byName = new Map([...named.keys()].map((name, i) => [name, found[i] ?? null]));
  return ({ account }) => {
    const hit = byName.get(JSON.stringify(account)) ?? null;
    if (hit !== null && hit !== 'ambiguous') return hit.id;
    const said = quoted(Object.values(account)[0] ?? '');
    return hit === null
      ? refuse(
          'unknown_account',
          `No account is known as ${said}. Import it first, or look how it is written.`,
        )
      : refuse(
          'ambiguous_account',
          `Several accounts have the domain ${said}: name this one by external_id.`,
        );
  };
}

/** What is already kept, or stands earlier among the rows, under each key. */
export type Standing = Pick<
  SignalRow,
  'accountId' | 'type' | 'value' | 'observedAt' | 'key' | 'corrects' | 'source' | 'note' | 'evidence'
>;

/** What becomes of each row, given those that were there before. */
export function settle(rows: readonly (SignalRow | Refusal)[], before: readonly Standing[]): SignalResult[] {
  const standing = new Map(before.map((row) => [row.key, row]));
  return rows.map((row) => {
    if (isRefusal(row)) return { state: 'rejected', code: row.refused, message: row.message };
    const other = standing.get(row.key);
    if (!other) {
      standing.set(row.key, row);
      return row.stale ? { state: 'accepted', stale: true } : { state: 'accepted' };
    }
    const differs = differenceOf(row, other);
    if (differs === undefined) return { state: 'duplicate' };
    const message = `key was used before for a signal with another ${differs}. Give this one a key of its own.`;
    return { state: 'rejected', code: 'key_reused', message };
  });
}

function differenceOf(row: SignalRow, other: Standing): string | undefined {
  if (!row.said.key) return undefined;
  if (row.accountId !== other.accountId) return 'account';
  if (row.said.time && row.observedAt.getTime() !== other.observedAt.getTime()) return 'observed_at';
  return (['type', 'value', 'corrects', 'source', 'note', 'evidence'] as const).find(
    (field) => row[field] !== other[field],
  );
}
