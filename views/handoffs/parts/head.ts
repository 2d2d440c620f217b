import type { KnownBlock } from '@slack/types';
import type { HandoffPicture } from '../../../src/handoffs/picture.ts';
import { context, section } from '../../kit/blocks.ts';
import { lines, type Markup, md } from '../../kit/text.ts';
import { factsLine } from './facts.ts';
import { boldTitle, fromTo, type Naming } from './naming.ts';
import { isWithheld } from './privacy.ts';
import { stateLine } from './state-line.ts';

/** Which handoff, from whom to whom, where it stands, and what the account knows. */
export function headBlocks(picture: HandoffPicture, naming: Naming): KnownBlock[] {
  return [
    section(lines([boldTitle(picture), course(picture, naming), stateLine(picture, naming)])),
    ...factsBlocks(picture, naming),
  ];
}

/** The same with how often it came back. */
export function course(picture: HandoffPicture, naming: Naming): Markup {
  const { returns } = picture;
  const again = returns === 0 ? '' : returns === 1 ? ', back once' : `, back ${returns} times`;
  return md`${fromTo(picture, naming)}${again}`;
}

export function factsBlocks(picture: HandoffPicture, naming: Naming): KnownBlock[] {
  return isWithheld(picture) ? [] : [context(factsLine(picture.account, naming))];
}
