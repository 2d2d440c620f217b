import { BANDS } from '../../src/health/bands.ts';
import { clearOverride, overrideHealth } from '../../src/health/override-health.ts';
import { loadStandings } from '../../src/health/read/load-standings.ts';
import { readId } from '../../src/platform/outdated.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { loadAccountRisk } from '../../src/risks/read/load-risks.ts';
import { overriddenView, overrideView } from '../../views/health/override-view.ts';
import { opensAccount, showAnew } from '../accounts/show-account.ts';
import type { ClickHandler } from '../click.ts';
import { closeOr } from '../handoffs/answer.ts';
import type { SubmissionHandler } from '../submission.ts';

/** *Set health…*. */
export const overrideClick = opensAccount('Set health', 'override', async (account, visit) => {
  const standings = await loadStandings(visit.db, visit.workspace.id, [account.id], visit.now);
  const standing = standings.get(account.id);
  if (!standing) throw new Error('account without a standing');
  return overrideView(account, standing);
});

export const submitOverride: SubmissionHandler = async (visit, submission) => {
  const { fields, view } = submission;
  const done = await overrideHealth(visit, {
    accountId: readId(view.private_metadata),
    band: fields.get('band')?.value ?? '',
    until: fields.get('until')?.value ?? null,
    note: fields.get('note')?.value ?? '',
  });
  if (isRefusal(done)) return closeOr(submission, done);
  const { accountId: id, name, until } = done;
  const band = BANDS.find((one) => one === done.band) ?? 'watch';
  const open = band === 'critical' ? await loadAccountRisk(visit, id) : null;
  const openRisk = open?.name ?? null;
  return { update: overriddenView({ account: { id, name }, band, until: new Date(until), openRisk }) };
};

/** *Back to the score*. */
export const clearClick: ClickHandler = {
  async says(visit, { value }) {
    const cleared = await clearOverride(visit, { accountId: readId(value) });
    return showAnew(visit, isRefusal(cleared) ? cleared : { id: cleared.accountId });
  },
};
