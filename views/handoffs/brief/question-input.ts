import type { InputBlock } from '@slack/types';
import type { Brief } from '../../../src/handoffs/brief/brief.ts';
import {
  answerKind,
  inputOf,
  isOwn,
  type Question,
  typedField,
} from '../../../src/handoffs/brief/template.ts';
import { input } from '../../kit/blocks.ts';
import { option, select } from '../../kit/elements.ts';
import { blockId, VALUE } from '../../kit/ids.ts';
import { dateInput, lineInput, ownTextBox, textBox } from './inputs.ts';

const YES_NO = ['Yes', 'No'] as const;

/** The input of a question, with what stands in the brief. */
export function questionInput(brief: Brief, question: Question, mark: string | undefined): InputBlock {
  const { key, label, hint: asked, options = [] } = question;
  const hint = asked === '' ? {} : { hint: asked };
  const field = { field: inputOf(key), mark, label, initial: answerIn(brief, question), ...hint };
  const choices = (all: readonly string[]) =>
    input({
      id: blockId(field.field, mark),
      label,
      ...hint,
      element: select({
        action: VALUE,
        placeholder: 'Pick one',
        options: all.map((one) => option(one, one)),
        ...(field.initial !== undefined && { initial: field.initial }),
      }),
    });
  switch (answerKind(question)) {
    case 'line':
      return lineInput(field);
    case 'text':
      return isOwn(key) ? ownTextBox(field) : textBox(field);
    case 'day':
      return dateInput(field);
    case 'choice':
      return choices(options);
    case 'yes_no':
      return choices(YES_NO);
  }
}

function answerIn(brief: Brief, question: Question): string | undefined {
  const { key } = question;
  if (key === 'outcome') return brief.outcomes[0]?.text;
  const field = typedField(key);
  if (field) return brief[field];
  const own = Object.hasOwn(brief.own, key) ? brief.own[key] : undefined;
  // It may have been a line when it was answered: a date picker takes a date alone.
  return answerKind(question) === 'day' ? own?.day : (own?.day ?? own?.text);
}
