import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { KnownBlock, ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { isRefusal, type Refusal, refuse } from '../src/platform/refusal.ts';
import { classifySlackError } from '../src/platform/slack/slack.ts';
import { loadingView } from '../views/handoffs/verbs/done-view.ts';
import { noticeView, withBanner } from '../views/kit/blocks.ts';
import { InvalidView, validateView } from '../views/kit/validate.ts';
import type { Tell } from './answer.ts';
import { type Deps, type Visit, visit, type Who } from './edge.ts';
import type { ShownView } from './payloads.ts';
import { explain } from './trouble.ts';

/** Which window: by its id, as of what its reader saw where that is known; or by the name Baton gave it. */
type Window = { view_id: string; hash?: string } | { external_id: string };

const NOT_IN_TIME = 'Slack didn’t open the window in time. Try again.';

/** Opens a loading view, reads meanwhile, and shows what was read. `tell` is for when Slack will not open one. */
export async function openThen(
  deps: Deps,
  who: Who,
  triggerId: string,
  title: string,
  load: (visit: Visit) => Promise<ModalView | Refusal>,
  tell: Tell,
): Promise<void> {
  const loading = visit(deps, who, { ask: true })
    .then((visited) => (isRefusal(visited) ? visited : load(visited)))
    .catch((error: unknown): Refusal => explain(deps.log, error, 'a window could not be filled', { title }));
  const window = await openLoading(deps, triggerId, title);
  if (isRefusal(window)) return tell({ text: window.message });
  const loaded = await loading;
  const view = isRefusal(loaded) ? noticeView(title, loaded.message) : loaded;
  try {
    const shown = await show(deps.slack, window, view);
    // Slack never answered, and the window never stood there.
    if (!shown && 'external_id' in window) await tell({ text: NOT_IN_TIME });
  } catch (error) {
    const { message } = explain(deps.log, error, 'a window was not filled', { title });
    await show(deps.slack, window, noticeView(title, message)).catch(() => tell({ text: message }));
  }
}

/** An answer that was lost leaves open whether the window stands there: Baton's own name for it finds it. */
async function openLoading(
  { slack, log }: Deps,
  triggerId: string,
  title: string,
): Promise<Window | Refusal> {
  const externalId = randomUUID();
  try {
    const view = { ...loadingView(title), external_id: externalId };
    const opened = await slack.views.open({ trigger_id: triggerId, view });
    return opened.view?.id ? { view_id: opened.view.id } : { external_id: externalId };
  } catch (error) {
    const { kind, code } = classifySlackError(error);
    if (kind === 'uncertain') return { external_id: externalId };
    if (!/trigger/.test(code)) return explain(log, error, 'a window was not opened', { title });
    log.warn({ title, reason: code }, 'a window was not opened in time');
    return refuse('late', NOT_IN_TIME);
  }
}

/** The modal with other blocks. */
function again(view: ShownView, blocks: KnownBlock[]): ModalView {
  return {
    type: 'modal',
    // Slack sends an empty text for what a view never had, and takes none.
    ...(view.callback_id ? { callback_id: view.callback_id } : {}),
    title: view.title,
    blocks,
    ...(view.private_metadata ? { private_metadata: view.private_metadata } : {}),
    ...(view.submit ? { submit: view.submit } : {}),
    ...(view.close ? { close: view.close } : {}),
  };
}

/** The modal as it is, with a line on top; null where it has no room for one. */
export function withWord(view: ShownView, text: string): ModalView | null {
  const said = again(view, withBanner(view.blocks, text));
  try {
    validateView(said);
    return said;
  } catch (error) {
    // What came along may be full, or no window that Baton drew.
    if (error instanceof InvalidView || error instanceof RangeError || error instanceof TypeError)
      return null;
    throw error;
  }
}

/**
 * What was drawn since the click stands, whatever step it shows, and a modal that was closed stays closed. What the
 * click changed is stored, and the next drawing shows it.
 */
export async function updateView(
  { slack }: Pick<Deps, 'slack'>,
  old: Pick<ShownView, 'id' | 'hash'>,
  view: ModalView,
): Promise<void> {
  await show(slack, { view_id: old.id, ...(old.hash ? { hash: old.hash } : {}) }, view);
}

/** Somebody looks at it all the while. */
const PATIENCE_MS = 20_000;
const PAUSE_MS = 500;
/** Until a window that Slack was slow to open can be found by its name. */
const LOOKS = 5;

/** Draws a window as often as Slack asks for; false where it is gone, or was drawn anew meanwhile. */
async function show(slack: WebClient, window: Window, view: ModalView): Promise<boolean> {
  validateView(view);
  let patience = PATIENCE_MS;
  for (let attempt = 1; ; attempt++) {
    try {
      await slack.views.update({ ...window, view });
      return true;
    } catch (error) {
      const failure = classifySlackError(error);
      const waitMs = failure.kind === 'rateLimited' ? Math.max(failure.retryAfterMs, PAUSE_MS) : PAUSE_MS;
      if (failure.code === 'hash_conflict') return false;
      if (failure.code === 'not_found' && !('external_id' in window && attempt < LOOKS)) return false;
      // Drawing a window twice does no harm; leaving it as it was does.
      const isUnknown = failure.kind === 'uncertain' || failure.kind === 'unreachable';
      const again =
        failure.code === 'not_found' || failure.kind === 'rateLimited' || (isUnknown && attempt === 1);
      patience -= waitMs;
      if (!again || patience < 0) throw error;
      await pause(waitMs);
    }
  }
}
