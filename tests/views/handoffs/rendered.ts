import type { KnownBlock, ModalView } from '@slack/types';

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
