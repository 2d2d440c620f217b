import type { KnownBlock } from '@slack/types';
import { CASES } from '../../src/every-case.ts';
import { loadFigureRights } from '../../src/figures/load-figure-rights.ts';
import { loadHandoffFigures } from '../../src/figures/load-figures.ts';
import { mayFigures } from '../../src/figures/rights.ts';
import { daysBefore } from '../../src/figures/scope.ts';
import type { Home, Place } from '../../src/home/home.ts';
import { endGreeting } from '../../src/home/load-home.ts';
import { loadMyAccounts } from '../../src/home/load-my-accounts.ts';
import { loadSetup } from '../../src/home/load-setup.ts';
import { loadReturns, loadTeamWork } from '../../src/home/load-team-work.ts';
import { loadWork } from '../../src/home/load-work.ts';
import { groupsOf } from '../../src/home/work.ts';
import { loadSettings } from '../../src/settings/load-settings.ts';
import { accountsBlocks } from '../../views/home/accounts-blocks.ts';
import { finishBlocks } from '../../views/home/first-views.ts';
import { setupBlocks } from '../../views/home/setup/setup-blocks.ts';
import { teamBlocks } from '../../views/home/team-blocks.ts';
import { workBlocks } from '../../views/home/work-blocks.ts';
import type { Visit } from '../edge.ts';

/** Of figures: as long as there is something to see, and not so long that it is all past. */
const DAYS = 90;

/** What stands below the name of the tab that is shown. */
export async function tabBlocks(visit: Visit, home: Home): Promise<KnownBlock[]> {
  const { me } = visit;
  const { place } = home;
  switch (place.tab) {
    case 'work':
      return workTab(visit, home);
    case 'accounts':
      return accountsBlocks(await loadMyAccounts(visit, me, place), place);
    case 'team':
      return teamTab(visit, place);
    case 'setup':
      return setupBlocks(await loadSetup(visit, await loadSettings(visit.db, visit.workspace.id)));
  }
}

/** Each greeting is over once there is nothing to it: somebody with work has met Baton. */
async function workTab(
  visit: Visit,
  { answersFor, place, isUnmet, isNewAdmin }: Home,
): Promise<KnownBlock[]> {
  const { me, now } = visit;
  const work = await loadWork(visit, me, { answersFor, page: place.page, kinds: CASES });
  if (isUnmet && work.items.length > 0) await endGreeting(visit, me.id, 'welcomed');
  return [...(isNewAdmin ? await toNewAdmin(visit) : []), ...workBlocks(work, now, { isUnmet })];
}

async function toNewAdmin(visit: Visit): Promise<KnownBlock[]> {
  const { gaps } = await loadSetup(visit, await loadSettings(visit.db, visit.workspace.id));
  const [next, ...others] = gaps;
  if (next) return finishBlocks([next, ...others]);
  await endGreeting(visit, visit.me.id, 'shownSetup');
  return [];
}

async function teamTab(visit: Visit, place: Place): Promise<KnownBlock[]> {
  const settings = await loadSettings(visit.db, visit.workspace.id);
  const facts = await loadFigureRights(visit, visit.me.id, settings);
  const groups = groupsOf(facts).filter(({ scope }) => mayFigures(scope, facts));
  const group = groups.find(({ key }) => key === place.group) ?? groups[0];
  // Since the tabs were read, the last of their people left.
  if (!group) return [];
  const period = daysBefore(visit.now, DAYS);
  return teamBlocks({
    groups,
    group,
    days: DAYS,
    work: await loadTeamWork(visit, group.scope, { page: place.page, kinds: CASES }),
    figures: await loadHandoffFigures(visit, group.scope, period, settings),
    returns: await loadReturns(visit, group.scope, period),
  });
}
