import type { ModalView } from '@slack/types';
import { BRIEF_LIMITS } from '../../src/handoffs/brief/brief.ts';
import { standOf } from '../../src/handoffs/handoff.ts';
import type { ShownHandoff } from '../../src/handoffs/read/picture.ts';
import { whyInput } from '../cases/inputs.ts';
import { context, modal, section } from '../kit/blocks.ts';
import { lines, md } from '../kit/text.ts';
import { CALLBACKS, encodeState } from './ids.ts';
import { boldTitle } from './parts/naming.ts';
import { bannerBlocks } from './parts/screen-blocks.ts';
import { stateLine } from './parts/state-line.ts';

/** Asks why, and is itself the question whether it is meant. */
export function cancelView(picture: ShownHandoff, banner: string | null): ModalView {
  return modal({
    callback: CALLBACKS.cancel,
    title: 'Cancel this handoff?',
    submit: 'Cancel handoff',
    close: 'Keep it',
    metadata: encodeState({
      id: picture.id,
      v: picture.version,
      step: 'cancel',
      stand: standOf({ ...picture, receiverId: picture.receiver.id }),
    }),
    blocks: [
      ...bannerBlocks(banner),
      section(lines([boldTitle(picture), stateLine(picture, 'mention')])),
      whyInput('The other side reads it.', BRIEF_LIMITS.line),
      context(md`Nobody is asked for it any more. The brief stays readable, and the account stays as it is.`),
    ],
  });
}
