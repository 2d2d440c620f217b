import type { Thread } from '../../cases/case-kind.ts';
import { dm } from '../../outbox/define-message.ts';
import type { NewMessage } from '../../outbox/message.ts';
import { calendarOf } from '../../people/calendar-of.ts';
import { answererFor, canAnswer, leadOf, type Person } from '../../people/person.ts';
import type { Actor } from '../../platform/ctx.ts';
import { isWorkingTime, nextWorkingInstant } from '../../time/working-time.ts';
import type { Handoff, HandoffAction } from '../handoff.ts';
import { KINDS } from '../kinds.ts';
import { HANDOFF_MESSAGES } from '../messages.ts';
import { bothLeads, type HandoffParties, personIn, whoAnswers } from '../rules/parties.ts';

/** The channel that carries the card: the receiver's team's, else the workspace's; none for a private one or one of a book. */
export function cardChannel(scene: HandoffParties): string | null {
  const { kind, private: isPrivate, receiverId } = scene.handoff;
  const { channel, lanes } = KINDS[kind];
  if (isPrivate || channel === null) return null;
  const team = personIn(scene, receiverId).teams.find((one) => one.lane === lanes.to && one.channel);
  return team?.channel ?? scene.settings.values[channel];
}

type RootKind = 'request' | 'receipt' | 'returned' | 'decide' | 'amended' | 'feedback' | 'proposed' | 'nudge';

/** A DM that opens a thread. `mark` tells it from others of its kind: of what is asked, the handoff's version. */
export function rootMessage(
  handoff: Pick<Handoff, 'id'>,
  kind: RootKind,
  to: Person,
  mark: string | number,
  entryId: string,
): NewMessage {
  const declared = HANDOFF_MESSAGES[kind];
  return declared.root({
    subject: { type: 'handoff', id: handoff.id },
    ...dm(to),
    data: { entryId },
    thread: `handoff:${handoff.id}:${declared.kind}:${mark}`,
  });
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

  const root = (kind: RootKind, to: Person, mark: string | number) =>
    rootMessage(handoff, kind, to, mark, entryId);
  const card = (): NewMessage[] => {
    const channel = cardChannel(scene);
    if (!channel) return [];
    const thread = `handoff:${handoff.id}:handoff_card:${channel}`;
    return [HANDOFF_MESSAGES.card.root({ subject, destination: channel, thread })];
  };
  const reply = ({ key, lane, memberId }: Thread): NewMessage =>
    HANDOFF_MESSAGES.event.reply({
      subject,
      destination: lane,
      memberId,
      thread: key,
      data: { entryId },
      dedupeKey: `${key}:event:${handoff.version}`,
    });
  const replies = (kind: 'card' | 'receipt'): NewMessage[] =>
    threads.filter((thread) => thread.kind === HANDOFF_MESSAGES[kind].kind).map(reply);
  const request = () => root('request', whoAnswers(scene, now), handoff.version);
  // The sender hears of what others did; of what they did themselves they know. Nothing here asks them for anything.
  const toSender = () => (actorId === sender.id || sender.mutesReceipts ? [] : replies('receipt'));
  // Nothing that anybody waits for: it comes when the sender works.
  const feedback = (): NewMessage[] => {
    if (actorId === sender.id || !canAnswer(sender)) return [];
    const calendar = calendarOf(sender, scene.settings);
    const message = root('feedback', sender, 1);
    return isWorkingTime(now, calendar)
      ? [message]
      : [{ ...message, holdUntil: nextWorkingInstant(now, calendar) }];
  };
  // Of those who were ever asked, only whoever was asked last waits to hear what became of it.
  const lastAsked = threads.findLast(({ kind }) => kind === HANDOFF_MESSAGES.request.kind);
  const toLastAsked = () => (!lastAsked || lastAsked.memberId === actorId ? [] : [reply(lastAsked)]);

  // What came with a book was asked for with all of it: the first change of one opens a thread of its own.
  const toBoth = (): NewMessage[] =>
    [...(sender.mutesReceipts ? [] : [sender]), personIn(scene, handoff.receiverId)]
      .filter((party) => !party.deactivatedAt)
      .map((party) => answererFor(party, scene.people, now))
      .filter((one, index, all) => one.id !== actorId && canAnswer(one) && all.indexOf(one) === index)
      .map((one) => {
        const first = root('amended', one, one.id);
        const begun = threads.find(({ key }) => key === first.thread);
        return begun ? reply(begun) : first;
      });

  switch (action) {
    case 'submitted':
      return [request(), ...card(), ...(sender.mutesReceipts ? [] : [root('receipt', sender, 1)])];
    case 'resubmitted':
      return [request(), ...replies('card')];
    case 'returned': {
      const messages = [root('returned', whoAnswers(scene, now), handoff.version), ...replies('card')];
      return handoff.returns === 2
        ? [...messages, ...bothLeads(handoff, scene.people).map((lead) => root('decide', lead, lead.id))]
        : messages;
    }
    case 'accepted':
    case 'undone':
    case 'kickoff_booked':
    case 'waiting':
    case 'customer_answered':
      return [...replies('card'), ...toSender()];
    case 'finished':
      return [...replies('card'), ...feedback()];
    case 'reassigned':
      return [
        ...(handoff.state === 'returned' ? [] : [request()]),
        ...toLastAsked(),
        ...replies('card'),
        ...card(),
        ...toSender(),
      ];
    case 'receiver_proposed':
      return confirmers(scene, actorId, now).map((one) =>
        root('proposed', one, `${handoff.version}:${one.id}`),
      );
    case 'cancelled':
      return [
        ...replies('card'),
        ...(lastAsked && answeredFor(lastAsked, scene) ? toLastAsked() : []),
        ...toSender(),
      ];
    case 'nudged':
      return [root('nudge', whoAnswers(scene, now), handoff.version)];
    case 'amended':
      return handoff.bookId ? toBoth() : [...replies('card'), ...toSender(), ...toLastAsked()];
    case 'introduced':
      return toLastAsked();
    case 'became_urgent':
      return [...toLastAsked(), ...replies('card'), ...toSender()];
    case 'feedback_read':
    case 'escalated_now':
    case 'acknowledged':
    case 'decision_promised':
    case 'snoozed':
      return [];
  }
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
