import type { SectionBlock } from '@slack/types';
import { SAID, type Said } from '../../../src/handoffs/brief/brief.ts';
import { section } from '../../kit/blocks.ts';
import { option, select } from '../../kit/elements.ts';
import { blockId } from '../../kit/ids.ts';
import { md } from '../../kit/text.ts';
import { ACTIONS } from '../ids.ts';

const CHOICES: Record<Said, string> = { customer: 'The customer said so', assumed: 'We assume it' };
const WORDS: Record<Said, string> = { customer: 'said by the customer', assumed: 'assumed' };

/** Behind what it is about: ', assumed'. Nothing where nobody has said. */
export function saidWords(said: Said | undefined, before = ', ', after = ''): string {
  return said ? `${before}${WORDS[said]}${after}` : '';
}

/** The menu of both. It is read with its window; on the first screen it tells of its choice at once, which changes nothing. */
export const saidSelect = (initial: Said | undefined, action: string = ACTIONS.said) =>
  select({
    action,
    placeholder: 'Said or assumed?',
    options: SAID.map((said) => option(said, CHOICES[said])),
    ...(initial && { initial }),
  });

/** Beside a question of the first screen, which has as many inputs as it takes. */
export function saidBlock(
  { field, mark, label }: { field: string; mark: string | undefined; label: string },
  initial: Said | undefined,
): SectionBlock {
  return section(md`${label}: did the customer say so?`, {
    id: blockId(field, mark),
    accessory: saidSelect(initial),
  });
}
