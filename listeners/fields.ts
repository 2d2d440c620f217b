import { readBlockId } from '../views/handoffs/ids.ts';

/** The part of Slack's view state that inputs of every kind share. */
interface StateValue {
  value?: string | null;
  selected_option?: { value: string } | null;
  selected_options?: { value: string }[];
  selected_user?: string | null;
  selected_conversation?: string | null;
  selected_date?: string | null;
}
export type StateValues = Record<string, Record<string, StateValue>>;

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
      fields.set(field, {
        value:
          state.value ??
          state.selected_option?.value ??
          state.selected_user ??
          state.selected_conversation ??
          state.selected_date ??
          null,
        ticked: (state.selected_options ?? []).map((option) => option.value),
        mark,
      });
    }
  }
  return fields;
}
