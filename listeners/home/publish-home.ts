import type { HomeView, KnownBlock } from '@slack/types';
import { hasHome, loadHome, moveHome } from '../../src/home/load-home.ts';
import { failureOf } from '../../src/platform/failure.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { homeView, noticeHome } from '../../views/home/frame.ts';
import { validateView } from '../../views/kit/validate.ts';
import { tellInDm } from '../answer.ts';
import { type Deps, type Visit, visit, type Who } from '../edge.ts';
import { explain } from '../trouble.ts';
import { tabBlocks } from './tab-blocks.ts';

export interface Drawing {
  /** What the last click led to: it stands on top. */
  note?: readonly KnownBlock[];
  /** Of what the person sees now, where it is known: what was drawn since is not overwritten by what was read before. */
  hash?: string | undefined;
}

const ATTEMPTS = 3;

/** Reads somebody's Home where they left it, and shows it. */
async function publishHome(visit: Visit, { note = [], hash }: Drawing = {}): Promise<void> {
  let seen = hash;
  for (let attempt = 1; ; attempt++) {
    const home = await loadHome(visit, visit.me);
    const blocks = await tabBlocks(visit, home);
    const view = homeView({ tab: home.place.tab, tabs: home.tabs, note, blocks });
    try {
      await publish(visit, visit.me.slackUserId, view, seen);
      if (home.isNew) await moveHome(visit, visit.me.id, {});
      return;
    } catch (error) {
      const { data } = error as { data?: { error?: string; view?: { hash?: string } } };
      if (data?.error !== 'hash_conflict' || attempt === ATTEMPTS) throw error;
      // Somebody drew meanwhile, perhaps from less than is true now. The last attempt does not ask any more.
      seen = attempt < ATTEMPTS - 1 ? data.view?.hash : undefined;
    }
  }
}

/**
 * The same for whoever is there. To guests, and when Baton cannot read, it says so; it never throws. Over what somebody
 * sees, which is better than nothing, it is said in a DM.
 */
export async function drawHome(deps: Deps, who: Who, drawing: Drawing = {}): Promise<void> {
  try {
    const visited = await visit(deps, who, { ask: true });
    if (isRefusal(visited)) await publish(deps, who.userId, noticeHome(visited.message));
    else await publishHome(visited, drawing);
  } catch (error) {
    const { message } = explain(deps.log, error, 'a Home could not be drawn');
    const inDm = () => tellInDm(deps, who.userId)({ text: message });
    if (drawing.hash !== undefined) await inDm();
    else await publish(deps, who.userId, noticeHome(message)).catch(inDm);
  }
}

/** A modal that is done with may have stood over somebody's Home, and changed what it shows. It never throws. */
export async function redrawHome(visit: Visit): Promise<void> {
  try {
    if (await hasHome(visit, visit.me.id)) await publishHome(visit);
  } catch (error) {
    visit.log.warn({ ...failureOf(error) }, 'a Home could not be drawn again');
  }
}

async function publish(
  { slack }: Pick<Deps, 'slack'>,
  userId: string,
  view: HomeView,
  hash?: string,
): Promise<void> {
  validateView(view);
  await slack.views.publish({ user_id: userId, view, ...(hash === undefined ? {} : { hash }) });
}
