import type { CaseBatch, CaseShape } from '../cases/case-kind.ts';
import type { Around } from '../cases/told/messages.ts';
import { loadPeople } from '../people/load-people.ts';
import { dbOf, type Reading } from '../platform/ctx.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { type Decision, type Handoff, type HandoffClock, owesNext, runningClocks } from './handoff.ts';
import { type HandoffParties, sides, whoAnswers } from './parties.ts';
import type { HandoffVerb } from './rights.ts';
import type { Seen } from './scene.ts';

export interface HandoffShape extends CaseShape {
  row: Handoff;
  parties: HandoffParties;
  scene: Seen;
  verb: HandoffVerb;
  clock: HandoffClock;
  decision: Decision;
}

/** Whose step a handoff is, and who is around it. */
export const AROUND_HANDOFF: Around<HandoffShape> = {
  type: 'handoff',
  row: ({ handoff }) => handoff,
  running: runningClocks,
  answers: (parties, now) => (owesNext(parties.handoff) ? whoAnswers(parties, now) : null),
  sides: ({ handoff, people }) => sides(handoff, people),
  loadBatch,
};

async function loadBatch(ctx: Reading, ids: readonly string[]): Promise<CaseBatch<HandoffParties>> {
  const db = dbOf(ctx);
  const handoffs = await db.handoff.findMany({
    where: { id: { in: [...ids] }, workspaceId: ctx.workspace.id },
  });
  const named = handoffs.flatMap(({ senderId, receiverId }) =>
    receiverId ? [senderId, receiverId] : [senderId],
  );
  const people = await loadPeople(db, ctx.workspace.id, named);
  const settings = await loadSettings(db, ctx.workspace.id);
  const parties = new Map(handoffs.map((handoff) => [handoff.id, { handoff, people, settings }]));
  return { people, settings, parties };
}
