import type { KnownBlock, PlainTextElement } from '@slack/types';
import { z } from 'zod';
import { own } from '../src/platform/text.ts';
import { EVENTS, type EventHandler } from './events.ts';
import {
  FieldSchema,
  isRecord,
  maybe,
  personId,
  type StateValues,
  short,
  TypedSchema,
  text,
  viewHash,
  viewId,
} from './payload-parts.ts';

// What Slack sends, as far as Baton reads it. All else is left out, so that nothing behind this meets a surprise.

const Plain = z.object({ text }).transform((plain) => ({ type: 'plain_text' as const, text: plain.text }));

const viewWith = (field: typeof FieldSchema | typeof TypedSchema): z.ZodType<ShownView> =>
  z.object({
    id: viewId,
    type: z.enum(['modal', 'home']),
    callback_id: short.default(''),
    private_metadata: short.default(''),
    hash: viewHash,
    title: Plain.default({ type: 'plain_text', text: 'Baton' }),
    submit: maybe(Plain),
    close: maybe(Plain),
    blocks: z.array(z.custom<KnownBlock>(isRecord)).default([]),
    state: maybe(z.object({ values: z.record(text, z.record(text, field)) })).transform(
      (state) => state ?? { values: {} },
    ),
    app_installed_team_id: maybe(text),
  });

/** A window, or Home, as it comes along with what was done in it. */
export interface ShownView {
  id: string;
  type: 'modal' | 'home';
  callback_id: string;
  private_metadata: string;
  hash?: string | undefined;
  title: PlainTextElement;
  submit?: PlainTextElement | undefined;
  close?: PlainTextElement | undefined;
  blocks: KnownBlock[];
  state: { values: StateValues };
  app_installed_team_id?: string | undefined;
}

const Team = z.object({ id: text });

/** Who did it, and where. In Enterprise Grid the team may be a sister workspace, or none. */
const From = {
  user: z.object({ id: personId }),
  team: maybe(Team),
  enterprise: maybe(Team),
  is_enterprise_install: maybe(z.boolean()),
};

const Action = FieldSchema.extend({ action_id: text, action_ts: text.default('') });

const Click = z.object({
  ...From,
  type: z.literal('block_actions'),
  trigger_id: text.default(''),
  response_url: maybe(text),
  container: z
    .object({
      channel_id: maybe(text),
      message_ts: maybe(text),
      thread_ts: maybe(text),
      is_ephemeral: maybe(z.boolean()),
    })
    .prefault({}),
  /** None of a window, of Home, or of what only one person sees. */
  message: z.unknown().optional(),
  view: maybe(viewWith(TypedSchema)),
  actions: z.array(Action).min(1),
});

const Submission = z.object({ ...From, type: z.literal('view_submission'), view: viewWith(FieldSchema) });

const Suggestion = z.object({
  ...From,
  type: z.literal('block_suggestion'),
  action_id: text,
  value: text.default(''),
  view: maybe(z.object({ private_metadata: text.default(''), app_installed_team_id: maybe(text) })),
});

const Shortcut = z.object({ ...From, type: z.literal('shortcut'), callback_id: text, trigger_id: text });

const MessageShortcut = z.object({
  ...From,
  type: z.literal('message_action'),
  callback_id: text,
  trigger_id: text,
  response_url: maybe(text),
  channel: z.object({ id: text, name: text.default('') }),
  message_ts: text,
  message: z.unknown(),
});

const Command = z.object({
  command: text,
  text: text.default(''),
  team_id: text,
  enterprise_id: maybe(text),
  user_id: personId,
  trigger_id: text.default(''),
  response_url: maybe(text),
  is_enterprise_install: maybe(text),
});

const Envelope = z.object({
  team_id: maybe(text),
  context_team_id: maybe(text),
  event_id: text,
  authorizations: maybe(
    z.array(z.object({ team_id: maybe(text), is_enterprise_install: maybe(z.boolean()) })),
  ),
  event: z.looseObject({ type: text }),
});

export type ClickPayload = z.output<typeof Click>;
export type SubmissionPayload = z.output<typeof Submission>;
export type SuggestionPayload = z.output<typeof Suggestion>;
export type MessageShortcutPayload = z.output<typeof MessageShortcut>;
export type ShortcutPayload = z.output<typeof Shortcut> | MessageShortcutPayload;
export type CommandPayload = z.output<typeof Command>;
/** The event itself is in `run`, which knows its shape. */
export type EventPayload = z.output<typeof Envelope> & {
  event: { type: string };
  run: NonNullable<ReturnType<EventHandler>>;
};

export type Payload =
  | ClickPayload
  | SubmissionPayload
  | SuggestionPayload
  | ShortcutPayload
  | CommandPayload
  | EventPayload;

const INTERACTIONS = new Map<unknown, z.ZodType<Payload>>([
  ['block_actions', Click],
  ['view_submission', Submission],
  ['block_suggestion', Suggestion],
  ['shortcut', Shortcut],
  ['message_action', MessageShortcut],
]);

/** Returns what Slack sent, or null where it is nothing that Baton knows. */
export function readPayload(body: unknown): Payload | null {
  if (!isRecord(body)) return null;
  if ('event' in body) return readEvent(body);
  const schema = 'command' in body ? Command : INTERACTIONS.get(body['type']);
  return schema?.safeParse(body).data ?? null;
}

function readEvent(body: object): EventPayload | null {
  const envelope = Envelope.safeParse(body).data;
  if (!envelope) return null;
  const { type } = envelope.event;
  const run = own(EVENTS, type)?.(envelope.event);
  return run ? { ...envelope, event: { type }, run } : null;
}

/** Whose workspace it is for, as an event tells it: in a channel of several companies the envelope may name another. */
export function teamOfEvent({ authorizations, context_team_id, team_id }: EventPayload): string {
  return authorizations?.[0]?.team_id ?? context_team_id ?? team_id ?? '';
}
