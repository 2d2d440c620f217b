import { type Refusal, refuse } from '../platform/refusal.ts';
import { isZone } from '../time/local-date.ts';
import type { Schedule } from './schedule.ts';
import type { DigestSubscription } from './subscription.ts';

/** What a digest is of. `teamId` belongs to a team, `segment` to a segment ('' is accounts without one). */
export type WantedScope = Pick<DigestSubscription, 'scope' | 'teamId' | 'segment'>;

/** A digest as somebody wants it. */
export type WantedDigest = WantedScope &
  Schedule & {
    /** The one to change. Without it the one that is like it is changed, or a new one is made. */
    subscriptionId?: string;
    /** Slack channel id; null: the person's DM. */
    channel: string | null;
    /** IANA; null: the person's own, wherever they go. */
    zone: string | null;
  };

type Place = WantedScope & Pick<DigestSubscription, 'cadence' | 'channel'>;

/** The same digest to the same place is one, whatever its hour. */
export function isSame(one: Place, other: Place): boolean {
  return one.cadence === other.cadence && one.channel === other.channel && isOfSame(one, other);
}

export function isOfSame(one: WantedScope, other: WantedScope): boolean {
  return one.scope === other.scope && one.teamId === other.teamId && one.segment === other.segment;
}

/** Segments are compared in small letters. What does not belong to the scope is left out. */
export function tidyScope({ scope, teamId, segment }: WantedScope): WantedScope {
  return {
    scope,
    teamId: scope === 'team' ? teamId : null,
    segment: scope === 'segment' ? (segment ?? '').trim().toLowerCase() : null,
  };
}

/** What cannot be kept to, whoever wants it. */
export function checkWanted(wanted: WantedDigest): Refusal | null {
  const { weekday, minute, zone, channel, scope, teamId } = wanted;
  if (!Number.isInteger(weekday) || weekday < 0 || weekday > 6)
    return refuse('bad_day', 'Pick a day of the week.', 'weekday');
  if (!Number.isInteger(minute) || minute < 0 || minute > 1439)
    return refuse('bad_time', 'Pick a time of day.', 'minute');
  if (zone !== null && !isZone(zone))
    return refuse('bad_zone', 'Pick a time zone, such as Europe/Berlin.', 'zone');
  if (channel !== null && !/^[CG][A-Z0-9]{4,20}$/.test(channel))
    return refuse('bad_channel', 'Pick a channel.', 'channel');
  if (scope === 'team' && teamId === null) return refuse('no_team', 'Pick a team.', 'scope');
  return null;
}
