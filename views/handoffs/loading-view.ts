import type { ModalView } from '@slack/types';
import { modal, section } from '../kit/blocks.ts';
import { md } from '../kit/text.ts';
import { CALLBACKS } from './ids.ts';

/** Opened at once, while what it will show is being read. */
export function loadingView(title: string): ModalView {
  return modal({ callback: CALLBACKS.loading, title, close: 'Close', blocks: [section(md`One moment…`)] });
}
