import { loadStandings } from '../../src/health/load-standings.ts';
import { readId } from '../../src/platform/outdated.ts';
import { isRefusal, refuse } from '../../src/platform/refusal.ts';
import { loadAccountRisk, loadRiskPicture } from '../../src/risks/read/load-risks.ts';
import { RISK_NOT_FOUND } from '../../src/risks/rules/parties.ts';
import { flagRisk } from '../../src/risks/verbs/flag-risk.ts';
import { flaggedView } from '../../views/risks/flagged-view.ts';
import type { ClickHandler } from '../click.ts';

/** *Open a risk*, once somebody has called an account critical: with their words, and as critical. */
export const openByHandClick: ClickHandler = {
  async redraws(visit, { value, view }) {
    const accountId = readId(value);
    const open = await loadAccountRisk(visit, accountId);
    if (open) return flaggedView(open, 'before');
    const standing = (await loadStandings(visit.db, visit.workspace.id, [accountId], visit.now)).get(
      accountId,
    );
    const said = standing?.override;
    if (said?.band !== 'critical') return refuse('not_low', 'Nobody calls it critical any more.');
    const flagged = await flagRisk(
      { ...visit, request: `${view?.id}:${accountId}` },
      {
        account: { id: accountId },
        kind: 'other',
        sentiment: null,
        note: said.note,
        evidence: null,
        urgent: true,
      },
    );
    if (isRefusal(flagged)) return flagged;
    const picture = await loadRiskPicture(visit, flagged.riskId);
    return picture ? flaggedView(picture, flagged.wasOpen ? 'noted' : 'opened') : RISK_NOT_FOUND;
  },
};
