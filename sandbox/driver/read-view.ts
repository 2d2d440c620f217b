import { answerField } from '../answers.ts';
import type { Block, Element, Placed } from '../kit.ts';
import { renderBlock, renderText } from '../render-text.ts';
import type { View } from '../state.ts';
import { type Operator, readValue } from './fields.ts';

/** Everything there is to read on a view: '> ' before what a field holds, '! ' before an error under it. */
export function readView(who: Operator, view: View): string {
  const reader = { world: who.core.world, person: who.person };
  const { body } = view;
  const lines = body.blocks.flatMap((block) => {
    const values = elementsOf(block)
      .map((element) => heldBy(who, view, block, element))
      .filter((value) => value !== null)
      .map((value) => `> ${value}`);
    const error = view.errors.get(block.block_id ?? '');
    return [
      ...renderBlock(reader, withoutFilledPlaceholders(who, view, block)),
      ...values,
      ...(error ? [`! ${error}`] : []),
    ];
  });
  const ends = [body.close, body.submit].filter((each) => each !== undefined).map((each) => `[${each.text}]`);
  return [renderText(reader, body.title), ...lines, ends.join(' ')].filter((each) => each !== '').join('\n');
}

const elementsOf = (block: Block): Element[] =>
  [block.element, block.accessory, ...(block.elements ?? [])].filter((each) => each !== undefined);

function heldBy(who: Operator, view: View, block: Block, element: Element): string | null {
  if (element.action_id === undefined || answerField(element.type) === undefined) return null;
  const value = readValue(who, { view }, { block, element } as Placed);
  return value === null || value.length === 0 ? null : Array.isArray(value) ? value.join(', ') : value;
}

/** A placeholder is not there any more once the field holds something. */
function withoutFilledPlaceholders(who: Operator, view: View, block: Block): Block {
  const shown = (element: Element): Element => {
    if (heldBy(who, view, block, element) === null) return element;
    const { placeholder: _placeholder, ...rest } = element;
    return rest;
  };
  return {
    ...block,
    ...(block.element ? { element: shown(block.element) } : {}),
    ...(block.accessory ? { accessory: shown(block.accessory) } : {}),
    ...(block.elements ? { elements: block.elements.map(shown) } : {}),
  };
}
