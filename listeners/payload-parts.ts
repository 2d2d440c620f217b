import { z } from 'zod';
import { LIMITS } from '../views/kit/limits.ts';

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
