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

/** In words, why a risk cannot be `cannot` as it stands. "Claimed already" is only an answer with the name of who was first. */
export function whyNotNow({ risk, people, actor }: RiskScene, cannot: string): Refusal {
  if (risk.state === 'open')
    return refuse('wrong_state', `${riskName(risk)} is not claimed yet. Claim it first.`);
  const byId = risk.state === 'resolved' ? risk.resolvedById : risk.ownerId;
  const name = byId === actor.id ? 'you' : byId && people.get(byId)?.name;
  const is = `is ${risk.state}${name ? ` by ${name}` : ''} already`;
  return refuse('wrong_state', `${riskName(risk)} ${is} and cannot be ${cannot} any more.`);
}
