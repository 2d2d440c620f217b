import { enqueue } from '../../outbox/enqueue.ts';
import { loadPeople } from '../../people/load-people.ts';
import { answererFor, isAway } from '../../people/person.ts';
import { transact } from '../../platform/transact.ts';
import { loadSettings } from '../../settings/load-settings.ts';
import type { AskStandIns } from '../ask-stand-ins.ts';
import { MORNING, MorningDay, tellEachInMorning } from './remind.ts';

/** More mornings are not planned ahead for anybody. */
const MOST_MORNINGS = 100;
/** As many as a morning shows, of each. */
const MOST_ITEMS = 1_000;

/**
 * What was kept for mornings of somebody who is away then is in the next morning of who stands in. Where nobody does, it
 * stays theirs: better read there than by nobody.
 */
export const passOnMornings: AskStandIns = (ctx, memberId) =>
  transact(ctx, async (ctx) => {
    const workspaceId = ctx.workspace.id;
    const people = await loadPeople(ctx.tx, workspaceId, [memberId]);
    const person = people.get(memberId);
    if (!person?.awayUntil || !isAway(person, ctx.now)) return;
    const to = answererFor(person, people, ctx.now);
    if (to.id === memberId) return;
    const waiting = await ctx.tx.outboxMessage.findMany({
      where: {
        workspaceId,
        memberId,
        kind: MORNING.kind,
        state: 'pending',
        holdUntil: { gte: ctx.now, lt: person.awayUntil },
      },
      select: { data: true },
      take: MOST_MORNINGS,
    });
    const days = waiting.flatMap(({ data }) => MorningDay.safeParse(data).data?.day ?? []);
    const items = await ctx.tx.morningItem.findMany({
      where: { workspaceId, memberId, day: { in: days } },
      orderBy: { id: 'asc' },
      take: MOST_ITEMS,
    });
    if (items.length === 0) return;
    await ctx.tx.morningItem.deleteMany({
      where: { workspaceId, memberId, id: { in: items.map(({ id }) => id) } },
    });
    const timers = items.map(({ subjectType: type, subjectId: id, clock, epoch }) => ({
      subject: { type, id },
      clock,
      epoch,
    }));
    const settings = await loadSettings(ctx.tx, workspaceId);
    await enqueue(ctx, await tellEachInMorning(ctx, settings, [{ person: to, timers }]));
  });
