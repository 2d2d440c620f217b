import { z } from 'zod';
import { defineMessage } from '../../outbox/define-message.ts';
import type { DeliveryCtx, Where } from '../../outbox/delivery.ts';
import { enqueue } from '../../outbox/enqueue.ts';
import type { Message, NewMessage } from '../../outbox/message.ts';
import { rewrite } from '../../outbox/rewrite.ts';
import type { TxCtx } from '../../platform/ctx.ts';
import { instant, texts, uuid, uuids } from '../../platform/sql.ts';
import { RoleSchema } from '../clocks/ladder.ts';
import { LONGEST_HOLD_MS } from './interrupt.ts';
import { type Asked, loadStands, type Stands, type ToldStands } from './load-told.ts';
import { type CaseMessages, chasingKinds, OF_CASE, typeChasedBy } from './messages.ts';

/** What is said to one person within this time is said together. Wall time: it waits for so long before it goes out. */
const MOMENT_MS = 1_000;
/** The same in business time: later is another moment, even if nothing went out meanwhile. */
const SAME_MS = 60_000;

const Told = z.object({
  type: z.string(),
  id: z.string(),
  clock: z.string(),
  epoch: z.number().nullable().default(null),
  role: RoleSchema,
});
export type ToldCase = z.infer<typeof Told>;

// The ids under `cases` are also how a change of one finds the message that shows it: see refresh.
const GATHERED = {
  ...OF_CASE,
  data: z.object({ cases: z.array(Told) }),
  load: (ctx: DeliveryCtx, { memberId, data }: Message<{ cases: ToldCase[] }>) =>
    loadStands(ctx, memberId, data.cases),
  asked(_: DeliveryCtx, __: unknown, stands: ToldStands, { posted }: Where) {
    const asked = [...askedOf(stands, posted).values()].flatMap((one) => [...one.values()]);
    return asked.some((one) => one !== 'done') ? ('yes' as const) : ('over' as const);
  },
};

/** What its reader has snoozed, or somebody has done, stays in it once it was said, and is not said for it. */
export function askedOf(stands: ToldStands, posted: boolean): Map<string, Asked> {
  const asOf = (one: Stands | 'snoozed'): Stands | null => {
    if (posted) return one === 'snoozed' ? 'due' : one;
    return one === 'snoozed' || one === 'done' ? null : one;
  };
  const asked = new Map<string, Asked>();
  for (const [type, ofType] of stands) {
    const some = [...ofType].flatMap(([id, one]): [string, Stands][] => {
      const is = asOf(one);
      return is === null ? [] : [[id, is]];
    });
    asked.set(type, new Map(some));
  }
  return asked;
}

/** What one person hears of several cases at once, of whatever kinds: breaking in on them, or as reminders alone. */
export const GATHERED_MESSAGES = {
  roundup: defineMessage({ kind: 'roundup', ...GATHERED, interrupts: true }),
  reminders: defineMessage({ kind: 'reminders', ...GATHERED }),
};

/**
 * Enqueues what clocks say of cases of one kind. What goes to one person at one moment, or is held for them until the same
 * instant, is one message, also with what waits to be said of cases of other kinds. In a channel each case is said by
 * itself: where the channel is closed, each goes to its own other side. So is what somebody hurried, with their reason.
 */
export async function sayTogether(
  ctx: TxCtx,
  messages: readonly NewMessage[],
  says: CaseMessages,
): Promise<void> {
  const groups = new Map<string, NewMessage[]>();
  for (const message of messages) {
    const { memberId, destination, holdUntil, dedupeKey } = message;
    const isGathered = memberId !== undefined && casesIn(message).length > 0;
    const key = isGathered ? `${destination} ${holdUntil?.getTime() ?? 'now'}` : `alone ${dedupeKey}`;
    groups.set(key, [...(groups.get(key) ?? []), message]);
  }
  const waiting = await findWaiting(
    ctx,
    [...groups.values()].flatMap(([first]) => (first?.memberId && casesIn(first).length > 0 ? [first] : [])),
  );
  const said: NewMessage[] = [];
  for (const group of groups.values()) said.push(...(await joining(ctx, group, waiting, says)));
  await enqueue(ctx, said);
}

/** What is left to enqueue of a group once it has joined what waits: nothing, or one message. */
async function joining(
  ctx: TxCtx,
  group: readonly NewMessage[],
  waiting: readonly Waiting[],
  says: CaseMessages,
): Promise<NewMessage[]> {
  const [first] = group;
  const cases = group.flatMap(casesIn);
  if (!first?.memberId || cases.length === 0) return [...group];
  const before = waiting.find((one) => isSameMoment(one, first));
  if (before) {
    const joined = togetherAs(first, [...casesIn(before), ...cases], says);
    if (await rewrite(ctx, before, joined, first.holdUntil ? 0 : MOMENT_MS)) return [];
  }
  const said = group.length === 1 ? first : togetherAs(first, cases, says);
  return [first.holdUntil ? said : { ...said, afterMs: MOMENT_MS }];
}

function togetherAs(
  { memberId = '', destination, thread, holdUntil }: NewMessage,
  cases: readonly ToldCase[],
  says: CaseMessages,
): NewMessage {
  const said = {
    subject: { type: 'member', id: memberId },
    memberId,
    destination,
    holdUntil,
    thread: `${thread}:roundup`,
    data: { cases: [...cases] },
  };
  if (cases.every(({ role }) => role === 'owner')) return GATHERED_MESSAGES.reminders.root(said);
  const own = typeChasedBy(says.escalation.kind);
  const isOfOneKind = cases.every(({ type, role }) => type === own && role !== 'owner');
  return isOfOneKind ? says.roundup.root(said) : GATHERED_MESSAGES.roundup.root(said);
}

/** The cases of a message that others may join; none where it is to be said by itself. */
function casesIn({ kind, subject, data }: Pick<NewMessage, 'kind' | 'subject' | 'data'>): ToldCase[] {
  const type = typeChasedBy(kind) ?? null;
  if (type === null && !OF_ALL_KINDS.includes(kind)) return [];
  if (data['isHurried']) return [];
  const given = data['cases'] ?? [{ ...data, id: subject.id }];
  const cases = (Array.isArray(given) ? given : []).map((one: object) => ({
    role: 'owner',
    ...(type !== null && { type }),
    ...one,
  }));
  return cases.flatMap((one) => Told.safeParse(one).data ?? []);
}

const OF_ALL_KINDS: readonly string[] = Object.values(GATHERED_MESSAGES).map(({ kind }) => kind);

/** Every kind of message of which `casesIn` can tell the cases. */
export const gatheredKinds = (): string[] => [...OF_ALL_KINDS, ...chasingKinds()];

interface Waiting extends Pick<NewMessage, 'kind' | 'subject' | 'data' | 'thread' | 'destination'> {
  id: string;
  holdUntil: string | null;
}

const isSameMoment = (waiting: Waiting, { destination, holdUntil }: NewMessage): boolean =>
  waiting.destination === destination &&
  (waiting.holdUntil === null ? null : Date.parse(waiting.holdUntil)) === (holdUntil?.getTime() ?? null);

/** More than wait for those of one batch. */
const MOST = 1_000;

/**
 * Messages to the same people that go out at the same moments, and have not yet. Their readers are locked until we commit
 * (see interruptions), so that two processes do not both begin one. Looked up reader by reader: the planner takes what is
 * pending for little, and would go over all of it, which is much where many clocks fire at once.
 */
async function findWaiting(ctx: TxCtx, messages: readonly NewMessage[]): Promise<Waiting[]> {
  if (messages.length === 0) return [];
  const moment = new Date(ctx.now.getTime() - SAME_MS);
  // As one value, as in loadPeople.
  const [row] = await ctx.tx.$queryRaw<{ waiting: Waiting[] }[]>`
    SELECT coalesce(json_agg(waiting), '[]') AS waiting FROM (
      SELECT m.id, m.kind, m.thread, m.data, m.lane AS destination, m.hold_until AS "holdUntil",
             json_build_object('type', m.subject_type, 'id', m.subject_id) AS subject
        FROM (SELECT * FROM outbox_messages
               WHERE member_id = ANY (${uuids(messages.map(({ memberId }) => memberId ?? ''))})
                 AND created_at > ${instant(new Date(ctx.now.getTime() - LONGEST_HOLD_MS))} OFFSET 0) AS m
       WHERE m.workspace_id = ${uuid(ctx.workspace.id)}
         AND m.state = 'pending' AND m.is_root AND m.kind = ANY (${texts(gatheredKinds())})
         AND (m.hold_until > ${instant(ctx.now)}
              OR m.hold_until IS NULL AND m.created_at > ${instant(moment)} AND m.created_at <= ${instant(ctx.now)})
       ORDER BY m.id DESC LIMIT ${MOST}::int) AS waiting`;
  return (row?.waiting ?? []).filter((one) => casesIn(one).length > 0);
}
