import type { InputBlock } from '@slack/types';
import { input } from '../kit/blocks.ts';
import { textInput, userSelect } from '../kit/elements.ts';
import { VALUE } from '../kit/ids.ts';

/** Returns the input for why; `hint` says who reads it. */
export function whyInput(hint: string, max: number): InputBlock {
  return input({
    id: 'reason',
    label: 'Why',
    hint,
    element: textInput({ action: VALUE, multiline: true, max }),
  });
}

/** Returns the input for whose it is to be. */
export function takeoverInput(field: 'receiver' | 'owner'): InputBlock {
  return input({
    id: field,
    label: 'Who takes over',
    element: userSelect({ action: VALUE, placeholder: 'Pick a colleague' }),
  });
}
