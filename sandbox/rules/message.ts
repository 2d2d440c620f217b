import { collect, type Fields, isFields, type Report, type Violation } from './check.ts';
import { checkBlocks, textLength } from './payload.ts';

export type { Violation } from './check.ts';

export interface MessagePayload {
  text?: unknown;
  blocks?: unknown;
  thread_ts?: unknown;
  metadata?: unknown;
  [argument: string]: unknown;
}

/** chat.postMessage truncates near 40,000 characters; the sandbox refuses what Slack would cut. */
const POSTED_TEXT = 40_000;
const UPDATED_TEXT = 4_000;
/** Slack answers `msg_blocks_too_long` somewhere above this. */
const BLOCK_TEXT = 11_000;
const MARKDOWN_TEXT = 12_000;

/**
 * What Slack would refuse in a message of chat.postMessage, chat.postEphemeral, chat.update or a response_url.
 * Stricter than Slack in two things: text that it would silently cut, and empty strings, which it takes in places.
 */
export function checkMessage(payload: MessagePayload, method: 'post' | 'update' = 'post'): Violation[] {
  return collect('invalid_blocks', (report) => {
    const { text, blocks } = payload;
    if (text !== undefined && typeof text !== 'string')
      report('/text', 'must be a string', 'invalid_arguments');
    const hasBlocks = Array.isArray(blocks) && blocks.length > 0;
    const hasAttachments = Array.isArray(payload['attachments']) && payload['attachments'].length > 0;
    if (!text && !hasBlocks && !hasAttachments) report('/text', 'no text, blocks or attachments', 'no_text');
    const limit = method === 'update' ? UPDATED_TEXT : POSTED_TEXT;
    if (typeof text === 'string' && text.length > limit)
      report('/text', `must be less than ${limit + 1} characters`, 'msg_too_long');
    if (blocks !== undefined) checkMessageBlocks(blocks, report);
    checkThread(payload, report);
    checkMetadata(payload['metadata'], report);
  });
}

function checkMessageBlocks(blocks: unknown, report: Report): void {
  checkBlocks(blocks, '/blocks', 'message', report);
  if (!Array.isArray(blocks)) return;
  const ofType = (type: string): Fields[] => blocks.filter((each) => isFields(each) && each['type'] === type);
  if (ofType('table').length > 1) report('/blocks', 'only_one_table_allowed', 'invalid_attachments');
  if (textLength(blocks) > BLOCK_TEXT)
    report('/blocks', `all text must be less than ${BLOCK_TEXT + 1} characters`, 'msg_blocks_too_long');
  const markdown = ofType('markdown').reduce((sum, each) => sum + String(each['text']).length, 0);
  if (markdown > MARKDOWN_TEXT)
    report(
      '/blocks',
      `all markdown must be less than ${MARKDOWN_TEXT + 1} characters`,
      'msg_blocks_too_long',
    );
}

function checkThread(payload: MessagePayload, report: Report): void {
  const ts = payload.thread_ts;
  if (ts !== undefined && (typeof ts !== 'string' || !/^\d+\.\d{6}$/.test(ts)))
    report('/thread_ts', 'must be the ts of a message', 'invalid_thread_ts');
}

function checkMetadata(metadata: unknown, report: Report): void {
  if (metadata === undefined) return;
  if (
    !isFields(metadata) ||
    typeof metadata['event_type'] !== 'string' ||
    !isFields(metadata['event_payload'])
  )
    report('/metadata', 'must have event_type and event_payload', 'invalid_metadata_format');
}
