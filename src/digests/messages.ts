import { z } from 'zod';
import { defineMessage, dm, NO_DATA } from '../outbox/define-message.ts';
import type { DeliveryCtx } from '../outbox/delivery.ts';
import { enqueue } from '../outbox/enqueue.ts';
import type { Message, NewMessage } from '../outbox/message.ts';
import { loadPeople } from '../people/load-people.ts';
import { canAnswer } from '../people/person.ts';
import type { TxCtx } from '../platform/ctx.ts';
import { newId } from '../platform/id.ts';
import type { AgendaContent, DigestContent } from './content.ts';
import { loadSubscription } from './list-subscriptions.ts';
import { loadRun, type Run } from './load-run.ts';
import { AGENDA, DIGEST } from './read-content.ts';

type RunOf<K extends Run['kind']> = Extract<Run, { kind: K }>;

/** One part of a run. It is said at most once: where that is not certain, whoever wanted it is asked. */
const partOf = <K extends Run['kind']>(kind: K) => ({
  about: 'customer' as const,
  whenUnknown: 'hold' as const,
  data: NO_DATA,
  fallback: wantedBy,
  async load(ctx: DeliveryCtx, { subject }: Message<unknown>): Promise<RunOf<K> | null> {
    const run = await loadRun(ctx, subject.id);
    return run?.kind === kind ? (run as RunOf<K>) : null;
  },
});
const notice = { about: 'internal', whenUnknown: 'resend', data: NO_DATA } as const;

/** What digests and agendas say: that of when they were made, also where they are posted later or again. */
export const DIGEST_MESSAGES = {
  digest: defineMessage({ ...partOf('digest'), kind: 'digest' }),
  details: defineMessage({ ...partOf('digest'), kind: 'digest_details' }),
  work: defineMessage({ ...partOf('digest'), kind: 'digest_work' }),
  agenda: defineMessage({ ...partOf('agenda'), kind: 'digest_agenda' }),
  /** `n` is its place in `items`, from 0. */
  item: defineMessage({
    ...partOf('agenda'),
    kind: 'digest_agenda_item',
    data: z.object({ n: z.number() }),
  }),
  held: defineMessage({
    ...notice,
    kind: 'digest_held',
    load: (ctx, { subject }) => loadRun(ctx, subject.id),
  }),
  ended: defineMessage({
    ...notice,
    kind: 'digest_ended',
    load: (ctx, { subject }) => loadSubscription(ctx, subject.id),
  }),
};

/**
 * Whoever wanted it, while they may read of customers. Nobody where it has been said: a channel that is closed to it
 * later has read it, and a year of digests is not said again.
 */
async function wantedBy(ctx: DeliveryCtx, { id, subject }: Message<unknown>): Promise<string | null> {
  const said = { id, workspaceId: ctx.workspace.id, sentAt: { not: null } };
  if ((await ctx.db.outboxMessage.count({ where: said })) > 0) return null;
  const wanted = (await loadRun(ctx, subject.id))?.for;
  const people = await loadPeople(ctx.db, ctx.workspace.id, wanted ? [wanted.id] : []);
  const person = wanted && people.get(wanted.id);
  return person && canAnswer(person) ? person.slackUserId : null;
}

/** Who hears of a digest: everybody in a channel, or one person in their DM. */
export type Reader = { channel: string } | { memberId: string; slackUserId: string };

/** Returns what is posted of a run: its first part opens a thread, the rest are its replies, in order. */
function runMessages(
  runId: string,
  reader: Reader,
  run:
    | { kind: 'digest'; content: Pick<DigestContent, 'lines' | 'watch'> }
    | { kind: 'agenda'; content: { items: readonly unknown[] } },
): NewMessage[] {
  const thread = `digest:${runId}`;
  const to =
    'channel' in reader
      ? { destination: reader.channel }
      : dm({ id: reader.memberId, slackUserId: reader.slackUserId });
  const said = { subject: { type: 'digest', id: runId }, ...to, thread };
  const reply = (place: number) => ({ ...said, dedupeKey: `${thread}:${place}` });
  const opening = run.kind === 'digest' ? DIGEST_MESSAGES.digest : DIGEST_MESSAGES.agenda;
  const root = { ...opening.root(said), dedupeKey: `${thread}:0` };
  if (run.kind === 'agenda')
    return [
      root,
      ...run.content.items.map((_, n) => DIGEST_MESSAGES.item.reply({ ...reply(n + 1), data: { n } })),
    ];
  const { details, work } = DIGEST_MESSAGES;
  const { lines, watch } = run.content;
  const parts = lines.length > 0 || watch.total > 0 ? [details, work] : [work];
  return [root, ...parts.map((part, n) => part.reply(reply(n + 1)))];
}

type NewRun = {
  subscriptionId: string | null;
  /** Null: it was asked for. */
  day: string | null;
  requestedById: string | null;
  reader: Reader;
} & ({ kind: 'digest'; content: DigestContent } | { kind: 'agenda'; content: AgendaContent });

/** Keeps what was made, and has it posted. Part of a transaction. Returns its id. */
export async function writeRun(ctx: TxCtx, run: NewRun): Promise<string> {
  const { subscriptionId, day, requestedById, reader, kind } = run;
  const workspaceId = ctx.workspace.id;
  const content = run.kind === 'digest' ? DIGEST.write(run.content) : AGENDA.write(run.content);
  const id = newId(ctx.now);
  await ctx.tx.digestRun.create({
    data: { id, workspaceId, subscriptionId, day, requestedById, kind, content, madeAt: ctx.now },
    select: { id: true },
  });
  await enqueue(ctx, runMessages(id, reader, run));
  return id;
}
