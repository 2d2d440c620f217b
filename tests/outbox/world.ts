import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/server.ts';
import { defineMessage, NO_DATA } from '../../src/outbox/define-message.ts';
import type { DeliveryOptions, MessageKind, Rendered } from '../../src/outbox/delivery.ts';
import { enqueue } from '../../src/outbox/enqueue.ts';
import { type RunningDelivery, startDelivery } from '../../src/outbox/loop.ts';
import type { NewMessage, Subject } from '../../src/outbox/message.ts';
import { refresh } from '../../src/outbox/refresh.ts';
import { movableClock, systemClock } from '../../src/platform/clock.ts';
import type { Ctx, TxCtx } from '../../src/platform/ctx.ts';
import { transact } from '../../src/platform/transact.ts';
import type { Served } from '../../src/workspaces/served.ts';
import { NOW } from '../people/world.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { serving } from '../support/served.ts';

/** One workspace with a sandbox behind it, messages of three kinds, and delivery on demand. */
export interface World {
  database: TestDatabase;
  sandbox: Sandbox;
  ctx: Ctx;
  served: Served;
  clock: ReturnType<typeof movableClock>;
  /** What a card of a subject reads now; `null` means there is nothing to say. */
  words: Map<string, string | null>;
  /** Lanes whose closing was told. */
  told: { lane: string; reason: string }[];
  kinds: Record<'card' | 'note' | 'digest', MessageKind>;
  /** The person whose DM takes what its channel does not. */
  fallback: { of: string | null };
  id(channelOrPerson: string): string;
  message(given: Partial<NewMessage> & { lane: string }): NewMessage;
  enqueue(...messages: NewMessage[]): Promise<void>;
  refresh(subject: Subject, urgent?: boolean): Promise<void>;
  deliver(options?: Partial<DeliveryOptions>): RunningDelivery;
  rows(): Promise<Record<string, { state: string; lane: string; error: string | null; attempt: number }>>;
  /** Makes everything that waits for wall time due. */
  timePasses(): Promise<void>;
  /** Texts in a channel or a person's DM, oldest first, with what they reply to. */
  said(where: string): Promise<string[]>;
  close(): Promise<void>;
}

export async function makeWorld(options: Partial<SandboxOptions> = {}): Promise<World> {
  const database = await createTestDatabase();
  const sandbox = await startSandbox({
    seed: {
      people: [
        { name: 'rep' },
        { name: 'csm' },
        { name: 'lead' },
        { name: 'visitor', guest: 'single' },
        { name: 'partner', stranger: true },
      ],
      channels: [
        { name: 'cs', app: true, members: ['rep', 'csm', 'lead'] },
        { name: 'sales', app: true, members: ['rep', 'lead'] },
        { name: 'outside', members: ['rep', 'csm'] },
        { name: 'closed-doors', private: true, members: ['csm'] },
        { name: 'with-guest', app: true, members: ['csm', 'visitor'] },
      ],
    },
    signingSecret: 'secret',
    rateLimits: false,
    ...options,
  });
  const log = pino({ level: process.env['LOG_LEVEL'] ?? 'silent' });
  const { db } = database;
  const clock = movableClock(NOW.getTime() - systemClock.wall().getTime());
  const workspace = { id: randomUUID(), slackTeamId: sandbox.teamId, botUserId: sandbox.botUserId };
  await db.workspace.create({ data: { ...workspace, name: 'Example', createdAt: clock.now() } });
  const ctx: Ctx = { workspace, actor: { type: 'cli' }, now: clock.now(), db, log };
  const words = new Map<string, string | null>();
  const told: World['told'] = [];
  const fallback: World['fallback'] = { of: null };
  const served = serving([workspace], { token: sandbox.botToken, apiUrl: sandbox.apiUrl });
  const slack = served.slackForJobs(workspace);
  const kinds = makeKinds(words, fallback);
  const running: RunningDelivery[] = [];
  const subjectId = randomUUID();

  const id = (name: string) => sandbox.channels.get(name)?.id ?? sandbox.people.get(name)?.id ?? name;
  return {
    database,
    sandbox,
    ctx,
    served,
    clock,
    words,
    told,
    kinds,
    fallback,
    id,
    message({ lane, ...given }) {
      const dedupeKey = given.dedupeKey ?? randomUUID();
      const thread = given.thread ?? `thread ${dedupeKey}`;
      const subject = { type: 'handoff', id: subjectId };
      return { ...CARD.root({ subject, destination: id(lane), thread }), ...given, dedupeKey };
    },
    enqueue: (...messages) => transact(ctx, (tx: TxCtx) => enqueue(tx, messages)),
    refresh: (subject, urgent = false) => transact(ctx, (tx: TxCtx) => refresh(tx, subject, { urgent })),
    deliver(options = {}) {
      const delivery = startDelivery({
        db,
        clock,
        served,
        kinds,
        validate: ({ text }) => {
          if (text === '') throw new Error('empty text');
        },
        hasOutsiders: async (_, ids) =>
          ids.some((each) => {
            const person = [...sandbox.people.values()].find((known) => known.id === each);
            return (
              person === undefined || person.isRestricted || person.isUltraRestricted || person.isStranger
            );
          }),
        onLaneBlocked: async (_, blocked) => {
          told.push(blocked);
        },
        log,
        paceMs: 0,
        ...options,
      });
      running.push(delivery);
      return delivery;
    },
    async rows() {
      const rows = await db.outboxMessage.findMany({ orderBy: [{ thread: 'asc' }, { seq: 'asc' }] });
      return Object.fromEntries(
        rows.map(({ dedupeKey, state, lane, error, attempt }) => [
          dedupeKey,
          { state, lane, error, attempt },
        ]),
      );
    },
    async timePasses() {
      const past = `now() - interval '1 second'`;
      await database.pool.query(`UPDATE outbox_messages SET not_before = ${past}`);
      await database.pool.query(
        `UPDATE outbox_messages SET lease_until = ${past} WHERE lease_until IS NOT NULL`,
      );
      await database.pool.query(`UPDATE outbox_threads SET not_before = ${past}`);
      await database.pool.query(
        `UPDATE outbox_threads SET lease_until = ${past} WHERE lease_until IS NOT NULL`,
      );
      await database.pool.query(
        `UPDATE outbox_lanes SET next_send_at = ${past}, paused_until = ${past}, gentle_until = ${past}`,
      );
      await database.pool.query(
        `UPDATE outbox_lanes SET recheck_at = ${past}, recheck_until = ${past} WHERE recheck_at IS NOT NULL`,
      );
      await database.pool.query(
        `UPDATE outbox_left_behind SET not_before = ${past} WHERE not_before IS NOT NULL`,
      );
    },
    async said(where) {
      const person = sandbox.people.get(where);
      const channel =
        person === undefined ? id(where) : (await slack.conversations.open({ users: person.id })).channel?.id;
      const member = (await slack.conversations.info({ channel: channel ?? '' })).channel?.is_member ?? true;
      if (!member) return [];
      const { messages = [] } = await slack.conversations.history({ channel: channel ?? '', limit: 900 });
      const all: string[] = [];
      for (const root of messages.reverse()) {
        const { messages: thread = [] } = await slack.conversations.replies({
          channel: channel ?? '',
          ts: root.ts ?? '',
        });
        all.push(...thread.map((each, at) => (at === 0 ? `${each.text}` : `${root.text} > ${each.text}`)));
      }
      return all;
    },
    async close() {
      await Promise.all(running.map((each) => each.stop()));
      await sandbox.close();
      await database.drop();
    },
  };
}

const CARD = defineMessage({ kind: 'card', data: NO_DATA, about: 'customer', whenUnknown: 'resend' });

function makeKinds(words: Map<string, string | null>, fallback: World['fallback']): World['kinds'] {
  const render: MessageKind['render'] = async (_, { subject, data, dedupeKey }): Promise<Rendered | null> => {
    const text = 'text' in data ? String(data['text']) : words.get(subject.id);
    return text === null ? null : { text: text ?? dedupeKey, blocks: [] };
  };
  const whoElse = async () => fallback.of;
  return {
    card: { about: 'customer', whenUnknown: 'resend', render, fallback: whoElse },
    note: { about: 'internal', whenUnknown: 'resend', render, fallback: whoElse },
    digest: { about: 'internal', whenUnknown: 'hold', render },
  };
}
