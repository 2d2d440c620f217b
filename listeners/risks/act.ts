import type { Changed } from '../../src/cases/change-case.ts';
import { nudgeCase } from '../../src/cases/nudge-case.ts';
import { snoozeCase } from '../../src/cases/snooze-case.ts';
import { SNOOZE_NAMES } from '../../src/cases/snooze-until.ts';
import { readOneOf } from '../../src/platform/outdated.ts';
import { isRefusal, type Refusal } from '../../src/platform/refusal.ts';
import { claimRisk } from '../../src/risks/claim-risk.ts';
import { loadRiskPicture } from '../../src/risks/load-risk-pictures.ts';
import { RISKS } from '../../src/risks/risk-case.ts';
import { RISK_NOT_FOUND } from '../../src/risks/scene.ts';
import { readValue } from '../../views/kit/ids.ts';
import { type RiskActed, riskActedMessage } from '../../views/risks/acted-message.ts';
import { anew, type Say } from '../answer.ts';
import type { Click, ClickHandler } from '../click.ts';
import type { Visit } from '../edge.ts';
import { readRisk } from './read-risk.ts';
import { showRisk } from './show-risk.ts';

/** *I’ve got it*. */
export const claimClick: ClickHandler = {
  says: (visit, click) =>
    acting(visit, click, click.value, 'claimed', (riskId) => claimRisk(visit, { riskId })),
};

export const snoozeRiskClick: ClickHandler = {
  async says(visit, click) {
    const { verb, rest } = readValue(click.value);
    const snooze = readOneOf(SNOOZE_NAMES, verb);
    return acting(visit, click, rest, 'snoozed', (riskId) =>
      snoozeCase(visit, RISKS, { id: riskId, snooze }),
    );
  },
};

/** *Nudge*, in a list or a digest, which goes on standing there. */
export const nudgeRiskClick: ClickHandler = {
  says: (visit, click) =>
    acting(visit, { ...click, ephemeral: false }, click.value, 'nudged', (riskId) =>
      nudgeCase(visit, RISKS, riskId),
    ),
};

/** What came of it; on an answer that only this person sees, which nothing else redraws, by drawing it anew. */
async function acting(
  visit: Visit,
  { ephemeral }: Click,
  riskId: string,
  acted: RiskActed,
  act: (riskId: string) => Promise<Changed | Refusal>,
): Promise<Say | Refusal> {
  const read = await readRisk(visit, riskId);
  if (isRefusal(read)) return read;
  const changed = await act(riskId);
  const refusal = isRefusal(changed) ? changed : null;
  if (ephemeral) {
    const shown = await showRisk(visit, riskId);
    return isRefusal(shown) ? (refusal ?? shown) : anew(shown, refusal);
  }
  if (refusal) return refusal;
  const picture = await loadRiskPicture(visit, riskId);
  return picture ? riskActedMessage(acted, picture) : RISK_NOT_FOUND;
}
