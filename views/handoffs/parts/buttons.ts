import type { Button } from '@slack/types';
import type { ShownHandoff } from '../../../src/handoffs/read/picture.ts';
import { buttonsAbout, menuOf, snoozeMenuOf } from '../../cases/buttons.ts';
import { ACTIONS, type MoreVerb } from '../ids.ts';
import { titleOf } from './naming.ts';

const about = buttonsAbout<ShownHandoff>(titleOf);

export const acknowledgeButton = about(ACTIONS.acknowledge, 'Mine, deciding by tomorrow', {
  style: 'primary',
});
export const reviewButton = about(ACTIONS.review, 'Review');
export const fixButton = about(ACTIONS.fix, 'Fix and resubmit', { style: 'primary' });
export const openButton = about(ACTIONS.open, 'Read the brief');
export const finishButton = (picture: ShownHandoff): Button =>
  about(ACTIONS.finish, `${picture.finish.held}…`, { spoken: picture.finish.held })(picture);
export const historyButton = about(ACTIONS.history, 'History');
export const nudgeButton = about(ACTIONS.nudge, 'Nudge');
export const reassignButton = about(ACTIONS.reassign, 'Pick another receiver');
export const cancelButton = about(ACTIONS.cancel, 'Cancel…', { spoken: 'Cancel the handoff' });

export const moreMenu = menuOf<MoreVerb>(ACTIONS.more, {
  open: 'Read the brief',
  history: 'History',
  reassign: 'Reassign…',
  cancel: 'Cancel…',
});

export const snoozeMenu = snoozeMenuOf(ACTIONS.snooze);
