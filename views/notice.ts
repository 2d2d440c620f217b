import type { KnownBlock, ModalView } from '@slack/types';
import { modal, section } from './kit/blocks.ts';
import { md } from './kit/text.ts';

/** A modal that says one thing and can only be closed. */
export function noticeView(title: string, text: string): ModalView {
  return modal({ callback: 'notice', title, blocks: [section(md`${text}`)], close: 'Close' });
}

const BANNER = 'banner';

/** The blocks with one line above them; it replaces an earlier one. */
export function withBanner(blocks: KnownBlock[], text: string): KnownBlock[] {
  return [
    section(md`:warning: ${text}`, { id: BANNER }),
    ...blocks.filter((block) => block.block_id !== BANNER),
  ];
}
