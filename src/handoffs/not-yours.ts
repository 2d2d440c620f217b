import { type Refusal, refuse } from '../platform/refusal.ts';
import { handoffName } from './handoff.ts';
import { type HandoffVerb, may } from './rights.ts';
import { NOT_FOUND, personIn, type Scene } from './scene.ts';

const SENDERS_VERBS: readonly HandoffVerb[] = ['resubmit', 'nudge', 'cancel'];

/** Tells somebody without the right whose it is. Of what they may not read, nothing at all. */
export function notYours(scene: Scene, verb: HandoffVerb): Refusal {
  const { handoff } = scene;
  if (handoff.state === 'draft' || !may('read', scene.roles, handoff.private)) return NOT_FOUND;
  const { name } = personIn(scene, SENDERS_VERBS.includes(verb) ? handoff.senderId : handoff.receiverId);
  return refuse(
    'not_yours',
    `Only ${name} or their lead can do this with ${handoffName(handoff)}. You can read it, and talk to ${name}.`,
  );
}
