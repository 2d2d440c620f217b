import { sandboxClock } from './clock.ts';
import type { App, Channel, Person, World } from './state.ts';

export interface SeedPerson {
  /** The handle. */
  name: string;
  id?: string;
  realName?: string;
  /** The handle when left out. */
  displayName?: string;
  title?: string;
  email?: string;
  tz?: string;
  admin?: boolean;
  owner?: boolean;
  guest?: 'single' | 'multi';
  bot?: boolean;
  deleted?: boolean;
  /** From another company. */
  stranger?: boolean;
  /** Of an organisation: where Slack says that this colleague is at home. */
  homeTeam?: string | null;
}

export interface SeedChannel {
  name: string;
  id?: string;
  private?: boolean;
  archived?: boolean;
  /** Handles; everyone of the workspace but guests when left out and public. */
  members?: string[];
  /** The app is a member (not by default, as in Slack). */
  app?: boolean;
  extShared?: boolean;
  pendingExtShared?: boolean;
}

/** The parts of an app manifest the sandbox reads. */
export interface Manifest {
  display_information?: { name?: string };
  features?: {
    app_home?: { home_tab_enabled?: boolean; messages_tab_read_only_enabled?: boolean };
    slash_commands?: {
      command: string;
      should_escape?: boolean;
      description?: string;
      usage_hint?: string;
    }[];
    shortcuts?: { name: string; type: string; callback_id: string; description?: string }[];
  };
  oauth_config?: { scopes?: { bot?: string[] } };
  settings?: { event_subscriptions?: { bot_events?: string[] } };
}

export interface Seed {
  workspace?: { id?: string; name?: string; domain?: string };
  /** The workspace is one of an Enterprise Grid. */
  enterprise?: { id: string; name: string };
  people: SeedPerson[];
  channels?: SeedChannel[];
  /** Without a manifest any command and shortcut exists, the usual events are sent, DEFAULT_SCOPES granted. */
  manifest?: Manifest;
  app?: { scopes?: string[]; token?: string; name?: string };
}

/** The other company. */
export const STRANGERS_TEAM = 'T0ELSEWHERE';

const DEFAULT_SCOPES = [
  'commands',
  'chat:write',
  'users:read',
  'users:read.email',
  'channels:read',
  'channels:join',
  'channels:history',
  'groups:read',
  'groups:history',
  'im:read',
  'im:write',
  'im:history',
  'files:read',
  'files:write',
];
const DEFAULT_EVENTS = [
  'app_home_opened',
  'app_uninstalled',
  'tokens_revoked',
  'team_join',
  'user_change',
  'channel_archive',
  'channel_unarchive',
  'channel_rename',
  'channel_shared',
  'channel_unshared',
  'group_archive',
  'group_unarchive',
  'group_rename',
  'member_joined_channel',
  'member_left_channel',
  'channel_left',
  'group_left',
];

export function makePerson(world: World, seed: SeedPerson): Person {
  const realName = seed.realName ?? seed.name.charAt(0).toUpperCase() + seed.name.slice(1);
  return {
    id: seed.id ?? world.nextId('U'),
    name: seed.name,
    realName,
    displayName: seed.displayName ?? seed.name,
    title: seed.title ?? '',
    email:
      seed.email ??
      `${seed.name.replace(/[^\w.-]+/g, '.')}@${seed.stranger ? 'elsewhere' : world.team.domain}.example`,
    tz: seed.tz ?? 'Europe/Berlin',
    isBot: seed.bot ?? false,
    isAdmin: (seed.admin ?? false) || (seed.owner ?? false),
    isOwner: seed.owner ?? false,
    isRestricted: seed.guest !== undefined,
    isUltraRestricted: seed.guest === 'single',
    isStranger: seed.stranger ?? false,
    teamId: seed.stranger ? STRANGERS_TEAM : seed.homeTeam !== undefined ? seed.homeTeam : world.team.id,
    deleted: seed.deleted ?? false,
    updated: Math.floor(world.clock.now() / 1000),
  };
}

function makeChannel(world: World, seed: SeedChannel): Channel {
  const people = [...world.people.values()];
  const members = seed.members
    ? seed.members.map((name) => {
        const person = people.find((each) => each.name === name || each.id === name);
        if (!person) throw new Error(`#${seed.name} names ${name}, whom nobody seeded`);
        return person.id;
      })
    : people
        .filter((each) => !seed.private && !each.isBot && !each.isRestricted && !each.isStranger)
        .map((each) => each.id);
  if (seed.app) members.push(world.app.botUserId);
  return {
    id: seed.id ?? world.nextId('C'),
    name: seed.name,
    kind: seed.private ? 'private' : 'public',
    members: new Set(members),
    archived: seed.archived ?? false,
    extShared: seed.extShared ?? false,
    pendingExtShared: seed.pendingExtShared ?? false,
    created: Math.floor(world.clock.now() / 1000),
  };
}

function makeApp(seed: Seed): App {
  const { manifest } = seed;
  const commands = manifest?.features?.slash_commands;
  const shortcuts = manifest?.features?.shortcuts;
  const home = manifest?.features?.app_home;
  return {
    id: 'A00SANDBOX',
    name: seed.app?.name ?? manifest?.display_information?.name ?? 'baton',
    botUserId: 'U0SANDBOXBOT',
    botId: 'B0SANDBOXBOT',
    token: seed.app?.token ?? 'xoxb-sandbox-0001',
    appToken: 'xapp-sandbox-0001',
    appTokenScopes: new Set(['connections:write']),
    tokenState: 'live',
    scopes: new Set(seed.app?.scopes ?? manifest?.oauth_config?.scopes?.bot ?? DEFAULT_SCOPES),
    commands: manifest
      ? new Map(
          (commands ?? []).map((each) => [
            each.command,
            {
              shouldEscape: each.should_escape ?? false,
              description: each.description ?? '',
              usageHint: each.usage_hint ?? '',
            },
          ]),
        )
      : null,
    events: new Set(manifest ? (manifest.settings?.event_subscriptions?.bot_events ?? []) : DEFAULT_EVENTS),
    shortcuts: manifest
      ? (shortcuts ?? []).map((each) => ({
          name: each.name,
          callbackId: each.callback_id,
          type: each.type === 'message' ? ('message' as const) : ('global' as const),
          description: each.description ?? '',
        }))
      : null,
    place: {
      home: home?.home_tab_enabled ?? true,
      readOnly: home?.messages_tab_read_only_enabled ?? false,
    },
  };
}

/** The state a sandbox starts with. Ids are the same in every run. */
export function makeWorld(seed: Seed): World {
  const clock = sandboxClock();
  const counters = new Map<string, number>();
  let lastTs = 0;
  const world: World = {
    clock,
    team: { id: 'T00SANDBOX', name: 'Sandbox', domain: 'sandbox', ...seed.workspace },
    enterprise: seed.enterprise ?? null,
    app: makeApp(seed),
    people: new Map(),
    channels: new Map(),
    messages: new Map(),
    posts: [],
    views: new Map(),
    stacks: new Map(),
    homes: new Map(),
    triggers: new Map(),
    responseUrls: new Map(),
    files: new Map(),
    nextId(prefix) {
      const count = (counters.get(prefix) ?? 0) + 1;
      counters.set(prefix, count);
      return `${prefix}${String(count).padStart(8, '0')}`;
    },
    nextTs() {
      lastTs = Math.max(Math.floor(clock.now() * 1000), lastTs + 1);
      return `${Math.floor(lastTs / 1_000_000)}.${String(lastTs % 1_000_000).padStart(6, '0')}`;
    },
  };
  const { app } = world;
  const bot = makePerson(world, {
    id: app.botUserId,
    name: app.name.toLowerCase(),
    realName: app.name,
    bot: true,
    tz: 'UTC',
  });
  world.people.set(bot.id, bot);
  for (const each of seed.people) {
    const person = makePerson(world, each);
    if (world.people.has(person.id)) throw new Error(`two people have the id ${person.id}`);
    world.people.set(person.id, person);
  }
  for (const each of seed.channels ?? []) {
    const channel = makeChannel(world, each);
    world.channels.set(channel.id, channel);
  }
  return world;
}
