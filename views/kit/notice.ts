import type { KnownBlock, ModalView } from '@slack/types';
import { message, modal, section } from './blocks.ts';
import type { Message } from './message.ts';
import { md } from './text.ts';

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

/** Why something was not done, to the person who tried. */
export function refusalMessage(text: string): Message {
  return message(md`${text}`, [section(md`${text}`)]);
}
