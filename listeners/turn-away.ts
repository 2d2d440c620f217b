import type { ReceiverEvent } from '@slack/bolt';
import type { Logger } from '../src/platform/logger.ts';
import { noticeView } from '../views/notice.ts';
import { answerOf, tellAt } from './answer.ts';
import { isRecord } from './payload-parts.ts';

/** Acks what nothing is done about, and says why to whoever did it: it needs no token, nor anything that is stored. */
export async function turnAway(
  body: unknown,
  ack: ReceiverEvent['ack'],
  log: Logger,
  text: string,
): Promise<void> {
  const known: Record<string, unknown> = isRecord(body) ? body : {};
  if (isRecord(known['event'])) return ack();
  if (known['type'] === 'view_submission')
    return ack({ response_action: 'update', view: noticeView('Baton', text) });
  if (known['type'] === 'block_suggestion') return ack({ options: [] });
  if ('command' in known) return ack(answerOf({ text }));
  await ack();
  const url = known['response_url'];
  if (typeof url === 'string') await tellAt(url, log)({ text });
}
