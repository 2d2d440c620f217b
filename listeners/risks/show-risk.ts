import { isRefusal, type Refusal } from '../../src/platform/refusal.ts';
import { loadRiskHistory } from '../../src/risks/load-risk-history.ts';
import { riskMessage } from '../../views/risks/risk-message.ts';
import type { Say } from '../answer.ts';
import type { ClickHandler } from '../click.ts';
import type { Visit } from '../edge.ts';
import { readRisk } from './read-risk.ts';

const ENTRIES = 3;

/** Where a risk stands, to the visitor alone. */
export async function showRisk(visit: Visit, riskId: string): Promise<Say | Refusal> {
  const read = await readRisk(visit, riskId);
  if (isRefusal(read)) return read;
  const { entries } = await loadRiskHistory(visit, riskId, 0);
  return riskMessage(read.picture, entries.slice(0, ENTRIES), read.may);
}

/** *Open*, in a list. */
export const openRiskClick: ClickHandler = {
  says: (visit, { value }) => showRisk(visit, value),
};
