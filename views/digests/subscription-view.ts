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
import { scopeText } from './parts/words.ts';

/** What the digest is of, when it comes and where. */
export function subscriptionView(screen: SubscriptionScreen): ModalView {
  const { id, cadence, weekday, channel } = screen;
  return modal({
    callback: DIGEST_CALLBACKS.subscription,
    title: id ? 'Change the digest' : 'New digest',
    submit: id ? 'Save' : 'Subscribe',
    close: 'Close',
    metadata: encodeDigestState(id ? { id } : {}),
    blocks: [
      input({ id: 'scope', label: 'What', element: scopeSelect(screen) }),
      ...(isCut(screen) ? [context(md`The first ${LIMITS.options} teams and segments are listed.`)] : []),
      input({
        id: 'channel',
        label: 'Where',
        optional: true,
        hint: 'Empty: to you directly. In a channel where guests or other companies read, it comes to you instead.',
        element: channelSelect({
          action: VALUE,
          placeholder: 'To you directly',
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
            option('monthly', 'Monthly', 'One screen: the change, what was saved and lost, what is asked'),
          ],
        }),
      }),
      input({
        id: 'weekday',
        label: 'On',
        hint: 'Monthly: the first such day of the month. Where nobody works that day, the next working day.',
        element: select({
          action: VALUE,
          initial: String(weekday),
          options: WEEKDAYS.map((name, index) => option(String(index), name)),
        }),
      }),
      input({ id: 'minute', label: 'At', element: timeSelect(screen.minute) }),
      input({ id: 'zone', label: 'In the time of', element: zoneSelect(screen) }),
    ],
  });
}

/** In place of the form, once it is done. */
export function subscribedView(digest: ListedDigest, changed: boolean): ModalView {
  return modal({
    callback: 'notice',
    title: changed ? 'Changed' : 'Subscribed',
    close: 'Close',
    blocks: [
      section(lines([bold(scopeText(digest.scope)), whenAndWhere(digest)])),
      context(md`To have one at once, write \`/digest now\`. To change or stop it, write \`/digest\`.`),
    ],
  });
}
