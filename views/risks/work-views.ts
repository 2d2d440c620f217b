import type { KnownBlock, ModalView } from '@slack/types';
import type { RiskDetails } from '../../src/risks/read/details.ts';
import type { RiskOutcome } from '../../src/risks/risk.ts';
import { takeoverInput, whyInput } from '../cases/controls.ts';
import { context, input, modal, section } from '../kit/blocks.ts';
import { datePicker, option, radios, textInput } from '../kit/elements.ts';
import { VALUE } from '../kit/ids.ts';
import { lines, md } from '../kit/text.ts';
import { encodeRiskState, RISK_ACTIONS, RISK_CALLBACKS } from './ids.ts';
import { boldTitle, headline, planLine, stateLine } from './parts/naming.ts';
import { LINE_MAX, NOTE_MAX, OUTCOMES, VERDICTS } from './parts/words.ts';

/** Days to begin with, YYYY-MM-DD. */
export interface PlanDays {
  dueOn: string;
  checkInOn: string;
}

/** The first action, its day, and when to say how it goes. */
export function planView(risk: RiskDetails, days: PlanDays): ModalView {
  const isOpen = risk.state === 'open';
  return modal({
    callback: RISK_CALLBACKS.plan,
    title: `Plan for ${risk.name}`,
    submit: isOpen ? 'Take it and plan' : 'Save the plan',
    close: 'Close',
    metadata: encodeRiskState({ id: risk.id, v: risk.version }),
    blocks: [
      section(lines([boldTitle(risk), headline(risk, 'mention')])),
      input({
        id: 'firstAction',
        label: 'What happens first',
        hint: 'One step that somebody can do, such as a call with the new sponsor.',
        element: textInput({
          action: VALUE,
          multiline: true,
          max: LINE_MAX,
          initial: risk.plan?.firstAction ?? '',
        }),
      }),
      input({ id: 'dueOn', label: 'By', element: datePicker({ action: VALUE, initial: days.dueOn }) }),
      input({
        id: 'checkInOn',
        label: 'Next check-in',
        hint: 'On that morning Baton asks you how it goes.',
        element: datePicker({ action: VALUE, initial: days.checkInOn }),
      }),
      context(
        isOpen
          ? md`With this, it is yours. Both teams read the plan in the thread of the card.`
          : md`Both teams read the plan in the thread of the card.`,
      ),
    ],
  });
}

/** How it goes, for both teams, and when to say so next (YYYY-MM-DD). */
export function checkInView(risk: RiskDetails, checkInOn: string): ModalView {
  return modal({
    callback: RISK_CALLBACKS.checkIn,
    title: `Check in on ${risk.name}`,
    submit: 'Check in',
    close: 'Close',
    metadata: encodeRiskState({ id: risk.id, v: risk.version }),
    blocks: [
      section(lines([boldTitle(risk), planLine(risk) ?? md`There is no plan yet.`])),
      input({
        id: 'note',
        label: 'How it goes',
        hint: 'Both teams read it in the thread of the card.',
        element: textInput({ action: VALUE, multiline: true, max: NOTE_MAX }),
      }),
      input({
        id: 'checkInOn',
        label: 'Next check-in',
        element: datePicker({ action: VALUE, initial: checkInOn }),
      }),
    ],
  });
}

/** What a person can choose: that a score recovers is not theirs to say. */
export const CHOSEN_OUTCOMES = ['saved', 'lost', 'not_a_risk'] as const satisfies RiskOutcome[];
export type ChosenOutcome = (typeof CHOSEN_OUTCOMES)[number];

const MEANING: Record<ChosenOutcome, string> = {
  saved: 'The customer stays',
  lost: 'The customer leaves',
  not_a_risk: 'There was nothing to save',
};

/** How it ended and why; of what was no risk, what was wrong with the alert. */
export function resolveView(risk: RiskDetails, outcome: ChosenOutcome | null): ModalView {
  return modal({
    callback: RISK_CALLBACKS.resolve,
    title: outcome === 'not_a_risk' ? `${risk.name} is not a risk`.slice(0, 24) : `Resolve ${risk.name}`,
    submit: 'Resolve',
    close: 'Close',
    metadata: encodeRiskState({ id: risk.id, v: risk.version }),
    blocks: [
      section(lines([boldTitle(risk), stateLine(risk, 'mention')])),
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

/** Asks for another owner and why. */
export function riskReassignView(risk: RiskDetails): ModalView {
  return modal({
    callback: RISK_CALLBACKS.reassign,
    title: `Pass ${risk.name} on`,
    submit: 'Pass it on',
    close: 'Close',
    metadata: encodeRiskState({ id: risk.id, v: risk.version }),
    blocks: [
      section(lines([boldTitle(risk), stateLine(risk, 'mention')])),
      takeoverInput('owner'),
      whyInput('Both teams read it in the thread of the card.', LINE_MAX),
      context(md`They are asked at once and get the full time to take it.`),
    ],
  });
}
