import type { SlackFailure } from '../platform/slack.ts';
import { channelSafety } from './channel-safety.ts';
import type { Claim } from './claim.ts';
import { type Delivery, deliveryCtx, type MessageKind, type Rendered, type Where } from './delivery.ts';
import { isDm } from './message.ts';

/** What is to be done with a message whose turn has come. Nothing of it has been sent. */
type Prepared =
  | { say: Rendered }
  | { moveBecause: string }
  | { failure: SlackFailure }
  | Bug
  | 'nothing to say';

/** Something is wrong with us. `dead`: trying again cannot help. */
export interface Bug {
  bug: string;
  dead: boolean;
  cause?: unknown;
}

/** Why a thread is moved: the channel is read by people who must not read of customers. */
export const NOT_PRIVATE = 'not_private';

/** Makes the words, as of now, and checks that Slack would take them and that the right people read them. */
export async function prepare(
  d: Delivery,
  claim: Pick<Claim, 'message' | 'workspace' | 'lane' | 'blocked'>,
  where: Omit<Where, 'dm'>,
): Promise<Prepared> {
  const kind = d.kinds[claim.message.kind];
  if (kind === undefined) return { bug: 'unknown_kind', dead: false };
  if (claim.blocked !== null) return { moveBecause: claim.blocked };
  try {
    const say = await kind.render(deliveryCtx(d, claim.workspace), claim.message, {
      ...where,
      dm: isDm(claim.lane),
    });
    if (say === null) return 'nothing to say';
    const refused = refusedBy(d, say);
    if (refused !== null) return refused;
    return kind.about === 'internal' ? { say } : await ifPrivate(d, claim, say);
  } catch (cause) {
    return { bug: 'render_failed', dead: false, cause };
  }
}

function refusedBy(d: Delivery, say: Rendered): Bug | null {
  try {
    d.validate(say);
    return null;
  } catch (cause) {
    return { bug: 'invalid_payload', dead: true, cause };
  }
}

async function ifPrivate(
  d: Delivery,
  claim: Pick<Claim, 'workspace' | 'lane'>,
  say: Rendered,
): Promise<Prepared> {
  const safety = await channelSafety(d, claim.workspace, claim.lane);
  if (safety === 'safe') return { say };
  return safety === 'unsafe' ? { moveBecause: NOT_PRIVATE } : { failure: safety };
}

/** The person whose DM takes the message instead, or null when there is none but the lane it is in. */
export async function fallbackOf(
  d: Delivery,
  claim: Pick<Claim, 'message' | 'workspace' | 'lane'>,
): Promise<string | null> {
  const kind: MessageKind | undefined = d.kinds[claim.message.kind];
  const person = (await kind?.fallback?.(deliveryCtx(d, claim.workspace), claim.message)) ?? null;
  return person === claim.lane ? null : person;
}
