import { type Refusal, refuse } from '../platform/refusal.ts';
import { mayRisk } from './rights.ts';
import { riskName } from './risk.ts';
import { RISK_NOT_FOUND, type RiskScene } from './scene.ts';

/** Tells somebody without the right whose it is. Of what they may not read, nothing at all. */
export function notYourRisk(scene: RiskScene): Refusal {
  const { risk, people, roles } = scene;
  if (!mayRisk('read', roles, risk)) return RISK_NOT_FOUND;
  const owner = risk.ownerId ? people.get(risk.ownerId) : undefined;
  if (!owner)
    return refuse('not_yours', `${riskName(risk)} has no owner yet. Claim it first, then you can do this.`);
  return refuse(
    'not_yours',
    `Only ${owner.name} or their lead can do this with ${riskName(risk)}. You can read it, and talk to ${owner.name}.`,
  );
}
