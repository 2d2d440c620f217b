import { calendarFor } from '../../cases/case.ts';
import { interruptions, restingUntil } from '../../cases/told/interrupt.ts';
import { tellEachInMorning } from '../../cases/told/remind.ts';
import { dm } from '../../outbox/define-message.ts';
import type { NewMessage } from '../../outbox/message.ts';
import { findAdmins, loadPeople } from '../../people/load-people.ts';
import type { Person } from '../../people/person.ts';
import type { TxCtx } from '../../platform/ctx.ts';
import type { Settings } from '../../settings/catalogue.ts';
import type { Deal } from '../deal.ts';
import { DEAL_MESSAGES } from '../messages.ts';
import { type DealParties, whoAnswersDeal } from '../rules/parties.ts';

const subjectOf = ({ id }: Pick<Deal, 'id'>) => ({ type: 'deal', id });

/** A DM that opens a thread; `mark` tells it from others of its kind. */
export function dealDm(
  kind: 'request' | 'nudge' | 'lost' | 'headsUp',
  deal: Pick<Deal, 'id' | 'version'>,
  to: Person,
  { entryId, holdUntil = null }: { entryId: string; holdUntil?: Date | null },
): NewMessage {
  const declared = DEAL_MESSAGES[kind];
  return declared.root({
    subject: subjectOf(deal),
    ...dm(to),
    holdUntil,
    data: { entryId },
    thread: `deal:${deal.id}:${declared.kind}:${deal.version}:${to.id}`,
  });
}

/** What was won, and the entry and clock that came with it. */
export interface Asked {
  parties: DealParties;
  entryId: string;
  epoch: number | null;
}

/**
 * Asks whoever answers to hand over: by a DM of its own when they work, for as long as there is room in their day; then
 * in the DM of their morning, so that many deals of one import are one message. Where nobody answers, admins say whose
 * they are.
 */
export async function askToHandOver(
  ctx: TxCtx,
  settings: Settings,
  asked: readonly Asked[],
): Promise<NewMessage[]> {
  const to = asked.map(({ parties }) => whoAnswersDeal(parties, ctx.now));
  const isAlone = to.includes(null);
  const admins = isAlone ? await loadAdmins(ctx, settings) : [];
  const people = to.filter((person) => person !== null);
  const room = await interruptions(ctx, settings, [...people, ...admins]);
  // What a person has passed on may come at any hour, as their own message would.
  const byHand = ctx.actor.type === 'member';
  const messages: NewMessage[] = [];
  const mornings = new Map<string, InMorning>();
  for (const [n, { parties, entryId, epoch }] of asked.entries()) {
    const person = to[n];
    for (const reader of person ? [person] : admins) {
      if (!byHand && epoch !== null && room.take(reader) === 'morning') {
        const { timers } = mornings.get(reader.id) ?? { timers: [] };
        const timer = { subject: subjectOf(parties.deal), clock: 'hand_over', epoch };
        mornings.set(reader.id, { person: reader, timers: [...timers, timer] });
        continue;
      }
      const holdUntil = byHand ? null : restingUntil(calendarFor(reader, settings), settings, ctx.now);
      messages.push(dealDm('request', parties.deal, reader, { entryId, holdUntil }));
    }
  }
  return [...messages, ...(await tellEachInMorning(ctx, settings, [...mornings.values()]))];
}

type InMorning = Parameters<typeof tellEachInMorning>[2][number];

/** Those who can say whose a deal is where nobody else can. */
export async function loadAdmins(ctx: TxCtx, settings: Settings): Promise<Person[]> {
  const ids = (await findAdmins(ctx.tx, ctx.workspace.id, settings)).map(({ id }) => id);
  const people = await loadPeople(ctx.tx, ctx.workspace.id, ids);
  return ids.flatMap((id) => people.get(id) ?? []);
}
