import { loadPictures } from '../../src/handoffs/load-pictures.ts';
import { loadExplanation } from '../../src/health/load-explanation.ts';
import { isRefusal, type Refusal } from '../../src/platform/refusal.ts';
import { forMember, isWithheld } from '../../views/handoffs/parts/privacy.ts';
import { detailsMessage, detailsView, type RiskDetails } from '../../views/risks/details.ts';
import type { ClickHandler } from '../click.ts';
import type { Visit } from '../edge.ts';
import { readRisk } from './read-risk.ts';

const HANDOFFS = 20;
const OPEN = ['submitted', 'acknowledged', 'returned'] as const;

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
  const latest = await visit.db.handoff.findMany({
    where: { workspaceId: visit.workspace.id, accountId, state: { in: [...OPEN, 'accepted', 'finished'] } },
    select: { id: true },
    orderBy: { submittedAt: 'desc' },
    take: HANDOFFS,
  });
  const pictures = await loadPictures(
    visit,
    latest.map(({ id }) => id),
  );
  const shown = pictures
    .map((picture) => forMember(picture, visit.me.id))
    .filter((picture) => !isWithheld(picture));
  return {
    picture: read.picture,
    explained,
    handoffs: shown.filter(({ state }) => (OPEN as readonly string[]).includes(state)),
    why: shown.find(({ kind, brief }) => kind === 'sales_to_cs' && brief.why)?.brief.why ?? null,
  };
}
