import type { ModalView } from '@slack/types';
import { findHandles } from '../../../src/people/find-handles.ts';
import { canAnswer, isAdmin } from '../../../src/people/person.ts';
import { isRefusal, type Refusal, refuse } from '../../../src/platform/refusal.ts';
import type { Settings } from '../../../src/settings/catalogue.ts';
import { loadSettings } from '../../../src/settings/load-settings.ts';
import { VALUE } from '../../../views/kit/ids.ts';
import type { Click, ClickHandler } from '../../click.ts';
import type { Visit } from '../../edge.ts';
import { type Submission, type SubmissionAnswer, type SubmissionHandler, stay } from '../../submission.ts';

/** A visit of somebody who may set Baton up. */
export type AdminVisit = Visit & { settings: Settings };

const NOT_ADMIN = refuse('not_admin', 'Only admins can set Baton up. Ask one of them.');

/** Asked anew at each click and submission: whoever saw the button may have lost the right since. */
async function asAdmin(visit: Visit): Promise<AdminVisit | Refusal> {
  const settings = await loadSettings(visit.db, visit.workspace.id);
  const may = canAnswer(visit.me) && isAdmin(visit.me, settings.values.admins);
  return may ? { ...visit, settings } : NOT_ADMIN;
}

type Draw<T> = (visit: AdminVisit, click: Click) => Promise<T | Refusal>;

const guarded =
  <T>(draw: Draw<T>) =>
  async (visit: Visit, click: Click): Promise<T | Refusal> => {
    const admin = await asAdmin(visit);
    return isRefusal(admin) ? admin : draw(admin, click);
  };

export const adminOpens = (title: string, draw: Draw<ModalView>): ClickHandler => ({
  opens: title,
  view: guarded(draw),
});

export const adminRedraws = (draw: Draw<ModalView>): ClickHandler => ({ redraws: guarded(draw) });

export const adminSubmits =
  (submit: (visit: AdminVisit, submission: Submission) => Promise<SubmissionAnswer>): SubmissionHandler =>
  async (visit, submission) => {
    const admin = await asAdmin(visit);
    return isRefusal(admin) ? stay(submission.view, admin.message) : submit(admin, submission);
  };

/** The Slack ids picked in a menu of several people. */
export function chosenPeople({ view }: Submission, block: string): string[] {
  return view.state.values[block]?.[VALUE]?.selected_users ?? [];
}

/** Why one of these cannot be picked, under the field; null where all can. Slack's menu lists apps and guests too. */
export async function unfitIn(
  visit: AdminVisit,
  slackUserIds: readonly string[],
  field: string,
): Promise<Refusal | null> {
  const known = await findHandles(visit.db, visit.workspace.id, slackUserIds);
  for (const id of slackUserIds) {
    const person = known.get(id);
    if (!person)
      return refuse(
        'unknown_person',
        'Baton hasn’t met everyone you picked yet. Pick other people for now.',
        field,
      );
    if (person.unfit)
      return refuse('unfit_person', `${person.name} is ${person.unfit}. Pick colleagues.`, field);
  }
  return null;
}
