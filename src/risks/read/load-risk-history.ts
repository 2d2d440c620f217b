import { type CaseHistory, loadEntries, loadPage, type ReadingHistory } from '../../cases/load-history.ts';
import { readReasons } from '../../health/reasons.ts';
import type { EntryData } from '../../platform/audit.ts';
import type { RiskEntry } from './details.ts';

const HISTORY: CaseHistory<RiskEntry> = {
  type: 'risk',
  perPage: 15,
  adding: () => (entry, data, people) => ({
    ...entry,
    told: data.list('told').flatMap((id) => people.get(id)?.name ?? []),
    change: changeIn(data, entry.id),
    data: data.all,
  }),
};

/** Returns a page, the latest entry first. `page` counts from 0. */
export function loadRiskHistory(ctx: ReadingHistory, riskId: string, page: number) {
  return loadPage(ctx, HISTORY, riskId, page);
}

/** Returns one entry of any risk. */
export async function loadRiskEntry(ctx: ReadingHistory, entryId: string): Promise<RiskEntry | null> {
  const [entry] = await loadEntries(ctx, HISTORY, { id: entryId }, { take: 1 });
  return entry ?? null;
}

function changeIn(data: EntryData, entryId: string): RiskEntry['change'] {
  const [score, to] = [data.figure('score'), data.text('to')];
  if (score === null || to === null) return null;
  const reasons = readReasons(data.all['reasons'], entryId);
  return { from: data.text('from'), to, before: data.figure('before'), score, reasons };
}
