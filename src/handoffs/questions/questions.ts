import { type Refusal, refuse } from '../../platform/refusal.ts';
import type { HandoffKind } from '../kinds.ts';
import { type ListedQuestion, shippedList } from './question-list.ts';

/** The questions of one kind of handoff, as admins see them. */
export interface Questions {
  kind: HandoffKind;
  /** As they are being changed; as they are asked, where nobody changes them. */
  list: ListedQuestion[];
  /** What new handoffs ask. */
  asked: ListedQuestion[];
  /** The version that is asked; 0: nothing was ever published. */
  version: number;
  /** Raised by every change: what was drawn for another is of before. */
  revision: number;
  /** Something is changed and not published. */
  isChanged: boolean;
  /** Who changed something last. */
  changedBy: string | null;
  changedAt: Date | null;
}

/** What becomes of the list. */
export type QuestionChange =
  | { do: 'move'; key: string; by: -1 | 1 }
  | { do: 'hide' | 'show' | 'delete'; key: string }
  /** Changes the question of this key, or adds it. */
  | { do: 'put'; question: ListedQuestion }
  /** What is not asked by Baton itself is gone from the list; handoffs that asked it keep it. */
  | { do: 'ship' }
  | { do: 'discard' };

/** Returns the list as the change leaves it. */
export function changedList(
  { kind, list, asked }: Questions,
  change: QuestionChange,
): ListedQuestion[] | Refusal {
  if (change.do === 'ship') return shippedList(kind);
  if (change.do === 'discard') return asked;
  const key = change.do === 'put' ? change.question.key : change.key;
  const at = list.findIndex((one) => one.key === key);
  const found = list[at];
  if (change.do === 'put') return found ? list.with(at, change.question) : [...list, change.question];
  if (!found) return refuse('gone', 'This question is no longer there. Open the list again.');
  switch (change.do) {
    case 'move':
      return moved(list, at, change.by);
    case 'hide':
      return list.with(at, { ...found, hidden: true });
    case 'show':
      return list.with(at, { ...found, hidden: false });
    case 'delete':
      return list.filter((one) => one !== found);
  }
}

/** Changes places with the nearest one of its group, since each group is shown by itself. */
function moved(list: ListedQuestion[], at: number, by: -1 | 1): ListedQuestion[] {
  const one = list[at];
  if (!one) return list;
  for (let to = at + by; to >= 0 && to < list.length; to += by) {
    const other = list[to];
    if (other && groupOf(other) === groupOf(one)) return list.with(at, other).with(to, one);
  }
  return list;
}

/** Where the list shows a question. */
export function groupOf({ hidden, first }: ListedQuestion): 'first' | 'later' | 'hidden' {
  if (hidden) return 'hidden';
  return first ? 'first' : 'later';
}
