import type { InputBlock, KnownBlock } from '@slack/types';
import { BRIEF_LIMITS, type Brief, type BriefPart, type Source } from '../../../src/handoffs/brief/brief.ts';
import { sourcesIn } from '../../../src/handoffs/brief/sources.ts';
import type { Criterion } from '../../../src/handoffs/brief/template.ts';
import { context, input } from '../../kit/blocks.ts';
import { day } from '../../kit/dates.ts';
import { button, checkboxes, datePicker, option, textInput } from '../../kit/elements.ts';
import { blockId, VALUE } from '../../kit/ids.ts';
import { LIMITS } from '../../kit/limits.ts';
import { md } from '../../kit/text.ts';
import { ACTIONS } from '../ids.ts';

/** 'From the CRM', 'From H-12, Mar 3, 2027': where an answer comes from that nobody has typed. */
export function sourceText({ from, name, on }: Source): string {
  if (from === 'deal') return 'From the CRM';
  return on ? `From ${name}, ${day(on)}` : `From ${name}`;
}

/** The hint of an input, which says first where its answer comes from. */
export function sourcedHint(brief: Brief, part: BriefPart, hint?: string): string | undefined {
  const source = sourcesIn(brief)[part];
  if (!source) return hint;
  return hint === undefined ? `${sourceText(source)}.` : `${sourceText(source)}. ${hint}`;
}

/** The same above rows, which have no hint. */
export function sourceBlocks(brief: Brief, part: BriefPart): KnownBlock[] {
  const source = sourcesIn(brief)[part];
  return source ? [context(md`${sourceText(source)}`)] : [];
}

/** Of what is out: what was typed is told when it is saved, and not before. */
export const BACK_UNSAVED = button({
  action: ACTIONS.back,
  text: 'Back without saving',
  value: 'unsaved',
  label: 'Back to the overview without saving',
});

interface TextField {
  field: string;
  label: string;
  initial: string | undefined;
  /** The row it belongs to, or a nonce. */
  mark?: string | undefined;
  hint?: string | undefined;
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

/** The same for a question of the workspace's own. */
export function ownTextBox(field: TextField): InputBlock {
  return typed(field, BRIEF_LIMITS.own, true);
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

/** Names of the groups of boxes: a template may have more criteria than one group holds. */
export const GAP_FIELDS = ['gaps', 'gaps2', 'gaps3', 'gaps4'] as const;

/** Boxes for criteria, in as many groups as they need. */
export function criteriaBoxes(
  label: string,
  criteria: readonly Criterion[],
  described: (criterion: Criterion) => string | undefined,
): InputBlock[] {
  return GAP_FIELDS.flatMap((id, index) => {
    const part = criteria.slice(index * LIMITS.choices, (index + 1) * LIMITS.choices);
    if (part.length === 0) return [];
    return [
      input({
        id,
        label: index === 0 ? label : 'More parts of the brief',
        optional: true,
        element: checkboxes({
          action: VALUE,
          options: part.map((one) => option(one.key, one.label, described(one))),
        }),
      }),
    ];
  });
}
