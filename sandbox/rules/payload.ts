// What holds across the blocks of one message or view.
import { BLOCKS, type Surface } from './blocks.ts';
import { type Fields, isFields, list, type Report } from './check.ts';

/** Each block by itself, then what must be unique across them. */
export function checkBlocks(blocks: unknown, path: string, surface: Surface, report: Report): void {
  list(BLOCKS[surface], surface === 'message' ? 0 : 1, surface === 'message' ? 50 : 100)(
    blocks,
    path,
    report,
  );
  const known = Array.isArray(blocks) ? blocks : [];
  const ids = new Set<string>();
  let focused = 0;
  known.forEach((each: unknown, index) => {
    if (!isFields(each)) return;
    const blockId = each['block_id'];
    if (typeof blockId === 'string' && ids.has(blockId))
      report(`${path}/${index}/block_id`, `duplicate block_id: ${blockId}`);
    if (typeof blockId === 'string') ids.add(blockId);
    const inside = elementsOf(each, `${path}/${index}`);
    uniqueActions(inside, report);
    for (const { element, path: at } of inside) {
      if (element['focus_on_load'] === true && ++focused > 1)
        report(`${at}/focus_on_load`, 'only one element may have the focus');
      if (element['response_url_enabled'] === true && (surface !== 'modal' || each['type'] !== 'input'))
        report(`${at}/response_url_enabled`, 'only in the input blocks of a modal');
    }
  });
}

interface Placed {
  element: Fields;
  path: string;
}

function elementsOf(block: Fields, path: string): Placed[] {
  const single = ['accessory', 'element'].map((name) => ({ element: block[name], path: `${path}/${name}` }));
  const many = Array.isArray(block['elements']) ? block['elements'] : [];
  return [
    ...single,
    ...many.map((element, index) => ({ element, path: `${path}/elements/${index}` })),
  ].filter((each): each is Placed => isFields(each.element));
}

function uniqueActions(inside: Placed[], report: Report): void {
  const seen = new Set<string>();
  for (const { element, path } of inside) {
    const actionId = element['action_id'];
    if (typeof actionId !== 'string') continue;
    if (seen.has(actionId)) report(`${path}/action_id`, `duplicate action_id in one block: ${actionId}`);
    seen.add(actionId);
  }
}

/** How many characters of text the blocks hold, markdown blocks apart. */
export function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + textLength(each), 0);
  if (!isFields(value) || value['type'] === 'markdown') return 0;
  return Object.entries(value).reduce(
    (sum, [name, each]) =>
      sum + (name === 'text' && typeof each === 'string' ? each.length : textLength(each)),
    0,
  );
}
