// What happens in a workspace beside the app: people come and go, channels change. Each tells the app by its event.
import { channelPayload } from './api/conversations.ts';
import { userPayload } from './api/users.ts';
import type { Core } from './core.ts';
import { sendEvent } from './dispatch.ts';
import { makePerson, type SeedPerson, STRANGERS_TEAM } from './seed.ts';
import { type Channel, findChannel, findPerson, type Person } from './state.ts';

export interface Admin {
  /** team_join. */
  addPerson(person: SeedPerson): Person;
  /** user_change. */
  changePerson(who: string, change: Partial<Omit<Person, 'id'>>): void;
  deactivate(who: string): void;
  reactivate(who: string): void;
  /** No event: a new channel. */
  addChannel(channel: { name: string; private?: boolean; members?: string[]; app?: boolean }): Channel;
  archive(channel: string): void;
  unarchive(channel: string): void;
  rename(channel: string, name: string): void;
  /** With another company: channel_shared. `pending` only marks the invitation and sends nothing. */
  share(channel: string, options?: { pending?: boolean }): void;
  unshare(channel: string): void;
  /** member_joined_channel; 'app' is the app itself. */
  invite(channel: string, who: string): void;
  /** member_left_channel, or channel_left when it is 'app'. */
  remove(channel: string, who: string): void;
  /** The workspace removes the app: tokens_revoked and app_uninstalled; its token is dead. */
  uninstall(): void;
}

export function makeAdmin(core: Core): Admin {
  const { world } = core;
  const { app } = world;
  const prefix = (channel: Channel): string => (channel.kind === 'private' ? 'group' : 'channel');
  const reads = (channel: Channel): string[] => [
    channel.kind === 'private' ? 'groups:read' : 'channels:read',
  ];
  /** Of private channels the app hears only as a member. */
  const tell = (channel: Channel, event: { type: string } & Record<string, unknown>, from?: string): void => {
    if (channel.kind === 'public' || channel.members.has(app.botUserId))
      sendEvent(core, event, reads(channel), event.type, from);
  };
  /** Who did it. Not the app: Bolt ignores what its own bot did. */
  const someone = (): string =>
    [...world.people.values()].find((each) => !each.isBot && !each.deleted)?.id ?? 'U0ADMIN';
  const idOf = (who: string): string => (who === 'app' ? app.botUserId : findPerson(world, who).id);

  function changePerson(who: string, change: Partial<Omit<Person, 'id'>>): void {
    const person = Object.assign(findPerson(world, who), change, {
      updated: Math.floor(world.clock.now() / 1000),
    });
    sendEvent(core, { type: 'user_change', user: userPayload(core, person), cache_ts: person.updated }, [
      'users:read',
    ]);
  }

  function archived(name: string, isArchived: boolean): void {
    const channel = findChannel(world, name);
    channel.archived = isArchived;
    const type = `${prefix(channel)}_${isArchived ? 'archive' : 'unarchive'}`;
    tell(channel, { type, channel: channel.id, user: someone() });
  }

  return {
    addPerson(seed) {
      const person = makePerson(world, seed);
      world.people.set(person.id, person);
      sendEvent(core, { type: 'team_join', user: userPayload(core, person), cache_ts: person.updated }, [
        'users:read',
      ]);
      return person;
    },
    changePerson,
    deactivate(who) {
      const { id } = findPerson(world, who);
      for (const channel of world.channels.values()) if (channel.kind !== 'im') channel.members.delete(id);
      world.stacks.delete(id);
      changePerson(who, { deleted: true });
    },
    reactivate: (who) => changePerson(who, { deleted: false }),
    addChannel({ name, private: isPrivate = false, members = [], app: withApp = false }) {
      const channel: Channel = {
        id: world.nextId('C'),
        name,
        kind: isPrivate ? 'private' : 'public',
        members: new Set([...members.map(idOf), ...(withApp ? [app.botUserId] : [])]),
        archived: false,
        extShared: false,
        pendingExtShared: false,
        created: Math.floor(world.clock.now() / 1000),
      };
      world.channels.set(channel.id, channel);
      return channel;
    },
    archive: (name) => archived(name, true),
    unarchive: (name) => archived(name, false),
    rename(name, to) {
      const channel = findChannel(world, name);
      channel.name = to;
      tell(channel, { type: `${prefix(channel)}_rename`, channel: channelPayload(core, channel) });
    },
    share(name, { pending = false } = {}) {
      const channel = findChannel(world, name);
      channel.pendingExtShared = pending;
      if (pending) return;
      channel.extShared = true;
      tell(channel, { type: 'channel_shared', connected_team_id: STRANGERS_TEAM, channel: channel.id });
    },
    unshare(name) {
      const channel = findChannel(world, name);
      channel.extShared = false;
      channel.pendingExtShared = false;
      tell(channel, {
        type: 'channel_unshared',
        previously_connected_team_id: STRANGERS_TEAM,
        channel: channel.id,
        is_ext_shared: false,
      });
    },
    invite(name, who) {
      const channel = findChannel(world, name);
      const user = idOf(who);
      channel.members.add(user);
      const from = world.people.get(user)?.isStranger ? STRANGERS_TEAM : undefined;
      tell(channel, memberEvent(core, 'member_joined_channel', channel, user), from);
    },
    remove(name, who) {
      const channel = findChannel(world, name);
      const user = idOf(who);
      if (who === 'app')
        sendEvent(core, { type: `${prefix(channel)}_left`, channel: channel.id }, reads(channel));
      else tell(channel, memberEvent(core, 'member_left_channel', channel, user));
      channel.members.delete(user);
    },
    uninstall() {
      sendEvent(core, { type: 'tokens_revoked', tokens: { oauth: [], bot: [app.botUserId] } });
      sendEvent(core, { type: 'app_uninstalled' });
      app.tokenState = 'inactive';
    },
  };
}

const memberEvent = (core: Core, type: string, channel: Channel, user: string) => ({
  type,
  user,
  channel: channel.id,
  channel_type: channel.kind === 'private' ? 'G' : 'C',
  team: core.world.team.id,
});
