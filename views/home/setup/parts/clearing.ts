import type { KnownBlock } from '@slack/types';
import { input } from '../../../kit/blocks.ts';
import { checkboxes, option } from '../../../kit/elements.ts';
import { VALUE } from '../../../kit/ids.ts';

/** Slack's menus of people, channels and dates cannot be emptied once something was chosen: these boxes do it. */
export function clearingBlocks(
  set: readonly (readonly [value: string, text: string, isSet: boolean])[],
): KnownBlock[] {
  const options = set.filter(([, , isSet]) => isSet).map(([value, text]) => option(value, text));
  if (options.length === 0) return [];
  return [
    input({
      id: 'clear',
      label: 'Take away',
      optional: true,
      element: checkboxes({ action: VALUE, options }),
    }),
  ];
}
