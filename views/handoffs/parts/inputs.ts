import type { InputBlock } from '@slack/types';
import { BRIEF_LIMITS } from '../../../src/handoffs/brief.ts';
import { input } from '../../kit/blocks.ts';
import { datePicker, textInput } from '../../kit/elements.ts';
import { blockId, VALUE } from '../../kit/ids.ts';

interface TextField {
  field: string;
  label: string;
  initial: string | undefined;
  /** The row it belongs to, or a nonce. */
  mark?: string | undefined;
  hint?: string;
  placeholder?: string;
}

/** A few words on one line. */
export function lineInput(field: TextField): InputBlock {
  return typed(field, BRIEF_LIMITS.line, false);
}

/** Several lines. */
export function textBox(field: TextField): InputBlock {
  return typed(field, BRIEF_LIMITS.text, true);
}

export function linkInput(field: TextField): InputBlock {
  return typed({ placeholder: 'https://', ...field }, BRIEF_LIMITS.url, false);
}

function typed(
  { field, mark, label, initial = '', hint, placeholder }: TextField,
  limit: number,
  multiline: boolean,
) {
  return input({
    id: blockId(field, mark),
    label,
    ...(hint !== undefined && { hint }),
    element: textInput({
      action: VALUE,
      initial,
      multiline,
      // Slack counts an emoji as two or more characters, the brief as one: what is stored always fits.
      max: Math.max(limit, initial.length),
      ...(placeholder !== undefined && { placeholder }),
    }),
  });
}

export function dateInput(field: Omit<TextField, 'placeholder'>): InputBlock {
  const { field: name, mark, label, initial, hint } = field;
  return input({
    id: blockId(name, mark),
    label,
    ...(hint !== undefined && { hint }),
    element: datePicker({ action: VALUE, placeholder: 'Pick a date', ...(initial && { initial }) }),
  });
}
