import type { ViewOutput } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import { failureOf } from '../src/platform/failure.ts';
import { isRefusal, type Refusal } from '../src/platform/refusal.ts';
import { loadingView } from '../views/handoffs/loading-view.ts';
import { validateView } from '../views/kit/validate.ts';
import { noticeView } from '../views/notice.ts';
import type { Say } from './answer.ts';
import { type Deps, UNAVAILABLE, type Visit, visit, type Who } from './edge.ts';

/** Opens a loading view, reads meanwhile, and shows what was read. `tell` is for when Slack will not open one. */
export async function openThen(
  deps: Deps,
  who: Who,
  triggerId: string,
  title: string,
  load: (visit: Visit) => Promise<ModalView | Refusal>,
  tell: (say: Say) => Promise<unknown>,
): Promise<void> {
  const opening = deps.slack.views
    .open({ trigger_id: triggerId, view: loadingView(title) })
    .catch(async (error) => {
      deps.log.warn({ ...failureOf(error) }, 'a modal could not be opened');
      await tell({ text: 'Slack did not open the window in time. Please try again.' });
      return null;
    });
  const loaded = visit(deps, who, { ask: true })
    .then((visited) => (isRefusal(visited) ? visited : load(visited)))
    .catch((error): Refusal => {
      deps.log.error({ ...failureOf(error) }, 'a modal could not be filled');
      return { refused: 'unavailable', message: UNAVAILABLE };
    });
  const [opened, answer] = await Promise.all([opening, loaded]);
  const id = opened?.view?.id;
  if (!id) return;
  const view = isRefusal(answer) ? noticeView(title, answer.message) : answer;
  // Filling a loading view twice does no harm; leaving it loading does.
  await updateView(deps, { id }, view)
    .catch(() => updateView(deps, { id }, view))
    .catch(async (error) => {
      deps.log.error({ ...failureOf(error) }, 'a modal could not be filled');
      await tell({ text: 'Slack did not take the window’s content. Please close it and try again.' });
    });
}

/** The modal with other blocks. */
export function again(view: ViewOutput, blocks: KnownBlock[]): ModalView {
  return {
    type: 'modal',
    callback_id: view.callback_id,
    title: view.title,
    blocks,
    private_metadata: view.private_metadata,
    ...(view.submit ? { submit: view.submit } : {}),
    ...(view.close ? { close: view.close } : {}),
  };
}

/**
 * What was drawn since the click stands, whatever step it shows, and a modal that was closed stays closed. What the
 * click changed is stored, and the next drawing shows it.
 */
export async function updateView(
  deps: Deps,
  old: { id: string; hash?: string },
  view: ModalView,
): Promise<void> {
  validateView(view);
  try {
    await deps.slack.views.update({ view_id: old.id, ...(old.hash ? { hash: old.hash } : {}), view });
  } catch (error) {
    const code = (error as { data?: { error?: string } }).data?.error;
    if (code !== 'hash_conflict' && code !== 'not_found') throw error;
  }
}
