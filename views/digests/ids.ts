import { z } from 'zod';
import { readState } from '../../src/platform/outdated.ts';

/** callback_id of each modal. */
export const DIGEST_CALLBACKS = {
  subscription: 'digest_subscription_form',
} as const;

/** action_id of everything that tells Baton of a click or a change. */
export const DIGEST_ACTIONS = {
  /** A button. */
  begin: 'digest_begin',
  /** A button. Value: the subscription's id. */
  change: 'digest_change',
  /** A menu. Value: `<verb>:<subscription id>`, verb being one of DIGEST_MORE_VERBS. */
  more: 'digest_more',
  /** A button. Value: the id of the digest that may not have arrived. */
  sendAgain: 'digest_send_again',
  /** A button. Value: the draft's handoff id. */
  resume: 'digest_resume',
} as const;

export const DIGEST_MORE_VERBS = ['now', 'preview', 'agenda', 'stop'] as const;
export type DigestMoreVerb = (typeof DIGEST_MORE_VERBS)[number];

const DigestModalStateSchema = z.object({
  /** The subscription; absent while one is made. */
  id: z.guid().optional(),
});

/** What the modal carries in private_metadata. All else is in its inputs or in the database. */
export type DigestModalState = z.infer<typeof DigestModalStateSchema>;

export function encodeDigestState(state: DigestModalState): string {
  return JSON.stringify(state);
}

/** Throws Outdated on anything that was not written by `encodeDigestState`. */
export function decodeDigestState(metadata: string): DigestModalState {
  return readState(DigestModalStateSchema, metadata);
}
