import { ACCOUNT_NOT_FOUND, loadForChange } from '../../src/accounts/account-scene.ts';
import { loadProfile } from '../../src/accounts/load-profile.ts';
import { previewMerge } from '../../src/accounts/preview-merge.ts';
import { confirmAsMember, mergeAsMember } from '../../src/accounts/settle-account.ts';
import { loadRecentSignals } from '../../src/health/load-recent-signals.ts';
import { readId } from '../../src/platform/outdated.ts';
import { isRefusal, refuse } from '../../src/platform/refusal.ts';
import { mergedView, mergeView } from '../../views/accounts/merge-view.ts';
import { signalsView } from '../../views/accounts/signals-view.ts';
import { flagView } from '../../views/risks/flag-view.ts';
import type { ClickHandler } from '../click.ts';
import { closeOr } from '../handoffs/answer.ts';
import type { SubmissionHandler } from '../submission.ts';
import { opensAccount, showAccount, showAnew } from './show-account.ts';

/** *Show*, in a list of accounts: in place of the list. What stands in a channel goes on standing there. */
export const showClick: ClickHandler = {
  async says(visit, { value, ephemeral }) {
    const said = await showAccount(visit, readId(value));
    return isRefusal(said) ? said : { ...said, replace: ephemeral };
  },
};

export const signalsClick: ClickHandler = {
  opens: 'Latest signals',
  async view(visit, { value }) {
    const account = await loadProfile(visit, readId(value));
    return account
      ? signalsView(account, await loadRecentSignals(visit, account.id), visit.now)
      : ACCOUNT_NOT_FOUND;
  },
};

/** *Flag a risk*: the same window that `/risk` opens. */
export const flagClick: ClickHandler = {
  opens: 'Flag account risk',
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
export const mergeClick = opensAccount('Merge into another', 'merge', (account) => mergeView(account, null));

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
