import type { ModalView } from '@slack/types';
import { BRIEF_LIMITS } from '../../src/handoffs/brief.ts';
import type { HandoffPicture } from '../../src/handoffs/picture.ts';
import { context, input, modal, section } from '../kit/blocks.ts';
import { textInput, userSelect } from '../kit/elements.ts';
import { lines, md } from '../kit/text.ts';
import { CALLBACKS, encodeState, VALUE } from './ids.ts';
import { bannerBlocks } from './parts/banner.ts';
import { boldTitle } from './parts/naming.ts';
import { forOthers } from './parts/privacy.ts';
import { stateLine } from './parts/state-line.ts';

/** Asks for another receiver and why. Leads may do it without reading: a private account stays unnamed. */
export function reassignView(picture: HandoffPicture, banner: string | null): ModalView {
  return modal({
    callback: CALLBACKS.reassign,
    title: 'Pick another receiver',
    submit: 'Reassign',
    close: 'Close',
    metadata: encodeState({ id: picture.id, v: picture.version, step: 'reassign' }),
    blocks: [
      ...bannerBlocks(banner),
      section(lines([boldTitle(forOthers(picture)), stateLine(picture, 'mention')])),
      input({
        id: 'receiver',
        label: 'Who takes over',
        element: userSelect({ action: VALUE, placeholder: 'Pick a colleague' }),
      }),
      input({
        id: 'reason',
        label: 'Why',
        hint: picture.private
          ? 'The sender and the new receiver read it.'
          : 'Both read it: who had it and who gets it.',
        element: textInput({ action: VALUE, multiline: true, max: BRIEF_LIMITS.line }),
      }),
      context(
        picture.state === 'returned'
          ? md`The sender still answers what was asked for; the new receiver gets it after that.`
          : md`The new receiver is asked at once and gets the full time to acknowledge it.`,
      ),
    ],
  });
}
