import type { ModalView } from '@slack/types';
import { loadForChange } from '../../src/accounts/account-scene.ts';
import { loadTimeline } from '../../src/accounts/load-timeline.ts';
import { decodePlace, type TimelinePlace } from '../../src/accounts/timeline.ts';
import { loadReadablePrivate } from '../../src/handoffs/read/find-handoffs.ts';
import { readId } from '../../src/platform/outdated.ts';
import { isRefusal, type Refusal } from '../../src/platform/refusal.ts';
import { timelineView } from '../../views/accounts/timeline-view.ts';
import { readValue } from '../../views/kit/ids.ts';
import type { ClickHandler } from '../click.ts';
import type { Visit } from '../edge.ts';

/** *Timeline*. */
export const timelineClick: ClickHandler = {
  opens: 'Timeline',
  view: (visit, { value }) => draw(visit, readId(value), null),
};

export const turnTimelinePage: ClickHandler = {
  redraws(visit, { value }) {
    const { verb: accountId, rest } = readValue(value);
    return draw(visit, readId(accountId), decodePlace(rest));
  },
};

async function draw(
  visit: Visit,
  accountId: string,
  before: TimelinePlace | null,
): Promise<ModalView | Refusal> {
  const scene = await loadForChange(visit, accountId, 'read');
  if (isRefusal(scene)) return scene;
  const { account } = scene;
  const readable = await loadReadablePrivate(visit, account.id, visit.me.id);
  return timelineView(account, await loadTimeline(visit, account.id, { before, readable }));
}
