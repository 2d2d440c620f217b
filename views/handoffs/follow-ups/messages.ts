import type { FollowUpDetails } from '../../../src/handoffs/follow-ups/details.ts';
import type { FollowUpStep } from '../../../src/handoffs/follow-ups/follow-up.ts';
import type { PersonRef } from '../../../src/people/person.ts';
import {
  type Asking,
  type ChasedCase,
  escalating,
  nudging,
  reminding,
  roundingUp,
  type Told,
} from '../../cases/chase.ts';
import { actionsId } from '../../cases/controls.ts';
import { nudgedLine, snoozedLine } from '../../cases/words.ts';
import { actions, type Message, message, section } from '../../kit/blocks.ts';
import { lines, type Markup, md, type Naming, named } from '../../kit/text.ts';
import { openButton } from '../parts/buttons.ts';
import { boldTitle, heardAbout, heardTitle, shortTitle } from '../parts/naming.ts';
import { actionBlock, askOf, nudgeButton, stateLine, youStandIn } from './parts.ts';

const chased = (followUp: FollowUpDetails): ChasedCase => ({
  title: boldTitle(followUp.handoff),
  heard: heardTitle(followUp.handoff),
  state: (naming) => stateLine(followUp, naming),
});

interface Asked {
  /** Its reader still owes what is asked for. */
  asked: boolean;
  reader?: string | null;
}

function askingOf(followUp: FollowUpDetails, { asked }: Asked): Asking | null {
  const line = asked ? askOf(followUp) : null;
  const buttons = actionBlock(followUp);
  return line && buttons && { line, actions: buttons };
}

/** The DM to whoever stands in for somebody who owes it. */
export function followUpRequestMessage(
  followUp: FollowUpDetails,
  { asked, reader }: Asked & { reader: string },
): Message {
  const asking = askingOf(followUp, { asked, reader });
  if (!asking) return reminding(chased(followUp), null, reader);
  const because = youStandIn(followUp, reader);
  return message(md`${heardTitle(followUp.handoff)}: ${asking.line}`, [
    section(lines([boldTitle(followUp.handoff), asking.line, ...(because ? [because] : [])])),
    asking.actions,
  ]);
}

export function followUpReminderMessage(followUp: FollowUpDetails, reminder: Asked): Message {
  return reminding(chased(followUp), askingOf(followUp, reminder), reminder.reader ?? null);
}

/** Somebody asks again, by name. */
export function followUpNudgeMessage(followUp: FollowUpDetails, nudge: Asked & { by: PersonRef }): Message {
  return nudging(
    chased(followUp),
    (naming) => named(nudge.by, naming),
    askingOf(followUp, nudge),
    nudge.reader ?? null,
  );
}

/** Tells somebody above that it was not done. */
export function followUpEscalationMessage(
  followUp: FollowUpDetails,
  escalation: Told<FollowUpStep>,
): Message {
  const { handoff } = followUp;
  return escalating(chased(followUp), escalation, {
    isDone: !followUp.isOpen,
    late: (title, naming) => lateLine(followUp, title, naming),
    below: (naming) => [md`Check with ${named(followUp.owner ?? handoff.sender, naming)}.`],
    blocks: () =>
      handoff.readable ? [actions(actionsId(followUp), nudgeButton(followUp), openButton(handoff))] : [],
  });
}

function lateLine(followUp: FollowUpDetails, title: Markup, naming: Naming): Markup {
  const { step, handoff } = followUp;
  const who = named(followUp.answers ?? followUp.owner ?? handoff.sender, naming);
  switch (step) {
    case 'introduce':
      return md`${who} hasn’t introduced the new owner to the customer of ${title}`;
    case 'answer':
      return md`${who} hasn’t answered what was still open on ${title}`;
    case 'confirm':
      return md`${who} hasn’t confirmed what changed on ${title}`;
  }
}

/** Several that became overdue at one moment, to one reader. */
export function followUpRoundupMessage(followUps: readonly FollowUpDetails[]): Message {
  const items = followUps.map((followUp) => ({
    about: heardAbout(followUp.handoff),
    block: section(
      lines([shortTitle(followUp.handoff), stateLine(followUp, 'text')]),
      followUp.handoff.readable ? { accessory: openButton(followUp.handoff) } : {},
    ),
  }));
  return roundingUp({ one: 'handoff', many: 'handoffs', shown: 5 }, items);
}

export type FollowUpActed = 'snoozed' | 'nudged' | 'confirmed';

/** To whoever clicked, alone: that it is done. */
export function followUpActedMessage(acted: FollowUpActed, followUp: FollowUpDetails): Message {
  const name = heardTitle(followUp.handoff);
  const line = (naming: Naming) => {
    if (acted === 'confirmed') return md`Confirmed. ${name} says so.`;
    return acted === 'nudged'
      ? nudgedLine(name, followUp.answers, naming)
      : snoozedLine(name, followUp.snoozedUntil);
  };
  return message(line('text'), [section(line('mention'))]);
}
