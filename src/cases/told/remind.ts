import type { NewMessage } from '../../outbox/message.ts';
import { calendarOf } from '../../people/calendar-of.ts';
import type { Person } from '../../people/person.ts';
import type { TxCtx } from '../../platform/ctx.ts';
import { newId } from '../../platform/id.ts';
import type { Settings } from '../../settings/catalogue.ts';
import { localDate } from '../../time/local-date.ts';
import { nextWorkingMorning } from '../../time/working-time.ts';
import type { DueTimer } from '../clocks/timer.ts';

/** A morning DM that goes out within this time may be on its way already. */
const TOO_LATE_MS = 60_000;

/**
 * Reminds this person once of one clock: in the DM of their next working morning, or on its own (`directKind`)
 * when the morning would come after the limit. Null as limit means that the morning is early enough.
 */
export async function remind(
  ctx: TxCtx,
  settings: Settings,
  person: Person,
  timer: Pick<DueTimer, 'subject' | 'clock' | 'epoch' | 'firing'>,
  limitAt: Date | null,
  directKind: string,
): Promise<NewMessage[]> {
  const calendar = calendarOf(person, settings);
  const morning = nextWorkingMorning(ctx.now, calendar);
  const soon = morning.getTime() - ctx.now.getTime() < TOO_LATE_MS;
  if (limitAt && (soon || morning >= limitAt)) {
    const thread = `${timer.firing}:${person.id}`;
    return [
      {
        kind: directKind,
        subject: timer.subject,
        memberId: person.id,
        data: { clock: timer.clock, epoch: timer.epoch },
        lane: person.slackUserId,
        thread,
        root: true,
        dedupeKey: thread,
      },
    ];
  }
  const at = soon ? nextWorkingMorning(morning, calendar) : morning;
  const day = localDate(at, calendar.zone);
  await ctx.tx.$executeRaw`
    INSERT INTO morning_items (id, workspace_id, member_id, subject_type, subject_id, clock, epoch, day, created_at)
    VALUES (${newId(ctx.now)}::uuid, ${ctx.workspace.id}::uuid, ${person.id}::uuid, ${timer.subject.type},
      ${timer.subject.id}::uuid, ${timer.clock}, ${timer.epoch}, ${day}, ${ctx.now})
    ON CONFLICT (subject_type, subject_id, clock, epoch, member_id) DO UPDATE SET day = excluded.day`;
  const thread = `morning:${person.id}:${day}`;
  return [
    {
      kind: 'morning',
      subject: { type: 'member', id: person.id },
      memberId: person.id,
      data: { day },
      lane: person.slackUserId,
      thread,
      root: true,
      dedupeKey: thread,
      holdUntil: at,
    },
  ];
}
