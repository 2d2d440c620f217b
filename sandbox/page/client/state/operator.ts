import { createContext, useContext } from 'react';
import type { Answer } from '../../../answers.ts';
import type { Option, Placed } from '../../../kit.ts';

/** What can be done with the elements of one message, modal or Home tab. */
export interface Operator {
  /** What an element holds. */
  held(placed: Placed): Answer;
  /** Puts a value into it, and reports it where Slack does. */
  change(placed: Placed, value: unknown): void;
  /** Presses a button, chooses in an overflow menu, or reports what an input holds. */
  press(placed: Placed, option?: Option): void;
  suggest(placed: Placed, query: string): Promise<Option[]>;
  /** What is wrong with the input of this block. */
  error(blockId: string): string | undefined;
  /** The element whose press is not answered yet. */
  busy: string | null;
}

export const OperatorContext = createContext<Operator | null>(null);

export function useOperator(): Operator {
  const operator = useContext(OperatorContext);
  if (!operator) throw new Error('nothing can be operated here');
  return operator;
}
