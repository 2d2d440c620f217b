import type { ModalView } from '@slack/types';
import type { RiskPicture } from '../../src/risks/read/picture.ts';
import { takeoverInput, whyInput } from '../cases/inputs.ts';
import { context, modal, section } from '../kit/blocks.ts';
import { lines, md } from '../kit/text.ts';
import { encodeRiskState, RISK_CALLBACKS } from './ids.ts';
import { boldTitle } from './parts/naming.ts';
import { stateLine } from './parts/state-line.ts';
import { LINE_MAX } from './parts/words.ts';

/** Asks for another owner and why. */
export function riskReassignView(picture: RiskPicture): ModalView {
  return modal({
    callback: RISK_CALLBACKS.reassign,
    title: `Pass ${picture.name} on`,
    submit: 'Pass it on',
    close: 'Close',
    metadata: encodeRiskState({ id: picture.id, v: picture.version }),
    blocks: [
      section(lines([boldTitle(picture), stateLine(picture, 'mention')])),
      takeoverInput('owner'),
      whyInput('Both teams read it in the thread of the card.', LINE_MAX),
      context(md`They are asked at once and get the full time to take it.`),
    ],
  });
}
