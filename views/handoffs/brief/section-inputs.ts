import type { InputBlock } from '@slack/types';
import type { BriefPart } from '../../../src/handoffs/brief/brief.ts';
import { fieldLabel } from '../../../src/handoffs/brief/template.ts';
import { isRowSection, type RowSection } from '../ids.ts';
import { dateInput, linkInput, sourcedHint, textBox } from './inputs.ts';
import { questionInput } from './question-input.ts';
import type { BriefScreen, MoreSection } from './screen.ts';

type Asking = Pick<BriefScreen, 'brief' | 'nonce' | 'criteria' | 'more' | 'hidden'>;

/** The inputs of a part that has no rows. */
export function sectionInputs(screen: Asking, part: Exclude<MoreSection, RowSection>): InputBlock[] {
  return moreInputs(screen, part).map(mayStayEmpty);
}

/** Whether there is anything to fill in there: a workspace may have hidden all of it. */
export function hasInputs(screen: Asking, part: MoreSection): boolean {
  if (!isRowSection(part)) return sectionInputs(screen, part).length > 0;
  return screen.brief[part].length > 0 || !ROW_QUESTIONS[part].every((key) => screen.hidden.includes(key));
}

const ROW_QUESTIONS: Record<RowSection, readonly string[]> = {
  people: ['champion', 'economic_buyer'],
  outcomes: ['outcome', 'measure'],
  commitments: ['commitments'],
};

function moreInputs(screen: Asking, part: Exclude<MoreSection, RowSection>): InputBlock[] {
  type TextKey = 'risks' | 'objections' | 'competitors' | 'notSold' | 'technical' | 'alreadyTold';
  const { brief, nonce: mark, criteria, hidden } = screen;
  /** Hidden, it is shown where it has an answer; on the first screen it is asked there. */
  const asks = (
    key: string,
    field: BriefPart,
    draw: (own: { label: string; hint?: string }) => InputBlock,
  ) => {
    const own = criteria.find((one) => one.key === key);
    if (own?.section === 'essentials' || (hidden.includes(key) && !brief[field])) return [];
    return [draw({ label: fieldLabel(criteria, field), ...(own?.hint && { hint: own.hint }) })];
  };
  const box = (key: string, field: TextKey, hint: string) =>
    asks(key, field, (own) =>
      textBox({
        ...own,
        hint: sourcedHint(brief, field, own.hint ?? hint),
        field,
        mark,
        initial: brief[field],
      }),
    );
  const link = (field: 'contractLink' | 'recordingLink' | 'deckLink') =>
    asks('links', field, ({ label }) =>
      linkInput({ field, mark, label, hint: sourcedHint(brief, field), initial: brief[field] }),
    );
  switch (part) {
    case 'concerns':
      return [
        ...box('risks', 'risks', 'What could go wrong, and why.'),
        ...box('risks', 'objections', 'What they weren’t sure about, and what you answered.'),
        ...box('risks', 'competitors', 'Who else they looked at or use today.'),
      ];
    case 'scope':
      return [
        ...box('not_sold', 'notSold', 'What they might expect, but didn’t buy.'),
        ...box('technical', 'technical', 'Systems to connect, requirements, limits.'),
      ];
    case 'told':
      return box('already_told', 'alreadyTold', 'Questions they’ve answered, so no one asks again.');
    case 'notes':
      return [
        textBox({
          field: 'notes',
          label: fieldLabel(criteria, 'notes'),
          hint: 'Whatever no other part asks for.',
          mark,
          initial: brief.notes,
        }),
      ];
    case 'dates':
      return [
        ...asks('go_live', 'goLive', (own) =>
          dateInput({
            ...own,
            hint: sourcedHint(brief, 'goLive', own.hint ?? 'A near date shortens the time to respond.'),
            field: 'goLive',
            mark,
            initial: brief.goLive,
          }),
        ),
        ...link('contractLink'),
        ...link('recordingLink'),
        ...link('deckLink'),
      ];
    case 'more':
      return screen.more.map((question) => questionInput(brief, question, mark));
  }
}

export const mayStayEmpty = (block: InputBlock): InputBlock => ({ ...block, optional: true });
