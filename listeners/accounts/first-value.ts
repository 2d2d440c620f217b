import { setFirstValue } from '../../src/accounts/set-first-value.ts';
import { readId } from '../../src/platform/outdated.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { localDate } from '../../src/time/local-date.ts';
import { firstValueKeptView, firstValueView } from '../../views/accounts/first-value-view.ts';
import { closeOr } from '../handoffs/answer.ts';
import type { SubmissionHandler } from '../submission.ts';
import { opensAccount } from './show-account.ts';

/** *First value reached*. */
export const firstValueClick = opensAccount('First value reached', 'first_value', (account, { now, me }) => {
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
