import type { ModalView } from '@slack/types';
import { context, modal, section } from '../kit/blocks.ts';
import { bold, lines, md } from '../kit/text.ts';
import { type ListedDigest, whenAndWhere } from './list-message.ts';
import { scopeText } from './parts/words.ts';

/** In place of the form, once it is done. */
export function subscribedView(digest: ListedDigest, changed: boolean): ModalView {
  return modal({
    callback: 'notice',
    title: changed ? 'Changed' : 'Subscribed',
    close: 'Close',
    blocks: [
      section(lines([bold(scopeText(digest.scope)), whenAndWhere(digest)])),
      context(md`To have one at once, write \`/digest now\`. To change or stop it, write \`/digest\`.`),
    ],
  });
}
