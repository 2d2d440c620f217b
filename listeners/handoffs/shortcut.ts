import type { ShortcutHandler } from '../shortcut.ts';
import { beginHandoff } from './start.ts';

/** *Start a handoff*, from anywhere in Slack. */
export const startHandoff: ShortcutHandler = {
  opens: 'Start a handoff',
  view: (visit) => beginHandoff(visit, { name: '' }),
};
