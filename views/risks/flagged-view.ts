import type { ModalView } from '@slack/types';
import type { RiskPicture } from '../../src/risks/picture.ts';
import { context, modal, section } from '../kit/blocks.ts';
import { md } from '../kit/text.ts';
import { RISK_CALLBACKS } from './ids.ts';
import { boldTitle } from './parts/naming.ts';
import { stateLine } from './parts/state-line.ts';

/** The receipt of whoever flagged it. `wasOpen`: the note went into its thread. */
export function flaggedView(picture: RiskPicture, wasOpen: boolean): ModalView {
  return modal({
    callback: RISK_CALLBACKS.flagged,
    title: 'Flagged',
    close: 'Close',
    blocks: [
      section(
        wasOpen
          ? md`✓ ${boldTitle(picture)} was open already. What you saw is in its thread now.`
          : md`✓ ${boldTitle(picture)} is open.`,
      ),
      section(stateLine(picture, 'mention')),
      context(md`See where it stands with \`/risk ${picture.name}\`.`),
    ],
  });
}
