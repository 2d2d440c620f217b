import type { NewMessage } from '../outbox/message.ts';

/** Who hears of a digest: everybody in a channel, or one person in their DM. */
export type Reader = { channel: string } | { memberId: string; slackUserId: string };

/** What is posted of a run: `root` opens a thread, the rest are its replies, in order. */
export function runMessages(
  runId: string,
  reader: Reader,
  root: string,
  replies: readonly { kind: string; data?: Record<string, unknown> }[],
): NewMessage[] {
  const thread = `digest:${runId}`;
  const message = (kind: string, place: number, data?: Record<string, unknown>): NewMessage => ({
    kind,
    subject: { type: 'digest', id: runId },
    ...('channel' in reader
      ? { lane: reader.channel }
      : { lane: reader.slackUserId, memberId: reader.memberId }),
    ...(data && { data }),
    thread,
    root: place === 0,
    dedupeKey: `${thread}:${place}`,
  });
  return [message(root, 0), ...replies.map(({ kind, data }, n) => message(kind, n + 1, data))];
}

/** `digest`, `digest_details` where there are accounts to list, `digest_work`. */
export function digestMessages(
  runId: string,
  reader: Reader,
  { lines }: { lines: readonly unknown[] },
): NewMessage[] {
  const details = lines.length > 0 ? [{ kind: 'digest_details' }] : [];
  return runMessages(runId, reader, 'digest', [...details, { kind: 'digest_work' }]);
}

/** `digest_agenda`, and `digest_agenda_item` for each account: `n` is its place in `items`, from 0. */
export function agendaMessages(
  runId: string,
  reader: Reader,
  { items }: { items: readonly unknown[] },
): NewMessage[] {
  return runMessages(
    runId,
    reader,
    'digest_agenda',
    items.map((_, n) => ({ kind: 'digest_agenda_item', data: { n } })),
  );
}
