// What one person sees, and nothing else.
import { type Answers, stateValues } from '../answers.ts';
import type { Core } from '../core.ts';
import { canSee, visibleTo } from '../driver/screen.ts';
import { answersAt } from '../interactions.ts';
import type { Block } from '../kit.ts';
import {
  type Channel,
  directMessage,
  isVisible,
  type Message,
  messagesIn,
  type Person,
  topView,
  type View,
} from '../state.ts';
import type { ChannelSeen, MessageSeen, PersonSeen, Screen, Values, ViewSeen } from './shapes.ts';
import type { Unread } from './unread.ts';

/** As much of a channel as is shown. */
const SHOWN = 300;

export interface Scene {
  core: Core;
  unread: Unread;
  stage: number;
  moving: boolean;
}

/** `open` is a channel's id; nothing of a channel that the person may not see comes along. */
export function screenOf(scene: Scene, person: Person, open: string | null): Screen {
  const { core, stage, moving } = scene;
  const { world } = core;
  const { app } = world;
  const dm = directMessage(world, person.id);
  const channels = [...world.channels.values()].filter((each) => each !== dm && canSee(each, person));
  const channel = [dm, ...channels].find((each) => each.id === open);
  const home = world.views.get(world.homes.get(person.id) ?? '');
  const modal = topView(world, person.id);
  return {
    stage,
    moving,
    now: world.clock.peoplesNow(),
    team: world.team.name,
    me: personSeen(person),
    app: { id: app.botUserId, name: app.name, hasHome: app.place.home, readOnly: app.place.readOnly },
    people: [...world.people.values()].filter((each) => isVisible(world, each)).map(personSeen),
    channels: [dm, ...channels.filter((each) => each.kind !== 'im')].map((each) =>
      channelSeen(scene, person, each),
    ),
    commands: [...(app.commands ?? [])].map(([command, { description, usageHint }]) => ({
      command,
      description,
      usageHint,
    })),
    shortcuts: app.shortcuts ?? [],
    place: channel
      ? {
          channel: channel.id,
          messages: messagesOf(core, person, channel)
            .slice(-SHOWN)
            .map((each) => messageSeen(person, each)),
          readTo: scene.unread.readTo(person.id, channel.id),
        }
      : null,
    modal: modal ? viewSeen(modal, (world.stacks.get(person.id)?.length ?? 1) - 1) : null,
    home: home ? viewSeen(home, 0) : null,
    violations: core.traffic.violations.length,
  };
}

export const personSeen = (person: Person): PersonSeen => ({
  id: person.id,
  name: person.name,
  realName: person.realName,
  title: person.title,
  zone: person.tz,
  isBot: person.isBot,
  deleted: person.deleted,
});

const messagesOf = (core: Core, person: Person, channel: Channel): Message[] =>
  messagesIn(core.world, channel.id).filter(visibleTo(person));

function channelSeen({ core, unread }: Scene, person: Person, channel: Channel): ChannelSeen {
  const readTo = unread.readTo(person.id, channel.id) ?? '';
  const isMember = channel.members.has(person.id);
  const isNew = (each: Message) => each.user !== person.id && each.ts > readTo;
  return {
    id: channel.id,
    name: channel.name,
    kind: channel.kind,
    unread: isMember ? messagesOf(core, person, channel).filter(isNew).length : 0,
    isMember,
    isArchived: channel.archived,
    isShared: channel.extShared || channel.pendingExtShared,
  };
}

const messageSeen = (person: Person, message: Message): MessageSeen => ({
  ts: message.ts,
  user: message.user,
  text: message.text,
  blocks: message.blocks,
  threadTs: message.threadTs ?? null,
  edited: message.edited !== undefined,
  onlyYou: message.onlyFor !== undefined,
  values: valuesOf(message.blocks, answersAt({ message }, person)),
});

const viewSeen = (view: View, below: number): ViewSeen => ({
  id: view.id,
  body: view.body,
  values: valuesOf(view.body.blocks, view.answers),
  errors: Object.fromEntries(view.errors),
  below,
});

const valuesOf = (blocks: Block[], answers: Answers): Values => stateValues(blocks, answers);
