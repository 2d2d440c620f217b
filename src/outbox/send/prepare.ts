import type { SlackFailure } from '../../platform/slack/slack.ts';
import { type Delivery, deliveryCtx, type NotPrivate, type Rendered, type Where } from '../delivery.ts';
import { isDm } from '../message.ts';
import { channelSafety } from '../readers/channel-safety.ts';
import type { Claim } from './claim.ts';

type Prepared = Pick<Claim, 'message' | 'workspace' | 'destination' | 'blocked' | 'notPrivate'>;

/** Something is wrong with us. `dead`: trying again cannot help. */
export interface Bug {
  bug: string;
  dead: boolean;
  cause?: unknown;
}

/** Why a message may not be said where it goes now. Nothing of it has been sent. */
type Hindrance =
  | { blocked: string }
  /** What was said in its thread is to be taken down, too. */
  | { notPrivate: NotPrivate }
  | { failure: SlackFailure };

/**
 * May the readers of its lane read this? Asked before anything of it is made, so that no failure of ours in
 * making it leaves a customer's words where others read. What speaks of we do not know what is not for others.
 */
export async function hindranceOf(d: Delivery, claim: Prepared): Promise<Hindrance | null> {
  if (claim.blocked !== null) return { blocked: claim.blocked };
  if (d.kinds[claim.message.kind]?.about === 'internal') return null;
  if (claim.notPrivate !== null) return { notPrivate: claim.notPrivate };
  const readers = await channelSafety(d, claim.workspace, claim.destination);
  if (readers === 'private') return null;
  return typeof readers === 'string' ? { notPrivate: readers } : { failure: readers };
}

/** Makes the words, as of now, and checks that Slack would take them. */
export async function prepare(
  d: Delivery,
  claim: Prepared,
  where: Omit<Where, 'dm'>,
): Promise<{ say: Rendered } | Bug | 'nothing to say'> {
  const kind = d.kinds[claim.message.kind];
  if (kind === undefined) return { bug: 'unknown_kind', dead: false };
  let say: Rendered | null;
  try {
    const dm = isDm(claim.destination);
    say = await kind.render(deliveryCtx(d, claim.workspace), claim.message, { ...where, dm });
  } catch (cause) {
    return { bug: 'render_failed', dead: false, cause };
  }
  if (say === null) return 'nothing to say';
  try {
    d.validate(say);
    return { say };
  } catch (cause) {
    return { bug: 'invalid_payload', dead: true, cause };
  }
}

/** The person whose DM takes the message instead; null when there is none but where it goes. */
export async function fallbackOf(
  d: Delivery,
  claim: Pick<Claim, 'message' | 'workspace' | 'destination'>,
): Promise<{ person: string | null } | Bug> {
  try {
    const kind = d.kinds[claim.message.kind];
    const person = (await kind?.fallback?.(deliveryCtx(d, claim.workspace), claim.message)) ?? null;
    return { person: person === claim.destination ? null : person };
  } catch (cause) {
    return { bug: 'fallback_failed', dead: false, cause };
  }
}
