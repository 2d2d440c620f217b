import { z } from 'zod';
import { type Asked, defineMessage, type Said } from '../../outbox/define-message.ts';
import type { DeliveryCtx } from '../../outbox/delivery.ts';
import type { Message, NewMessage } from '../../outbox/message.ts';
import { together } from '../../outbox/together.ts';
import { findAdmins } from '../../people/load-people.ts';
import { answererFor, type Person } from '../../people/person.ts';
import type { Around, AroundShape } from '../case-kind.ts';
import { type Role, RoleSchema } from '../clocks/ladder.ts';
import { limitIn } from '../clocks/timer.ts';
import { isNobodyAbove, isStillInRole } from './told-on-rung.ts';

/** A case, and who reads of it: a member, or with null whoever reads a channel. */
export interface Read {
  id: string;
  memberId: string | null;
}

/** What the kinds of message that every kind of case has are read by; `P` is what is drawn of a case. */
interface CaseTelling<T extends string, C extends AroundShape, P extends { id: string }> {
  type: T;
  around: Around<C>;
  clocks: readonly C['clock'][];
  /** Each as its reader may know it, in order; null where there is nothing to know. */
  load(ctx: DeliveryCtx, asked: readonly Read[]): Promise<readonly (P | null)[]>;
  owes(details: NoInfer<P>): { id: string } | null;
  /** This clock chases something, and nothing mutes it. */
  runs(details: NoInfer<P>, clock: C['clock']): boolean;
  /** The DM that asks somebody for a first step. */
  request: {
    interrupts?: true;
    /** Only while it is open does somebody else get it in place of whose DM is closed. */
    isOpen(row: C['row']): boolean;
    /** Over: it is not said any more. Without it, it is said for what it says beside. */
    isFor?(details: NoInfer<P>, memberId: string | null): boolean;
  };
  /** They are nudged about the step they owed then. */
  isSameStep?(details: NoInfer<P>, then: z.infer<typeof Nudge>): boolean;
}

/** What a message of a case keeps: the entry of the history that it came with. */
export const Entry = z.object({ entryId: z.string().default('') });
const Nudge = Entry.extend({
  clock: z.string().nullish(),
  checkInOn: z.string().nullish(),
});
/** How messages of cases are meant: none is held for want of knowing, and all speak of a customer. */
export const OF_CASE = { about: 'customer', whenUnknown: 'resend' } as const;

const chasing = new Map<string, string>();

/** Returns the kinds of message by which clocks chase. */
export const chasingKinds = (): string[] => [...chasing.keys()];
/** Returns the type of the cases that this kind of message chases; undefined where it chases none. */
export const typeChasedBy = (kind: string): string | undefined => chasing.get(kind);

/** What a message that chases is drawn from. */
interface Chased<P> {
  of: P;
  /** When the limit of its clock passes. */
  limitAt: Date | null;
  /** The clock that brought it has not started again since. */
  runs: boolean;
}

/** Returns the kinds of message that every kind of case has. What differs is what is declared of the kind. */
export function caseMessages<T extends string, C extends AroundShape, P extends { id: string }>(
  telling: CaseTelling<T, C, P>,
) {
  const { type, around, request } = telling;
  const Reminder = z.object({
    clock: z.enum(telling.clocks),
    epoch: z.number().nullable().default(null),
  });
  const Escalation = Reminder.extend({
    role: RoleSchema.exclude(['owner']),
    /** Somebody asked for it to be said now: it is said by itself. */
    isHurried: z.boolean().exactOptional(),
  });
  // The ids under `cases` are also how a change of one finds the roundup that shows it: see refresh.
  const Roundup = z.object({ cases: z.array(Escalation.extend({ id: z.string() })) });
  const load = (ctx: DeliveryCtx, { subject, memberId }: Message<unknown>): Promise<P | null> =>
    together(telling.load, ctx, { id: subject.id, memberId });
  const isOwing = (details: P, memberId: string | null) => telling.owes(details)?.id === memberId;
  for (const what of ['reminder', 'escalation', 'roundup']) chasing.set(`${type}_${what}`, type);
  const chased = {
    ...OF_CASE,
    async load(ctx: DeliveryCtx, message: Message<z.infer<typeof Reminder>>): Promise<Chased<P> | null> {
      const of = await load(ctx, message);
      const { clock, epoch } = message.data;
      const timers = of && telling.runs(of, clock) ? await loadTimers(ctx, type, [of.id]) : [];
      const timer = timers.find((one) => one.clock === clock);
      return of && { of, limitAt: timer ? limitIn(timer) : null, runs: timer?.epoch === epoch };
    },
  };
  return {
    request: defineMessage({
      kind: `${type}_request` as const,
      data: Entry,
      ...OF_CASE,
      interrupts: request.interrupts ?? false,
      load,
      onlyLastAsks: true,
      asked: (_, { memberId }, details) => (request.isFor?.(details, memberId) === false ? 'over' : 'yes'),
      fallback: fallbackTo(around, async (ctx, message, parties) => {
        const answers = around.answers(parties, ctx.now);
        if (!answers || !request.isOpen(around.row(parties))) return null;
        return (await wasAskedSince(ctx, message, answers)) ? null : answers;
      }),
    }),
    nudge: defineMessage({
      kind: `${type}_nudge` as const,
      data: Nudge,
      ...OF_CASE,
      load,
      asked: (_, { memberId, data }, details) =>
        isOwing(details, memberId) && telling.isSameStep?.(details, data) !== false ? 'yes' : 'over',
    }),
    reminder: defineMessage({
      kind: `${type}_reminder` as const,
      data: Reminder,
      ...chased,
      asked: (_, { memberId }, { of, runs }) =>
        runs ? (isOwing(of, memberId) ? 'yes' : 'elsewhere') : 'over',
    }),
    escalation: defineMessage({
      kind: `${type}_escalation` as const,
      data: Escalation,
      ...chased,
      interrupts: true,
      async asked(ctx, message, { of, runs }, { posted }): Promise<Asked> {
        if (!runs) return 'over';
        // A rung that was held is still said to whom it was meant for, rather than to nobody.
        if (!posted || message.memberId === null || isOwing(of, message.memberId)) return 'yes';
        return (await isStillTold(ctx, around, message)) ? 'yes' : 'elsewhere';
      },
      // The last rung, in the channel: not to whoever did not answer all the others.
      fallback: fallbackTo(around, (ctx, { data }, parties) => {
        const other = data.role === 'fallback_channel' ? around.sides(parties, ctx.now).other : null;
        return other && answererFor(other, parties.people, ctx.now);
      }),
    }),
    /** Of what is still asked: the others are left out. */
    roundup: defineMessage({
      kind: `${type}_roundup` as const,
      data: Roundup,
      ...OF_CASE,
      interrupts: true,
      async load(ctx, { memberId, data: { cases } }): Promise<P[]> {
        const ids = cases.map(({ id }) => id);
        const all = await telling.load(
          ctx,
          ids.map((id) => ({ id, memberId })),
        );
        const timers = await loadTimers(ctx, type, ids);
        return cases.flatMap(({ id, clock, epoch }, n) => {
          const of = all[n];
          const timer = timers.find((one) => one.subjectId === id && one.clock === clock);
          return of && telling.runs(of, clock) && timer?.epoch === epoch ? [of] : [];
        });
      },
      asked: (_, __, still) => (still.length > 0 ? 'yes' : 'over'),
    }),
  };
}
/** Of these, what the ladder of any kind says. Whoever declared them checks what they keep. */
export interface CaseMessages {
  reminder: Sayable<{ clock: string; epoch: number | null }>;
  escalation: Sayable<{ clock: string; epoch: number | null; role: Role; isHurried?: boolean }>;
  roundup: Sayable<{ cases: (Record<string, unknown> & { id: string })[] }>;
}
interface Sayable<D> {
  kind: string;
  root(said: Said & { data: D }): NewMessage;
}

/** Returns who gets a message whose destination is closed, for as long as somebody owes a step of its case. */
export function fallbackTo<C extends AroundShape, D>(
  around: Around<C>,
  who: (
    ctx: DeliveryCtx,
    message: Message<D>,
    parties: C['parties'],
  ) => Person | null | Promise<Person | null>,
) {
  return async (ctx: DeliveryCtx, message: Message<D>): Promise<string | null> => {
    const { parties: all } = await around.loadBatch(ctx, [message.subject.id]);
    const parties = all.get(message.subject.id);
    if (!parties || around.running(around.row(parties)).length === 0) return null;
    return (await who(ctx, message, parties))?.slackUserId ?? null;
  };
}

/** This person was asked the same by a later message in their own DM. */
async function wasAskedSince(
  ctx: DeliveryCtx,
  { id, kind, subject }: Message<unknown>,
  { slackUserId: lane }: Person,
): Promise<boolean> {
  const later = await ctx.db.outboxMessage.findFirst({
    where: {
      workspaceId: ctx.workspace.id,
      subjectType: subject.type,
      subjectId: subject.id,
      kind,
      lane,
      isRoot: true,
      id: { gt: id },
    },
    select: { id: true },
  });
  return later !== null;
}

/** Whether who was told as somebody's lead is that still: once it is with somebody else, they are not asked any more. */
async function isStillTold<C extends AroundShape>(
  ctx: DeliveryCtx,
  around: Around<C>,
  { memberId, subject, data: { role } }: Message<{ role: Role }>,
): Promise<boolean> {
  const { people, settings, parties: all } = await around.loadBatch(ctx, [subject.id]);
  const parties = all.get(subject.id);
  // It may have been answered since it was looked at.
  if (!parties || memberId === null || around.running(around.row(parties)).length === 0) return false;
  const sides = around.sides(parties, ctx.now);
  if (isStillInRole(sides, people, role, memberId, ctx.now)) return true;
  // The last rung that found nobody above went to the admins, and finds nobody still.
  if (!around.lastResort || role !== 'manager' || !isNobodyAbove(sides, people, ctx.now)) return false;
  const admins = await findAdmins(ctx.db, ctx.workspace.id, settings);
  return admins.some(({ id }) => id === memberId);
}

function loadTimers(ctx: DeliveryCtx, subjectType: string, ids: string[]) {
  return ctx.db.timer.findMany({
    where: { workspaceId: ctx.workspace.id, subjectType, subjectId: { in: ids } },
    select: { subjectId: true, clock: true, epoch: true, ladder: true },
  });
}
