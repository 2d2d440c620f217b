import type { Button, KnownBlock } from '@slack/types';
import type { FollowUpDetails } from '../../../src/handoffs/follow-ups/details.ts';
import { FOLLOW_UP_FACTS } from '../../../src/handoffs/follow-ups/rules.ts';
import { actionsId, buttonsAbout } from '../../cases/controls.ts';
import type { MorningLine, MorningPart } from '../../cases/morning-message.ts';
import { askLine, standingInFor, standLine, withSnooze, youStandInFor } from '../../cases/words.ts';
import { type RowWords, workRow } from '../../home/parts/work-item.ts';
import { actions, section } from '../../kit/blocks.ts';
import { clip } from '../../kit/clip.ts';
import { day, due } from '../../kit/dates.ts';
import { button } from '../../kit/elements.ts';
import { dotted, isolated, lines, type Markup, md, mention, type Naming, named } from '../../kit/text.ts';
import { FOLLOW_UP_ACTIONS } from '../ids.ts';
import { openButton } from '../parts/buttons.ts';
import { heardAbout, heardTitle, shortTitle, titleOf } from '../parts/naming.ts';

const LABEL_SHOWN = 60;
const NAME_SHOWN = 40;

export const about = ({ label }: Pick<FollowUpDetails, 'label'>): string =>
  isolated(clip(label, LABEL_SHOWN));

/** 'Introduce Sample CSM to the customer', 'Answer: Go-live date', 'Confirm what changed: Go-live date'. */
function whatIsAsked(followUp: Pick<FollowUpDetails, 'step' | 'label'>, other: Markup): Markup {
  switch (followUp.step) {
    case 'introduce':
      return md`Introduce ${other} to the customer`;
    case 'answer':
      return followUp.label ? md`Answer: ${about(followUp)}` : md`Answer what was still open`;
    case 'confirm':
      return followUp.label ? md`Confirm what changed: ${about(followUp)}` : md`Confirm what changed`;
  }
}

/** What whoever owes it is asked, and until when; null: nobody is. */
export function askOf(followUp: FollowUpDetails): Markup | null {
  if (!followUp.isOpen || !followUp.other) return null;
  const { step, dueOn, limitAt, isLate, other } = followUp;
  // Also on a lock screen, where nobody is mentioned.
  const what = whatIsAsked(followUp, md`${isolated(clip(other.name, NAME_SHOWN))}`);
  const said = step === 'answer' && dueOn ? md`you said by ${day(dueOn)}` : md``;
  return dotted([what, said, limitAt && !dueOn ? due(limitAt, isLate) : md``]);
}

/** Where it stands: who, and until when. */
export function stateLine(followUp: FollowUpDetails, naming: Naming): Markup {
  const { state, step, answers, owner, other, limitAt, isLate, snoozedUntil } = followUp;
  const it = { introduce: 'Introduced', answer: 'Answered', confirm: 'Confirmed' }[step];
  if (state === 'done') return md`${it}`;
  if (!answers || !other) return md`No longer asked for`;
  const who = md`${named(answers, naming)}${standingInFor({ answers, theirs: owner }, naming)}`;
  const what = {
    introduce: md`waiting for ${who} to introduce ${named(other, naming)} to the customer`,
    answer: md`waiting for ${who} to answer${followUp.label ? md`: ${about(followUp)}` : ''}`,
    confirm: md`waiting for ${who} to confirm${followUp.label ? md`: ${about(followUp)}` : ' what changed'}`,
  }[step];
  return withSnooze(standLine(what, limitAt, isLate), snoozedUntil);
}

export const youStandIn = ({ answers, owner }: FollowUpDetails, memberId: string): Markup | null =>
  youStandInFor({ answers, theirs: owner }, memberId);

const aboutIt = buttonsAbout<FollowUpDetails>(({ handoff }) => titleOf(handoff));
const introduceButton = aboutIt(FOLLOW_UP_ACTIONS.act, 'Introduce…', { spoken: 'Introduce the new owner' });
const answerButton = aboutIt(FOLLOW_UP_ACTIONS.act, 'Answer…', { spoken: 'Answer' });
const confirmButton = (followUp: FollowUpDetails, style?: 'primary'): Button =>
  button({
    action: FOLLOW_UP_ACTIONS.confirm,
    text: 'Confirm',
    value: confirmValue(followUp.id, followUp.entryId),
    label: `Confirm the change: ${titleOf(followUp.handoff)}`,
    ...(style && { style }),
  });
export const nudgeButton = aboutIt(FOLLOW_UP_ACTIONS.nudge, 'Nudge');
/** With what whoever confirms has read of. */
const confirmValue = (id: string, entryId: string | null): string => (entryId ? `${id}:${entryId}` : id);

const laterButton = (followUp: FollowUpDetails): Button =>
  button({
    action: FOLLOW_UP_ACTIONS.later,
    text: 'Later',
    value: `tomorrow:${followUp.id}`,
    label: `Later, tomorrow: ${titleOf(followUp.handoff)}`,
  });

const DO = { introduce: introduceButton, answer: answerButton, confirm: confirmButton };

/** The step itself first; of what its reader may not read, nothing to do. */
export function actionBlock(followUp: FollowUpDetails): KnownBlock | null {
  if (!followUp.handoff.readable) return null;
  const open = followUp.isOpen ? [DO[followUp.step](followUp, 'primary'), laterButton(followUp)] : [];
  return actions(actionsId(followUp), ...open, openButton(followUp.handoff));
}

/** A follow-up among what waits. */
export const followUpRow = workRow(FOLLOW_UP_FACTS, ({ id, dueAt, other }, facts, now): RowWords => {
  const { step, label, dueOn, entryId } = facts;
  const them = other ? mention(other.slackUserId) : md`the new owner`;
  const isLate = dueAt !== null && dueAt <= now;
  const limit = step === 'answer' && dueOn && !isLate ? md` · by ${day(dueOn)}` : md``;
  return {
    said: [
      md`${whatIsAsked({ step, label }, them)}${limit}`,
      ...(step === 'answer' && !isLate ? [] : [askLine('Due', dueAt, isLate)]),
    ],
    button:
      step === 'confirm'
        ? { action: FOLLOW_UP_ACTIONS.confirm, text: 'Confirm', value: confirmValue(id, entryId) }
        : { action: FOLLOW_UP_ACTIONS.act, text: step === 'introduce' ? 'Introduce…' : 'Answer…' },
  };
});

export interface FollowUpOfMorning {
  followUp: FollowUpDetails;
  isLate: boolean;
}

/** What is to be followed up on somebody's morning. */
export function followUpsOfMorning(
  items: readonly FollowUpOfMorning[],
  viewerId: string,
  done: readonly FollowUpDetails[] = [],
): MorningPart {
  return {
    title: 'To follow up',
    lines: items.map((item) => lineOf(item, viewerId)),
    done: done.map(({ handoff }) => heardTitle(handoff)),
  };
}

function lineOf({ followUp, isLate }: FollowUpOfMorning, viewerId: string): MorningLine {
  const { handoff, answers, limitAt, step } = followUp;
  const isOwn = answers?.id === viewerId;
  const ask = isOwn && handoff.readable ? askOf(followUp) : null;
  return {
    about: heardAbout(handoff),
    dueAt: limitAt,
    isOwn,
    isLate,
    block: section(lines([shortTitle(handoff), ask ?? stateLine(followUp, 'mention')]), {
      ...(ask && { accessory: DO[step](followUp) }),
      ...(!ask && handoff.readable && { accessory: openButton(handoff) }),
    }),
  };
}
