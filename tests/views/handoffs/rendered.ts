import type { KnownBlock, ModalView } from '@slack/types';
import { checkMessage } from '../../../sandbox/rules/message.ts';
import { checkView } from '../../../sandbox/rules/view.ts';
import type { Message } from '../../../views/handoffs/message.ts';
import { validateMessage, validateView } from '../../../views/kit/validate.ts';

/** Everything Slack, the sandbox and Baton itself would have against it; empty when it may go out. */
export function wrongWith(rendered: ModalView | Message): string[] {
  const violations =
    'type' in rendered
      ? checkView(rendered, 'modal')
      : [...checkMessage({ ...rendered }, 'post'), ...checkMessage({ ...rendered }, 'update')];
  const found = violations.map(({ path, message }) => `${path}: ${message}`);
  try {
    if ('type' in rendered) validateView(rendered);
    else validateMessage(rendered);
  } catch (error) {
    found.push(String(error));
  }
  return found;
}

/** All text and values of it, to look for words in. */
export const json = (rendered: unknown): string => JSON.stringify(rendered);

type Blocks = { blocks: readonly (KnownBlock | ModalView['blocks'][number])[] };

export const inputIds = ({ blocks }: Blocks): string[] =>
  blocks.flatMap((block) => (block.type === 'input' && block.block_id ? [block.block_id] : []));

/** action_ids of everything one can click, in reading order. */
export function actionIds({ blocks }: Blocks): string[] {
  return [...json(blocks).matchAll(/"action_id":"([^"]+)"/g)].map(([, id]) => id ?? '');
}

/** The words a person reads, without ids and values. */
export function words(rendered: unknown): string {
  return [...json(rendered).matchAll(/"text":"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text).join('\n');
}
