import { calendarFor } from '../../cases/case.ts';
import { type Interruptions, interruptions, restingUntil } from '../../cases/told/interrupt.ts';
import { remind } from '../../cases/told/remind.ts';
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
  const messages: NewMessage[] = [];
  for (const [n, one] of asked.entries()) {
    const person = to[n];
    for (const reader of person ? [person] : admins)
      messages.push(await askOne(ctx, settings, one, reader, room));
  }
  return messages;
}

async function askOne(
  ctx: TxCtx,
  settings: Settings,
  { parties: { deal }, entryId, epoch }: Asked,
  to: Person,
  room: Interruptions,
): Promise<NewMessage> {
  // What a person has passed on may come at any hour, as their own message would.
  if (ctx.actor.type === 'member') return dealDm('request', deal, to, { entryId });
  if (room.take(to) === 'morning' && epoch !== null) {
    const firing = `deal:${deal.id}:hand_over:${epoch}`;
    const timer = { subject: subjectOf(deal), clock: 'hand_over', epoch, firing };
    return remind(ctx, settings, to, timer, null, DEAL_MESSAGES);
  }
  const holdUntil = restingUntil(calendarFor(to, settings), settings, ctx.now);
  return dealDm('request', deal, to, { entryId, holdUntil });
}

/** Those who can say whose a deal is where nobody else can. */
export async function loadAdmins(ctx: TxCtx, settings: Settings): Promise<Person[]> {
  const ids = (await findAdmins(ctx.tx, ctx.workspace.id, settings)).map(({ id }) => id);
  const people = await loadPeople(ctx.tx, ctx.workspace.id, ids);
  return ids.flatMap((id) => people.get(id) ?? []);
}
