import type { Risk } from '../../../prisma/generated/client.ts';
import type { Thread } from '../../cases/case-kind.ts';
import { type Interruptions, interruptions, restingUntil } from '../../cases/told/interrupt.ts';
import { remind } from '../../cases/told/remind.ts';
import { dm } from '../../outbox/define-message.ts';
import { isDm, type NewMessage } from '../../outbox/message.ts';
import type { Person } from '../../people/person.ts';
import type { Actor, TxCtx } from '../../platform/ctx.ts';
import type { Settings } from '../../settings/catalogue.ts';
import { isoDay } from '../../time/day.ts';
import { RISK_MESSAGES } from '../messages.ts';
import { clockOf, type RiskAction } from '../risk.ts';
import { calendarOfRisk, type RiskParties, whoAnswersRisk } from '../rules/parties.ts';

const subjectOf = ({ id }: Pick<Risk, 'id'>) => ({ type: 'risk', id });

/** The card in a channel. `channel` is where it goes the first time; later ones find its thread. */
export function cardMessage(riskId: string, channel: string, holdUntil: Date | null): NewMessage {
  return RISK_MESSAGES.card.root({
    subject: subjectOf({ id: riskId }),
    destination: channel,
    holdUntil,
    thread: `risk:${riskId}:risk_card:${channel}`,
  });
}

/** The DM that asks somebody to take it: once for each version of the risk, which is each time it comes to them. */
export function requestMessage(
  { risk }: Pick<RiskParties, 'risk'>,
  to: Person,
  entryId: string,
  holdUntil: Date | null,
): NewMessage {
  return RISK_MESSAGES.request.root({
    subject: subjectOf(risk),
    ...dm(to),
    holdUntil,
    data: { entryId },
    thread: `risk:${risk.id}:risk_request:${risk.version}`,
  });
}

/** The DM to whoever owes the next step. It asks only for as long as they owe what they owed then. */
function nudgeMessage({ risk }: Pick<RiskParties, 'risk'>, to: Person, entryId: string): NewMessage {
  return RISK_MESSAGES.nudge.root({
    subject: subjectOf(risk),
    ...dm(to),
    thread: `risk:${risk.id}:risk_nudge:${risk.version}`,
    data: { entryId, clock: clockOf(risk), checkInOn: isoDay(risk.checkInOn) },
  });
}

/**
 * What is said when `action` has happened, to whom. `parties` are as they stand afterwards; `threads` are the root
 * messages posted before, which are updated in place besides. Who is to take one that is new is asked by `askToTake`.
 * Text is written when a message goes out.
 */
export function messagesAfter(
  action: RiskAction,
  parties: RiskParties,
  threads: readonly Thread[],
  entryId: string,
  { actor, now }: { actor: Actor; now: Date },
): NewMessage[] {
  if (action === 'opened' || action === 'snoozed') return [];
  const to = whoAnswersRisk(parties, now);
  if (action === 'nudged') return to ? [nudgeMessage(parties, to, entryId)] : [];
  const actorId = actor.type === 'member' ? actor.memberId : null;
  const told = threadsTold(threads, actorId);
  const news = told.map((thread) => replyUnder(thread, parties.risk, entryId));
  if (action === 'reopened' || action === 'undone') return news;
  if (!to || to.id === actorId) return news;
  // What a person has passed on may come at any hour, as their own message would.
  if (action === 'reassigned' && parties.risk.state === 'open')
    return [...news, requestMessage(parties, to, entryId, null)];
  // A card that found no channel lies in the DMs of admins, where nobody else reads it.
  const hears = told.some(
    ({ lane, memberId }) => !isDm(lane) || lane === to.slackUserId || memberId === to.id,
  );
  const isOwn = actorId !== null && actorId === parties.risk.ownerId;
  return hears || isOwn ? news : [...news, newsAlone(parties.risk, to, entryId)];
}

/** The cards, and the DM of whoever was asked last unless they did it themselves. */
function threadsTold(threads: readonly Thread[], actorId: string | null): Thread[] {
  const lastAsked = threads.findLast(
    ({ kind, memberId }) => kind === RISK_MESSAGES.request.kind && memberId !== null,
  );
  const cards = threads.filter(({ kind }) => kind === RISK_MESSAGES.card.kind);
  return lastAsked && lastAsked.memberId !== actorId ? [...cards, lastAsked] : cards;
}

function replyUnder({ key, lane, memberId }: Thread, risk: Pick<Risk, 'id'>, entryId: string): NewMessage {
  return RISK_MESSAGES.event.reply({
    subject: subjectOf(risk),
    destination: lane,
    memberId,
    thread: key,
    data: { entryId, alone: false },
    dedupeKey: `${key}:event:${entryId}`,
  });
}

/** News for whoever answers where there is no card and they were never asked by DM: in a message of its own. */
export function newsAlone(risk: Pick<Risk, 'id'>, to: Person, entryId: string): NewMessage {
  return RISK_MESSAGES.event.root({
    subject: subjectOf(risk),
    ...dm(to),
    thread: `risk:${risk.id}:risk_event:${entryId}`,
    data: { entryId, alone: true },
  });
}

/** When whoever answers works again; null: now, or it does not matter. */
export function whenTheyWork(parties: RiskParties, now: Date): Date | null {
  return restingUntil(calendarOfRisk(parties, now), parties.settings, now);
}

/** Of whoever is asked to take these: how often they may be interrupted still. */
export function roomToAsk(
  ctx: TxCtx,
  settings: Settings,
  all: readonly RiskParties[],
): Promise<Interruptions> {
  const sparing = all.filter(({ risk }) => risk.severity !== 'critical');
  const asked = sparing.map((each) => whoAnswersRisk(each, ctx.now));
  return interruptions(
    ctx,
    settings,
    asked.filter((person) => person !== null),
  );
}

/**
 * Asks whoever answers to take a risk that is new: by a DM of its own when they work, or on a day that is full in
 * their next morning DM. Critical is exempt from how often somebody may be interrupted, not from when. `epoch` is
 * that of the claim clock just armed, `room` of roomToAsk.
 */
export async function askToTake(
  ctx: TxCtx,
  parties: RiskParties,
  entryId: string,
  epoch: number,
  room: Interruptions,
): Promise<NewMessage[]> {
  const { risk, settings } = parties;
  const asked = whoAnswersRisk(parties, ctx.now);
  if (!asked) return [];
  if (risk.severity !== 'critical' && room.take(asked) === 'morning') {
    const firing = `risk:${risk.id}:claim:${epoch}`;
    const claim = { subject: { type: 'risk', id: risk.id }, clock: 'claim', epoch, firing };
    return [await remind(ctx, settings, asked, claim, null, RISK_MESSAGES)];
  }
  return [requestMessage(parties, asked, entryId, whenTheyWork(parties, ctx.now))];
}
