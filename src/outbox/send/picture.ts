import { failureOf } from '../../platform/failure.ts';
import type { SlackFailure } from '../../platform/slack/slack.ts';
import { type Delivery, deliveryCtx, type Rendered } from '../delivery.ts';
import { backoffMs } from './backoff.ts';
import type { Claim } from './claim.ts';
import { uploadPicture } from './upload.ts';

/** Attempts, in about a minute, after which a message goes out without its picture. */
const MAX_PICTURE_ATTEMPTS = 5;

/** When to try again, as it is recorded. */
interface Wait {
  ms: number;
  error: string | null;
  counts: boolean;
}

/**
 * Uploads the picture of a message that has one, before its words are made, which then show it. Nothing is
 * posted by that, so that it may be repeated. A refusal, a picture that cannot be drawn and Slack's continued
 * silence all mean: the message goes out without. Null: go on.
 */
export async function bringPicture(d: Delivery, claim: Claim): Promise<Wait | null> {
  const kind = d.kinds[claim.message.kind];
  if (kind?.picture === undefined || claim.blocked !== null || claim.attempt > MAX_PICTURE_ATTEMPTS)
    return null;
  const ids = { workspaceId: claim.workspace.id, messageId: claim.message.id, kind: claim.message.kind };
  try {
    const picture = await kind.picture(deliveryCtx(d, claim.workspace), claim.message);
    if (picture === null) return null;
    const uploaded = await uploadPicture(d, claim.workspace, picture);
    if (uploaded === 'stopped') return { ms: 0, error: null, counts: false };
    if ('fileId' in uploaded) {
      await picture.keep(uploaded.fileId);
      return null;
    }
    const { failure } = uploaded;
    const wait = waitAfter(failure, claim.attempt);
    d.log.warn(
      { ...ids, code: failure.code },
      wait ? 'picture could not be uploaded; it will be tried again' : 'message goes out without its picture',
    );
    return wait;
  } catch (cause) {
    d.log.error({ ...ids, ...failureOf(cause) }, 'picture failed; its message goes out without');
    return null;
  }
}

/** Counted even where Slack asks for a pause: the words do not wait for ever. */
function waitAfter(failure: SlackFailure, attempt: number): Wait | null {
  if (attempt >= MAX_PICTURE_ATTEMPTS) return null;
  const { code: error } = failure;
  if (failure.kind === 'rateLimited') return { ms: failure.retryAfterMs, error, counts: true };
  if (failure.kind === 'unreachable') return { ms: backoffMs(attempt), error, counts: true };
  return null;
}

/** Slack takes no message whose file is gone, or not ready after all. It says so of the whole message. */
export function isPictureRefused(
  d: Delivery,
  claim: Pick<Claim, 'message' | 'workspace'>,
  say: Rendered,
  failure: SlackFailure,
): boolean {
  const shows = say.blocks.some((block) => block.type === 'image' && 'slack_file' in block);
  if (!shows || failure.kind !== 'invalidPayload') return false;
  d.log.warn(
    { workspaceId: claim.workspace.id, messageId: claim.message.id, code: failure.code },
    'message was refused with its picture; it is sent without',
  );
  return true;
}
