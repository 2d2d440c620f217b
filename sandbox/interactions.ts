// What a person's Slack client sends to the app.
import { type Answers, answerField, answerKey, initialAnswer, stateValues } from './answers.ts';
import type { Core } from './core.ts';
import { sendEvent, sendInteraction } from './dispatch.ts';
import { type Block, buttonText, type Option, type Placed } from './kit.ts';
import { viewPayload } from './modals.ts';
import { messagePayload } from './post.ts';
import { type Channel, directMessage, type Message, type Person, type View } from './state.ts';
import type { Ack } from './traffic.ts';
import { newResponseUrl, newTrigger } from './triggers.ts';

/** What a person sees when the app did not answer, or not as Slack demands. */
export class Trouble extends Error {}

/** Where a person operates something. */
export type Place = { message: Message } | { view: View };

export function trouble(core: Core, what: string, ack: Ack): string | null {
  if (ack.problem === null && ack.status === 200) return null;
  const why =
    ack.problem === 'timeout'
      ? 'operation_timeout'
      : ack.problem === null
        ? `http_${ack.status}`
        : 'dispatch_failed';
  core.traffic.flag(`${what}: ${why}`);
  return why;
}

export const whoAndWhere = (core: Core, person: Person) => ({
  token: 'sandbox',
  api_app_id: core.world.app.id,
  team: { id: core.world.team.id, domain: core.world.team.domain },
  enterprise: core.world.enterprise,
  is_enterprise_install: false,
  user: { id: person.id, username: person.name, name: person.name, team_id: person.teamId },
});

export function shownChannel(channel: Channel): { id: string; name: string } {
  const name =
    channel.kind === 'im' ? 'directmessage' : channel.kind === 'private' ? 'privategroup' : channel.name;
  return { id: channel.id, name };
}

export function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const blocksAt = (place: Place): Block[] =>
  'view' in place ? place.view.body.blocks : place.message.blocks;

export function answersAt(place: Place, person: Person): Answers {
  if ('view' in place) return place.view.answers;
  const known = place.message.answers.get(person.id) ?? new Map();
  place.message.answers.set(person.id, known);
  return known;
}

export function contextOf(core: Core, person: Person, place: Place): Record<string, unknown> {
  if ('view' in place)
    return { container: { type: 'view', view_id: place.view.id }, view: viewPayload(core, place.view) };
  const { message } = place;
  const channel = core.world.channels.get(message.channel);
  const isEphemeral = message.onlyFor !== undefined;
  return {
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: message.channel,
      is_ephemeral: isEphemeral,
      ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    },
    channel: channel ? shownChannel(channel) : undefined,
    state: { values: stateValues(message.blocks, answersAt(place, person)) },
    response_url: newResponseUrl(core, person.id, message.channel, message.ts),
    // An ephemeral message does not come along.
    ...(isEphemeral ? {} : { message: messagePayload(core, message, { metadata: true }) }),
  };
}

/** Presses a button, or chooses in an element of a place that reports choices at once. */
export async function act(
  core: Core,
  person: Person,
  place: Place,
  placed: Placed,
  chosen?: Option,
): Promise<void> {
  const { element, block } = placed;
  const given = answersAt(place, person).get(answerKey(placed)) ?? initialAnswer(element);
  const field = answerField(element.type);
  const ack = await sendInteraction(core, {
    type: 'block_actions',
    ...whoAndWhere(core, person),
    trigger_id: newTrigger(
      core,
      person.id,
      'view' in place && place.view.body.type === 'modal' ? place.view.id : null,
    ),
    ...contextOf(core, person, place),
    actions: [
      {
        type: element.type,
        action_id: element.action_id,
        block_id: block.block_id,
        action_ts: core.world.nextTs(),
        ...(element.type === 'button'
          ? { text: element.text, value: element.value, style: element.style }
          : {}),
        ...(element.type === 'overflow' ? { selected_option: chosen } : {}),
        ...(field ? { [field]: given[field] } : {}),
      },
    ],
  });
  const why = trouble(core, `block_actions ${element.action_id}`, ack);
  if (why)
    throw new Trouble(`${buttonText(element) || element.type}: something went wrong (${why}). Try again.`);
}

/** Runs a shortcut, global or on a message. */
export async function runShortcut(
  core: Core,
  person: Person,
  callbackId: string,
  message?: Message,
): Promise<void> {
  const channel = message ? core.world.channels.get(message.channel) : undefined;
  const ack = await sendInteraction(core, {
    type: message ? 'message_action' : 'shortcut',
    ...whoAndWhere(core, person),
    callback_id: callbackId,
    action_ts: core.world.nextTs(),
    trigger_id: newTrigger(core, person.id),
    ...(message && channel
      ? {
          message: messagePayload(core, message, { metadata: true }),
          message_ts: message.ts,
          channel: shownChannel(channel),
          response_url: newResponseUrl(core, person.id, channel.id, message.ts),
        }
      : {}),
  });
  const why = trouble(core, `shortcut ${callbackId}`, ack);
  if (why) throw new Trouble(`The shortcut failed (${why}).`);
}

/** Opens the Home tab. */
export function openHome(core: Core, person: Person): void {
  const view = core.world.views.get(core.world.homes.get(person.id) ?? '');
  sendEvent(core, {
    type: 'app_home_opened',
    user: person.id,
    channel: directMessage(core.world, person.id).id,
    tab: 'home',
    ...(view ? { view: viewPayload(core, view) } : {}),
  });
}
