// What people put into inputs, in the shape Slack sends it: { type, value } or { type, selected_… }.
import { type Block, type Element, interactive, type Placed } from './kit.ts';

export type Answer = { type: string } & Record<string, unknown>;
export type Answers = Map<string, Answer>;

const FIELD: Record<string, [answer: string, initial: string]> = {
  plain_text_input: ['value', 'initial_value'],
  number_input: ['value', 'initial_value'],
  email_text_input: ['value', 'initial_value'],
  url_text_input: ['value', 'initial_value'],
  rich_text_input: ['rich_text_value', 'initial_value'],
  static_select: ['selected_option', 'initial_option'],
  external_select: ['selected_option', 'initial_option'],
  radio_buttons: ['selected_option', 'initial_option'],
  users_select: ['selected_user', 'initial_user'],
  conversations_select: ['selected_conversation', 'initial_conversation'],
  channels_select: ['selected_channel', 'initial_channel'],
  datepicker: ['selected_date', 'initial_date'],
  timepicker: ['selected_time', 'initial_time'],
  datetimepicker: ['selected_date_time', 'initial_date_time'],
  checkboxes: ['selected_options', 'initial_options'],
  multi_static_select: ['selected_options', 'initial_options'],
  multi_external_select: ['selected_options', 'initial_options'],
  multi_users_select: ['selected_users', 'initial_users'],
  multi_conversations_select: ['selected_conversations', 'initial_conversations'],
  multi_channels_select: ['selected_channels', 'initial_channels'],
};

/** The name of the property that holds the answer, or undefined where nothing can be answered (a button). */
export const answerField = (type: string): string | undefined => FIELD[type]?.[0];

export const isMany = (type: string): boolean => type === 'checkboxes' || type.startsWith('multi_');

export function answer(type: string, value: unknown): Answer {
  return { type, [answerField(type) ?? 'value']: value };
}

export function initialAnswer(element: Element): Answer {
  const initial = element[(FIELD[element.type]?.[1] ?? 'initial_value') as `initial_${string}`];
  return answer(element.type, initial ?? (isMany(element.type) ? [] : null));
}

export const answerKey = (place: Placed): string => `${place.block.block_id}\n${place.element.action_id}`;

export const stateful = (blocks: Block[]): Placed[] =>
  interactive(blocks).filter((place) => answerField(place.element.type) !== undefined);

/**
 * The answers after the blocks changed: an input that keeps its block_id and action_id (and its type)
 * keeps what the person put there; every other one starts from its initial value.
 */
export function carryOver(blocks: Block[], before: Answers): Answers {
  return new Map(
    stateful(blocks).map((place) => {
      const kept = before.get(answerKey(place));
      return [answerKey(place), kept?.type === place.element.type ? kept : initialAnswer(place.element)];
    }),
  );
}

/** `state.values` of an interaction. */
export function stateValues(blocks: Block[], answers: Answers): Record<string, Record<string, Answer>> {
  const values: Record<string, Record<string, Answer>> = {};
  for (const place of stateful(blocks)) {
    const { block_id: blockId } = place.block;
    const inBlock = values[blockId] ?? {};
    inBlock[place.element.action_id] = answers.get(answerKey(place)) ?? initialAnswer(place.element);
    values[blockId] = inBlock;
  }
  return values;
}

export function isEmptyAnswer(given: Answer): boolean {
  const value = given[answerField(given.type) ?? 'value'];
  return (
    value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
  );
}
