import type { KnownBlock } from '@slack/types';
import type { HandoffPicture } from '../../../src/handoffs/picture.ts';
import { context, section } from '../../kit/blocks.ts';
import { lines, type Markup, md } from '../../kit/text.ts';
import { factsLine } from './facts.ts';
import { boldTitle, type Naming, named } from './naming.ts';
import { isWithheld } from './privacy.ts';
import { stateLine } from './state-line.ts';

/** Which handoff, from whom to whom, where it stands, and what the account knows. */
export function headBlocks(picture: HandoffPicture, naming: Naming): KnownBlock[] {
  return [
    section(lines([boldTitle(picture), fromTo(picture, naming), stateLine(picture, naming)])),
    ...factsBlocks(picture, naming),
  ];
}

export function fromTo({ sender, receiver, returns }: HandoffPicture, naming: Naming): Markup {
  const again = returns === 0 ? '' : returns === 1 ? ', back once' : `, back ${returns} times`;
  return md`From ${named(sender, naming)} to ${named(receiver, naming)}${again}`;
}

export function factsBlocks(picture: HandoffPicture, naming: Naming): KnownBlock[] {
  return isWithheld(picture) ? [] : [context(factsLine(picture.account, naming))];
}
