import type { Button } from '@slack/types';
import type { PersonRef } from '../../src/people/person.ts';
import type { RiskDetails } from '../../src/risks/read/details.ts';
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
import { withName } from '../cases/words.ts';
import { actions, context, type Message, section } from '../kit/blocks.ts';
import { clip } from '../kit/clip.ts';
import { lines, type Markup, md, type Naming, named } from '../kit/text.ts';
import { factsLine } from './parts/body.ts';
import { actionBlock, askOf, detailsButton, type May, openButton, reassignButton } from './parts/buttons.ts';
import { boldTitle, headline, shortStateLine, shortTitle, standingIn, stateLine } from './parts/naming.ts';

const NAME_HEARD = 40;

const chased = (risk: RiskDetails): ChasedCase => ({
  title: boldTitle(risk),
  heard: withName(clip(risk.account.name, NAME_HEARD), risk.name),
  state: (naming) => stateLine(risk, naming),
});

interface Asked {
  /** Its reader still owes what is asked for. */
  asked: boolean;
  /** Its limit has passed. */
  isLate: boolean;
  may: May;
}

function askingOf(risk: RiskDetails, { asked, isLate, may }: Asked): Asking | null {
  const ask = asked ? askOf(risk, isLate) : null;
  return (
    ask && {
      line: ask.line,
      above: [headline(risk, 'mention')],
      actions: actionBlock(risk, may),
    }
  );
}

/** One reminder, to whoever owes the next step. When that is done, or is somebody else's, it says so and asks nothing. */
export function riskReminderMessage(
  risk: RiskDetails,
  { clock, ...reminder }: Asked & { clock: RiskClock },
): Message {
  return reminding(chased(risk), risk.clock === clock ? askingOf(risk, reminder) : null);
}

/** Somebody asks again, by name. Goes to whoever owes the next step; once they do not, it asks nothing. */
export function riskNudgeMessage(risk: RiskDetails, nudge: Asked & { by: PersonRef }): Message {
  return nudging(chased(risk), (naming) => named(nudge.by, naming), askingOf(risk, nudge));
}

export interface RiskEscalation extends Told<RiskClock> {
  may: May;
}

/** Tells somebody that a risk waits in silence, with the next thing that they can do. */
export function riskEscalationMessage(risk: RiskDetails, escalation: RiskEscalation): Message {
  const { clock, role } = escalation;
  return escalating(chased(risk), escalation, {
    isDone: risk.clock !== clock,
    late: (title, naming) => lateLine(risk, clock, title, naming),
    above: (naming) => [headline(risk, naming)],
    below: (naming) => [requestLine(risk, clock, role, naming)],
    blocks: (naming) => [
      context(factsLine(risk.account, naming)),
      actions(actionsId(risk), ...buttonsFor(risk, escalation)),
    ],
  });
}

/** Several risks that became overdue at one moment, to one reader. It mentions nobody. */
export function riskRoundupMessage(risks: readonly RiskDetails[]): Message {
  const items = risks.map((risk) => ({
    about: clip(risk.account.name, NAME_HEARD),
    block: section(lines([shortTitle(risk), shortStateLine(risk)]), { accessory: openButton(risk) }),
  }));
  return roundingUp({ one: 'risk', many: 'risks', shown: 10 }, items);
}

function lateLine(risk: RiskDetails, clock: RiskClock, title: Markup, naming: Naming): Markup {
  const { owner, answers } = risk;
  if (!owner) return md`no one has taken ${title}`;
  const who = md`${named(answers ?? owner, naming)}${standingIn(risk, naming)}`;
  switch (clock) {
    case 'claim':
      return md`${who} hasn’t taken ${title}`;
    case 'plan':
      return md`${who} hasn’t planned the first step for ${title}`;
    case 'check_in':
      return md`${who} hasn’t checked in on ${title}`;
  }
}

const DO_IT: Record<RiskClock, string> = {
  claim: 'take it',
  plan: 'plan it',
  check_in: 'say how it goes',
};

function requestLine({ owner }: RiskDetails, clock: RiskClock, role: ToldRole, naming: Naming): Markup {
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
function buttonsFor(risk: RiskDetails, { clock, role, may }: RiskEscalation): Button[] {
  const answer = askOf(risk, true)?.button;
  const answers = role === 'cover' || role === 'lead' || clock === 'claim';
  return [
    ...(answer && answers && role !== 'manager' && may(clock) ? [answer] : []),
    ...(role !== 'cover' && role !== 'fallback_channel' && may('reassign') ? [reassignButton(risk)] : []),
    detailsButton(risk),
  ];
}
