import type { KnownBlock } from '@slack/types';
import type { Question } from '../../../src/handoffs/brief/template.ts';
import { KINDS } from '../../../src/handoffs/kinds.ts';
import type { ShownHandoff } from '../../../src/handoffs/read/picture.ts';
import { section } from '../../kit/blocks.ts';
import { excerpt, quoted } from '../../kit/long-text.ts';
import { bold, lines, md } from '../../kit/text.ts';
import { ASKED_ALL_THE_SAME } from './brief-blocks.ts';
import { completenessLine } from './criteria-lines.ts';

/** A message holds 10,000 characters. */
const REASON_SHOWN = 150;

/** The beginning of what matters first, and how full the brief is. Nothing of a private one that is withheld. */
export function essenceBlocks(picture: ShownHandoff): KnownBlock[] {
  if (!picture.readable) return [];
  const { contact, why, outcomes, promises, whyNow } = picture.brief;
  const label = (key: Question['key']) =>
    bold(`${picture.questions.find((question) => question.key === key)?.label ?? key}:`);
  const parts = [
    ...(why ? [lines([label('why'), quoted(why)])] : []),
    ...(outcomes[0] ? [md`${label('outcome')} ${excerpt(outcomes[0].text)}`] : []),
    ...(promises ? [md`${label('promises')} ${excerpt(promises)}`] : []),
    ...(contact ? [md`${label('contact')} ${excerpt(contact)}`] : []),
    ...(whyNow && KINDS[picture.kind].isGuarded
      ? [md`${bold(`${ASKED_ALL_THE_SAME}:`)} ${excerpt(whyNow, REASON_SHOWN)}`]
      : []),
  ];
  return [...parts.map((part) => section(part)), section(completenessLine(picture.completeness))];
}
