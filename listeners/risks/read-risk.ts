import { readId } from '../../src/platform/outdated.ts';
import { isRefusal, type Refusal, refuse } from '../../src/platform/refusal.ts';
import { loadRiskPicture } from '../../src/risks/load-risk-pictures.ts';
import { notYourRisk } from '../../src/risks/not-your-risk.ts';
import type { RiskPicture } from '../../src/risks/picture.ts';
import { mayRisk, type RiskVerb } from '../../src/risks/rights.ts';
import { loadRiskScene, RISK_NOT_FOUND } from '../../src/risks/scene.ts';
import type { May } from '../../views/risks/parts/buttons.ts';
import type { Visit } from '../edge.ts';

export interface RiskRead {
  picture: RiskPicture;
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
  const picture = await loadRiskPicture(visit, riskId);
  if (!picture) return RISK_NOT_FOUND;
  if (verb !== 'read' && picture.state === 'resolved')
    return refuse('wrong_state', `${picture.name} is resolved already.`);
  return { picture, may };
}
