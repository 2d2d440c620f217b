import type { ModalView } from '@slack/types';
import type { RiskPicture } from '../../src/risks/read/picture.ts';
import { context, modal, section } from '../kit/blocks.ts';
import { md } from '../kit/text.ts';
import { RISK_CALLBACKS } from './ids.ts';
import { boldTitle } from './parts/naming.ts';
import { stateLine } from './parts/state-line.ts';

/** noted: the note went into its thread. before: nothing was added to it. */
const WHAT = {
  opened: 'is open.',
  noted: 'was open already. What you saw is in its thread now.',
  before: 'was open already.',
};

/** The receipt of whoever flagged it. */
export function flaggedView(picture: RiskPicture, outcome: keyof typeof WHAT): ModalView {
  return modal({
    callback: RISK_CALLBACKS.flagged,
    title: 'Flagged',
    close: 'Close',
    blocks: [
      section(md`✓ ${boldTitle(picture)} ${WHAT[outcome]}`),
      section(stateLine(picture, 'mention')),
      context(md`See where it stands with \`/risk ${picture.name}\`.`),
    ],
  });
}
