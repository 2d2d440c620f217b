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
import { actions, context, type Message, section } from '../kit/blocks.ts';
import { capital, lines, type Markup, md, type Naming, named } from '../kit/text.ts';
import { factsLine } from './parts/body.ts';
import { actionBlock, askOf, detailsButton, type May, openButton, reassignButton } from './parts/buttons.ts';
import {
  boldTitle,
  headline,
  heardAbout,
  heardTitle,
  shortStateLine,
  shortTitle,
  standingIn,
  stateLine,
} from './parts/naming.ts';

const chased = (risk: RiskDetails): ChasedCase => ({
  title: boldTitle(risk),
  heard: heardTitle(risk),
  state: (naming) => stateLine(risk, naming),
});

interface Asked {
  /** Its reader still owes what is asked for. */
  asked: boolean;
  may: May;
  /** The member who reads it. */
  reader?: string | null;
}

function askingOf(risk: RiskDetails, { asked, may }: Asked): Asking | null {
  const ask = asked ? askOf(risk) : null;
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
  return reminding(
    chased(risk),
    risk.clock === clock ? askingOf(risk, reminder) : null,
    reminder.reader ?? null,
  );
}

/** Somebody asks again, by name. Goes to whoever owes the next step; once they do not, it asks nothing. */
export function riskNudgeMessage(risk: RiskDetails, nudge: Asked & { by: PersonRef }): Message {
  return nudging(
    chased(risk),
    (naming) => named(nudge.by, naming),
    askingOf(risk, nudge),
    nudge.reader ?? null,
  );
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
    about: heardAbout(risk),
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
  plan: 'plan the first step',
  check_in: 'check in',
};

function requestLine({ owner }: RiskDetails, clock: RiskClock, role: ToldRole, naming: Naming): Markup {
  const who = owner ? named(owner, naming) : null;
  switch (role) {
    case 'cover':
      return md`You’re covering for ${who ?? 'the owner'}: please ${DO_IT[clock]}.`;
    case 'counterpart':
      return clock === 'claim'
        ? md`It’s your customer too: take it, or reassign it.`
        : md`It’s your customer too: reassign it if nothing happens.`;
    case 'lead':
      return who ? md`${capital(DO_IT[clock])} for ${who}, or reassign it.` : md`Take it, or reassign it.`;
    case 'manager':
      return who ? md`Check with ${who}, or reassign it.` : md`Find an owner, and reassign it to them.`;
    case 'fallback_channel':
      return who
        ? md`Do you work with ${who}? Please point them to this, or tell their lead.`
        : md`Do you work with this customer? Please take it.`;
  }
}

/** The answer itself for those who can give it; nobody is offered what they may not do. */
function buttonsFor(risk: RiskDetails, { clock, role, may }: RiskEscalation): Button[] {
  const answer = askOf(risk, 'primary')?.button;
  const answers = role === 'cover' || role === 'lead' || clock === 'claim';
  return [
    ...(answer && answers && role !== 'manager' && may(clock) ? [answer] : []),
    ...(role !== 'cover' && role !== 'fallback_channel' && may('reassign') ? [reassignButton(risk)] : []),
    detailsButton(risk),
  ];
}
