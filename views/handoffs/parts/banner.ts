import type { KnownBlock } from '@slack/types';
import { section } from '../../kit/blocks.ts';
import { bold, md } from '../../kit/text.ts';

/** Why it did not go on, on top of what was typed. */
export function bannerBlocks(text: string | null): KnownBlock[] {
  return text ? [section(md`⚠︎ ${bold(text)}`)] : [];
}
