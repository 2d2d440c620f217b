import { Prisma } from '../../prisma/generated/client.ts';
import type { Acting, CaseDecision, CaseParties, CaseRow } from '../../src/cases/case.ts';
import type { CaseKind, CaseShape } from '../../src/cases/case-kind.ts';
import type { Rung } from '../../src/cases/clocks/ladder.ts';
import { type Around, caseMessages, Entry, OF_CASE, type Read } from '../../src/cases/told/messages.ts';
import { defineMessage, dm } from '../../src/outbox/define-message.ts';
import type { DeliveryCtx } from '../../src/outbox/delivery.ts';
import type { NewMessage } from '../../src/outbox/message.ts';
import { loadPeople } from '../../src/people/load-people.ts';
import { answererFor, canAnswer, type Person } from '../../src/people/person.ts';
import { type Ctx, dbOf, type Reading, type TxCtx } from '../../src/platform/ctx.ts';
import { refuse } from '../../src/platform/refusal.ts';
import { LostRace } from '../../src/platform/transact.ts';
import { loadSettings } from '../../src/settings/load-settings.ts';

// The least that a kind of case is: somebody is asked to run an errand, takes it, and has done it.

export interface Errand extends CaseRow {
  number: number;
  state: 'asked' | 'taken' | 'done';
  askerId: string;
  ownerId: string;
}
interface Parties extends CaseParties {
  errand: Errand;
}
export interface ErrandShape extends CaseShape {
  row: Errand;
  parties: Parties;
  scene: Acting;
  verb: 'take' | 'finish' | 'reassign' | 'snooze' | 'nudge' | 'undo';
  clock: 'take' | 'finish';
  decision: CaseDecision & { patch: Partial<Errand> };
}

const COLUMNS = Prisma.sql`id, number, state, version, updated_at AS "updatedAt", snoozed_until AS "snoozedUntil",
  snoozed_minutes AS "snoozedMinutes", nudged_at AS "nudgedAt", asker_id AS "askerId", owner_id AS "ownerId"`;
const CLOCK_OF_STATE = { asked: ['take'], taken: ['finish'], done: [] } as const;
const RUNGS: Rung[] = [
  { at: 0.5, kind: 'reminder', tell: ['owner'] },
  { at: 1, kind: 'escalation', tell: ['counterpart'] },
  { at: 2, kind: 'escalation', tell: ['manager', 'fallback_channel'] },
];
/** Whom an errand names is always there. */
const personIn = ({ people }: CaseParties, id: string) => people.get(id) as Person;

async function loadBatch(ctx: Reading, ids: readonly string[], more: string[] = []) {
  const db = dbOf(ctx);
  const errands = await db.$queryRaw<Errand[]>`
    SELECT ${COLUMNS} FROM errands WHERE workspace_id = ${ctx.workspace.id}::uuid AND id = ANY(${ids}::uuid[])`;
  const named = errands.flatMap(({ askerId, ownerId }) => [askerId, ownerId]);
  const people = await loadPeople(db, ctx.workspace.id, [...named, ...more]);
  const settings = await loadSettings(db, ctx.workspace.id);
  const parties = new Map(errands.map((errand) => [errand.id, { errand, people, settings }]));
  return { people, settings, parties };
}

const AROUND_ERRAND: Around<ErrandShape> = {
  type: 'errand',
  row: ({ errand }) => errand,
  running: ({ state }) => CLOCK_OF_STATE[state],
  answers: (parties, now) => answererFor(personIn(parties, parties.errand.ownerId), parties.people, now),
  sides: (parties) => ({
    owing: personIn(parties, parties.errand.ownerId),
    other: personIn(parties, parties.errand.askerId),
    lead: null,
    private: false,
  }),
  loadBatch,
};

export const ERRAND_MESSAGES = {
  ...caseMessages({
    type: 'errand',
    around: AROUND_ERRAND,
    clocks: ['take', 'finish'],
    async load(ctx: DeliveryCtx, asked: readonly Read[]) {
      const { parties } = await loadBatch(
        ctx,
        asked.map(({ id }) => id),
      );
      return asked.map(({ id }) => parties.get(id)?.errand ?? null);
    },
    owes: ({ ownerId }) => ({ id: ownerId }),
    runs: ({ state }, clock) => CLOCK_OF_STATE[state].some((each) => each === clock),
    request: { isOpen: ({ state }) => state === 'asked' },
  }),
  event: defineMessage({ ...OF_CASE, kind: 'errand_event', data: Entry }),
};

export const ERRANDS: CaseKind<ErrandShape> = {
  ...AROUND_ERRAND,
  name: ({ number }) => `E-${number}`,
  owed: ({ state, ownerId, askerId }) => {
    const [step] = CLOCK_OF_STATE[state];
    return step ? { step, memberId: ownerId, otherId: askerId } : null;
  },
  home: { take: { section: 'answer', otherSide: 'sent' }, finish: { section: 'finish' } },
  table: Prisma.sql`errands`,
  isOwed: Prisma.sql`c.state <> 'done'`,
  does: [{ isOf: (memberId) => Prisma.sql`c.owner_id = ${memberId}`, actions: ['done'] }],
  clocks: {
    take: { ladder: () => ({ limit: 'PT4H', rungs: RUNGS }) },
    finish: { ladder: () => ({ limit: 'P2D', rungs: RUNGS }) },
  },
  async load(ctx: TxCtx | Ctx, id) {
    if (ctx.actor.type !== 'member') throw new Error('an errand is changed by a member');
    const { memberId } = ctx.actor;
    const { parties: all, people } = await loadBatch(ctx, [id], [memberId]);
    const [parties, actor] = [all.get(id), people.get(memberId)];
    return parties && actor ? { ...parties, actor } : refuse('not_found', 'There is no such errand.');
  },
  async write(ctx, row, patch) {
    const to = { ...row, updatedAt: ctx.now, ...patch };
    const [written] = await ctx.tx.$queryRaw<Errand[]>`
      UPDATE errands SET state = ${to.state}, owner_id = ${to.ownerId}::uuid, snoozed_until = ${to.snoozedUntil},
             snoozed_minutes = ${to.snoozedMinutes}, nudged_at = ${to.nudgedAt}, updated_at = ${to.updatedAt}, version = version + 1
       WHERE id = ${row.id}::uuid AND workspace_id = ${ctx.workspace.id}::uuid AND version = ${row.version}
      RETURNING ${COLUMNS}`;
    if (!written) throw new LostRace(`errand ${row.id}`);
    return written;
  },
  async after(ctx, before, errand) {
    const people = await loadPeople(ctx.tx, ctx.workspace.id, [errand.ownerId]);
    return { ...before, errand, people: new Map([...before.people, ...people]) };
  },
  may: (verb, { actor, errand }) =>
    canAnswer(actor) && (verb === 'nudge' ? errand.askerId : errand.ownerId) === actor.id,
  notYours: (parties) =>
    refuse('not_yours', `Only ${personIn(parties, parties.errand.ownerId).name} can do this.`),
  wrongState: ({ errand }, cannot) => refuse('wrong_state', `It is ${errand.state} and cannot be ${cannot}.`),
  ...{ insteadOfNudge: 'Run it.', insteadOfSnooze: 'Run it.' },
  pauses: () => ({ snoozeTotal: { workingDays: 1, ms: 0 }, nudgePause: { workingDays: 0, ms: 3_600_000 } }),

  newsUnder: ['errand_request'],
  firstAction: 'asked',
  messages: async (ctx, after, { action }, { threads, entryId }) => {
    if (action === 'snoozed' || action === 'undone') return [];
    if (action !== 'taken' && action !== 'finished') return [request(after, ctx.now, entryId)];
    const said = { subject: { type: 'errand', id: after.errand.id }, data: { entryId } };
    return threads.map(({ key, lane: destination }) =>
      ERRAND_MESSAGES.event.reply({ ...said, destination, thread: key, dedupeKey: `${key}:${entryId}` }),
    );
  },
  asks: ({ id }) => [{ subject: { type: 'errand', id }, kinds: [ERRAND_MESSAGES.request.kind] }],
  askStandIn: (ctx, parties, _, { entryId }) => [request(parties, ctx.now, entryId)],
};

function request(parties: Parties, now: Date, entryId: string): NewMessage {
  const { id, ownerId } = parties.errand;
  const to = dm(answererFor(personIn(parties, ownerId), parties.people, now));
  const said = { subject: { type: 'errand', id }, ...to, data: { entryId } };
  return ERRAND_MESSAGES.request.root({ ...said, thread: `errand:${id}:${entryId}` });
}
