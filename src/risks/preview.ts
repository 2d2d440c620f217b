import { inMorning, nextMorning } from '../cases/told/remind.ts';
import type { NewMessage } from '../outbox/message.ts';
import { findAdmins, loadPeople } from '../people/load-people.ts';
import type { TxCtx } from '../platform/ctx.ts';
import type { Settings } from '../settings/catalogue.ts';
import { ALERT_MESSAGES } from './messages.ts';

/**
 * Returns the daily list of what would have been opened, for each admin on their next working morning. It reads what
 * there is to say when it goes out, so that one is enough for the day.
 */
export async function previewMessages(ctx: TxCtx, settings: Settings): Promise<NewMessage[]> {
  const admins = await findAdmins(ctx.tx, ctx.workspace.id, settings);
  const ids = admins.map(({ id }) => id);
  const people = await loadPeople(ctx.tx, ctx.workspace.id, ids);
  return [...people.values()]
    .filter(({ id }) => ids.includes(id))
    .map((person) => inMorning(ALERT_MESSAGES.preview, person, nextMorning(person, settings, ctx.now)));
}
