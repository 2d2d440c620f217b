import { useCallback, useRef, useState } from 'react';
import { type Answer, answer, answerKey, initialAnswer, stateful } from '../../../answers.ts';
import type { Block, Placed } from '../../../kit.ts';
import type { Values } from '../../shapes.ts';

interface Typed {
  answer: Answer;
  /** What the server held meanwhile, as JSON: anything else there came from elsewhere, and wins. */
  known: string[];
}

/** What stands in the fields: typed here, and not yet told, or as the server has it. */
export function useValues(blocks: Block[], values: Values) {
  const [typed, setTyped] = useState<ReadonlyMap<string, Typed>>(new Map());
  const latest = useRef({ blocks, values, typed });
  latest.current = { blocks, values, typed };

  const held = useCallback((placed: Placed): Answer => {
    const { values, typed } = latest.current;
    const { block, element } = placed;
    const there = values[block.block_id]?.[element.action_id] ?? initialAnswer(element);
    const here = typed.get(answerKey(placed));
    return here?.answer.type === element.type && here.known.includes(JSON.stringify(there))
      ? here.answer
      : there;
  }, []);

  const set = useCallback((placed: Placed, value: unknown): void => {
    const { values, typed } = latest.current;
    const { block, element } = placed;
    const there = JSON.stringify(values[block.block_id]?.[element.action_id] ?? initialAnswer(element));
    const key = answerKey(placed);
    const before = typed.get(key)?.known ?? [];
    const known = before.includes(there) ? before : [there];
    const next = new Map(typed).set(key, { answer: answer(element.type, value), known });
    latest.current.typed = next;
    setTyped(next);
  }, []);

  /** Everything the fields hold, to be sent along. */
  const all = useCallback((): Values => {
    const { blocks, typed } = latest.current;
    const sent: Values = {};
    const next = new Map<string, Typed>();
    for (const placed of stateful(blocks)) {
      const now = held(placed);
      sent[placed.block.block_id] = { ...sent[placed.block.block_id], [placed.element.action_id]: now };
      const here = typed.get(answerKey(placed));
      if (here) next.set(answerKey(placed), { ...here, known: [...here.known, JSON.stringify(now)] });
    }
    latest.current.typed = next;
    setTyped(next);
    return sent;
  }, [held]);

  return { held, set, all };
}
