import type { ModalView } from '@slack/types';
import { loadForChange } from '../../src/accounts/account-scene.ts';
import { loadPrivateHandoffs } from '../../src/accounts/load-private-handoffs.ts';
import { loadTimeline } from '../../src/accounts/load-timeline.ts';
import { decodePlace, type TimelinePlace } from '../../src/accounts/timeline.ts';
import { may, rolesTowards } from '../../src/handoffs/rights.ts';
import { loadPeople } from '../../src/people/load-people.ts';
import { readId } from '../../src/platform/outdated.ts';
import { isRefusal, type Refusal } from '../../src/platform/refusal.ts';
import { timelineView } from '../../views/accounts/timeline-view.ts';
import { readValue } from '../../views/handoffs/ids.ts';
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
  const readable = await readablePrivate(visit, account.id);
  return timelineView(account, await loadTimeline(visit, account.id, { before, readable }));
}

/** The account's private handoffs that name the visitor, or whom they stand in for. */
async function readablePrivate(visit: Visit, accountId: string): Promise<string[]> {
  const handoffs = await loadPrivateHandoffs(visit, accountId);
  if (handoffs.length === 0) return [];
  const { db, workspace, me, now } = visit;
  const ids = handoffs.flatMap(({ senderId, receiverId }) => [senderId, receiverId]);
  const people = await loadPeople(
    db,
    workspace.id,
    ids.filter((id) => id !== null),
  );
  return handoffs
    .filter((handoff) => may('read', rolesTowards(handoff, me, people, now), true))
    .map(({ id }) => id);
}
