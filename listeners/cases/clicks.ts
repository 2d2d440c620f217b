import type { ModalView } from '@slack/types';
import type { CaseKind, CaseShape } from '../../src/cases/case-kind.ts';
import type { Changed } from '../../src/cases/change-case.ts';
import { nudgeCase, snoozeCase } from '../../src/cases/put-off.ts';
import { SNOOZE_NAMES } from '../../src/cases/snooze-until.ts';
import { memberBySlackId } from '../../src/people/load-people.ts';
import type { Person } from '../../src/people/person.ts';
import { readId, readOneOf } from '../../src/platform/outdated.ts';
import { isRefusal, type Refusal, refuse } from '../../src/platform/refusal.ts';
import { readValue } from '../../views/kit/ids.ts';
import { anew, type Say } from '../answer.ts';
import type { Click, ClickHandler, Menu } from '../click.ts';
import type { Visit } from '../edge.ts';
import type { Submission } from '../submission.ts';

/** What clicks on cases of one kind answer with. */
export interface Answers<Acted extends string> {
  /** The case, to the visitor alone. */
  show(visit: Visit, id: string): Promise<Say | Refusal>;
  /** That it is done. */
  done(visit: Visit, id: string, acted: Acted): Promise<Say | Refusal>;
}

/** Returns what came of a verb; on an answer that only this person sees, which nothing else redraws, by drawing it anew. */
export async function acting<Acted extends string>(
  { show, done }: Answers<Acted>,
  visit: Visit,
  { ephemeral }: Pick<Click, 'ephemeral'>,
  id: string,
  acted: Acted,
  act: (id: string) => Promise<Changed | Refusal>,
): Promise<Say | Refusal> {
  const changed = await act(readId(id));
  const refusal = isRefusal(changed) ? changed : null;
  if (!ephemeral) return refusal ?? done(visit, id, acted);
  const shown = await show(visit, id);
  return isRefusal(shown) ? (refusal ?? shown) : anew(shown, refusal);
}

export function snoozeClick<C extends CaseShape>(
  kind: CaseKind<C>,
  answers: Answers<'snoozed'>,
): ClickHandler {
  return {
    async says(visit, click) {
      const { verb, rest } = readValue(click.value);
      const snooze = readOneOf(SNOOZE_NAMES, verb);
      return acting(answers, visit, click, rest, 'snoozed', (id) => snoozeCase(visit, kind, { id, snooze }));
    },
  };
}

/** `stays`: what it is clicked in shows more than the one case, and goes on standing there. */
export function nudgeClick<C extends CaseShape>(
  kind: CaseKind<C>,
  answers: Answers<'nudged'>,
  { stays }: { stays: boolean },
): ClickHandler {
  return {
    says: (visit, { value, ephemeral }) =>
      acting(answers, visit, { ephemeral: ephemeral && !stays }, value, 'nudged', (id) =>
        nudgeCase(visit, kind, id),
      ),
  };
}

/** *Show more* puts another page of a list in place of this one. */
export function turnsList(
  show: (visit: Visit, which: 'mine' | 'all', page: string) => Promise<Say>,
): ClickHandler {
  return {
    async says(visit, { value }) {
      const { verb, rest } = readValue(value);
      return { ...(await show(visit, verb === 'mine' ? 'mine' : 'all', rest)), replace: true };
    },
  };
}

/**
 * Returns the clicks that open a window of a case: by its own button, or as an entry of a menu. `entries` are those of
 * the menu that open none.
 */
export function windows<Shown extends string, Listed extends Shown>(
  title: string,
  listed: readonly Listed[],
  draw: (visit: Visit, shown: Shown, id: string) => Promise<ModalView | Refusal>,
  entries: Menu['entries'],
): { menu: Menu; opens: (shown: Shown) => ClickHandler } {
  const opens: ClickHandler = {
    opens: title,
    view: (visit, { value }) => {
      const { verb, rest } = readValue(value);
      return draw(visit, readOneOf(listed, verb), rest);
    },
  };
  return {
    menu: { entries, others: opens },
    opens: (shown) => ({ opens: title, view: (visit, { value }) => draw(visit, shown, value) }),
  };
}

/** Returns the colleague picked as its new owner. */
export async function pickedIn(
  field: 'receiver' | 'owner',
  { db, workspace }: Visit,
  { fields }: Submission,
): Promise<Person | Refusal> {
  const picked = fields.get(field)?.value;
  if (!picked) return refuse(`no_${field}`, 'Pick a new owner.', field);
  return (
    (await memberBySlackId(db, workspace.id, picked)) ??
    refuse('unknown_person', 'Baton doesn’t know this person yet. Pick someone else.', field)
  );
}
