import type { KnownBlock } from '@slack/types';
import type { HandoffPicture } from '../../../src/handoffs/picture.ts';
import { section } from '../../kit/blocks.ts';
import { listed, md } from '../../kit/text.ts';

/** What of a brief is stored and cannot be read, so that nobody takes it for left out. */
export function lostBlocks({ lost, sender }: Pick<HandoffPicture, 'lost' | 'sender'>): KnownBlock[] {
  return lost.length === 0
    ? []
    : [section(md`Could not be read: ${listed(lost)}. Ask ${sender.name} for it.`)];
}
