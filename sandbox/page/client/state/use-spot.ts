import { useCallback, useMemo, useState } from 'react';
import { answerKey } from '../../../answers.ts';
import type { Block, Option, Placed } from '../../../kit.ts';
import type { Spot, Values } from '../../shapes.ts';
import type { Operator } from './operator.ts';
import { askOptions, tell } from './talk.ts';
import { useValues } from './use-values.ts';

/** Operates what stands at `at` as this person; `onTrouble` hears what the app did not answer. */
export function useSpot(options: {
  as: string;
  at: Spot;
  blocks: Block[];
  values: Values;
  errors?: Record<string, string>;
  onTrouble: (trouble: string | null) => void;
}) {
  const { as, blocks, values, errors, onTrouble } = options;
  const { held, set, all } = useValues(blocks, values);
  const [busy, setBusy] = useState<string | null>(null);
  const spot = JSON.stringify(options.at);

  const press = useCallback(
    async (placed: Placed, option?: Option) => {
      const at = JSON.parse(spot) as Spot;
      const { block, element } = placed;
      setBusy(answerKey(placed));
      const { trouble } = await tell(as, {
        do: 'act',
        at,
        block: block.block_id,
        action: element.action_id,
        values: all(),
        ...(option ? { option } : {}),
      });
      setBusy(null);
      onTrouble(trouble ?? null);
    },
    [as, spot, all, onTrouble],
  );

  const operator = useMemo<Operator>(
    () => ({
      held,
      busy,
      error: (blockId) => errors?.[blockId],
      press: (placed, option) => void press(placed, option),
      change(placed, value) {
        set(placed, value);
        if (reportsAtOnce(placed)) void press(placed);
      },
      suggest: (placed, query) =>
        askOptions(as, {
          at: JSON.parse(spot) as Spot,
          block: placed.block.block_id,
          action: placed.element.action_id,
          query,
          values: all(),
        }),
    }),
    [held, busy, errors, press, set, as, spot, all],
  );
  return { operator, all };
}

const TEXTS = ['plain_text_input', 'email_text_input', 'url_text_input', 'number_input'];

/** Choices are told at once outside inputs, or where an input asks for it; text waits for Enter, or for each letter. */
function reportsAtOnce({ block, element }: Placed): boolean {
  if (block.type === 'input' && !block.dispatch_action) return false;
  if (!TEXTS.includes(element.type)) return true;
  return element.dispatch_action_config?.trigger_actions_on?.includes('on_character_entered') ?? false;
}
