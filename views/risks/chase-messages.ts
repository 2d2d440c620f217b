import type { Button } from '@slack/types';
import type { PersonRef } from '../../src/people/person.ts';
import type { RiskPicture } from '../../src/risks/read/picture.ts';
import type { RiskClock } from '../../src/risks/risk.ts';
import {
  type Asking,
  type ChasedCase,
  escalating,
  nudging,
  reminding,
  roundingUp,
  type Told,
  type ToldRole,
} from '../cases/chase.ts';
import { actionsId } from '../cases/controls.ts';
import { actions, context, type Message, section } from '../kit/blocks.ts';
import { lines, type Markup, md, type Naming, named } from '../kit/text.ts';
import { factsLine } from './parts/body.ts';
import { actionBlock, askOf, detailsButton, type May, openButton, reassignButton } from './parts/buttons.ts';
import { headline, shortStateLine, shortTitle, standingIn, stateLine, titleOf } from './parts/naming.ts';

const chased = (picture: RiskPicture): ChasedCase => ({
  title: titleOf(picture),
  state: (naming) => stateLine(picture, naming),
});

interface Asked {
  /** Its reader still owes what is asked for. */
  asked: boolean;
  /** Its limit has passed. */
  isLate: boolean;
  may: May;
}

function askingOf(picture: RiskPicture, { asked, isLate, may }: Asked): Asking | null {
  const ask = asked ? askOf(picture, isLate) : null;
  return (
    ask && {
      line: ask.line,
      above: [headline(picture, 'mention')],
      actions: actionBlock(picture, may),
    }
  );
}

/** One reminder, to whoever owes the next step. When that is done, or is somebody else's, it says so and asks nothing. */
export function riskReminderMessage(
  picture: RiskPicture,
  { clock, ...reminder }: Asked & { clock: RiskClock },
): Message {
  return reminding(chased(picture), picture.clock === clock ? askingOf(picture, reminder) : null);
}

/** Somebody asks again, by name. Goes to whoever owes the next step; once they do not, it asks nothing. */
export function riskNudgeMessage(picture: RiskPicture, nudge: Asked & { by: PersonRef }): Message {
  return nudging(chased(picture), (naming) => named(nudge.by, naming), askingOf(picture, nudge));
}

export interface RiskEscalation extends Told<RiskClock> {
  may: May;
}

/** Tells somebody that a risk waits in silence, with the next thing that they can do. */
export function riskEscalationMessage(picture: RiskPicture, escalation: RiskEscalation): Message {
  const { clock, role } = escalation;
  return escalating(chased(picture), escalation, {
    isDone: picture.clock !== clock,
    late: (naming) => lateLine(picture, clock, naming),
    above: (naming) => [headline(picture, naming)],
    below: (naming) => [requestLine(picture, clock, role, naming)],
    blocks: (naming) => [
      context(factsLine(picture.account, naming)),
      actions(actionsId(picture), ...buttonsFor(picture, escalation)),
    ],
  });
}

/** Several risks that became overdue at one moment, to one reader. It mentions nobody. */
export function riskRoundupMessage(pictures: readonly RiskPicture[]): Message {
  const items = pictures.map((picture) =>
    section(lines([shortTitle(picture), shortStateLine(picture)]), { accessory: openButton(picture) }),
  );
  return roundingUp({ one: 'risk', many: 'risks', shown: 10 }, items);
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

function requestLine({ owner }: RiskPicture, clock: RiskClock, role: ToldRole, naming: Naming): Markup {
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
