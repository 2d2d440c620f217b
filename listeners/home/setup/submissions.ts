import { assignOwner } from '../../../src/accounts/change/set-account-fields.ts';
import { loadPersonItem, loadTeam } from '../../../src/home/load-setup.ts';
import { LANES } from '../../../src/people/people-row.ts';
import { ROUTINGS } from '../../../src/people/person.ts';
import { setPerson } from '../../../src/people/set-person.ts';
import { setTeam } from '../../../src/people/set-team.ts';
import { readId } from '../../../src/platform/outdated.ts';
import { isRefusal, refuse } from '../../../src/platform/refusal.ts';
import { loadSettings } from '../../../src/settings/load-settings.ts';
import { setSetting, settingKey } from '../../../src/settings/set-setting.ts';
import { createToken } from '../../../src/workspaces/tokens.ts';
import { decodePlace, type Place, type Screen } from '../../../views/home/setup/ids.ts';
import { settingKind, settingName, withoutKey } from '../../../views/home/setup/setting-words.ts';
import { tokenMadeView } from '../../../views/home/setup/tokens-view.ts';
import { closeOr } from '../../handoffs/answer.ts';
import type { Submission, SubmissionAnswer } from '../../submission.ts';
import { redrawHome } from '../publish-home.ts';
import { type AdminVisit, adminSubmits, chosenPeople, unfitIn } from './admin.ts';
import { drawScreen } from './screens.ts';

// A refusal keeps the window open with what was typed.

export const submitSetting = adminSubmits(async (visit, submission) => {
  const place = decodePlace(submission.view.private_metadata);
  const key = settingKey(place.id);
  if (isRefusal(key)) return closeOr(submission, key);
  const { fields } = submission;
  const kind = settingKind(key, visit.settings);
  const people = chosenPeople(submission, 'value');
  const typed = kind === 'people' ? people.join(', ') : (fields.get('value')?.value ?? '');
  const isReset = fields.get('reset')?.ticked.includes('reset');
  const value = isReset ? 'default' : typed.trim() || (kind === 'channel' || kind === 'people' ? 'none' : '');
  if (value === '') return closeOr(submission, refuse('no_value', 'Enter a value.', 'value'));
  if (kind === 'people') {
    const unfit = await unfitIn(visit, people, 'value');
    if (unfit) return closeOr(submission, unfit);
  }
  const done = await setSetting(visit, { key, value });
  if (isRefusal(done))
    return closeOr(submission, refuse(done.refused, withoutKey(key, done.message), 'value'));
  const settings = await loadSettings(visit.db, visit.workspace.id);
  return afterwards({ ...visit, settings }, place, 'settings', `${settingName(key)} saved.`);
});

export const submitTeam = adminSubmits(async (visit, submission) => {
  const place = decodePlace(submission.view.private_metadata);
  const { fields } = submission;
  const before = place.id === '' ? null : await loadTeam(visit, readId(place.id));
  if (place.id !== '' && !before)
    return closeOr(
      submission,
      refuse('not_found', 'This team no longer exists. Close this window and open the list again.'),
    );
  const name = before?.name ?? fields.get('name')?.value?.trim() ?? '';
  if (name === '') return closeOr(submission, refuse('no_name', 'Give the team a name.', 'name'));
  const lane = LANES.find((one) => one === fields.get('lane')?.value);
  if (!lane) return closeOr(submission, refuse('no_lane', 'Pick the kind of team.', 'lane'));

  const routing = ROUTINGS.find((one) => one === fields.get('routing')?.value);
  const lead = left(submission, 'lead');
  const channel = left(submission, 'channel');
  const members = fields.has('members') ? chosenPeople(submission, 'members') : undefined;
  const unfit =
    (await unfitIn(visit, lead ? [lead] : [], 'lead')) ?? (await unfitIn(visit, members ?? [], 'members'));
  if (unfit) return closeOr(submission, unfit);
  const done = await setTeam(visit, {
    name,
    lane,
    routing,
    members,
    isNew: !before,
    lead: lead === null ? 'none' : lead,
    channel: channel === null ? 'none' : channel,
  });
  if (isRefusal(done)) return closeOr(submission, done);
  return afterwards(visit, place, 'teams', `${name} ${before ? 'saved' : 'created'}.`);
});

export const submitPerson = adminSubmits(async (visit, submission) => {
  const place = decodePlace(submission.view.private_metadata);
  const [manager, cover] = [left(submission, 'manager'), left(submission, 'cover')];
  const unfit =
    (await unfitIn(visit, manager ? [manager] : [], 'manager')) ??
    (await unfitIn(visit, cover ? [cover] : [], 'cover'));
  if (unfit) return closeOr(submission, unfit);
  const awayUntil = left(submission, 'awayUntil');
  const done = await setPerson(visit, {
    memberId: readId(place.id),
    ...(manager !== undefined && { managerId: manager && (await idOf(visit, manager)) }),
    ...(cover !== undefined && { coverId: cover && (await idOf(visit, cover)) }),
    ...(awayUntil !== undefined && { awayUntil }),
  });
  return isRefusal(done)
    ? closeOr(submission, done)
    : afterwards(visit, place, 'people', `${done.name} saved.`);
});

export const submitOwners = adminSubmits(async (visit, submission) => {
  const accountIds = (submission.fields.get('accounts')?.ticked ?? []).map(readId);
  if (accountIds.length === 0)
    return closeOr(submission, refuse('no_account', 'Select at least one account.'));
  const picked = submission.fields.get('owner')?.value;
  if (!picked) return closeOr(submission, refuse('no_owner', 'Pick an owner.', 'owner'));
  const unfit = await unfitIn(visit, [picked], 'owner');
  if (unfit) return closeOr(submission, unfit);
  const done = await assignOwner(visit, { accountIds, ownerId: await idOf(visit, picked) });
  if (isRefusal(done)) return closeOr(submission, done);
  const place: Place = { screen: 'owners', page: 0, id: '' };
  // The window stays open for the next ones; Home behind it need not wait for its end. It never throws.
  void redrawHome(visit);
  const said =
    done.assigned > 0
      ? `${done.owner} now owns ${done.assigned === 1 ? '1 more account' : `${done.assigned} more accounts`}.`
      : 'These accounts have an owner by now. Nothing was changed.';
  return afterwards(visit, place, 'owners', said);
});

/** The secret is in the answer to this submission and nowhere else: pressed again, it makes no second token. */
export const submitToken = adminSubmits(async (visit, submission) => {
  const done = await createToken(visit, submission.fields.get('name')?.value ?? '');
  return isRefusal(done) ? closeOr(submission, done) : { update: tokenMadeView(done) };
});

/** Back to the list, with what was done; whoever came from Home is there again. */
export async function afterwards(
  visit: AdminVisit,
  { page }: Place,
  list: Screen,
  notice: string,
): Promise<SubmissionAnswer> {
  if (page === null) return { close: true };
  const view = await drawScreen(visit, { screen: list, page, id: '' }, notice);
  return isRefusal(view) ? { close: true } : { update: view };
}

/** What a field holds: null where it was removed, undefined where it says nothing. */
function left({ fields }: Submission, field: string): string | null | undefined {
  if (fields.get('clear')?.ticked.includes(field)) return null;
  return fields.get(field)?.value ?? undefined;
}

async function idOf(visit: AdminVisit, slackUserId: string): Promise<string> {
  const person = await loadPersonItem(visit, { slackUserId });
  if (!person) throw new Error('picked person missing');
  return person.id;
}
