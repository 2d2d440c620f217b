import type { OutboxThread } from '../../prisma/generated/client.ts';
import type { NewMessage } from '../outbox/message.ts';
import { leadOf, type Person } from '../people/person.ts';
import type { HandoffAction } from './handoff.ts';
import { personIn, type Scene } from './scene.ts';
import { whoAnswers } from './set-clocks.ts';

export type Thread = Pick<OutboxThread, 'key' | 'kind' | 'lane' | 'memberId'>;

/** The channel that carries the card: the receiver's CS team's, else the workspace's; none for a private handoff. */
export function cardChannel(scene: Scene): string | null {
  if (scene.handoff.private) return null;
  const receiver = personIn(scene, scene.handoff.receiverId);
  const team = receiver.teams.find((one) => one.lane === 'cs' && one.channel);
  return team?.channel ?? scene.settings.values['handoff.sales_to_cs.channel'];
}

/**
 * What is said when `action` has happened, to whom. `scene` is as it stands afterwards; `threads` are the root
 * messages posted before, which are updated in place besides. Text is written when a message goes out.
 */
export function messagesAfter(
  action: HandoffAction,
  scene: Scene,
  threads: readonly Thread[],
  entryId: string,
  now: Date,
): NewMessage[] {
  const { handoff, actor } = scene;
  const subject = { type: 'handoff', id: handoff.id };
  const sender = personIn(scene, handoff.senderId);

  const root = (kind: string, to: Person, mark: string | number): NewMessage => {
    const thread = `handoff:${handoff.id}:${kind}:${mark}`;
    return {
      kind,
      subject,
      memberId: to.id,
      data: { entryId },
      lane: to.slackUserId,
      thread,
      root: true,
      dedupeKey: thread,
    };
  };
  const card = (): NewMessage[] => {
    const channel = cardChannel(scene);
    if (!channel) return [];
    const thread = `handoff:${handoff.id}:handoff_card:${channel}`;
    return [
      { kind: 'handoff_card', subject, data: {}, lane: channel, thread, root: true, dedupeKey: thread },
    ];
  };
  const replies = (...kinds: string[]): NewMessage[] =>
    threads
      .filter((thread) => kinds.includes(thread.kind))
      .map((thread) => ({
        kind: 'handoff_event',
        subject,
        ...(thread.memberId ? { memberId: thread.memberId } : {}),
        data: { entryId },
        lane: thread.lane,
        thread: thread.key,
        root: false,
        dedupeKey: `${thread.key}:event:${handoff.version}`,
      }));
  const request = () => root('handoff_request', whoAnswers(scene, now), handoff.version);
  // The sender hears of what others did; of what they did themselves they know.
  const toSender = () => (actor.id === sender.id ? [] : replies('handoff_receipt'));

  switch (action) {
    case 'submitted':
      return [request(), ...card(), root('handoff_receipt', sender, 1)];
    case 'resubmitted':
      return [request(), ...replies('handoff_card')];
    case 'returned': {
      const messages = [
        root('handoff_returned', whoAnswers(scene, now), handoff.version),
        ...replies('handoff_card'),
      ];
      return handoff.returns === 2
        ? [...messages, ...bothLeads(scene).map((lead) => root('handoff_decide', lead, lead.id))]
        : messages;
    }
    case 'accepted':
      return [...replies('handoff_card'), ...toSender()];
    case 'reassigned':
      return [
        ...(handoff.state === 'returned' ? [] : [request()]),
        ...replies('handoff_card'),
        ...card(),
        ...toSender(),
      ];
    case 'cancelled':
      return [
        ...replies('handoff_card', ...(actor.id === handoff.receiverId ? [] : ['handoff_request'])),
        ...toSender(),
      ];
    case 'nudged':
      return [root('handoff_nudge', whoAnswers(scene, now), handoff.version)];
    case 'acknowledged':
    case 'decision_promised':
    case 'snoozed':
      return [];
  }
}

function bothLeads(scene: Scene): Person[] {
  const { handoff, people } = scene;
  const leads = [personIn(scene, handoff.senderId), personIn(scene, handoff.receiverId)]
    .map((person) => leadOf(person, people))
    .filter((lead) => lead !== null);
  return [...new Map(leads.map((lead) => [lead.id, lead])).values()];
}
