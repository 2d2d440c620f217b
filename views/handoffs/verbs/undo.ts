import { undoUntil } from '../../../src/cases/case.ts';
import type { ShownHandoff } from '../../../src/handoffs/read/details.ts';
import { undoBlock } from '../../cases/undo.ts';
import type { Message } from '../../kit/blocks.ts';
import { ACTIONS } from '../ids.ts';
import { titleOf } from '../parts/naming.ts';

/** The message with a way to take the acceptance back, while that can be, for whoever accepted it. */
export function withUndo(
  { blocks, ...rest }: Message,
  handoff: ShownHandoff,
  memberId: string | null,
  now: Date,
): Message {
  const { state, acceptedBy, acceptedAt, id, version } = handoff;
  const until = acceptedAt && undoUntil(acceptedAt);
  const isTheirs = state === 'accepted' && acceptedBy !== null && acceptedBy.id === memberId;
  if (!isTheirs || !until || until <= now) return { ...rest, blocks };
  const undo = undoBlock({ action: ACTIONS.undo, id, version, title: titleOf(handoff), until });
  return { ...rest, blocks: [...blocks, undo] };
}
