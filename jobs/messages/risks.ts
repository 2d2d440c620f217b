import { casesIn } from '../../src/cases/told/round-up.ts';
import type { DeliveryCtx, MessageKind, Rendered, Where } from '../../src/outbox/delivery.ts';
import type { Message } from '../../src/outbox/message.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { loadRiskEntry } from '../../src/risks/load-risk-history.ts';
import { loadRiskPicture, loadRiskPictures } from '../../src/risks/load-risk-pictures.ts';
import type { RiskPicture } from '../../src/risks/picture.ts';
import { mayRisk } from '../../src/risks/rights.ts';
import type { RiskClock } from '../../src/risks/risk.ts';
import { RISKS } from '../../src/risks/risk-case.ts';
import { loadRiskScene } from '../../src/risks/scene.ts';
import {
  type RiskEscalation,
  riskEscalationMessage,
  riskNudgeMessage,
  riskReminderMessage,
  riskRoundupMessage,
} from '../../views/risks/chase-messages.ts';
import { riskEventMessage } from '../../views/risks/event-message.ts';
import { ANYTHING, type May } from '../../views/risks/parts/buttons.ts';
import { riskRequestMessage } from '../../views/risks/request-message.ts';
import { riskCard } from '../../views/risks/risk-card.ts';
import { riskFallbackOf } from '../risk-fallback.ts';
import { isStillTheirs, limitOfClock, runsAsThen } from '../still-asked.ts';
import { textIn } from './fields.ts';
import { isLatest } from './is-latest.ts';

/** What is said of risks. */
export const RISK_MESSAGES: Record<string, MessageKind> = {
  risk_card: riskKind((_, picture) => riskCard(picture)),
  risk_request: riskKind(async (message, picture, ctx, { posted }) => {
    const memberId = message.memberId ?? '';
    const isTheirs = picture.state === 'open' && picture.answers?.id === memberId;
    // Held until they work, and somebody else has taken it meanwhile.
    if (!isTheirs && !posted) return null;
    const isAsked = isTheirs && (await isLatest(ctx, message));
    return riskRequestMessage(picture, { memberId, isAsked, may: await mayOf(ctx, message) });
  }),
  risk_event: riskKind(async (message, picture, ctx) => {
    const entry = await loadRiskEntry(ctx, textIn(message, 'entryId'));
    return entry && riskEventMessage(entry, picture, message.data['alone'] === true);
  }),
  risk_nudge: riskKind(async (message, picture, ctx, { posted }) => {
    const entry = await loadRiskEntry(ctx, textIn(message, 'entryId'));
    const asked = isStillNudged(message, picture);
    if (!entry?.by || (!asked && !posted)) return null;
    const isLate = picture.limitAt !== null && picture.limitAt <= ctx.now;
    return riskNudgeMessage(picture, { by: entry.by, asked, isLate, may: await mayOf(ctx, message) });
  }),
  risk_reminder: chaseKind(async (message, picture, ctx, asked) =>
    riskReminderMessage(picture, {
      clock: textIn(message, 'clock') as RiskClock,
      asked,
      isLate: picture.limitAt !== null && picture.limitAt <= ctx.now,
      may: await mayOf(ctx, message),
    }),
  ),
  risk_escalation: chaseKind(async (message, picture, ctx, asked) =>
    riskEscalationMessage(picture, {
      clock: textIn(message, 'clock') as RiskClock,
      role: textIn(message, 'role') as RiskEscalation['role'],
      // A clock that was started again has another limit.
      overdueSince: asked ? await limitOfClock(ctx, message) : null,
      may: await mayOf(ctx, message),
    }),
  ),
  risk_roundup: {
    about: 'customer',
    whenUnknown: 'resend',
    render: (ctx, message, where) => drawRoundup(ctx, message, where),
  },
};

/** Of what is still asked: the others are left out. */
async function drawRoundup(ctx: DeliveryCtx, message: Message, { posted }: Where): Promise<Rendered | null> {
  const cases = casesIn(message);
  const pictures = await loadRiskPictures(
    ctx,
    cases.map(({ id }) => id),
  );
  const asked: RiskPicture[] = [];
  for (const { id, clock, epoch } of cases) {
    const picture = pictures.find((one) => one.id === id);
    const about = { ...message, subject: { type: 'risk', id }, data: { clock, epoch } };
    if (picture && (await isStillAsked(ctx, about, picture))) asked.push(picture);
  }
  return asked.length > 0 || posted ? riskRoundupMessage(asked) : null;
}

type Draw = (
  message: Message,
  picture: RiskPicture,
  ctx: DeliveryCtx,
  where: Where,
) => Rendered | null | Promise<Rendered | null>;

type DrawChase = (
  message: Message,
  picture: RiskPicture,
  ctx: DeliveryCtx,
  asked: boolean,
) => Promise<Rendered | null>;

/** Something that is true whatever has happened since; the view shows what is so now. */
function riskKind(draw: Draw): MessageKind {
  return {
    about: 'customer',
    whenUnknown: 'resend',
    async render(ctx, message, where) {
      const picture = await loadRiskPicture(ctx, message.subject.id);
      return picture && draw(message, picture, ctx, where);
    },
    fallback: riskFallbackOf,
  };
}

/** The clock that brought this message runs as it did then, and what it says is not muted. */
async function isStillAsked(ctx: DeliveryCtx, message: Message, picture: RiskPicture): Promise<boolean> {
  return picture.clock === message.data['clock'] && !picture.snoozedUntil && runsAsThen(ctx, message);
}

/** Something that asks for an answer: not said once the answer is there. Said already, it shows how it stands. */
function chaseKind(draw: DrawChase): MessageKind {
  return riskKind(async (message, picture, ctx, where) => {
    const asked = await isStillAsked(ctx, message, picture);
    if (!asked && !where.posted) return null;
    const who = { owesId: picture.answers?.id, posted: where.posted };
    return draw(message, picture, ctx, asked && (await isStillTheirs(ctx, RISKS, message, who)));
  });
}

/** The step they were nudged about is theirs, and still to do. */
function isStillNudged({ memberId, data }: Message, { answers, clock, checkInOn }: RiskPicture): boolean {
  return answers?.id === memberId && clock === data['clock'] && checkInOn === data['checkInOn'];
}

/** What its reader may do. In a channel that is many, and each click is checked again. */
async function mayOf(ctx: DeliveryCtx, { memberId, subject }: Message): Promise<May> {
  if (memberId === null) return ANYTHING;
  const scene = await loadRiskScene({ ...ctx, actor: { type: 'member', memberId } }, subject.id);
  return (verb) => !isRefusal(scene) && mayRisk(verb, scene.roles, scene.risk);
}
