import type { Button } from '@slack/types';
import type { Role } from '../../src/cases/clocks/ladder.ts';
import type { RiskPicture } from '../../src/risks/picture.ts';
import type { RiskClock } from '../../src/risks/risk.ts';
import { actions, context, message, section } from '../kit/blocks.ts';
import { when } from '../kit/dates.ts';
import type { Message } from '../kit/message.ts';
import { type Naming, named } from '../kit/naming.ts';
import { lines, type Markup, md } from '../kit/text.ts';
import { askOf } from './parts/ask.ts';
import { factsLine } from './parts/body.ts';
import { actionsId, detailsButton, type May, reassignButton } from './parts/buttons.ts';
import { headline } from './parts/headline.ts';
import { boldTitle, standingIn, titleOf } from './parts/naming.ts';
import { stateLine } from './parts/state-line.ts';

export type RiskEscalationRole = Exclude<Role, 'owner'>;

export interface RiskEscalation {
  clock: RiskClock;
  /** As whom the reader is told. */
  role: RiskEscalationRole;
  /** When the limit passed. Null: what it asked for is over, or is no matter of this reader any more. */
  overdueSince: Date | null;
  may: May;
}

/** Tells somebody that a risk waits in silence, with the next thing that they can do. In the channel it mentions nobody. */
export function riskEscalationMessage(picture: RiskPicture, escalation: RiskEscalation): Message {
  const { clock, role, overdueSince } = escalation;
  const naming: Naming = role === 'fallback_channel' ? 'text' : 'mention';
  const isDone = picture.clock !== clock;
  if (isDone || !overdueSince) {
    const title = isDone ? `${titleOf(picture)}, no longer overdue` : titleOf(picture);
    return message(md`${title}. ${stateLine(picture, 'text')}`, [
      section(lines([boldTitle(picture), stateLine(picture, naming)])),
    ]);
  }
  const late = lateLine(picture, clock, naming);
  return message(md`Overdue: ${titleOf(picture)}. ${lateLine(picture, clock, 'text')}`, [
    section(
      lines([
        boldTitle(picture),
        headline(picture, naming),
        md`${late} It was due ${when(overdueSince)}.`,
        requestLine(picture, clock, role, naming),
      ]),
    ),
    context(factsLine(picture.account, naming)),
    actions(actionsId(picture), ...buttonsFor(picture, escalation)),
  ]);
}

function lateLine(picture: RiskPicture, clock: RiskClock, naming: Naming): Markup {
  const { owner, answers } = picture;
  if (!owner) return md`Nobody has taken it.`;
  const who = md`${named(answers ?? owner, naming)}${standingIn(picture, naming)}`;
  switch (clock) {
    case 'claim':
      return md`${who} has not taken it.`;
    case 'plan':
      return md`${who} has it, and has not planned the first step.`;
    case 'check_in':
      return md`${who} has not said how it goes.`;
  }
}

const DO_IT: Record<RiskClock, string> = {
  claim: 'take it',
  plan: 'plan it',
  check_in: 'say how it goes',
};

function requestLine(
  { owner }: RiskPicture,
  clock: RiskClock,
  role: RiskEscalationRole,
  naming: Naming,
): Markup {
  const who = owner ? named(owner, naming) : null;
  switch (role) {
    case 'cover':
      return md`You stand in for ${who ?? 'the owner'}. Please ${DO_IT[clock]}.`;
    case 'counterpart':
      return clock === 'claim'
        ? md`It is your customer too. You can take it, or pass it on.`
        : md`It is your customer too. You can pass it on.`;
    case 'lead':
      return who ? md`Please ${DO_IT[clock]} for ${who}, or pass it on.` : md`Please take it, or pass it on.`;
    case 'manager':
      return who ? md`Please talk to ${who}, or pass it on.` : md`Please find an owner.`;
    case 'fallback_channel':
      return md`Whoever works with this customer: please see to it.`;
  }
}

/** The answer itself for those who can give it; nobody is offered what they may not do. */
function buttonsFor(picture: RiskPicture, { clock, role, may }: RiskEscalation): Button[] {
  const answer = askOf(picture, true)?.button;
  const answers = role === 'cover' || role === 'lead' || clock === 'claim';
  return [
    ...(answer && answers && role !== 'manager' && may(clock) ? [answer] : []),
    ...(role !== 'cover' && role !== 'fallback_channel' && may('reassign') ? [reassignButton(picture)] : []),
    detailsButton(picture),
  ];
}
