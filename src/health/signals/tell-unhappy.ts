import { z } from 'zod';
import { defineMessage, dm } from '../../outbox/define-message.ts';
import { enqueue } from '../../outbox/enqueue.ts';
import type { NewMessage } from '../../outbox/message.ts';
import { calendarOf } from '../../people/calendar-of.ts';
import { loadPeople } from '../../people/load-people.ts';
import { answererFor, canAnswer } from '../../people/person.ts';
import type { ReadCtx, TxCtx } from '../../platform/ctx.ts';
import { loadSettings } from '../../settings/load-settings.ts';
import { daysBetween, isoDay } from '../../time/day.ts';
import { nextWorkingInstant } from '../../time/working-time.ts';
import type { HealthConfig } from '../config.ts';
import { loadHealthConfig } from '../rules/load-config.ts';
import { normalise } from '../score.ts';
import type { Voice } from '../signal.ts';
import type { SignalRow } from './plan-signals.ts';

/** Null where the signal is gone, was replaced, or has no words. */
async function loadVoice(ctx: ReadCtx, signalId: string): Promise<(Voice & { accountId: string }) | null> {
  const signal = await ctx.db.signal.findFirst({
    where: { id: signalId, workspaceId: ctx.workspace.id, voided: false },
    select: { accountId: true, type: true, value: true, note: true, evidence: true, observedAt: true },
  });
  if (!signal?.note) return null;
  const { accountId, type, value, note, evidence, observedAt } = signal;
  const kind = (await loadHealthConfig(ctx.db, ctx.workspace.id)).types[type];
  return {
    accountId,
    label: kind?.label ?? type,
    unit: kind?.unit ?? '',
    value,
    quote: note,
    evidence,
    at: observedAt,
  };
}

/** An older quote is history that was imported. */
const RECENT_DAYS = 14;
/** Of 100: as two of five in a survey. */
const UNHAPPY = 40;

/** What is said of a customer's own words. */
export const VOICE_MESSAGES = {
  unhappy: defineMessage({
    kind: 'customer_unhappy',
    data: z.object({ signalId: z.string() }),
    about: 'customer',
    whenUnknown: 'resend',
    load: (ctx, { data }) => loadVoice(ctx, data.signalId),
  }),
};

/**
 * What a customer said in their own words, and was unhappy with, is told to the CS owner or who covers for them,
 * whatever the score makes of it: once for each account and day, in working hours. What people flag opens a risk, and
 * is told by that.
 */
export async function tellUnhappy(ctx: TxCtx, recorded: readonly SignalRow[]): Promise<void> {
  const said = recorded.filter(
    ({ note, source, observedAt }) =>
      note !== null && source !== 'slack' && daysBetween(observedAt, ctx.now) < RECENT_DAYS,
  );
  if (said.length === 0) return;
  const config = await loadHealthConfig(ctx.tx, ctx.workspace.id);
  const points = (row: SignalRow) => pointsOf(row, config);
  // Of an account's several the worst is told: the last that is set stays.
  const worstLast = said
    .filter((row) => points(row) <= UNHAPPY)
    .toSorted((a, b) => points(b) - points(a) || (a.key < b.key ? 1 : -1));
  if (worstLast.length === 0) return;
  const unhappy = new Map(worstLast.map((row) => [row.accountId, row]));
  const accounts = await ctx.tx.account.findMany({
    where: { workspaceId: ctx.workspace.id, id: { in: [...unhappy.keys()] }, csOwnerId: { not: null } },
    select: { id: true, csOwnerId: true },
  });
  const owners = accounts.flatMap(({ csOwnerId }) => csOwnerId ?? []);
  const people = await loadPeople(ctx.tx, ctx.workspace.id, owners);
  const settings = await loadSettings(ctx.tx, ctx.workspace.id);
  const messages = accounts.flatMap(({ id, csOwnerId }): NewMessage[] => {
    const owner = people.get(csOwnerId ?? '');
    const row = unhappy.get(id);
    if (!owner || !row) return [];
    const reader = answererFor(owner, people, ctx.now);
    if (!canAnswer(reader)) return [];
    const thread = `unhappy:${id}:${isoDay(ctx.now)}`;
    return [
      VOICE_MESSAGES.unhappy.root({
        subject: { type: 'account', id },
        ...dm(reader),
        thread,
        data: { signalId: row.id },
        holdUntil: nextWorkingInstant(ctx.now, calendarOf(reader, settings)),
      }),
    ];
  });
  await enqueue(ctx, messages);
}

/** 0–100; 100 for what says nothing of the relationship. */
function pointsOf({ type, value }: SignalRow, config: HealthConfig): number {
  const kind = Object.hasOwn(config.types, type) ? config.types[type] : undefined;
  return kind?.dimension === 'relationship' ? normalise(kind.points, value) : 100;
}
