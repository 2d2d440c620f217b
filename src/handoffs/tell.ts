import type { Thread } from '../cases/threads.ts';
import type { NewMessage } from '../outbox/message.ts';
import { calendarOf } from '../people/calendar-of.ts';
import { answererFor, canAnswer, leadOf, type Person } from '../people/person.ts';
import type { Actor } from '../platform/ctx.ts';
import { isWorkingTime, nextWorkingInstant } from '../time/working-time.ts';
import type { Handoff, HandoffAction } from './handoff.ts';
import { KINDS } from './kinds.ts';
import { type HandoffParties, personIn, whoAnswers } from './parties.ts';

/** Root messages under which news goes, or whose reader is asked after. */
export const NEWS_UNDER = ['handoff_card', 'handoff_receipt', 'handoff_request'];

/** The channel that carries the card: the receiver's team's, else the workspace's; none for a private one or one of a book. */
export function cardChannel(scene: HandoffParties): string | null {
  const { kind, private: isPrivate, receiverId } = scene.handoff;
  const { channel, lanes } = KINDS[kind];
  if (isPrivate || channel === null) return null;
  const team = personIn(scene, receiverId).teams.find((one) => one.lane === lanes.to && one.channel);
  return team?.channel ?? scene.settings.values[channel];
}

/** A DM that opens a thread. `mark` tells it from others of its kind: of what is asked, the handoff's version. */
export function rootMessage(
  handoff: Pick<Handoff, 'id'>,
  kind: string,
  to: Person,
  mark: string | number,
  entryId: string,
): NewMessage {
  const thread = `handoff:${handoff.id}:${kind}:${mark}`;
  return {
    ...{ kind, subject: { type: 'handoff', id: handoff.id }, memberId: to.id, data: { entryId } },
    ...{ lane: to.slackUserId, thread, root: true, dedupeKey: thread },
  };
}

/**
 * What is said when `action` has happened, to whom. `scene` is as it stands afterwards; `threads` are the root
 * messages posted before, which are updated in place besides. Text is written when a message goes out.
 */
export function messagesAfter(
  action: HandoffAction,
  scene: HandoffParties,
  threads: readonly Thread[],
  entryId: string,
  { actor, now }: { actor: Actor; now: Date },
): NewMessage[] {
  const { handoff } = scene;
  const actorId = actor.type === 'member' ? actor.memberId : null;
  const subject = { type: 'handoff', id: handoff.id };
  const sender = personIn(scene, handoff.senderId);

  const root = (kind: string, to: Person, mark: string | number) =>
    rootMessage(handoff, kind, to, mark, entryId);
  const card = (): NewMessage[] => {
    const channel = cardChannel(scene);
    if (!channel) return [];
    const thread = `handoff:${handoff.id}:handoff_card:${channel}`;
    return [
      { kind: 'handoff_card', subject, data: {}, lane: channel, thread, root: true, dedupeKey: thread },
    ];
  };
  const reply = (thread: Thread): NewMessage => ({
    kind: 'handoff_event',
    subject,
    ...(thread.memberId ? { memberId: thread.memberId } : {}),
    data: { entryId },
    lane: thread.lane,
    thread: thread.key,
    root: false,
    dedupeKey: `${thread.key}:event:${handoff.version}`,
  });
  const replies = (kind: string): NewMessage[] => threads.filter((thread) => thread.kind === kind).map(reply);
  const request = () => root('handoff_request', whoAnswers(scene, now), handoff.version);
  // The sender hears of what others did; of what they did themselves they know.
  const toSender = () => (actorId === sender.id ? [] : replies('handoff_receipt'));
  // Nothing that anybody waits for: it comes when the sender works.
  const feedback = (): NewMessage[] => {
    if (actorId === sender.id || !canAnswer(sender)) return [];
    const calendar = calendarOf(sender, scene.settings);
    const message = root('handoff_feedback', sender, 1);
    return isWorkingTime(now, calendar)
      ? [message]
      : [{ ...message, holdUntil: nextWorkingInstant(now, calendar) }];
  };
  // Of those who were ever asked, only whoever was asked last waits to hear what became of it.
  const lastAsked = lastRequest(threads);
  const toLastAsked = () => (!lastAsked || lastAsked.memberId === actorId ? [] : [reply(lastAsked)]);

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
    case 'finished':
      return [...replies('handoff_card'), ...feedback()];
    case 'reassigned':
      return [
        ...(handoff.state === 'returned' ? [] : [request()]),
        ...toLastAsked(),
        ...replies('handoff_card'),
        ...card(),
        ...toSender(),
      ];
    case 'receiver_proposed':
      return confirmers(scene, actorId, now).map((one) =>
        root('handoff_proposed', one, `${handoff.version}:${one.id}`),
      );
    case 'cancelled':
      return [
        ...replies('handoff_card'),
        ...(lastAsked && answeredFor(lastAsked, scene) ? toLastAsked() : []),
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

/** Its key ends with the version of the handoff at which it went out. */
function lastRequest(threads: readonly Thread[]): Thread | undefined {
  const version = ({ key }: Thread) => Number(key.slice(key.lastIndexOf(':') + 1));
  return threads
    .filter(({ kind }) => kind === 'handoff_request')
    .toSorted((a, b) => version(b) - version(a))[0];
}

/** Not so when it was passed on while it was back with the sender: the new receiver has not been asked yet. */
function answeredFor({ memberId }: Thread, { handoff, people }: HandoffParties): boolean {
  const receiver = personIn({ people }, handoff.receiverId);
  return [receiver.id, receiver.coverId, leadOf(receiver, people)?.id].includes(memberId ?? undefined);
}

/** The sender and the receiver, or who stands in for them: but not whoever proposes. */
function confirmers({ handoff, people }: HandoffParties, actorId: string | null, now: Date): Person[] {
  const parties = [handoff.senderId, handoff.receiverId].map((id) => personIn({ people }, id));
  const asked = parties.map((party) => answererFor(party, people, now));
  return [...new Map(asked.map((one) => [one.id, one])).values()].filter(({ id }) => id !== actorId);
}

function bothLeads(scene: HandoffParties): Person[] {
  const { handoff, people } = scene;
  const leads = [personIn(scene, handoff.senderId), personIn(scene, handoff.receiverId)]
    .map((person) => leadOf(person, people))
    .filter((lead) => lead !== null);
  return [...new Map(leads.map((lead) => [lead.id, lead])).values()];
}
