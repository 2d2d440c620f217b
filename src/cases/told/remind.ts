import { z } from 'zod';
import { defineMessage, dm } from '../../outbox/define-message.ts';
import type { NewMessage } from '../../outbox/message.ts';
import { refreshThread } from '../../outbox/refresh.ts';
import { calendarOf } from '../../people/calendar-of.ts';
import type { Person } from '../../people/person.ts';
import type { TxCtx } from '../../platform/ctx.ts';
import { newId } from '../../platform/id.ts';
import { instant, uuid } from '../../platform/sql.ts';
import type { Settings } from '../../settings/catalogue.ts';
import { localDate } from '../../time/local-date.ts';
import { nextWorkingMorning } from '../../time/working-time.ts';
import type { DueTimer } from '../clocks/timer.ts';
import { restingUntil } from './interrupt.ts';
import { type CaseMessages, OF_CASE } from './messages.ts';

/** A morning DM that goes out within this time may be on its way already. */
export const TOO_LATE_MS = 60_000;

/**
 * Reminds this person once of one clock: in the DM of their next working morning, where it takes no attention of its own,
 * or by itself (`reminder`) when that morning is not before the limit, or is so near that its DM may be on its way. Not
 * while they rest: it is held until they work, or is for the morning after all where the limit passes before.
 * Null as limit means that the morning is early enough.
 */
export async function remind(
  ctx: TxCtx,
  settings: Settings,
  person: Person,
  timer: Pick<DueTimer, 'subject' | 'clock' | 'epoch' | 'firing'>,
  limitAt: Date | null,
  { reminder }: Pick<CaseMessages, 'reminder'>,
): Promise<NewMessage> {
  const { subject, clock, epoch } = timer;
  const morning = await openMorning(ctx, person, settings, ctx.now);
  const holdUntil = restingUntil(calendarOf(person, settings), settings, ctx.now);
  const isInTime = limitAt && (!holdUntil || holdUntil < limitAt);
  if (isInTime && (isSoon(morning, ctx.now) || morning.at >= limitAt)) {
    const thread = `${timer.firing}:${person.id}`;
    return reminder.root({ subject, ...dm(person), holdUntil, thread, data: { clock, epoch } });
  }
  return tellInMorning(ctx, settings, person, timer, morning);
}

/** Whether the DM of this morning may be on its way already. */
export const isSoon = ({ at }: Morning, now: Date): boolean => at.getTime() - now.getTime() < TOO_LATE_MS;

/** Has one thing told in the DM of this morning, or of the next where that may be on its way already. Returns the DM. */
export async function tellInMorning(
  ctx: TxCtx,
  settings: Settings,
  person: Person,
  timer: Clocked,
  first: Morning,
): Promise<NewMessage> {
  const morning = isSoon(first, ctx.now) ? await openMorning(ctx, person, settings, first.at) : first;
  await keepItems(ctx, [{ person, timer, morning }]);
  return inMorning(MORNING, person, morning);
}

type Clocked = Pick<DueTimer, 'subject' | 'clock' | 'epoch'>;

/** The same of many things for many people, each in the DM of their next morning: in two statements however many they are. */
export async function tellEachInMorning(
  ctx: TxCtx,
  settings: Settings,
  told: readonly { person: Person; timers: readonly Clocked[] }[],
): Promise<NewMessage[]> {
  if (told.length === 0) return [];
  const people = told.map(({ person }) => person);
  const planned = await loadPlanned(ctx, people, settings);
  const messages: NewMessage[] = [];
  const items: Item[] = [];
  for (const { person, timers } of told) {
    const first = await openMorning(ctx, person, settings, ctx.now, planned);
    const soon = isSoon(first, ctx.now);
    const morning = soon ? await openMorning(ctx, person, settings, first.at, planned) : first;
    items.push(...timers.map((timer) => ({ person, timer, morning })));
    messages.push(inMorning(MORNING, person, morning));
  }
  await keepItems(ctx, items);
  return messages;
}

interface Item {
  person: Person;
  timer: Clocked;
  morning: Morning;
}

async function keepItems(ctx: TxCtx, items: readonly Item[]): Promise<void> {
  const rows = items.map(({ person, timer: { subject, clock, epoch }, morning: { day } }) => ({
    id: newId(ctx.now),
    member_id: person.id,
    type: subject.type,
    subject_id: subject.id,
    clock,
    epoch,
    day,
  }));
  await ctx.tx.$executeRaw`
    INSERT INTO morning_items (id, workspace_id, member_id, subject_type, subject_id, clock, epoch, day, created_at)
    SELECT i.id, ${uuid(ctx.workspace.id)}, i.member_id, i.type, i.subject_id, i.clock, i.epoch, i.day, ${instant(ctx.now)}
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS i (id uuid, member_id uuid, type text, subject_id uuid, clock text, epoch int, day text)
    ON CONFLICT (subject_type, subject_id, clock, epoch, member_id) DO UPDATE SET day = excluded.day`;
}

/** The day of a morning, in its reader's zone: the message reads what there is to say when it goes out. */
export const MorningDay = z.object({ day: z.string() });
export const MORNING = defineMessage({ kind: 'morning', data: MorningDay, ...OF_CASE });

interface Morning {
  at: Date;
  /** YYYY-MM-DD, in its reader's zone. */
  day: string;
}

/** When this person's next working morning after `at` is, and of which day. */
export function nextMorning(person: Person, settings: Settings, at: Date): Morning {
  const calendar = calendarOf(person, settings);
  return morningAt(nextWorkingMorning(at, calendar), calendar.zone);
}

/** The same at the hour that they chose for their DM. */
export function chosenMorning(person: Person, settings: Settings, at: Date): Morning {
  const calendar = calendarOf(person, settings);
  return morningAt(nextWorkingMorning(at, calendar, person.morningMinute), calendar.zone);
}

const morningAt = (at: Date, zone: string): Morning => ({ at, day: localDate(at, zone) });

/**
 * The next morning whose DM has not gone out. After a change of the hour, of somebody's zone or of the hours they work
 * that of one day may come at another time than is said now, and there is one a day: what is said before it goes out is
 * in it, what is said after it waits for the next.
 */
export async function openMorning(
  ctx: TxCtx,
  person: Person,
  settings: Settings,
  at: Date,
  find: FindPlanned = (person, day) => plannedMorning(ctx, person, day),
): Promise<Morning> {
  let morning = chosenMorning(person, settings, at);
  // The new hour of today may be over before the DM that was planned for the old one.
  const today = person.morningMoved ? await find(person, localDate(at, person.zone)) : null;
  if (today?.at && today.at > at) return { ...today, at: today.at };
  for (;;) {
    const planned = await find(person, morning.day);
    if (!planned) return morning;
    if (planned.at && planned.at > at) return { ...planned, at: planned.at };
    morning = chosenMorning(person, settings, morning.at);
  }
}

/** The DM of this day, where there is one, and when it goes out; null: it has, or does so as soon as it can. */
interface Planned {
  day: string;
  at: Date | null;
}
type FindPlanned = (person: Person, day: string) => Promise<Planned | null>;

async function plannedMorning(ctx: TxCtx, person: Person, day: string): Promise<Planned | null> {
  const key = threadOf(MORNING, person, day);
  const at = (await loadPlannedAt(ctx, [key])).get(key);
  return at === undefined ? null : { day, at };
}

/** The same of many people at once for the day that is likely; any other is read when it is asked for. */
async function loadPlanned(ctx: TxCtx, people: readonly Person[], settings: Settings): Promise<FindPlanned> {
  const keys = people.map((person) =>
    threadOf(MORNING, person, chosenMorning(person, settings, ctx.now).day),
  );
  const read = new Set(keys);
  const planned = await loadPlannedAt(ctx, keys);
  return async (person, day) => {
    const key = threadOf(MORNING, person, day);
    if (!read.has(key)) return plannedMorning(ctx, person, day);
    const at = planned.get(key);
    return at === undefined ? null : { day, at };
  };
}

async function loadPlannedAt(ctx: TxCtx, keys: readonly string[]): Promise<Map<string, Date | null>> {
  const planned = await ctx.tx.outboxMessage.findMany({
    where: { workspaceId: ctx.workspace.id, dedupeKey: { in: [...keys] } },
    select: { dedupeKey: true, state: true, holdUntil: true },
  });
  return new Map(
    planned.map(({ dedupeKey, state, holdUntil }) => [dedupeKey, state === 'pending' ? holdUntil : null]),
  );
}

/** Returns a message that is in the DM of somebody's morning: one for each day, however often it is asked for. */
export function inMorning(
  kind: Pick<typeof MORNING, 'root'> & { kind: string },
  person: Person,
  { at, day }: Morning,
): NewMessage {
  return kind.root({
    subject: { type: 'member', id: person.id },
    ...dm(person),
    thread: threadOf(kind, person, day),
    data: { day },
    holdUntil: at,
  });
}

/** Asks for the DM of somebody's morning to be drawn anew, where it stands there today. */
export const redrawMorning = (ctx: TxCtx, person: Person): Promise<void> =>
  refreshThread(ctx, threadOf(MORNING, person, localDate(ctx.now, person.zone)));

/** Its root is named so, too. `refresh` names those of mornings so. */
const threadOf = ({ kind }: { kind: string }, { id }: Person, day: string): string => `${kind}:${id}:${day}`;
