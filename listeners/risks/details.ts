import { KINDS } from '../../src/handoffs/kinds.ts';
import { loadAccountHandoffs } from '../../src/handoffs/read/find-handoffs.ts';
import { loadExplanation } from '../../src/health/load-explanation.ts';
import { isRefusal, type Refusal } from '../../src/platform/refusal.ts';
import { detailsMessage, detailsView, type RiskDetails } from '../../views/risks/details.ts';
import type { ClickHandler } from '../click.ts';
import type { Visit } from '../edge.ts';
import { readRisk } from './show.ts';

/** *Details*, on a message: an answer to the reader alone. */
export const detailsClick: ClickHandler = {
  async says(visit, { value }) {
    const details = await loadDetails(visit, value);
    return isRefusal(details) ? details : detailsMessage(details);
  },
};

/** The same in place of the modal it is asked from. */
export const showDetails: ClickHandler = {
  async redraws(visit, { value }) {
    const details = await loadDetails(visit, value);
    return isRefusal(details) ? details : detailsView(details);
  },
};

async function loadDetails(visit: Visit, riskId: string): Promise<RiskDetails | Refusal> {
  const read = await readRisk(visit, riskId);
  if (isRefusal(read)) return read;
  const accountId = read.picture.account.id;
  const explained = await loadExplanation(visit.db, visit.workspace.id, accountId, visit.now);
  const { open, accepted } = await loadAccountHandoffs(visit, accountId, { memberId: visit.me.id });
  const sold = [...open, accepted].find((one) => one && KINDS[one.kind].isFromSeller && one.brief.why);
  return { picture: read.picture, explained, handoffs: open, why: sold?.brief.why ?? null };
}
