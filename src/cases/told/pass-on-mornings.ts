import type { MorningItem } from '../../../prisma/generated/client.ts';
import { enqueue } from '../../outbox/enqueue.ts';
import type { NewMessage } from '../../outbox/message.ts';
import { loadPeople } from '../../people/load-people.ts';
import { answererFor, isAway } from '../../people/person.ts';
import { transact } from '../../platform/transact.ts';
import { loadSettings } from '../../settings/load-settings.ts';
import type { AskStandIns } from '../ask-stand-ins.ts';
import { MORNING, MorningDay, openMorning, TOO_LATE_MS, tellEachInMorning, tellInMorning } from './remind.ts';

/** More mornings are not planned ahead for anybody. */
const MOST_MORNINGS = 100;
/** As many as a morning shows, of each. */
const MOST_ITEMS = 1_000;

/** Of the reader alone, and of no case: nobody else has use for it. */
const THEIR_OWN = ['slides', 'absence'];

/**
 * What was kept for mornings of somebody who is away then, or has left, is in the next morning of who stands in; what is
 * theirs alone, in their first one back. Where nobody stands in, it stays theirs: better read there than by nobody.
 */
export const passOnMornings: AskStandIns = (ctx, memberId) =>
  transact(ctx, async (ctx) => {
    const workspaceId = ctx.workspace.id;
    const people = await loadPeople(ctx.tx, workspaceId, [memberId]);
    const person = people.get(memberId);
    if (!person || !(person.deactivatedAt || isAway(person, ctx.now))) return;
    const to = answererFor(person, people, ctx.now);
    if (to.id === memberId) return;
    const back = person.deactivatedAt ? null : person.awayUntil;
    const waiting = await ctx.tx.outboxMessage.findMany({
      where: {
        workspaceId,
        memberId,
        kind: MORNING.kind,
        state: 'pending',
        holdUntil: { gte: new Date(ctx.now.getTime() + TOO_LATE_MS), ...(back && { lt: back }) },
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
    const settings = await loadSettings(ctx.tx, workspaceId);
    const theirs = items.filter(({ subjectType }) => THEIR_OWN.includes(subjectType));
    const messages: NewMessage[] = [];
    for (const item of back ? theirs : []) {
      const first = await openMorning(ctx, person, settings, back ?? ctx.now);
      messages.push(await tellInMorning(ctx, settings, person, clockedOf(item), first));
    }
    // What they have read, or are about to, is not said to them again.
    const known = await ctx.tx.morningItem.findMany({
      where: { workspaceId, memberId: to.id, subjectId: { in: items.map(({ subjectId }) => subjectId) } },
      take: MOST_ITEMS,
    });
    const timers = items
      .filter((item) => !theirs.includes(item) && !known.some((one) => isSame(one, item)))
      .map(clockedOf);
    if (timers.length > 0)
      messages.push(...(await tellEachInMorning(ctx, settings, [{ person: to, timers }])));
    await enqueue(ctx, messages);
  });

type Kept = Pick<MorningItem, 'subjectType' | 'subjectId' | 'clock' | 'epoch'>;

const clockedOf = ({ subjectType: type, subjectId: id, clock, epoch }: Kept) => ({
  subject: { type, id },
  clock,
  epoch,
});

const isSame = (a: Kept, b: Kept): boolean =>
  a.subjectType === b.subjectType &&
  a.subjectId === b.subjectId &&
  a.clock === b.clock &&
  a.epoch === b.epoch;
