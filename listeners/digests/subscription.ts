import type { ModalView } from '@slack/types';
import { listSubscriptions, type SubscriptionPicture } from '../../src/digests/list-subscriptions.ts';
import { subscribe } from '../../src/digests/subscribe.ts';
import { isRefusal, type Refusal, refuse } from '../../src/platform/refusal.ts';
import { decodeDigestState } from '../../views/digests/ids.ts';
import {
  DIGEST_KINDS,
  OWN_ZONE,
  type SubscriptionScreen,
} from '../../views/digests/parts/subscription-inputs.ts';
import { subscribedView } from '../../views/digests/subscribed-view.ts';
import { subscriptionView } from '../../views/digests/subscription-view.ts';
import { readValue } from '../../views/kit/ids.ts';
import type { ClickHandler } from '../click.ts';
import type { Visit } from '../edge.ts';
import { closeOr } from '../handoffs/answer.ts';
import type { SubmissionHandler } from '../submission.ts';
import { loadChoices, loadZones } from './choices.ts';

/** Monday, at eight: before the week begins. */
const USUAL = { cadence: 'weekly', weekday: 0, minute: 480, zone: null, channel: null } as const;

const NOT_FOUND = refuse('not_found', 'This digest was stopped meanwhile. `/digest` shows yours.');

/** *New digest*. */
export const beginDigest: ClickHandler = {
  opens: 'New digest',
  view: (visit) => draw(visit, null),
};

/** *Change*, in the list of one's digests. */
export const changeDigest: ClickHandler = {
  opens: 'Change the digest',
  async view(visit, { value }) {
    const mine = await listSubscriptions(visit, visit.me.id);
    const one = mine.find(({ id }) => id === value);
    return one ? draw(visit, one) : NOT_FOUND;
  },
};

async function draw(visit: Visit, one: SubscriptionPicture | null): Promise<ModalView | Refusal> {
  const [choices, zones] = await Promise.all([loadChoices(visit), loadZones(visit)]);
  const first = choices[0] ?? null;
  const screen: SubscriptionScreen = {
    ...(one ?? USUAL),
    id: one?.id ?? null,
    choices,
    chosen: one ? { kind: one.scope.kind, key: one.teamId ?? one.segment ?? '' } : first,
    zones,
    ownZone: visit.me.zone,
  };
  return subscriptionView(screen);
}

export const submitSubscription: SubmissionHandler = async (visit, submission) => {
  const { id } = decodeDigestState(submission.view.private_metadata);
  const text = (field: string) => submission.fields.get(field)?.value ?? '';
  const { verb, rest: key } = readValue(text('scope'));
  const scope = DIGEST_KINDS.find((kind) => kind === verb);
  if (!scope) return closeOr(submission, refuse('no_scope', 'Pick what it is of.', 'scope'));
  const zone = text('zone');
  const subscribed = await subscribe(visit, {
    ...(id && { subscriptionId: id }),
    scope,
    teamId: scope === 'team' ? key : null,
    segment: scope === 'segment' ? key : null,
    cadence: text('cadence') === 'monthly' ? 'monthly' : 'weekly',
    // An empty text is no number: nothing was picked.
    weekday: Number(text('weekday') || Number.NaN),
    minute: Number(text('minute') || Number.NaN),
    zone: zone === OWN_ZONE || zone === '' ? null : zone,
    channel: text('channel') || null,
  });
  if (isRefusal(subscribed)) return closeOr(submission, subscribed);
  const mine = await listSubscriptions(visit, visit.me.id);
  const one = mine.find((each) => each.id === subscribed.subscriptionId);
  return one ? { update: subscribedView(one, id !== undefined || subscribed.wasThere) } : { close: true };
};
