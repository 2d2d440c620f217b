import type { Ctx } from '../platform/ctx.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { acceptHandoff } from './accept.ts';
import { bookHandoffs } from './load-book.ts';

export interface BookAccepted {
  accepted: number;
  /** Somebody else was faster, or they are not theirs to accept. */
  left: number;
}

/**
 * Everything of a move that still waits for this receiver. Each in a transaction of its own, as if it was clicked: all
 * in one would take longer than one may. Pressed again, it goes on with what is left.
 */
export async function acceptBook(
  ctx: Ctx,
  command: { bookId: string; receiverId: string },
): Promise<BookAccepted | Refusal> {
  const ids = await bookHandoffs(ctx, { ...command, isOpen: true });
  let accepted = 0;
  let refusal: Refusal | null = null;
  for (const handoffId of ids) {
    const answer = await acceptHandoff(ctx, { handoffId });
    if (isRefusal(answer)) refusal = answer;
    else accepted++;
  }
  if (accepted > 0) return { accepted, left: ids.length - accepted };
  return refusal ?? refuse('wrong_state', 'Nothing of it waits for an answer any more.');
}
