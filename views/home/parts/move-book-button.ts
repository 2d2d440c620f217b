import type { Button } from '@slack/types';
import { button } from '../../kit/elements.ts';
import { HOME_ACTIONS } from '../ids.ts';

/** The window asks whose: of their people, or of anybody for admins. */
export const moveBookButton = (): Button =>
  button({
    action: HOME_ACTIONS.moveBook,
    text: 'Move a book…',
    label: 'Move a book: pass on accounts of somebody',
  });
