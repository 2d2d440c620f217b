import { isZone } from '../time/local-date.ts';

/** What Baton reads of a Slack user object (`users.list`, `users.info`, `team_join`, `user_change`). */
export interface SlackUser {
  id?: string | undefined;
  /** In an organisation perhaps another workspace's, its own, or null. */
  team_id?: string | null | undefined;
  name?: string | undefined;
  real_name?: string | undefined;
  deleted?: boolean | undefined;
  is_bot?: boolean | undefined;
  is_workflow_bot?: boolean | undefined;
  is_admin?: boolean | undefined;
  is_owner?: boolean | undefined;
  is_restricted?: boolean | undefined;
  is_ultra_restricted?: boolean | undefined;
  is_stranger?: boolean | undefined;
  tz?: string | null | undefined;
  tz_offset?: number | null | undefined;
  profile?:
    | { display_name?: string | undefined; real_name?: string | undefined; email?: string | undefined }
    | undefined;
  enterprise_user?: { teams?: string[] | undefined } | undefined;
}

/** A member as Slack knows it; what people set in Baton (cover, manager, absence) is not part of it. */
export interface MemberFacts {
  slackUserId: string;
  name: string;
  email: string | null;
  zone: string;
  isBot: boolean;
  isGuest: boolean;
  isStranger: boolean;
  isAdmin: boolean;
  isDeactivated: boolean;
}

/** Null for an object without an id. */
export function memberFacts(user: SlackUser, slackTeamId: string): MemberFacts | null {
  if (!user.id) return null;
  const home = (user.team_id ?? slackTeamId) === slackTeamId;
  const inOrganisation = user.enterprise_user?.teams?.includes(slackTeamId) ?? false;
  const isStranger = user.is_stranger === true || !(home || inOrganisation);
  return {
    slackUserId: user.id,
    name: nameOf(user),
    email: clean(user.profile?.email ?? '').toLowerCase() || null,
    zone: zoneOf(user),
    // Slack marks its own Slackbot as a person.
    isBot: user.is_bot === true || user.is_workflow_bot === true || user.id === 'USLACKBOT',
    isGuest: user.is_restricted === true || user.is_ultra_restricted === true,
    isStranger,
    isAdmin: !isStranger && (user.is_admin === true || user.is_owner === true),
    isDeactivated: user.deleted === true,
  };
}

function nameOf(user: SlackUser): string {
  const names = [user.profile?.display_name, user.profile?.real_name, user.real_name, user.name, user.id];
  return names.map((name) => clean(name ?? '').slice(0, 200)).find((name) => name !== '') ?? '';
}

/** PostgreSQL stores no NUL. */
function clean(text: string): string {
  return text.replaceAll('\u0000', '').trim();
}

const HOUR = 3_600;

/** Zones whose clocks stand between the hours, by their seconds east of UTC. Each keeps it all year, where one does. */
const BETWEEN = new Map([
  [-9.5 * HOUR, 'Pacific/Marquesas'],
  [-3.5 * HOUR, 'America/St_Johns'],
  [-2.5 * HOUR, 'America/St_Johns'],
  [3.5 * HOUR, 'Asia/Tehran'],
  [4.5 * HOUR, 'Asia/Kabul'],
  [5.5 * HOUR, 'Asia/Kolkata'],
  [5.75 * HOUR, 'Asia/Kathmandu'],
  [6.5 * HOUR, 'Asia/Yangon'],
  [8.75 * HOUR, 'Australia/Eucla'],
  [9.5 * HOUR, 'Australia/Darwin'],
  [10.5 * HOUR, 'Australia/Adelaide'],
  [12.75 * HOUR, 'Pacific/Chatham'],
  [13.75 * HOUR, 'Pacific/Chatham'],
]);

/**
 * The zone of a user as Slack tells it: by its name; where that is missing, or none that this machine can calculate
 * with, one as far from UTC; else UTC.
 */
export function zoneOf({
  tz,
  tz_offset: offset,
}: {
  tz?: string | null | undefined;
  tz_offset?: number | null | undefined;
}): string {
  if (tz && isZone(tz)) return tz;
  if (!offset) return 'UTC';
  const hours = offset / HOUR;
  // In these names the sign is the other way round.
  const whole = Number.isInteger(hours) ? `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}` : null;
  const zone = whole ?? BETWEEN.get(offset) ?? 'UTC';
  return isZone(zone) ? zone : 'UTC';
}
