import type { ModalView } from '@slack/types';
import type { CaseKind, CaseShape } from '../../src/cases/case-kind.ts';
import type { Changed } from '../../src/cases/change-case.ts';
import { nudgeCase, snoozeCase } from '../../src/cases/put-off.ts';
import { SNOOZE_NAMES } from '../../src/cases/snooze-until.ts';
import { undoCase } from '../../src/cases/undo.ts';
import { memberBySlackId } from '../../src/people/load-people.ts';
import type { Person } from '../../src/people/person.ts';
import { readId, readOneOf, readVersion } from '../../src/platform/outdated.ts';
import { isRefusal, type Refusal, refuse } from '../../src/platform/refusal.ts';
import { undoBlock } from '../../views/cases/undo.ts';
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
  /** Takes back what was done, where that can be; and which case it was done to. */
  undo: { action: string; name(changed: Changed): string };
}

/** Returns what came of a verb; on an answer that only this person sees, which nothing else redraws, by drawing it anew. */
export async function acting<Acted extends string>(
  { show, done, undo }: Answers<Acted>,
  visit: Visit,
  { ephemeral }: Pick<Click, 'ephemeral'>,
  id: string,
  acted: Acted,
  act: (id: string) => Promise<Changed | Refusal>,
): Promise<Say | Refusal> {
  const changed = await act(readId(id));
  if (!ephemeral)
    return isRefusal(changed) ? changed : withUndo(await done(visit, id, acted), id, changed, undo);
  const shown = await show(visit, id);
  if (isRefusal(changed)) return isRefusal(shown) ? changed : anew(shown, changed);
  const said = withUndo(shown, id, changed, undo);
  return isRefusal(said) ? said : anew(said, null);
}

/** What is said of a change, with a way to take it back. */
function withUndo(
  said: Say | Refusal,
  id: string,
  changed: Changed,
  { action, name }: Answers<string>['undo'],
): Say | Refusal {
  const { undoUntil, version } = changed;
  if (isRefusal(said) || undoUntil === undefined) return said;
  const until = new Date(undoUntil);
  const undo = undoBlock({ action, id, version, title: name(changed), until });
  return { ...said, blocks: [...(said.blocks ?? []), undo] };
}

/** *Undo*, of what whoever presses it has just done. */
export function undoClick<C extends CaseShape>(kind: CaseKind<C>, answers: Answers<'undone'>): ClickHandler {
  return {
    says: (visit, click) => {
      const { verb, rest } = readValue(click.value);
      const version = readVersion(rest);
      return acting(answers, visit, click, verb, 'undone', (id) => undoCase(visit, kind, { id, version }));
    },
  };
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
