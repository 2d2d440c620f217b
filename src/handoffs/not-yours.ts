import { type Refusal, refuse } from '../platform/refusal.ts';
import { type HandoffState, handoffName, isOpen, standOf } from './handoff.ts';
import { personIn } from './parties.ts';
import { type HandoffVerb, may } from './rights.ts';
import { NOT_FOUND, type Scene } from './scene.ts';

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

/** In words, why a handoff cannot be `cannot` where it stands. "Already accepted" is only an answer with the name of who was first. */
export function whyNotNow({ handoff, people, actor }: Scene, cannot: string): Refusal {
  const name = handoffName(handoff);
  const by = (id: string | null) =>
    id === null ? '' : ` by ${id === actor.id ? 'you' : personIn({ people }, id).name}`;
  const now: Record<HandoffState, string> = {
    draft: `${name} was not handed over yet`,
    submitted: `${name} waits to be acknowledged`,
    acknowledged: `${name} is acknowledged${by(handoff.acknowledgedById)} already`,
    returned: `${name} went back to the sender, who is filling the gaps`,
    accepted: `${name} is accepted${by(handoff.acceptedById)} already`,
    finished: `${name} is finished${by(handoff.finishedById)} already`,
    cancelled: `${name} was cancelled`,
  };
  return refuse('wrong_state', `${now[handoff.state]}, so it cannot be ${cannot} now.`);
}

/** Whoever filled in a form reads what happened since it was drawn, before they decide on it. */
export function changedMeanwhile({ handoff, people, actor }: Scene, drawnFor: string): Refusal | null {
  if (!isOpen(handoff.state) || drawnFor === standOf(handoff)) return null;
  const name = (id: string | null) => (id === actor.id ? 'you' : personIn({ people }, id).name);
  const stands = {
    accepted: `${name(handoff.acceptedById ?? handoff.receiverId)} accepted it`,
    acknowledged: `${name(handoff.acknowledgedById ?? handoff.receiverId)} responded to it`,
    returned: `${name(handoff.receiverId)} asked for more`,
  };
  const what = stands[handoff.state as keyof typeof stands] ?? `it’s with ${name(handoff.receiverId)} now`;
  return refuse(
    'changed',
    `${handoffName(handoff)} changed while this form was open: ${what}. Submit again if you still mean it.`,
  );
}
