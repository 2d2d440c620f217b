import type { ModalView } from '@slack/types';
import { context, input, modal, section } from '../kit/blocks.ts';
import { channelSelect, option, radios, select } from '../kit/elements.ts';
import { VALUE } from '../kit/ids.ts';
import { LIMITS } from '../kit/limits.ts';
import { bold, lines, md } from '../kit/text.ts';
import { DIGEST_CALLBACKS, encodeDigestState } from './ids.ts';
import { type ListedDigest, whenAndWhere } from './list-message.ts';
import {
  isCut,
  type SubscriptionScreen,
  scopeSelect,
  timeSelect,
  WEEKDAYS,
  zoneSelect,
} from './parts/subscription-inputs.ts';
import { ownScopeText } from './parts/words.ts';

/** What the digest is of, when it comes and where. */
export function subscriptionView(screen: SubscriptionScreen): ModalView {
  const { id, cadence, weekday, channel } = screen;
  return modal({
    callback: DIGEST_CALLBACKS.subscription,
    title: id ? 'Edit digest' : 'New digest',
    submit: id ? 'Save' : 'Create digest',
    close: 'Cancel',
    metadata: encodeDigestState(id ? { id } : {}),
    blocks: [
      input({ id: 'scope', label: 'Accounts', element: scopeSelect(screen) }),
      ...(isCut(screen) ? [context(md`The first ${LIMITS.options} teams and segments are listed.`)] : []),
      input({
        id: 'channel',
        label: 'Send to',
        optional: true,
        hint: 'Leave blank for a DM to you. If guests or other companies can read the channel, it comes to you instead.',
        element: channelSelect({
          action: VALUE,
          placeholder: 'DM to you',
          ...(channel && { initial: channel }),
        }),
      }),
      input({
        id: 'cadence',
        label: 'How often',
        element: radios({
          action: VALUE,
          initial: cadence,
          options: [
            option('weekly', 'Weekly', 'What changed, and what to do about each account'),
            option('monthly', 'Monthly', 'One screen: what changed, what was saved and lost, what to do'),
          ],
        }),
      }),
      input({
        id: 'weekday',
        label: 'Day',
        hint: 'Monthly: the first one of the month. If no one works that day, the next working day.',
        element: select({
          action: VALUE,
          initial: String(weekday),
          options: WEEKDAYS.map((name, index) => option(String(index), name)),
        }),
      }),
      input({ id: 'minute', label: 'Time', element: timeSelect(screen.minute) }),
      input({ id: 'zone', label: 'Time zone', element: zoneSelect(screen) }),
    ],
  });
}

/** In place of the form, once it is done. */
export function subscribedView(digest: ListedDigest, changed: boolean): ModalView {
  return modal({
    callback: 'notice',
    title: changed ? 'Digest saved' : 'Digest created',
    close: 'Done',
    blocks: [
      section(lines([bold(ownScopeText(digest.scope)), whenAndWhere(digest)])),
      context(md`To get one now, type \`/digest now\`. To change or stop it, type \`/digest\`.`),
    ],
  });
}
