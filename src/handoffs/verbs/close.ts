import { notNow, reasonIn } from '../../cases/case.ts';
import { type Changed, changeCase } from '../../cases/change-case.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { isRefusal, type Refusal, refuse } from '../../platform/refusal.ts';
import { isLocalDate, localDate } from '../../time/local-date.ts';
import { type Decision, isOpen } from '../handoff.ts';
import { HANDOFFS } from '../handoff-case.ts';

/** What the receiver says of it when the customer has been met. */
export interface Finish {
  /** YYYY-MM-DD. */
  heldOn: string;
  /** Criteria the customer had to repeat, by key. */
  askedAgain: string[];
  /** Of the brief, 1 to 5. */
  quality: number;
  note: string;
}

const GOOD = 4;

/** *Log kickoff*: the customer is in new hands. What the receiver says of the brief goes to the sender alone. */
export function finishHandoff(
  ctx: Ctx,
  { handoffId, heldOn, quality, ...said }: Finish & { handoffId: string },
): Promise<Changed | Refusal> {
  const note = said.note.trim();
  return changeCase(ctx, HANDOFFS, handoffId, {
    verb: 'finish',
    decide: ({ handoff, actor, template }): Decision | Refusal => {
      if (handoff.state !== 'accepted') return notNow('finished');
      if (!isLocalDate(heldOn)) return refuse('no_day', 'Pick the day it was held.', 'heldOn');
      if (heldOn > localDate(ctx.now, actor.zone))
        return refuse('future', 'Pick today or an earlier day.', 'heldOn');
      if (!Number.isInteger(quality) || quality < 1 || quality > 5)
        return refuse('no_quality', 'Rate the brief.', 'quality');
      if (quality < GOOD && note === '')
        return refuse('no_reason', 'Add what would have made the brief better.', 'note');
      const known = template.criteria.map(({ key }) => key);
      return {
        action: 'finished',
        patch: {
          state: 'finished',
          kickoffOn: new Date(`${heldOn}T00:00:00Z`),
          finishedById: actor.id,
          askedAgain: known.filter((key) => said.askedAgain.includes(key)),
          quality,
          qualityNote: note || null,
          closedAt: ctx.now,
        },
      };
    },
    data: { heldOn },
  });
}

/** *Read*, of what the receiver says of the brief: the receiver sees that it was. */
export function readFeedback(ctx: Ctx, command: { handoffId: string }): Promise<Changed | Refusal> {
  return changeCase(ctx, HANDOFFS, command.handoffId, {
    verb: 'read_feedback',
    decide: ({ handoff: { state, feedbackReadAt } }): Decision | Refusal => {
      if (state !== 'finished') return notNow('read');
      return feedbackReadAt
        ? refuse('read_already', 'You’ve said so already.')
        : { action: 'feedback_read', patch: { feedbackReadAt: ctx.now } };
    },
  });
}

export async function cancelHandoff(
  ctx: Ctx,
  command: { handoffId: string; reason: string; drawnFor?: string | undefined },
): Promise<Changed | Refusal> {
  const reason = reasonIn(command.reason);
  if (isRefusal(reason)) return reason;
  return changeCase(ctx, HANDOFFS, command.handoffId, {
    verb: 'cancel',
    drawnFor: command.drawnFor,
    decide: ({ handoff: { state } }): Decision | Refusal =>
      isOpen(state)
        ? { action: 'cancelled', patch: { state: 'cancelled', closedAt: ctx.now, snoozedUntil: null } }
        : notNow('cancelled'),
    data: { reason },
  });
}
