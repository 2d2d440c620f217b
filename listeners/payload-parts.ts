import { z } from 'zod';
import { readBlockId } from '../views/kit/ids.ts';
import { LIMITS } from '../views/kit/limits.ts';

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

/** Text as PostgreSQL can store it. */
export const text = z.string().transform((typed) => typed.replace(/[\0\p{Cs}]/gu, '\uFFFD'));

/** Slack writes null, or nothing, for what is not there. */
export const maybe = <S extends z.ZodType>(schema: S) =>
  schema.nullish().transform((value) => value ?? undefined);

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** As much as Slack lets anybody type, or Baton write, in one place. */
const LONGEST = 3_000;
const MOST_CHOSEN = 1_000;

export const short = z.string().max(LONGEST).pipe(text);

/** Of channels begin with C or G, of DMs with D. */
export const channelId = z.string().regex(/^[CDG][A-Za-z0-9_]{1,60}$/);

/** Of people begin with U or W. */
export const personId = z.string().regex(/^[UW][A-Za-z0-9_]{1,60}$/);

export const viewId = z.string().regex(/^V[A-Za-z0-9]{1,60}$/);

/** Of a view as it was seen: with what is none, it is drawn over whatever stands there. */
export const viewHash = maybe(z.string().regex(/^[\w.-]{1,100}$/)).catch(undefined);

/** A date that a person picks: what is none, or of another age, counts as not picked. */
const picked = z.iso.date().refine((date) => date > '1900' && date < '2200');

const Option = z.object({
  value: z.string().max(LIMITS.optionValue).pipe(text).default(''),
  text: maybe(z.object({ text })),
});

/** What stands in an input, or was chosen in an element that tells of it at once. */
export const FieldSchema = z.object({
  value: maybe(short),
  selected_option: maybe(Option),
  selected_options: maybe(z.array(Option).max(MOST_CHOSEN)),
  selected_user: maybe(text),
  selected_users: maybe(z.array(text).max(MOST_CHOSEN)),
  selected_conversation: maybe(text),
  selected_date: maybe(picked).catch(undefined),
});
export type FieldState = z.output<typeof FieldSchema>;

/**
 * The same in a window that is not submitted: Slack lets a text be longer than its box takes until then, and whoever
 * reads it says so.
 */
export const TypedSchema = FieldSchema.extend({
  value: maybe(
    z
      .string()
      .transform((typed) => typed.slice(0, LONGEST + 1))
      .pipe(text),
  ),
});

const flag = maybe(z.boolean());

/** A user object, as far as Baton reads it. */
export const SlackUserSchema = z.object({
  id: personId,
  team_id: maybe(text),
  name: maybe(text),
  real_name: maybe(text),
  deleted: flag,
  is_bot: flag,
  is_workflow_bot: flag,
  is_admin: flag,
  is_owner: flag,
  is_restricted: flag,
  is_ultra_restricted: flag,
  is_stranger: flag,
  tz: maybe(text),
  tz_offset: maybe(z.number()),
  profile: maybe(z.object({ display_name: maybe(text), real_name: maybe(text), email: maybe(text) })),
  enterprise_user: maybe(z.object({ teams: maybe(z.array(text)) })),
});
