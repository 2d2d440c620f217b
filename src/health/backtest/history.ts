import type { CsvTable, RejectedRow } from '../../platform/csv/csv.ts';
import { closest } from '../../platform/text.ts';
import type { HealthConfig } from '../config.ts';
import type { Observation } from '../score.ts';

/** One customer's past. */
export interface AccountHistory {
  account: string;
  csm: string;
  observations: Observation[];
  /** When the customer left; null: they stayed. */
  churnedAt: Date | null;
  /** What really happened: known only of made-up pasts. */
  truth?: Truth;
}

export interface Truth {
  /** Until the customer left, or, where it was saved, until it was over. */
  slides: { from: Date; to: Date; saved: boolean }[];
  /** What passed by itself. */
  dips: { from: Date; to: Date }[];
}

export const HISTORY_COLUMNS = ['account', 'csm', 'type', 'value', 'observed_at'] as const;

/** The type of the row that says when a customer left. */
const CHURNED = 'churned';

/**
 * Histories from a file: a row for each observation, and one of the type `churned` for each customer who left. Rows
 * that cannot be read are answered with a reason.
 */
export function readHistory(
  table: CsvTable,
  config: HealthConfig,
): { histories: AccountHistory[]; rejected: RejectedRow[] } {
  const byAccount = new Map<string, AccountHistory>();
  const rejected = [...table.rejected];
  for (const { line, cells, raw } of table.rows) {
    const reason = take(cells, byAccount, config);
    if (reason !== null) rejected.push({ line, reason, raw });
  }
  return {
    histories: [...byAccount.values()].filter(({ observations }) => observations.length > 0),
    rejected,
  };
}

/** Null, or why the row cannot be taken. */
function take(
  cells: Readonly<Record<string, string>>,
  byAccount: Map<string, AccountHistory>,
  config: HealthConfig,
): string | null {
  const { account = '', csm = '', type = '', value = '', observed_at: at = '' } = cells;
  if (account === '') return 'account is empty';
  const observedAt = new Date(at);
  if (at === '' || Number.isNaN(observedAt.getTime())) return 'observed_at is not a date such as 2026-03-01';
  const history = byAccount.get(account) ?? { account, csm, observations: [], churnedAt: null };
  byAccount.set(account, history);
  if (type === CHURNED) {
    history.churnedAt = observedAt;
    return null;
  }
  if (!Object.hasOwn(config.types, type)) {
    const near = closest(type, Object.keys(config.types));
    return `type "${type}" is unknown${near ? `; did you mean ${near}?` : ''}`;
  }
  const raw = Number(value);
  if (value === '' || !Number.isFinite(raw)) return `value "${value}" is not a number`;
  history.observations.push({ type, value: raw, observedAt });
  return null;
}
