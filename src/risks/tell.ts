import type { OutboxThread, Risk } from '../../prisma/generated/client.ts';
import type { NewMessage } from '../outbox/message.ts';
import type { Person } from '../people/person.ts';
import type { Actor } from '../platform/ctx.ts';
import { isWorkingTime, nextWorkingInstant } from '../time/working-time.ts';
import { calendarOfRisk, type RiskParties, whoAnswersRisk } from './parties.ts';
import type { RiskAction } from './risk.ts';

export type RiskThread = Pick<OutboxThread, 'key' | 'kind' | 'lane' | 'memberId'>;

const CARD = 'risk_card';
const REQUEST = 'risk_request';
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

/** News under the cards, and in the DM of whoever was asked last unless they did it themselves. */
export function repliesTo(
  risk: Pick<Risk, 'id'>,
  threads: readonly RiskThread[],
  entryId: string,
  actor: Actor,
): NewMessage[] {
  const actorId = actor.type === 'member' ? actor.memberId : null;
  const lastAsked = threads
    .filter(({ kind, memberId }) => kind === REQUEST && memberId !== null)
    .toSorted((a, b) => versionIn(b) - versionIn(a))[0];
  const told = threads.filter(({ kind }) => kind === CARD);
  if (lastAsked && lastAsked.memberId !== actorId) told.push(lastAsked);
  return told.map((thread) => ({
    kind: 'risk_event',
    subject: { type: 'risk', id: risk.id },
    ...(thread.memberId ? { memberId: thread.memberId } : {}),
    data: { entryId },
    lane: thread.lane,
    thread: thread.key,
    root: false,
    dedupeKey: `${thread.key}:event:${entryId}`,
  }));
}

/**
 * What is said when `action` has happened, to whom. `parties` are as they stand afterwards; `threads` are the root
 * messages posted before, which are updated in place besides. `hold`: until when whoever is asked is left alone.
 * Text is written when a message goes out.
 */
export function messagesAfter(
  action: RiskAction,
  parties: RiskParties,
  threads: readonly RiskThread[],
  entryId: string,
  { actor, now, hold }: { actor: Actor; now: Date; hold: Date | null },
): NewMessage[] {
  if (action === 'opened' || action === 'snoozed') return [];
  const news = repliesTo(parties.risk, threads, entryId, actor);
  if (action !== 'reopened' && action !== 'reassigned') return news;
  const to = whoAnswersRisk(parties, now);
  const byThemselves = actor.type === 'member' && actor.memberId === to?.id;
  return to && !byThemselves ? [...news, requestMessage(parties, to, entryId, hold)] : news;
}

/** When whoever answers works again; null: now, or it does not matter. */
export function restingUntil(parties: RiskParties, now: Date): Date | null {
  const calendar = calendarOfRisk(parties, now);
  const anyTime = parties.settings.values['interruptions.outside_hours'];
  return anyTime || isWorkingTime(now, calendar) ? null : nextWorkingInstant(now, calendar);
}

/** A request's key ends with the version of the risk at which it went out. */
function versionIn({ key }: RiskThread): number {
  return Number(key.slice(key.lastIndexOf(':') + 1));
}
