import type { KnownBlock } from '@slack/types';
import type { HandoffPicture } from '../../../src/handoffs/picture.ts';
import { section } from '../../kit/blocks.ts';
import { bold, lines, md, quote } from '../../kit/text.ts';
import { completenessLine } from './criteria-lines.ts';
import { excerpt } from './long-text.ts';
import { isWithheld } from './privacy.ts';

/** The beginning of what matters first, and how full the brief is. Nothing of a private one that is withheld. */
export function essenceBlocks(picture: HandoffPicture): KnownBlock[] {
  if (isWithheld(picture)) return [];
  const { contact, why, outcomes, promises } = picture.brief;
  const parts = [
    ...(why ? [lines([bold('Why they bought:'), quote(excerpt(why))])] : []),
    ...(outcomes[0] ? [md`${bold('First outcome:')} ${excerpt(outcomes[0].text)}`] : []),
    ...(promises ? [md`${bold('Promises outside the contract:')} ${excerpt(promises)}`] : []),
    ...(contact ? [md`${bold('Main contact:')} ${excerpt(contact)}`] : []),
  ];
  return [...parts.map((part) => section(part)), section(completenessLine(picture.completeness))];
}
