import type { ModalView } from '@slack/types';
import { ACCOUNT_NOT_FOUND, loadForChange } from '../../src/accounts/account-scene.ts';
import { setFirstValue } from '../../src/accounts/change/set-first-value.ts';
import { shareAccount } from '../../src/accounts/change/share-account.ts';
import { previewMerge } from '../../src/accounts/merge/preview-merge.ts';
import { confirmAsMember, mergeAsMember } from '../../src/accounts/merge/settle-account.ts';
import { loadProfile } from '../../src/accounts/read/load-profile.ts';
import { loadTimeline } from '../../src/accounts/read/load-timeline.ts';
import { mayAccount } from '../../src/accounts/rights.ts';
import { decideShare } from '../../src/accounts/share.ts';
import { decodePlace, type TimelinePlace } from '../../src/accounts/timeline.ts';
import { loadReadablePrivate } from '../../src/handoffs/read/find-handoffs.ts';
import { cutsFor } from '../../src/health/config.ts';
import { loadExpected } from '../../src/health/read/load-expected.ts';
import { loadRecentSignals } from '../../src/health/read/load-explanation.ts';
import { loadHealthConfig } from '../../src/health/rules/load-config.ts';
import { channelSafety } from '../../src/outbox/readers/channel-safety.ts';
import { Places } from '../../src/outbox/readers/places.ts';
import { hasOutsiders } from '../../src/people/sync-people.ts';
import { readId } from '../../src/platform/outdated.ts';
import { isRefusal, type Refusal, refuse } from '../../src/platform/refusal.ts';
import { localDate } from '../../src/time/local-date.ts';
import { firstValueKeptView, firstValueView } from '../../views/accounts/first-value-view.ts';
import { mergedView, mergeView } from '../../views/accounts/merge-view.ts';
import { sharedView, shareView } from '../../views/accounts/share-views.ts';
import { signalsView } from '../../views/accounts/signals-view.ts';
import { timelineView } from '../../views/accounts/timeline-view.ts';
import { readValue } from '../../views/kit/ids.ts';
import { flagView } from '../../views/risks/flag-view.ts';
import type { ClickHandler } from '../click.ts';
import type { Visit } from '../edge.ts';
import { closeOr } from '../handoffs/answer.ts';
import type { SubmissionHandler } from '../submission.ts';
import { opensAccount, showAccount, showAnew } from './show-account.ts';

/** *Share*. */
export const shareClick = opensAccount('Share account', 'share', (account) => shareView(account));

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
      'This channel has guests or people of another company, or Slack doesn’t say who reads it. Pick another one.',
    );
  return safety.kind === 'channelGone' || safety.kind === 'notInChannel'
    ? no('not_in_channel', 'Baton isn’t in this channel. Invite it there first, or pick another one.')
    : no('unavailable', 'Slack didn’t say who reads this channel. Try again in a minute.');
}

/** *Timeline*. */
export const timelineClick: ClickHandler = {
  opens: 'Timeline',
  view: (visit, { value }) => draw(visit, readId(value), null),
};

export const turnTimelinePage: ClickHandler = {
  redraws(visit, { value }) {
    const { verb: accountId, rest } = readValue(value);
    return draw(visit, readId(accountId), decodePlace(rest));
  },
};

async function draw(
  visit: Visit,
  accountId: string,
  before: TimelinePlace | null,
): Promise<ModalView | Refusal> {
  const scene = await loadForChange(visit, accountId, 'read');
  if (isRefusal(scene)) return scene;
  const { account } = scene;
  const readable = await loadReadablePrivate(visit, account.id, visit.me.id);
  const config = await loadHealthConfig(visit.db, visit.workspace.id);
  const page = await loadTimeline(visit, account.id, { before, readable });
  return timelineView(account, page, cutsFor(config, account.stage));
}

/** *First value…* */
export const firstValueClick = opensAccount('First value', 'first_value', (account, { now, me }) => {
  const on = account.firstValueOn?.toISOString().slice(0, 10) ?? null;
  return firstValueView(account, { on, today: localDate(now, me.zone) });
});

export const submitFirstValue: SubmissionHandler = async (visit, submission) => {
  const { view, fields } = submission;
  const isTakenBack = fields.get('clear')?.ticked.includes('yes') ?? false;
  const kept = await setFirstValue(visit, {
    accountId: readId(view.private_metadata),
    on: isTakenBack ? null : (fields.get('firstValueOn')?.value ?? null),
  });
  return isRefusal(kept) ? closeOr(submission, kept) : { update: firstValueKeptView(kept.name, kept.on) };
};

/** *Show*, in a list of accounts: in place of the list. What stands in a channel goes on standing there. */
export const showClick: ClickHandler = {
  async says(visit, { value, ephemeral }) {
    const said = await showAccount(visit, readId(value));
    return isRefusal(said) ? said : { ...said, replace: ephemeral };
  },
};

export const signalsClick: ClickHandler = {
  opens: 'Signals',
  async view(visit, { value }) {
    const scene = await loadForChange(visit, readId(value), 'read');
    if (isRefusal(scene)) return scene;
    const { account, roles } = scene;
    const { db, workspace, now } = visit;
    const config = await loadHealthConfig(db, workspace.id);
    return signalsView(account, {
      signals: await loadRecentSignals(visit, account.id),
      expected: await loadExpected(db, workspace.id, account.id, { config, now }),
      mayExpect: mayAccount('expect', roles, account),
      now,
    });
  },
};

/** *Flag a risk*: the same window that `/risk` opens. */
export const flagClick: ClickHandler = {
  opens: 'Flag a risk',
  async view(visit, { value }) {
    const account = await loadProfile(visit, readId(value));
    if (!account) return ACCOUNT_NOT_FOUND;
    return flagView({ account, accountName: null, candidates: [], kind: null, note: null, evidence: null });
  },
};

export const confirmClick: ClickHandler = {
  says: async (visit, { value }) =>
    showAnew(visit, await confirmAsMember(visit, { accountId: readId(value) })),
};

/** *Merge into…* */
export const mergeClick = opensAccount('Merge accounts', 'merge', (account) => mergeView(account, null));

/** The choice of the account that stays shows what goes over to it. */
export const pickSurvivor: ClickHandler = {
  async redraws(visit, { value, view }) {
    const fromId = readId(view?.private_metadata);
    const scene = await loadForChange(visit, fromId, 'merge');
    if (isRefusal(scene)) return scene;
    const preview = await previewMerge(visit, { fromId, intoId: readId(value) });
    return isRefusal(preview) ? preview : mergeView(scene.account, preview);
  },
};

export const submitMerge: SubmissionHandler = async (visit, submission) => {
  const intoId = submission.fields.get('into')?.value;
  if (!intoId) return closeOr(submission, refuse('no_account', 'Pick the account that stays.', 'into'));
  const merged = await mergeAsMember(visit, {
    fromId: readId(submission.view.private_metadata),
    intoId: readId(intoId),
  });
  return isRefusal(merged) ? closeOr(submission, merged) : { update: mergedView(merged) };
};
