import { isRefusal } from '../platform/refusal.ts';
import { readSetting, type Settings } from './catalogue.ts';
import {
  type Circumstances,
  isOfDeals,
  isSameSegment,
  POLICY_KEYS,
  type Policy,
  type PolicyKey,
} from './policy.ts';

/**
 * Returns the policy that holds for a handoff, or null where the setting does. A team's comes before all that name no
 * team; of these, one that names the segment; of these, one that names the kind.
 */
export function policyFor({ policies }: Settings, key: PolicyKey, about: Circumstances): Policy | null {
  const rank = ({ teamId, ...one }: Policy): number[] => [
    teamId === null ? about.teamIds.length : about.teamIds.indexOf(teamId),
    one.segment === null ? 1 : 0,
    one.kind === null ? 1 : 0,
  ];
  return (
    policies
      .filter(
        (one) =>
          one.key === key &&
          (one.teamId === null || about.teamIds.includes(one.teamId)) &&
          (one.segment === null || isSameSegment(one.segment, about.segment)) &&
          (one.kind === null || one.kind === about.kind),
      )
      .toSorted((a, b) => compare(rank(a), rank(b)))
      .find((one) => !isRefusal(readSetting(key, one.text))) ?? null
  );
}

function compare(a: readonly number[], b: readonly number[]): number {
  const n = a.findIndex((value, index) => value !== b[index]);
  return n === -1 ? 0 : (a[n] ?? 0) - (b[n] ?? 0);
}

/** Returns the settings as they hold for a handoff. */
export function settingsFor(settings: Settings, about: Circumstances): Settings {
  if (settings.policies.length === 0) return settings;
  const found = POLICY_KEYS.flatMap((key) => policyFor(settings, key, about) ?? []);
  if (found.length === 0) return settings;
  return {
    ...settings,
    values: {
      ...settings.values,
      ...Object.fromEntries(found.map(({ key, text }) => [key, readSetting(key, text)])),
    },
    text: { ...settings.text, ...Object.fromEntries(found.map(({ key, text }) => [key, text])) },
  };
}

/** What holds of one setting, and why. */
export interface InForce {
  key: PolicyKey;
  text: string;
  /** Null: the setting. */
  because: Policy | null;
}

/** Returns what holds for a handoff, and for its deal before it, setting by setting. */
export function explain(
  settings: Settings,
  about: Circumstances & { sellingTeamIds: readonly string[] },
): InForce[] {
  const deal = { kind: null, segment: about.segment, teamIds: about.sellingTeamIds };
  return POLICY_KEYS.map((key) => {
    const because = policyFor(settings, key, isOfDeals(key) ? deal : about);
    return { key, text: because?.text ?? settings.text[key], because };
  });
}

/** Returns them by setting, then as they win; `teams` are names by id. */
export function sorted(policies: readonly Policy[], teams: ReadonlyMap<string, string>): Policy[] {
  const last = '\uffff';
  const place = ({ key, teamId, segment, kind }: Policy): string[] => [
    `${POLICY_KEYS.indexOf(key)}`.padStart(3),
    teamId === null ? last : (teams.get(teamId) ?? ''),
    segment ?? last,
    kind ?? last,
  ];
  return policies.toSorted((a, b) => (place(a).join('\0') < place(b).join('\0') ? -1 : 1));
}
