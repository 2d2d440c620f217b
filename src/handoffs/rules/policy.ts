import type { HandoffKind } from '../../../prisma/generated/client.ts';
import type { PersonTeam } from '../../people/person.ts';
import type { Settings } from '../../settings/catalogue.ts';
import { settingsFor } from '../../settings/policies.ts';
import { KINDS } from '../kinds.ts';

/** Returns the receiver's teams of the lane it goes to; all of theirs where none is. */
export function receivingTeams<T extends Pick<PersonTeam, 'lane'>>(
  kind: HandoffKind,
  teams: readonly T[],
): readonly T[] {
  const ofLane = teams.filter(({ lane }) => lane === KINDS[kind].lanes.to);
  return ofLane.length > 0 ? ofLane : teams;
}

interface Told {
  kind: HandoffKind;
  /** Of its account. */
  segment: string | null;
  receiver: { teams: readonly Pick<PersonTeam, 'id' | 'lane'>[] } | undefined;
}

/** Returns the settings as they hold for this handoff. */
export function settingsOf({ kind, segment, receiver }: Told, settings: Settings): Settings {
  const teamIds = receivingTeams(kind, receiver?.teams ?? []).map(({ id }) => id);
  return settingsFor(settings, { kind, segment, teamIds });
}
