import { decideShare } from '../../src/accounts/share.ts';
import { shareAccount } from '../../src/accounts/share-account.ts';
import { channelSafety } from '../../src/outbox/channel-safety.ts';
import { Places } from '../../src/outbox/places.ts';
import { hasOutsiders } from '../../src/people/has-outsiders.ts';
import { readId } from '../../src/platform/outdated.ts';
import { isRefusal, type Refusal, refuse } from '../../src/platform/refusal.ts';
import { sharedView, shareView } from '../../views/accounts/share-view.ts';
import type { Visit } from '../edge.ts';
import { closeOr } from '../handoffs/answer.ts';
import type { SubmissionHandler } from '../submission.ts';
import { opensAccount } from './show-account.ts';

/** *Share*. */
export const shareClick = opensAccount('Share an account', 'share', (account) => shareView(account));

export const submitShare: SubmissionHandler = async (visit, submission) => {
  const text = (field: string) => submission.fields.get(field)?.value ?? '';
  const decision = decideShare({ channel: text('channel'), note: text('note') });
  if (isRefusal(decision)) return closeOr(submission, decision);
  const refused = await whyNotThere(visit, decision.channel);
  if (refused) return closeOr(submission, refused);
  const accountId = readId(submission.view.private_metadata);
  const shared = await shareAccount(visit, { accountId, ...decision });
  return isRefusal(shared)
    ? closeOr(submission, shared)
    : { update: sharedView(shared.name, shared.channel) };
};

/** Asks Slack anew who reads the channel: it is asked again when the card is posted. */
async function whyNotThere(visit: Visit, channel: string): Promise<Refusal | null> {
  const { db, log, now, slack, workspace } = visit;
  const clock = { now: () => now, wall: () => now };
  const safety = await channelSafety(
    { db, log, clock, hasOutsiders, slack: () => slack, channels: new Map(), places: new Places() },
    workspace,
    channel,
  );
  if (safety === 'private') return null;
  const no = (code: string, message: string) => refuse(code, message, 'channel');
  if (typeof safety === 'string')
    return no(
      'not_private',
      'This channel is shared with another company or about to be, has guests, or Slack does not say who reads it. Pick another one.',
    );
  return safety.kind === 'channelGone' || safety.kind === 'notInChannel'
    ? no('not_in_channel', 'Baton cannot see this channel. Invite it there first, or pick another one.')
    : no('unavailable', 'Slack did not say who reads this channel just now. Please try again in a minute.');
}
