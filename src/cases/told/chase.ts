import { dm } from '../../outbox/define-message.ts';
import type { NewMessage } from '../../outbox/message.ts';
import { calendarOf } from '../../people/calendar-of.ts';
import type { People, Person } from '../../people/person.ts';
import { auditAll } from '../../platform/audit.ts';
import type { TxCtx } from '../../platform/ctx.ts';
import type { Settings } from '../../settings/catalogue.ts';
import { DAY_MS } from '../../time/day.ts';
import { endOfLocalDay, localDate, startOfLocalDay } from '../../time/local-date.ts';
import type { Role } from '../clocks/ladder.ts';
import { type DueTimer, isHurried } from '../clocks/timer.ts';
import { gatheredKinds } from './gather.ts';
import { interruptions, restingUntil } from './interrupt.ts';
import { type Escalated, heardOnLadder, loadTold, wasToldOn } from './load-told.ts';
import type { CaseMessages } from './messages.ts';
import { isSoon, nextMorning, openMorning, remind } from './remind.ts';
import { type Sides, type Told, toldOnRung } from './told-on-rung.ts';

/** What a due rung is about, and who is around it. */
export interface Case {
  timer: DueTimer;
  sides: Sides;
}

export interface Chase {
  subjectType: string;
  says: CaseMessages;
  people: People;
  settings: Settings;
  /** Those who hear where the last rung finds nobody at all. */
  lastResort?: () => Promise<Told[]>;
}

interface Rung extends Case {
  told: readonly Told[];
  /** The fallback channel hears of it. */
  channel: string | null;
  before: readonly Escalated[];
}

/**
 * What due rungs say, to whom it concerns now, and keeps in each history whom they told. Reminders wait for the morning
 * DM unless that is too late. The first escalation of a case breaks in on its reader while they work, for as long as there
 * is room in their day; what comes before their day begins, and whatever comes after of the same case, is in the DM of
 * their mornings. What somebody asked to be said now breaks in always.
 */
export async function chase(ctx: TxCtx, cases: readonly Case[], how: Chase): Promise<NewMessage[]> {
  const { subjectType, says, settings } = how;
  const rungs = await rungsOf(ctx, cases, how);
  const room = await interruptions(
    ctx,
    settings,
    rungs.flatMap(({ told }) => told.map(({ person }) => person)),
  );
  const slots = new Map<string, ReturnType<typeof room.take>>();
  const takeSlot = (person: Person) => {
    // Several cases of one moment break in once: see sayTogether.
    const slot = slots.get(person.id) ?? room.take(person);
    slots.set(person.id, slot);
    return slot;
  };
  const early = new Map<string, Early | null>();
  const earlyOf = async (person: Person) => {
    const found = early.get(person.id);
    if (found !== undefined) return found;
    const read = await earlyMorning(ctx, settings, person);
    early.set(person.id, read);
    return read;
  };
  const messages: NewMessage[] = [];
  for (const { timer, told, channel, before } of rungs) {
    const escalate = (
      role: Role,
      to: { destination: string; memberId?: string; holdUntil?: Date | null },
      isHurried?: true,
    ) => {
      messages.push(
        says.escalation.root({
          subject: timer.subject,
          ...to,
          thread: `${timer.firing}:${to.destination}`,
          data: { clock: timer.clock, epoch: timer.epoch, role, ...(isHurried && { isHurried }) },
        }),
      );
    };
    if (channel) escalate('fallback_channel', { destination: channel });
    const limitAt = new Date(
      timer.ladder.due[timer.ladder.rungs.findIndex((rung) => rung.at >= 1)] ?? timer.dueAt,
    );
    for (const { role, person } of told) {
      const inMorning = async (limit: Date | null) =>
        messages.push(await remind(ctx, settings, person, timer, limit, says));
      const heard = before.some((one) => one.told.includes(person.id));
      if (timer.rung.kind === 'reminder') {
        const isOncePerDay = heard && (await wasToldToday(ctx, timer, person));
        await inMorning(isOncePerDay ? null : limitAt);
        continue;
      }
      if (isHurried(timer)) {
        escalate(role, { ...dm(person), ...room.takeAnyway(person) }, true);
        continue;
      }
      const waits = heard || canWait(timer, await earlyOf(person));
      const slot = waits ? 'morning' : takeSlot(person);
      if (slot === 'morning') await inMorning(null);
      else escalate(role, { ...dm(person), ...slot });
    }
  }
  await keep(ctx, subjectType, rungs);
  return messages;
}

/** The morning that is still to come, for somebody whose working day has not begun. */
interface Early {
  /** When their work begins. */
  start: Date;
  /** When the DM of that morning comes: perhaps later. */
  at: Date;
}

/** Null: they work, or have a break, or that DM has gone out or may be on its way. */
async function earlyMorning(ctx: TxCtx, settings: Settings, person: Person): Promise<Early | null> {
  const rest = restingUntil(calendarOf(person, settings), settings, ctx.now);
  const { at: start, day } = nextMorning(person, settings, ctx.now);
  if (rest?.getTime() !== start.getTime()) return null;
  const morning = await openMorning(ctx, person, settings, ctx.now);
  return isSoon(morning, ctx.now) || morning.day !== day ? null : { start, at: morning.at };
}

/** Together with everything else of that morning; what is urgent not for an hour that they chose later in the day. */
const canWait = ({ ladder }: DueTimer, early: Early | null): boolean =>
  early !== null && (!ladder.urgent || early.at <= early.start);

/** One person hears of one case once a day at most, after the first escalation. */
function wasToldToday(ctx: TxCtx, { subject }: DueTimer, { id, zone }: Person): Promise<boolean> {
  const day = localDate(ctx.now, zone);
  const today = { day, from: startOfLocalDay(day, zone), until: endOfLocalDay(day, zone) };
  return wasToldOn(ctx, subject, id, { ...today, kinds: gatheredKinds() });
}

async function rungsOf(ctx: TxCtx, cases: readonly Case[], how: Chase): Promise<Rung[]> {
  const { subjectType, people, settings, lastResort } = how;
  const known = await loadTold(
    ctx,
    subjectType,
    cases.map(({ timer }) => timer),
  );
  const rungs: Rung[] = [];
  for (const { timer, sides } of cases) {
    const before = known.get(timer.subject.id) ?? [];
    const channel = channelOf(timer, before, settings.values['escalation.channel'], ctx.now);
    const isLast = timer.rungIndex === timer.ladder.rungs.length - 1;
    const options = { isLast, hasChannel: channel !== null, heard: heardOnLadder(timer, before) };
    const told = toldOnRung(sides, people, timer.rung.tell, options, ctx.now);
    const lost = isLast && told.length === 0 && channel === null;
    rungs.push({ timer, sides, channel, before, told: lost && lastResort ? await lastResort() : told });
  }
  return rungs;
}

/** Once for each ladder, and of one case once a day at most: a channel has no morning. */
export function channelOf(
  { rung, repeats }: Pick<DueTimer, 'rung' | 'repeats'>,
  before: readonly Escalated[],
  channel: string | null,
  now: Date,
): string | null {
  if (!rung.tell.includes('fallback_channel') || repeats > 0) return null;
  const isRecent = ({ at }: Escalated) => now.getTime() - at.getTime() < DAY_MS;
  return before.some((one) => one.channel && isRecent(one)) ? null : channel;
}

async function keep(ctx: TxCtx, subjectType: string, rungs: readonly Rung[]): Promise<void> {
  const said = rungs.filter(
    ({ timer, told, channel }) => timer.rung.kind === 'escalation' && (told.length > 0 || channel !== null),
  );
  await auditAll(
    ctx,
    said.map(({ timer: { subject, clock, epoch, rungIndex }, told, channel }) => ({
      subject,
      action: `${subjectType}.escalated`,
      data: {
        clock,
        epoch,
        rung: rungIndex,
        told: told.map(({ person }) => person.id),
        ...(channel !== null && { channel: true }),
      },
    })),
  );
}
