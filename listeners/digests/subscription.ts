import type { ModalView } from '@slack/types';
import { listSubscriptions, type SubscriptionPicture } from '../../src/digests/list-subscriptions.ts';
import { loadChoices, loadZones } from '../../src/digests/load-choices.ts';
import { subscribe } from '../../src/digests/subscribe.ts';
import { loadFigureRights } from '../../src/figures/load-figure-rights.ts';
import type { FigureFacts } from '../../src/figures/rights.ts';
import { isRefusal, type Refusal, refuse } from '../../src/platform/refusal.ts';
import { loadSettings } from '../../src/settings/load-settings.ts';
import { decodeDigestState } from '../../views/digests/ids.ts';
import {
  choiceValue,
  DIGEST_KINDS,
  OWN_ZONE,
  type SubscriptionScreen,
} from '../../views/digests/parts/subscription-inputs.ts';
import { subscribedView, subscriptionView } from '../../views/digests/subscription-view.ts';
import { readValue } from '../../views/kit/ids.ts';
import { LIMITS } from '../../views/kit/limits.ts';
import type { ClickHandler } from '../click.ts';
import type { Visit } from '../edge.ts';
import { closeOr } from '../handoffs/answer.ts';
import type { SubmissionHandler } from '../submission.ts';

/** Monday, at eight: before the week begins. */
const USUAL = { cadence: 'weekly', weekday: 0, minute: 480, zone: null, channel: null } as const;

const NOT_FOUND = refuse('not_found', 'That digest no longer exists. `/digest` lists yours.');

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
  const [all, zones] = await Promise.all([loadChoices(visit, await rightsOf(visit)), loadZones(visit)]);
  const choices = all.filter((one) => choiceValue(one).length <= LIMITS.optionValue);
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

/** Whose figures the visitor may see. */
export async function rightsOf(visit: Visit): Promise<FigureFacts> {
  return loadFigureRights(visit, visit.me.id, await loadSettings(visit.db, visit.workspace.id));
}

export const submitSubscription: SubmissionHandler = async (visit, submission) => {
  const { id } = decodeDigestState(submission.view.private_metadata);
  const text = (field: string) => submission.fields.get(field)?.value ?? '';
  const { verb, rest: key } = readValue(text('scope'));
  const scope = DIGEST_KINDS.find((kind) => kind === verb);
  if (!scope) return closeOr(submission, refuse('no_scope', 'Pick the accounts.', 'scope'));
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
