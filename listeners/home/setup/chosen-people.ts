import { findHandles } from '../../../src/people/find-handles.ts';
import { type Refusal, refuse } from '../../../src/platform/refusal.ts';
import { VALUE } from '../../../views/kit/ids.ts';
import type { Submission } from '../../submission.ts';
import type { AdminVisit } from './admin.ts';

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
      return refuse('unknown_person', 'Baton has not met everybody you picked. Pick others for now.', field);
    if (person.unfit)
      return refuse('unfit_person', `${person.name} is ${person.unfit}. Pick colleagues.`, field);
  }
  return null;
}
