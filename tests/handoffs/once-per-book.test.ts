import { expect, test } from 'vitest';
import type { DueTimer } from '../../src/cases/clocks/timer.ts';
import { HANDOFF_MESSAGES } from '../../src/handoffs/messages.ts';
import { oncePerBook } from '../../src/handoffs/told/tell-of-book.ts';
import { newId } from '../../src/platform/id.ts';
import { NOW } from '../people/world.ts';

const RUNG = { at: 2, kind: 'escalation', tell: ['fallback_channel'] } as const;

/** The last rung of a handoff that came with a book. */
function lastRung(bookId: string, hurried: boolean) {
  const id = newId(NOW);
  const subject = { type: 'handoff', id };
  const timer: DueTimer = {
    ...{ id: newId(NOW), subject, clock: 'acknowledge', epoch: 1, version: 1, startedAt: NOW, dueAt: NOW },
    ladder: { limit: 'PT1H', rungs: [RUNG], due: [NOW.toISOString()], ...(hurried && { hurried: 0 }) },
    ...{ rung: RUNG, rungIndex: 0, repeats: 0, firing: `handoff:${id}:acknowledge:1:0:0` },
  };
  const message = HANDOFF_MESSAGES.escalation.root({
    subject,
    destination: 'C0LEADERS',
    thread: `${timer.firing}:C0LEADERS`,
    data: { clock: 'acknowledge', epoch: 1, role: 'fallback_channel' },
  });
  return { id, timer, message, bookId };
}

const said = (all: readonly ReturnType<typeof lastRung>[]) =>
  oncePerBook(
    all.map(({ message }) => message),
    all.map(({ timer }) => timer),
    new Map(all.map(({ id, bookId }) => [id, bookId])),
  ).map(({ subject }) => subject.id);

test('the channel hears of a book once, and of each handoff of it that somebody hurried', () => {
  const [one, two, hurried] = [lastRung('B', false), lastRung('B', false), lastRung('B', true)];
  expect(said([one, two])).toEqual([one.id]);
  expect(said([one, hurried, two])).toEqual([one.id, hurried.id]);
});
