import { readId } from '../../src/platform/outdated.ts';
import { isRefusal, refuse } from '../../src/platform/refusal.ts';
import { essentialsView } from '../../views/handoffs/brief/essentials-view.ts';
import type { ClickHandler } from '../click.ts';
import { beginHandoff, storedScreen } from '../handoffs/screen.ts';
import { beginFlag } from '../risks/flag.ts';

export const startClick: ClickHandler = {
  opens: 'Start a handoff',
  view: (visit) => beginHandoff(visit, { name: '' }),
};

export const flagClick: ClickHandler = {
  opens: 'Flag account risk',
  view: (visit) => beginFlag(visit, { name: '' }),
};

/** *Resume*, of a draft. */
export const resumeClick: ClickHandler = {
  opens: 'Start a handoff',
  async view(visit, { value }) {
    const screen = await storedScreen(visit, readId(value));
    return isRefusal(screen) ? screen : essentialsView(screen);
  },
};

/** The same in a list that others read, too. */
export const resumeListedClick: ClickHandler = {
  opens: 'Start a handoff',
  async view(visit, { value }) {
    const screen = await storedScreen(visit, readId(value));
    if (!isRefusal(screen)) return essentialsView(screen);
    return screen.refused === 'not_found' ? NOT_THEIR_DRAFT : screen;
  },
};

const NOT_THEIR_DRAFT = refuse(
  'not_yours',
  'Only the person who began this draft can open it. If it was theirs, it has been discarded meanwhile.',
);
