import { readId } from '../../../src/platform/outdated.ts';
import { isRefusal, type Refusal, refuse } from '../../../src/platform/refusal.ts';
import { findScope } from '../../../src/settings/find-scope.ts';
import { loadSettings } from '../../../src/settings/load-settings.ts';
import { isPolicyKey, type PolicyKey, type PolicyScope } from '../../../src/settings/policy.ts';
import { setPolicy } from '../../../src/settings/set-policy.ts';
import { decodePlace } from '../../../views/home/setup/ids.ts';
import { ANY } from '../../../views/home/setup/policies-view.ts';
import { settingName, withoutKey } from '../../../views/home/setup/setting-words.ts';
import { closeOr } from '../../handoffs/answer.ts';
import type { Submission } from '../../submission.ts';
import { type AdminVisit, adminSubmits } from './admin.ts';
import { afterwards } from './submissions.ts';

export const submitPolicy = adminSubmits(async (visit, submission) => {
  const place = decodePlace(submission.view.private_metadata);
  const meant = place.id === '' ? await picked(visit, submission) : stored(visit, place.id);
  if (isRefusal(meant)) return closeOr(submission, meant);
  const { key, scope } = meant;
  const value = submission.fields.get('value')?.value?.trim() ?? '';
  const done = await setPolicy(visit, { key, scope, value, before: place.id === '' ? 'none' : 'one' });
  if (isRefusal(done)) return closeOr(submission, { ...done, message: withoutKey(key, done.message) });
  const settings = await loadSettings(visit.db, visit.workspace.id);
  return afterwards({ ...visit, settings }, place, 'policies', `${settingName(key)} saved.`);
});

interface Meant {
  key: PolicyKey;
  scope: PolicyScope;
}

function stored({ settings }: AdminVisit, id: string): Meant | Refusal {
  const policy = settings.policies.find((one) => one.id === id);
  if (!policy) return refuse('gone', 'Someone removed this policy in the meantime. Go back to the list.');
  const { key, kind, segment, teamId } = policy;
  return { key, scope: { kind, segment, teamId } };
}

async function picked(visit: AdminVisit, { fields }: Submission): Promise<Meant | Refusal> {
  const said = (field: string) => {
    const value = fields.get(field)?.value ?? ANY;
    return value === ANY ? undefined : value;
  };
  const key = said('key') ?? '';
  if (!isPolicyKey(key)) return refuse('no_key', 'Pick what differs.', 'key');
  const scope = await findScope(visit, { kind: said('kind'), segment: said('segment') });
  const team = said('team');
  return isRefusal(scope) ? scope : { key, scope: { ...scope, teamId: team ? readId(team) : null } };
}
