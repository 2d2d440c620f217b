import { openMorning, tellInMorning } from '../../cases/told/remind.ts';
import { enqueue } from '../../outbox/enqueue.ts';
import type { NewMessage } from '../../outbox/message.ts';
import { loadPeople } from '../../people/load-people.ts';
import { canAnswer } from '../../people/person.ts';
import type { TxCtx } from '../../platform/ctx.ts';
import { loadSettings } from '../../settings/load-settings.ts';

/**
 * Has the owners of accounts that began to slide told so in their next working morning, after they are back: in one
 * line, once for each week. What it says is read when it goes out.
 */
export async function planMornings(ctx: TxCtx, week: number, ownerIds: readonly string[]): Promise<void> {
  if (ownerIds.length === 0) return;
  const { tx, workspace, now } = ctx;
  const planned = await tx.morningItem.findMany({
    where: {
      workspaceId: workspace.id,
      subjectType: 'slides',
      subjectId: { in: [...new Set(ownerIds)] },
      epoch: week,
    },
    select: { subjectId: true },
  });
  const hear = new Set(ownerIds);
  for (const { subjectId } of planned) hear.delete(subjectId);
  if (hear.size === 0) return;
  const people = await loadPeople(tx, workspace.id, [...hear]);
  const settings = await loadSettings(tx, workspace.id);
  const messages: NewMessage[] = [];
  // In one order, so that two processes never wait for each other.
  for (const id of [...hear].sort()) {
    const person = people.get(id);
    if (!person || !canAnswer(person)) continue;
    const back = person.awayUntil !== null && person.awayUntil > now ? person.awayUntil : now;
    const first = await openMorning(ctx, person, settings, back);
    const item = { subject: { type: 'slides', id }, clock: 'slide', epoch: week };
    messages.push(await tellInMorning(ctx, settings, person, item, first));
  }
  await enqueue(ctx, messages);
}
