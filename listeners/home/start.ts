import { readId } from '../../src/platform/outdated.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { essentialsView } from '../../views/handoffs/essentials-view.ts';
import type { ClickHandler } from '../click.ts';
import { storedScreen } from '../handoffs/screen.ts';
import { beginHandoff } from '../handoffs/start.ts';
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
