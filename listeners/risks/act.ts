import { loadRiskPicture } from '../../src/risks/read/load-risks.ts';
import { RISKS } from '../../src/risks/risk-case.ts';
import { RISK_NOT_FOUND } from '../../src/risks/rules/parties.ts';
import { claimRisk } from '../../src/risks/verbs/work.ts';
import { type RiskActed, riskActedMessage } from '../../views/risks/acted-message.ts';
import { type Answers, acting, nudgeClick, snoozeClick } from '../cases/clicks.ts';
import type { ClickHandler } from '../click.ts';
import { showRisk } from './show.ts';

const ANSWERS: Answers<RiskActed> = {
  show: showRisk,
  async done(visit, riskId, acted) {
    const picture = await loadRiskPicture(visit, riskId);
    return picture ? riskActedMessage(acted, picture) : RISK_NOT_FOUND;
  },
};

/** *I’ve got it*. */
export const claimClick: ClickHandler = {
  says: (visit, click) =>
    acting(ANSWERS, visit, click, click.value, 'claimed', (riskId) => claimRisk(visit, { riskId })),
};

export const snoozeRiskClick = snoozeClick(RISKS, ANSWERS);

/** *Nudge*, in a list or a digest. */
export const nudgeRiskClick = nudgeClick(RISKS, ANSWERS, { stays: true });
