import type { KnownBlock, ModalView } from '@slack/types';
import type { RiskPicture } from '../../src/risks/read/picture.ts';
import type { RiskOutcome } from '../../src/risks/risk.ts';
import { whyInput } from '../cases/inputs.ts';
import { context, input, modal, section } from '../kit/blocks.ts';
import { option, radios } from '../kit/elements.ts';
import { VALUE } from '../kit/ids.ts';
import { lines, md } from '../kit/text.ts';
import { encodeRiskState, RISK_ACTIONS, RISK_CALLBACKS } from './ids.ts';
import { boldTitle } from './parts/naming.ts';
import { stateLine } from './parts/state-line.ts';
import { LINE_MAX, OUTCOMES, VERDICTS } from './parts/words.ts';

/** What a person can choose: that a score recovers is not theirs to say. */
export const CHOSEN_OUTCOMES = ['saved', 'lost', 'not_a_risk'] as const satisfies RiskOutcome[];
export type ChosenOutcome = (typeof CHOSEN_OUTCOMES)[number];

const MEANING: Record<ChosenOutcome, string> = {
  saved: 'The customer stays',
  lost: 'The customer leaves',
  not_a_risk: 'There was nothing to save',
};

/** How it ended and why; of what was no risk, what was wrong with the alert. */
export function resolveView(picture: RiskPicture, outcome: ChosenOutcome | null): ModalView {
  return modal({
    callback: RISK_CALLBACKS.resolve,
    title:
      outcome === 'not_a_risk' ? `${picture.name} is not a risk`.slice(0, 24) : `Resolve ${picture.name}`,
    submit: 'Resolve',
    close: 'Close',
    metadata: encodeRiskState({ id: picture.id, v: picture.version }),
    blocks: [
      section(lines([boldTitle(picture), stateLine(picture, 'mention')])),
      input({
        id: 'outcome',
        label: 'How did it end',
        dispatch: true,
        element: radios({
          action: RISK_ACTIONS.outcome,
          options: CHOSEN_OUTCOMES.map((one) => option(one, OUTCOMES[one], MEANING[one])),
          ...(outcome && { initial: outcome }),
        }),
      }),
      ...(outcome === 'not_a_risk' ? verdictBlocks() : []),
      whyInput('Both teams read it in the thread of the card.', LINE_MAX),
    ],
  });
}

function verdictBlocks(): KnownBlock[] {
  return [
    input({
      id: 'verdict',
      label: 'What was wrong with it',
      element: radios({
        action: VALUE,
        options: [
          option('false_alarm', VERDICTS.false_alarm, 'The account was fine all along'),
          option('too_early', VERDICTS.too_early, 'Something is there, but nothing to act on yet'),
        ],
      }),
    }),
    context(md`Admins see in Health alerts how often each rule was wrong, and tune it by this.`),
  ];
}
