import type { KnownBlock } from '@slack/types';
import type { ShownHandoff } from '../../../src/handoffs/picture.ts';
import { context, section } from '../../kit/blocks.ts';
import type { Naming } from '../../kit/naming.ts';
import { lines, type Markup, md } from '../../kit/text.ts';
import { factsLine } from './facts.ts';
import { boldTitle, fromTo } from './naming.ts';
import { stateLine } from './state-line.ts';

/** Which handoff, from whom to whom, where it stands, and what the account knows. */
export function headBlocks(picture: ShownHandoff, naming: Naming): KnownBlock[] {
  return [
    section(lines([boldTitle(picture), course(picture, naming), stateLine(picture, naming)])),
    ...factsBlocks(picture, naming),
  ];
}

/** The same with how often it came back. */
export function course(picture: ShownHandoff, naming: Naming): Markup {
  const { returns } = picture;
  const again = returns === 0 ? '' : returns === 1 ? ', back once' : `, back ${returns} times`;
  return md`${fromTo(picture, naming)}${again}`;
}

export function factsBlocks(picture: ShownHandoff, naming: Naming): KnownBlock[] {
  return picture.readable ? [context(factsLine(picture.account, naming))] : [];
}
