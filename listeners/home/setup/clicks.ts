import type { ModalView } from '@slack/types';
import { confirmAsMember } from '../../../src/accounts/merge/settle-account.ts';
import { loadPersonItem } from '../../../src/home/load-setup.ts';
import { readPeopleAgain } from '../../../src/people/sync-people.ts';
import { readId } from '../../../src/platform/outdated.ts';
import { isRefusal, type Refusal } from '../../../src/platform/refusal.ts';
import { segmentName } from '../../../src/risks/alerts/alerts.ts';
import { disableAlerts, enableAlerts } from '../../../src/risks/alerts/switch-alerts.ts';
import { loadSettings } from '../../../src/settings/load-settings.ts';
import { removePolicy } from '../../../src/settings/set-policy.ts';
import { revokeToken } from '../../../src/workspaces/tokens.ts';
import { decodePlace, type Screen } from '../../../views/home/setup/ids.ts';
import { personForm } from '../../../views/home/setup/people-view.ts';
import { pageIn, readValue } from '../../../views/kit/ids.ts';
import { redrawHome } from '../publish-home.ts';
import { type AdminVisit, adminOpens, adminRedraws } from './admin.ts';
import { drawScreen, NOT_HERE } from './screens.ts';

/** A button on Home: to what it is about. */
export const openClick = adminOpens('Set up', (visit, { value }) => drawScreen(visit, decodePlace(value)));

/** A button in a window: from one to the other, in place. */
export const goClick = adminRedraws((visit, { value }) => drawScreen(visit, decodePlace(value)));

export const pickPerson = adminRedraws(async (visit, { value }) => {
  const person = await loadPersonItem(visit, { slackUserId: value });
  return person ? personForm(person, { screen: 'person', page: 0, id: person.id }) : NOT_HERE;
});

export const pickSetting = adminRedraws((visit, { value }) =>
  drawScreen(visit, { screen: 'setting', page: 0, id: value }),
);

export const switchClick = adminRedraws(async (visit, { value }) => {
  const { verb: to, rest } = readValue(value);
  const { verb: page, rest: segment } = readValue(rest);
  const done = await (to === 'on' ? enableAlerts : disableAlerts)(visit, { segment });
  if (isRefusal(done)) return done;
  const name = segmentName(done.segment);
  const said =
    to === 'on' ? `Alerts are on for ${name}. A summary is on its way.` : `Alerts are off for ${name}.`;
  return changed(visit, 'alerts', page, said);
});

export const confirmClick = adminRedraws(async (visit, { value }) => {
  const { verb: page, rest: accountId } = readValue(value);
  const done = await confirmAsMember(visit, { accountId: readId(accountId) });
  return isRefusal(done) ? done : changed(visit, 'unverified', page, `${done.name} confirmed.`);
});

export const revokeClick = adminRedraws(async (visit, { value }) => {
  const { verb: page, rest: name } = readValue(value);
  const done = await revokeToken(visit, name);
  return isRefusal(done) ? done : changed(visit, 'tokens', page, `Token “${done.name}” revoked.`);
});

export const removePolicyClick = adminRedraws(async (visit, { value }) => {
  const done = await removePolicy(visit, readId(value));
  if (isRefusal(done)) return done;
  const settings = await loadSettings(visit.db, visit.workspace.id);
  return changed({ ...visit, settings }, 'policies', '0', 'Policy removed.');
});

export const readPeopleClick = adminRedraws(async (visit) => {
  await readPeopleAgain(visit);
  return changed(visit, 'people', '0', 'Baton is reading everyone from Slack again.');
});

/** The list as it is now, and Home behind it. */
async function changed(
  visit: AdminVisit,
  screen: Screen,
  page: string,
  notice: string,
): Promise<ModalView | Refusal> {
  const view = await drawScreen(visit, { screen, page: pageIn(page), id: '' }, notice);
  await redrawHome(visit);
  return view;
}
