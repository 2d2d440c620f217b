import type { NewMessage } from '../outbox/message.ts';
import { calendarOf } from '../people/calendar-of.ts';
import { findAdmins } from '../people/find-admins.ts';
import { loadPeople } from '../people/load-people.ts';
import type { TxCtx } from '../platform/ctx.ts';
import type { Settings } from '../settings/catalogue.ts';
import { localDate } from '../time/local-date.ts';
import { nextWorkingMorning } from '../time/working-time.ts';

/**
 * The daily list of what would have been opened, for each admin on their next working morning. It reads what there
 * is to say when it goes out, so that one is enough for the day.
 */
export async function previewMessages(ctx: TxCtx, settings: Settings): Promise<NewMessage[]> {
  const admins = await findAdmins(ctx.tx, ctx.workspace.id, settings);
  const people = await loadPeople(
    ctx.tx,
    ctx.workspace.id,
    admins.map(({ id }) => id),
  );
  return [...people.values()].flatMap((person) => {
    if (!admins.some(({ id }) => id === person.id)) return [];
    const calendar = calendarOf(person, settings);
    const at = nextWorkingMorning(ctx.now, calendar);
    const day = localDate(at, calendar.zone);
    const thread = `health_preview:${person.id}:${day}`;
    return [
      {
        kind: 'health_preview',
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
  });
}
