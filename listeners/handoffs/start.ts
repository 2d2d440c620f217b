import type { ModalView } from '@slack/types';
import { discardDraft } from '../../src/handoffs/brief/drafting.ts';
import { readId } from '../../src/platform/outdated.ts';
import { isRefusal, type Refusal } from '../../src/platform/refusal.ts';
import { essentialsView } from '../../views/handoffs/essentials-view.ts';
import type { ClickHandler } from '../click.ts';
import type { Visit } from '../edge.ts';
import type { ShortcutHandler } from '../shortcut.ts';
import { newScreen, storedScreen } from './screen.ts';

/** The first screen of a new handoff, prefilled with what the sender typed behind the command. */
export async function beginHandoff(visit: Visit, { name }: { name: string }): Promise<ModalView> {
  return essentialsView(await newScreen(visit, name ? { name } : {}));
}

/** *Start a handoff*, from anywhere in Slack. */
export const startHandoff: ShortcutHandler = {
  opens: 'Start a handoff',
  view: (visit) => beginHandoff(visit, { name: '' }),
};

/** *Fix and resubmit*, on the message that brought it back. */
export const fixHandoff: ClickHandler = {
  opens: 'Fix and resubmit',
  view: (visit, { value }) => firstScreen(visit, readId(value)),
};

/** *Resume*, in the modal that was opened for a new handoff. */
export const resumeDraft: ClickHandler = {
  redraws: (visit, { value }) => firstScreen(visit, readId(value)),
};

export const discardDraftClick: ClickHandler = {
  async redraws(visit, { value }) {
    await discardDraft(visit, visit.me.id, readId(value));
    return essentialsView(await newScreen(visit, {}));
  },
};

async function firstScreen(visit: Visit, handoffId: string): Promise<ModalView | Refusal> {
  const screen = await storedScreen(visit, handoffId);
  // What stands in the inputs belongs to another handoff: new block ids let the stored values through.
  return isRefusal(screen) ? screen : essentialsView({ ...screen, nonce: `${screen.state.v}` });
}
