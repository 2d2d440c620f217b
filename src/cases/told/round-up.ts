import { z } from 'zod';
import type { NewMessage } from '../../outbox/message.ts';
import { stored } from '../../platform/stored.ts';

/** One of the cases that a roundup tells of. */
const CaseSchema = z.object({ id: z.string(), clock: z.string(), epoch: z.number(), role: z.string() });
const CASES = stored('cases of a roundup', z.object({ cases: z.array(CaseSchema) }));

export type RoundedUp = z.infer<typeof CaseSchema>;

/** Of a message; none where they cannot be read. */
export function casesIn({ id, data }: { id: string; data: unknown }): RoundedUp[] {
  return CASES.read(data, id)?.cases ?? [];
}

/**
 * What would be said to one person of several cases at one moment, in one message. In a channel each case is said by
 * itself: where the channel is closed, each goes to its own other side.
 */
export function roundUp(messages: readonly NewMessage[], type: string): NewMessage[] {
  const groups = new Map<string, NewMessage[]>();
  for (const message of messages) {
    const { kind, lane, memberId, holdUntil, dedupeKey } = message;
    const key =
      kind === `${type}_escalation` && memberId
        ? `${lane} ${holdUntil?.getTime() ?? 'now'}`
        : `alone ${dedupeKey}`;
    groups.set(key, [...(groups.get(key) ?? []), message]);
  }
  return [...groups.values()].map((group) => {
    const [first] = group;
    if (!first) throw new Error('a group has a message');
    return group.length === 1 ? first : together(first, group, type);
  });
}

function together(
  { memberId, lane, thread, holdUntil }: NewMessage,
  group: readonly NewMessage[],
  type: string,
): NewMessage {
  if (memberId === undefined) throw new Error('a roundup without a reader');
  return {
    kind: `${type}_roundup`,
    subject: { type: 'member', id: memberId },
    memberId,
    data: CASES.write({
      cases: group.map(({ subject, data }) => CaseSchema.parse({ ...data, id: subject.id })),
    }),
    lane,
    thread: `${thread}:roundup`,
    root: true,
    dedupeKey: `${thread}:roundup`,
    ...(holdUntil && { holdUntil }),
  };
}
