import type { Core } from '../core.ts';
import { EMAIL_SCOPE } from '../rules/methods.ts';
import { isGuest, isVisible, type Person } from '../state.ts';
import { type Answer, fail, type Handler, page, text } from './call.ts';

/** A user as Slack shows it. Of deactivated people there is no zone and no admin flag. */
export function userPayload(core: Core, person: Person): Answer {
  const email = core.world.app.scopes.has(EMAIL_SCOPE) && !person.isBot ? { email: person.email } : {};
  const profile = {
    real_name: person.realName,
    real_name_normalized: person.realName,
    title: person.title,
    display_name: person.displayName,
    display_name_normalized: person.displayName,
    team: person.teamId,
    ...email,
  };
  const common = {
    id: person.id,
    team_id: person.teamId,
    name: person.name,
    deleted: person.deleted,
    profile,
    is_bot: person.isBot,
    is_app_user: false,
    updated: person.updated,
    ...(person.isStranger ? { is_stranger: true } : {}),
    ...(core.world.enterprise && !person.isStranger ? { enterprise_user: enterpriseUser(core, person) } : {}),
  };
  if (person.deleted) return common;
  return {
    ...common,
    real_name: person.realName,
    tz: person.tz,
    tz_label: person.tz,
    tz_offset: zoneOffset(person.tz, core.world.clock.peoplesNow()),
    is_admin: person.isAdmin,
    is_owner: person.isOwner,
    is_primary_owner: false,
    is_restricted: isGuest(person),
    is_ultra_restricted: person.isUltraRestricted,
  };
}

/** What makes colleagues of people whose home is elsewhere in the organisation. */
function enterpriseUser({ world: { enterprise, team } }: Core, person: Person) {
  return {
    id: `W${person.id}`,
    enterprise_id: enterprise?.id,
    enterprise_name: enterprise?.name,
    is_admin: false,
    is_owner: false,
    teams: [team.id],
  };
}

/** Seconds east of UTC. */
function zoneOffset(zone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    timeZoneName: 'longOffset',
  }).formatToParts(at);
  const name = parts.find((each) => each.type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d+):?(\d+)?/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
}

const info: Handler = (core, args) => {
  const person = core.world.people.get(text(args, 'user') ?? '') ?? fail('user_not_found');
  if (!isVisible(core.world, person)) fail('user_not_visible');
  return { user: userPayload(core, person) };
};

/** Everyone who was ever in the workspace, deactivated people and apps too; strangers are not listed. */
const list: Handler = (core, args) => {
  const everyone = [...core.world.people.values()].filter((each) => !each.isStranger);
  const { items, nextCursor } = page(everyone, args, everyone.length || 1, 1000);
  return {
    members: items.map((each) => userPayload(core, each)),
    cache_ts: Math.floor(core.world.clock.now() / 1000),
    response_metadata: { next_cursor: nextCursor },
  };
};

const lookupByEmail: Handler = (core, args) => {
  const email = (text(args, 'email') ?? '').toLowerCase();
  const found = [...core.world.people.values()].find(
    (each) => each.email.toLowerCase() === email && !each.deleted && !each.isBot,
  );
  return { user: userPayload(core, found ?? fail('users_not_found')) };
};

export const users: Record<string, Handler> = {
  'users.info': info,
  'users.list': list,
  'users.lookupByEmail': lookupByEmail,
};
