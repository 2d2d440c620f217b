import type { DueTimer } from '../escalation/timer.ts';
import type { NewMessage } from '../outbox/message.ts';
import type { TxCtx } from '../platform/ctx.ts';
import type { Settings } from '../settings/catalogue.ts';
import { interruptions } from './interrupt.ts';
import { remind } from './remind.ts';
import type { Told } from './told-on-rung.ts';

export interface Fired {
  timer: DueTimer;
  told: readonly Told[];
}

/**
 * What due rungs say, to whom it concerns now: reminders wait for the morning DM unless that is too late,
 * escalations break in for as long as there is room in their reader's day. `kinds` are the outbox kinds.
 */
export async function chase(
  ctx: TxCtx,
  settings: Settings,
  fired: readonly Fired[],
  kinds: { reminder: string; escalation: string },
): Promise<NewMessage[]> {
  const channel = settings.values['escalation.channel'];
  const everyone = fired.flatMap(({ told }) => told.map(({ person }) => person));
  const room = await interruptions(ctx, settings, everyone);
  const messages: NewMessage[] = [];
  for (const { timer, told } of fired) {
    if (channel !== null && timer.rung.tell.includes('fallback_channel'))
      messages.push(escalation(kinds.escalation, timer, { role: 'fallback_channel', lane: channel }));
    const limitAt = new Date(
      timer.ladder.due[timer.ladder.rungs.findIndex((rung) => rung.at >= 1)] ?? timer.dueAt,
    );
    for (const { role, person } of told) {
      if (timer.rung.kind === 'reminder') {
        messages.push(...(await remind(ctx, settings, person, timer, limitAt, kinds.reminder)));
        continue;
      }
      const slot = room.take(person);
      if (slot === 'morning') {
        messages.push(...(await remind(ctx, settings, person, timer, null, kinds.reminder)));
        continue;
      }
      messages.push({
        ...escalation(kinds.escalation, timer, { role, lane: person.slackUserId }),
        memberId: person.id,
        ...(slot.holdUntil ? { holdUntil: slot.holdUntil } : {}),
      });
    }
  }
  return messages;
}

function escalation(kind: string, timer: DueTimer, to: { role: string; lane: string }): NewMessage {
  const thread = `${timer.firing}:${to.lane}`;
  return {
    kind,
    subject: timer.subject,
    data: { clock: timer.clock, role: to.role, epoch: timer.epoch },
    lane: to.lane,
    thread,
    root: true,
    dedupeKey: thread,
  };
}
