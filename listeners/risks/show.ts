import { KINDS } from '../../src/handoffs/kinds.ts';
import { loadAccountHandoffs } from '../../src/handoffs/read/find-handoffs.ts';
import { loadExplanation } from '../../src/health/read/load-explanation.ts';
import { readId } from '../../src/platform/outdated.ts';
import { isRefusal, type Refusal, refuse } from '../../src/platform/refusal.ts';
import type { RiskDetails } from '../../src/risks/read/details.ts';
import { loadRiskHistory } from '../../src/risks/read/load-risk-history.ts';
import { findRisk, listRisks, loadShownRisk } from '../../src/risks/read/load-risks.ts';
import { notYourRisk, RISK_NOT_FOUND, whyNotNow } from '../../src/risks/rules/parties.ts';
import { mayRisk, type RiskVerb } from '../../src/risks/rules/rights.ts';
import { loadRiskScene } from '../../src/risks/scene.ts';
import { pageIn } from '../../views/kit/ids.ts';
import { detailsMessage, detailsView, type RiskWindow, riskSignalsView } from '../../views/risks/details.ts';
import { riskListMessage, riskMessage } from '../../views/risks/messages.ts';
import type { May } from '../../views/risks/parts/buttons.ts';
import type { Say } from '../answer.ts';
import { turnsList } from '../cases/clicks.ts';
import type { ClickHandler } from '../click.ts';
import type { Visit } from '../edge.ts';

const ENTRIES = 3;

export interface RiskRead {
  risk: RiskDetails;
  may: May;
}

/** The risk for a visitor who may do this with it; to change one, it has to be open. */
export async function readRisk(
  visit: Visit,
  riskId: string,
  verb: RiskVerb = 'read',
): Promise<RiskRead | Refusal> {
  const scene = await loadRiskScene(visit, readId(riskId));
  if (isRefusal(scene)) return scene;
  const may: May = (one) => mayRisk(one, scene.roles, scene.risk);
  if (!may(verb)) return notYourRisk(scene);
  const risk = await loadShownRisk(visit, riskId);
  if (!risk) return RISK_NOT_FOUND;
  if (verb !== 'read' && risk.state === 'resolved') return whyNotNow(scene);
  return { risk, may };
}

/** Where a risk stands, to the visitor alone. */
export async function showRisk(visit: Visit, riskId: string): Promise<Say | Refusal> {
  const read = await readRisk(visit, riskId);
  if (isRefusal(read)) return read;
  const { entries } = await loadRiskHistory(visit, riskId, 0);
  return riskMessage(read.risk, entries.slice(0, ENTRIES), { memberId: visit.me.id, may: read.may });
}

/** *Open*, in a list. */
export const openRiskClick: ClickHandler = {
  says: (visit, { value }) => showRisk(visit, value),
};

/** `/risk R-7`. */
export async function showRiskByNumber(visit: Visit, number: number): Promise<Say | Refusal> {
  const name = `R-${number}`;
  const found = await findRisk(visit, name);
  if (found) return showRisk(visit, found.id);
  return refuse('not_found', `There is no ${name}. /risk list shows what is open.`);
}

/** `/risk mine` and `/risk list`. */
export async function showRiskList(visit: Visit, which: 'mine' | 'all', from = ''): Promise<Say> {
  const page = pageIn(from);
  const found = await listRisks(visit, { which, memberId: visit.me.id, page });
  return riskListMessage({ which, page, ...found, viewerId: visit.me.id });
}

export const turnRiskListPage = turnsList(showRiskList);

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

/** *All signals*: a window of its own, or in place of the one it is asked from. */
export const showSignals: ClickHandler = {
  opens: 'All signals',
  async view(visit, { value }) {
    const details = await loadDetails(visit, value);
    return isRefusal(details) ? details : riskSignalsView(details);
  },
};

async function loadDetails(visit: Visit, riskId: string): Promise<RiskWindow | Refusal> {
  const read = await readRisk(visit, riskId);
  if (isRefusal(read)) return read;
  const accountId = read.risk.account.id;
  const explained = await loadExplanation(visit.db, visit.workspace.id, accountId, visit.now);
  const { open, accepted } = await loadAccountHandoffs(visit, accountId, { memberId: visit.me.id });
  const sold = [...open, accepted].find((one) => one && KINDS[one.kind].isFromSeller && one.brief.why);
  return { risk: read.risk, explained, handoffs: open, why: sold?.brief.why ?? null };
}
