import type { Button, Overflow, StaticSelect } from '@slack/types';
import type { Snooze } from '../../../src/cases/snooze-until.ts';
import type { ShownHandoff } from '../../../src/handoffs/picture.ts';
import { button, option, overflow, select } from '../../kit/elements.ts';
import { blockId } from '../../kit/ids.ts';
import { ACTIONS, type MoreVerb } from '../ids.ts';
import { titleOf } from './naming.ts';

/** Screen readers hear which handoff a button is about. */
const about =
  (action: string, text: string, spoken = text, style?: 'primary') =>
  (picture: ShownHandoff): Button =>
    button({
      action,
      text,
      value: picture.id,
      label: `${spoken}: ${titleOf(picture)}`,
      ...(style && { style }),
    });

export const acknowledgeButton = about(
  ACTIONS.acknowledge,
  'Mine, deciding by tomorrow',
  'Mine, deciding by tomorrow',
  'primary',
);
export const reviewButton = about(ACTIONS.review, 'Review');
export const fixButton = about(ACTIONS.fix, 'Fix and resubmit', 'Fix and resubmit', 'primary');
export const openButton = about(ACTIONS.open, 'Read the brief');
export const finishButton = (picture: ShownHandoff): Button =>
  about(ACTIONS.finish, `${picture.finish.held}…`, picture.finish.held)(picture);
export const historyButton = about(ACTIONS.history, 'History');
export const nudgeButton = about(ACTIONS.nudge, 'Nudge');
export const reassignButton = about(ACTIONS.reassign, 'Pick another receiver');
export const cancelButton = about(ACTIONS.cancel, 'Cancel…', 'Cancel the handoff');

const MORE_TEXTS: Record<MoreVerb, string> = {
  open: 'Read the brief',
  history: 'History',
  reassign: 'Reassign…',
  cancel: 'Cancel…',
};

export function moreMenu(picture: ShownHandoff, verbs: readonly MoreVerb[]): Overflow {
  return overflow(
    ACTIONS.more,
    verbs.map((verb) => option(`${verb}:${picture.id}`, MORE_TEXTS[verb])),
  );
}

const SNOOZE_TEXTS: Record<Snooze, string> = {
  one_hour: 'Snooze 1 hour',
  four_hours: 'Snooze 4 hours',
  tomorrow: 'Snooze until tomorrow',
};

export function snoozeMenu(picture: ShownHandoff): StaticSelect {
  return select({
    action: ACTIONS.snooze,
    placeholder: 'Snooze…',
    options: Object.entries(SNOOZE_TEXTS).map(([snooze, text]) => option(`${snooze}:${picture.id}`, text)),
  });
}

/** The version is in it, so that a menu chosen from stands open again after the change. */
export function actionsId(picture: ShownHandoff): string {
  return blockId('actions', `${picture.id}:${picture.version}`);
}
