import type { ModalView } from '@slack/types';
import { BRIEF_LIMITS } from '../../src/handoffs/brief/brief.ts';
import { standOf } from '../../src/handoffs/handoff.ts';
import type { ShownHandoff } from '../../src/handoffs/read/picture.ts';
import { type HandoffRole, may } from '../../src/handoffs/rules/rights.ts';
import { takeoverInput, whyInput } from '../cases/inputs.ts';
import { context, modal, section } from '../kit/blocks.ts';
import { lines, md, mention } from '../kit/text.ts';
import { CALLBACKS, encodeState } from './ids.ts';
import { boldTitle } from './parts/naming.ts';
import { bannerBlocks } from './parts/screen-blocks.ts';
import { stateLine } from './parts/state-line.ts';

/** Asks for another receiver and why. Of a private handoff those it does not name only propose one. */
export function reassignView(
  picture: ShownHandoff,
  roles: readonly HandoffRole[],
  banner: string | null,
): ModalView {
  const mayReassign = may('reassign', roles, picture.private);
  return modal({
    callback: CALLBACKS.reassign,
    title: 'Pick another receiver',
    submit: mayReassign ? 'Reassign' : 'Propose',
    close: 'Close',
    metadata: encodeState({
      id: picture.id,
      v: picture.version,
      step: mayReassign ? 'reassign' : 'propose',
      stand: standOf({ ...picture, receiverId: picture.receiver.id }),
    }),
    blocks: [
      ...bannerBlocks(banner),
      section(lines([boldTitle(picture), stateLine(picture, 'mention')])),
      takeoverInput('receiver'),
      whyInput(
        picture.private
          ? 'The sender and the new receiver read it.'
          : 'Both read it: who had it and who gets it.',
        BRIEF_LIMITS.line,
      ),
      context(
        !mayReassign
          ? md`It’s private: ${mention(picture.sender.slackUserId)} or ${mention(picture.receiver.slackUserId)} confirms it first.`
          : picture.state === 'returned'
            ? md`The sender still answers what was asked for; the new receiver gets it after that.`
            : md`The new receiver is asked at once and gets the full time to acknowledge it.`,
      ),
    ],
  });
}
