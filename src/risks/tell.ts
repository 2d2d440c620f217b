import type { Risk } from '../../prisma/generated/client.ts';
import type { Thread } from '../cases/threads.ts';
import { isDm, type NewMessage } from '../outbox/message.ts';
import type { Person } from '../people/person.ts';
import type { Actor } from '../platform/ctx.ts';
import { isWorkingTime, nextWorkingInstant } from '../time/working-time.ts';
import { dayOf } from './nudge.ts';
import { calendarOfRisk, type RiskParties, whoAnswersRisk } from './parties.ts';
import { clockOf, type RiskAction } from './risk.ts';

const CARD = 'risk_card';
const REQUEST = 'risk_request';
const EVENT = 'risk_event';
const NUDGE = 'risk_nudge';
export const NEWS_UNDER = [CARD, REQUEST] as const;

/** The card in a channel. `channel` is where it goes the first time; later ones find its thread. */
export function cardMessage(riskId: string, channel: string, holdUntil: Date | null): NewMessage {
  const thread = `risk:${riskId}:${CARD}:${channel}`;
  return {
    kind: CARD,
    subject: { type: 'risk', id: riskId },
    lane: channel,
    thread,
    root: true,
    dedupeKey: thread,
    ...(holdUntil ? { holdUntil } : {}),
  };
}

/** The DM that asks somebody to take it. `version` is the risk's: they are asked once each time it comes to them. */
export function requestMessage(
  { risk }: Pick<RiskParties, 'risk'>,
  to: Person,
  entryId: string,
  holdUntil: Date | null,
): NewMessage {
  const thread = `risk:${risk.id}:${REQUEST}:${risk.version}`;
  return {
    kind: REQUEST,
    subject: { type: 'risk', id: risk.id },
    memberId: to.id,
    data: { entryId },
    lane: to.slackUserId,
    thread,
    root: true,
    dedupeKey: thread,
    ...(holdUntil ? { holdUntil } : {}),
  };
}

/** The DM to whoever owes the next step. It asks only for as long as they owe what they owed then. */
function nudgeMessage({ risk }: Pick<RiskParties, 'risk'>, to: Person, entryId: string): NewMessage {
  const thread = `risk:${risk.id}:${NUDGE}:${risk.version}`;
  return {
    kind: NUDGE,
    subject: { type: 'risk', id: risk.id },
    memberId: to.id,
    data: { entryId, clock: clockOf(risk), checkInOn: dayOf(risk.checkInOn) },
    lane: to.slackUserId,
    thread,
    root: true,
    dedupeKey: thread,
  };
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
  if (action === 'reopened') return news;
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
  const lastAsked = threads
    .filter(({ kind, memberId }) => kind === REQUEST && memberId !== null)
    .toSorted((a, b) => versionIn(b) - versionIn(a))[0];
  const cards = threads.filter(({ kind }) => kind === CARD);
  return lastAsked && lastAsked.memberId !== actorId ? [...cards, lastAsked] : cards;
}

function replyUnder(thread: Thread, risk: Pick<Risk, 'id'>, entryId: string): NewMessage {
  return {
    kind: EVENT,
    subject: { type: 'risk', id: risk.id },
    ...(thread.memberId ? { memberId: thread.memberId } : {}),
    data: { entryId },
    lane: thread.lane,
    thread: thread.key,
    root: false,
    dedupeKey: `${thread.key}:event:${entryId}`,
  };
}

/** News for whoever answers where there is no card and they were never asked by DM: in a message of its own. */
export function newsAlone(risk: Pick<Risk, 'id'>, to: Person, entryId: string): NewMessage {
  const thread = `risk:${risk.id}:${EVENT}:${entryId}`;
  return {
    kind: EVENT,
    subject: { type: 'risk', id: risk.id },
    memberId: to.id,
    data: { entryId, alone: true },
    lane: to.slackUserId,
    thread,
    root: true,
    dedupeKey: thread,
  };
}

/** When whoever answers works again; null: now, or it does not matter. */
export function restingUntil(parties: RiskParties, now: Date): Date | null {
  const calendar = calendarOfRisk(parties, now);
  const anyTime = parties.settings.values['interruptions.outside_hours'];
  return anyTime || isWorkingTime(now, calendar) ? null : nextWorkingInstant(now, calendar);
}

/** A request's key ends with the version of the risk at which it went out. */
function versionIn({ key }: Thread): number {
  return Number(key.slice(key.lastIndexOf(':') + 1));
}
