import { GREETINGS, HOURS } from '../../src/home/home.ts';
import { endGreeting } from '../../src/home/load-home.ts';
import { setPreferences } from '../../src/home/preferences.ts';
import { loadAbsence } from '../../src/people/load-people.ts';
import { readOneOf } from '../../src/platform/outdated.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { exampleView } from '../../views/home/first-views.ts';
import {
  AT_START,
  NO_RECEIPTS,
  preferencesSavedView,
  preferencesView,
} from '../../views/home/preferences-view.ts';
import type { ClickHandler } from '../click.ts';
import type { Visit } from '../edge.ts';
import { closeOr } from '../handoffs/answer.ts';
import type { SubmissionHandler } from '../submission.ts';

// What somebody chooses for themselves, and what they are told once.

/** From Home and `/baton preferences`. */
export const PREFERENCES = {
  opens: 'Your preferences',
  view: async (visit: Visit) =>
    preferencesView(visit.me, (await loadAbsence(visit, visit.me.id)) ?? { until: null, next: null }),
};

export const submitPreferences: SubmissionHandler = async (visit, submission) => {
  const { fields } = submission;
  const morning = fields.get('morning')?.value;
  // What is no hour is refused with all that is none.
  const hour = HOURS.find((minute) => String(minute) === morning) ?? Number.NaN;
  const saved = await setPreferences(visit, visit.me.id, {
    morningMinute: morning === AT_START ? null : hour,
    mutesReceipts: fields.get('receipts')?.ticked.includes(NO_RECEIPTS) ?? false,
  });
  return isRefusal(saved) ? closeOr(submission, saved) : { update: preferencesSavedView(saved) };
};

/** *See an example*. */
export const exampleClick: ClickHandler = {
  opens: 'Example brief',
  view: async () => exampleView(),
};

/** *Dismiss*. */
export const dismissClick: ClickHandler = {
  async turns(visit, { value }) {
    await endGreeting(visit, visit.me.id, readOneOf(GREETINGS, value));
    return null;
  },
};
