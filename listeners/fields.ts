import { readBlockId } from '../views/kit/ids.ts';
import type { FieldState } from './payload-parts.ts';

/** What stands in a window's inputs, by block_id and action_id. */
export type StateValues = Record<string, Record<string, Partial<FieldState>>>;

export interface Field {
  /** What stands in it: text, the chosen value, the id of a user or channel, or a date; null when it is empty. */
  value: string | null;
  /** Everything ticked, for checkboxes. */
  ticked: string[];
  /** The row it belongs to. */
  mark: string | null;
}

/** Every input of a view by its field's name. */
export function readFields(values: StateValues): Map<string, Field> {
  const fields = new Map<string, Field>();
  for (const [block, elements] of Object.entries(values)) {
    const { field, mark } = readBlockId(block);
    for (const state of Object.values(elements)) {
      const ticked = (state.selected_options ?? []).map((option) => option.value);
      fields.set(field, { value: chosenIn(state) ?? null, ticked, mark });
    }
  }
  return fields;
}

/** The one thing that stands in an element, whatever its kind. */
export function chosenIn(state: Partial<FieldState>): string | undefined {
  return (
    state.value ??
    state.selected_option?.value ??
    state.selected_user ??
    state.selected_conversation ??
    state.selected_date
  );
}
