import type { NewMessage } from '../../outbox/message.ts';
import type { CaseMessages } from './messages.ts';

/**
 * What would be said to one person of several cases at one moment, in one message. In a channel each case is said by
 * itself: where the channel is closed, each goes to its own other side.
 */
export function roundUp(
  messages: readonly NewMessage[],
  { escalation, roundup }: Pick<CaseMessages, 'escalation' | 'roundup'>,
): NewMessage[] {
  const groups = new Map<string, NewMessage[]>();
  for (const message of messages) {
    const { kind, destination, memberId, holdUntil, dedupeKey } = message;
    const key =
      kind === escalation.kind && memberId
        ? `${destination} ${holdUntil?.getTime() ?? 'now'}`
        : `alone ${dedupeKey}`;
    groups.set(key, [...(groups.get(key) ?? []), message]);
  }
  return [...groups.values()].map((group) => {
    const [first] = group;
    if (!first) throw new Error('a group has a message');
    if (group.length === 1) return first;
    const { memberId, destination, thread, holdUntil } = first;
    if (memberId === undefined) throw new Error('a roundup without a reader');
    return roundup.root({
      ...{ subject: { type: 'member', id: memberId }, memberId, destination, holdUntil },
      thread: `${thread}:roundup`,
      data: { cases: group.map(({ subject, data }) => ({ ...data, id: subject.id })) },
    });
  });
}
