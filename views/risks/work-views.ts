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

const SEEN = 'Visible to sales and CS, in the card’s thread.';

/** The first action, its day, and when Baton asks for an update. */
export function planView(risk: RiskDetails, days: PlanDays): ModalView {
  return modal({
    callback: RISK_CALLBACKS.plan,
    title: 'Plan first step',
    submit: 'Save plan',
    close: 'Cancel',
    metadata: encodeRiskState({ id: risk.id, v: risk.version }),
    blocks: [
      section(lines([boldTitle(risk), headline(risk, 'mention')])),
      input({
        id: 'firstAction',
        label: 'First step',
        hint: 'One thing someone can do, such as a call with the new sponsor.',
        element: textInput({
          action: VALUE,
          multiline: true,
          max: LINE_MAX,
          initial: risk.plan?.firstAction ?? '',
        }),
      }),
      input({ id: 'dueOn', label: 'Due date', element: datePicker({ action: VALUE, initial: days.dueOn }) }),
      input({
        id: 'checkInOn',
        label: 'Check-in date',
        hint: 'Baton asks the owner for an update that morning.',
        element: datePicker({ action: VALUE, initial: days.checkInOn }),
      }),
      context(risk.state === 'open' ? md`Saving makes you the owner. ${SEEN}` : md`${SEEN}`),
    ],
  });
}

/** An update for both teams, and the day of the next (YYYY-MM-DD). */
export function checkInView(risk: RiskDetails, checkInOn: string): ModalView {
  return modal({
    callback: RISK_CALLBACKS.checkIn,
    title: 'Check in',
    submit: 'Post update',
    close: 'Cancel',
    metadata: encodeRiskState({ id: risk.id, v: risk.version }),
    blocks: [
      section(lines([boldTitle(risk), planLine(risk) ?? md`No plan yet.`])),
      input({
        id: 'note',
        label: 'Update',
        hint: SEEN,
        element: textInput({ action: VALUE, multiline: true, max: NOTE_MAX }),
      }),
      input({
        id: 'checkInOn',
        label: 'Next check-in date',
        element: datePicker({ action: VALUE, initial: checkInOn }),
      }),
    ],
  });
}

/** What a person can choose: that a score recovers is not theirs to say. */
export const CHOSEN_OUTCOMES = ['saved', 'lost', 'not_a_risk'] as const satisfies RiskOutcome[];
export type ChosenOutcome = (typeof CHOSEN_OUTCOMES)[number];

const MEANING: Record<ChosenOutcome, string> = {
  saved: 'The customer is staying',
  lost: 'The customer is leaving',
  not_a_risk: 'There was nothing to save',
};

/** How it ended and why; of what was no risk, what was wrong with the alert. */
export function resolveView(risk: RiskDetails, outcome: ChosenOutcome | null): ModalView {
  return modal({
    callback: RISK_CALLBACKS.resolve,
    title: 'Close risk',
    submit: 'Close risk',
    close: 'Cancel',
    metadata: encodeRiskState({ id: risk.id, v: risk.version }),
    blocks: [
      section(lines([boldTitle(risk), stateLine(risk, 'mention')])),
      input({
        id: 'outcome',
        label: 'Outcome',
        dispatch: true,
        element: radios({
          action: RISK_ACTIONS.outcome,
          options: CHOSEN_OUTCOMES.map((one) => option(one, OUTCOMES[one], MEANING[one])),
          ...(outcome && { initial: outcome }),
        }),
      }),
      ...(outcome === 'not_a_risk' ? verdictBlocks() : []),
      whyInput(SEEN, LINE_MAX),
    ],
  });
}

function verdictBlocks(): KnownBlock[] {
  return [
    input({
      id: 'verdict',
      label: 'Why it wasn’t a risk',
      element: radios({
        action: VALUE,
        options: [
          option('false_alarm', VERDICTS.false_alarm, 'The account was fine all along'),
          option('too_early', VERDICTS.too_early, 'Something may be there, but nothing to act on yet'),
        ],
      }),
    }),
    context(md`Admins use this to tune the alerts.`),
  ];
}

/** Asks for another owner and why. */
export function riskReassignView(risk: RiskDetails): ModalView {
  return modal({
    callback: RISK_CALLBACKS.reassign,
    title: 'Reassign risk',
    submit: 'Reassign',
    close: 'Cancel',
    metadata: encodeRiskState({ id: risk.id, v: risk.version }),
    blocks: [
      section(lines([boldTitle(risk), stateLine(risk, 'mention')])),
      takeoverInput('owner'),
      whyInput(SEEN, LINE_MAX),
      context(md`They’re asked right away and get the full time to take it.`),
    ],
  });
}
