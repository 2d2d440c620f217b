import { z } from 'zod';
import { sayUnreadable } from '../platform/stored.ts';
import type { DeliveryCtx, MessageKind, Rendered, Where } from './delivery.ts';
import type { DECLARED, Message, NewMessage, Subject } from './message.ts';

/** Of its reader it asks something still, or no more: another is asked, or they are by a later message; or nobody is. */
export type Asked = 'yes' | 'elsewhere' | 'over';

/** A kind of message, declared once beside what says it. How it is drawn is added where views are known. */
interface Declaration<K extends string, D extends Record<string, unknown>, L> {
  kind: K;
  /** The ids and figures it keeps. What is written passes what reads it, so that it takes what earlier versions wrote. */
  data: z.ZodType<D>;
  /** What speaks of a customer never goes where a guest or another company reads. */
  about: 'customer' | 'internal';
  /** When it may have been posted and Slack will not let us look: say it twice, or not again. */
  whenUnknown: 'resend' | 'hold';
  /** It breaks into its reader's day: it waits until they work, and counts against how many may in one. */
  interrupts?: boolean;
  /** What its words are made of, as of now. Null: there is nothing left to say. */
  load(ctx: DeliveryCtx, message: Message<NoInfer<D>>): Promise<L | null>;
  /** Over, it is not said any more; said already, it shows how things are. Without it, it asks whatever has happened. */
  asked?(
    ctx: DeliveryCtx,
    message: Message<NoInfer<D>>,
    details: NoInfer<L>,
    where: Where,
  ): Asked | Promise<Asked>;
  /** Of several of one subject to one reader only the last asks, and the others show where it went. */
  onlyLastAsks?: boolean;
  /** The Slack user whose DM takes it when its destination is closed to it. */
  fallback?(ctx: DeliveryCtx, message: Message<NoInfer<D>>): Promise<string | null>;
}

/** One whose words are made of its data. */
type OfItsData<K extends string, D extends Record<string, unknown>> = Omit<Declaration<K, D, D>, 'load'> & {
  load?: undefined;
};

/** Where a message goes, about what, and when. */
export interface Said {
  subject: Subject;
  /** Slack id of a channel, or of the user whose DM it is. */
  destination: string;
  /** Whom it speaks to, when it speaks to one. */
  memberId?: string | null;
  thread: string;
  /** Business time: not to be said before. */
  holdUntil?: Date | null | undefined;
}
type WithData<D> = Record<string, never> extends D ? { data?: D } : { data: D };

export interface Declared<K extends string, D extends Record<string, unknown>, L>
  extends Declaration<K, D, L> {
  /** Returns a message that opens its thread. A thread is opened once: saying it again is a no-op. */
  root(said: Said & WithData<D>): NewMessage;
  /** Returns a reply under the root of its thread. */
  reply(said: Said & WithData<D> & { dedupeKey: string }): NewMessage;
}

/** For a kind of which its subject says all. */
export const NO_DATA = z.object({});

const interrupting = new Set<string>();

/** Returns the kind with how it is said. What is said throws where its schema would not read it again. */
export function defineMessage<K extends string, D extends Record<string, unknown>>(
  declaration: OfItsData<K, D>,
): Declared<K, D, D>;
export function defineMessage<K extends string, D extends Record<string, unknown>, L>(
  declaration: Declaration<K, D, L>,
): Declared<K, D, L>;
export function defineMessage<K extends string, D extends Record<string, unknown>, L>(
  declaration: Declaration<K, D, L> | OfItsData<K, D>,
): Declared<K, D, L> | Declared<K, D, D> {
  return declaration.load
    ? declared(declaration)
    : declared({ ...declaration, load: async (_, { data }: Message<D>) => data });
}

function declared<K extends string, D extends Record<string, unknown>, L>(
  declaration: Declaration<K, D, L>,
): Declared<K, D, L> {
  const { kind, data: schema } = declaration;
  if (declaration.interrupts) interrupting.add(kind);
  const make = (
    { data, memberId, holdUntil, ...said }: Said & { data?: D },
    place: { root: boolean; dedupeKey: string },
  ): NewMessage => {
    const message: Omit<NewMessage, typeof DECLARED> = {
      kind,
      ...said,
      ...place,
      data: schema.parse(data ?? {}),
      ...(memberId ? { memberId } : {}),
      ...(holdUntil ? { holdUntil } : {}),
    };
    return message as NewMessage;
  };
  return {
    ...declaration,
    root: (said) => make(said, { root: true, dedupeKey: said.thread }),
    reply: (said) => make(said, { root: false, dedupeKey: said.dedupeKey }),
  };
}

/** Returns the kinds that break into their reader's day. */
export function interruptingKinds(): string[] {
  return [...interrupting];
}

/** Returns where a message to this person goes. */
export function dm({ id, slackUserId }: { id: string; slackUserId: string }) {
  return { destination: slackUserId, memberId: id };
}

/** What a drawing is given beside the details. */
interface Drawing<D> {
  ctx: DeliveryCtx;
  message: Message<D>;
  where: Where;
  /** It still asks its reader for something. */
  asked: boolean;
}
type Draw<M> =
  M extends Declared<string, infer D, infer L>
    ? (details: L, drawing: Drawing<D>) => Rendered | null | Promise<Rendered | null>
    : never;

/** Returns declared kinds with how each is drawn, by kind. One without a drawing, or the other way round, does not compile. */
export function drawn<M extends Record<string, { kind: string }>>(
  declared: M,
  drawings: { [N in keyof M]: Draw<M[N]> },
): Record<M[keyof M]['kind'], MessageKind> {
  const kinds = Object.entries(declared).map(([name, one]) => [
    one.kind,
    drawnKind(one as never, drawings[name] as never),
  ]);
  return Object.fromEntries(kinds);
}

function drawnKind<D extends Record<string, unknown>, L>(
  { kind, data, load, asked, fallback, about, whenUnknown, onlyLastAsks = false }: Declared<string, D, L>,
  draw: Draw<Declared<string, D, L>>,
): MessageKind {
  // One that cannot be read throws, and so fails by itself: it is tried again, since a later version may have written it.
  const read = (row: Message): Message<D> => ({ ...row, data: data.parse(row.data) });
  return {
    about,
    whenUnknown,
    onlyLastAsks,
    async render(ctx, row, where) {
      if (where.posted && !data.safeParse(row.data).success) {
        // What was said stays as it is.
        sayUnreadable({ what: `data of ${kind}`, id: row.id });
        return null;
      }
      const message = read(row);
      const details = await load(ctx, message);
      if (details === null) return null;
      const still = (await asked?.(ctx, message, details, where)) ?? 'yes';
      if (still === 'over' && !where.posted) return null;
      const isAsked = still === 'yes' && (message.isLatest || !onlyLastAsks);
      return draw(details, { ctx, message, where, asked: isAsked });
    },
    ...(fallback && { fallback: async (ctx, row) => fallback(ctx, read(row)) }),
  };
}
