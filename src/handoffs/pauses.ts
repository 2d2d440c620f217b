import { type Refusal, refuse } from '../platform/refusal.ts';
import { type Decision, type Handoff, isWaiting, wrongState } from './handoff.ts';

// Asking again, and being left alone for a while: neither moves a handoff.

/** `paused`: they were asked a short while ago. */
export function decideNudge(handoff: Handoff, paused: boolean, now: Date): Decision | Refusal {
  if (!isWaiting(handoff.state)) return wrongState(handoff, 'nudged');
  if (paused) {
    return refuse(
      'nudged_already',
      'They were nudged a short while ago. Give them a moment; the clock runs on.',
    );
  }
  return { action: 'nudged', patch: { nudgedAt: now }, start: [], stop: [] };
}

/** Mutes reminders and rungs until then; the clocks run on. `minutes` are working minutes, capped in all. */
export function decideSnooze(
  handoff: Handoff,
  until: Date,
  minutes: number,
  capMinutes: number,
  now: Date,
): Decision | Refusal {
  if (!isWaiting(handoff.state)) return wrongState(handoff, 'snoozed');
  if (until <= now) return refuse('past', 'Pick a later time.');
  if (handoff.snoozedMinutes + minutes > capMinutes) {
    return refuse(
      'snoozed_enough',
      'This one was snoozed for as long as it may be. Please answer it, or reassign it.',
    );
  }
  return {
    action: 'snoozed',
    patch: { snoozedUntil: until, snoozedMinutes: handoff.snoozedMinutes + minutes },
    start: [],
    stop: [],
  };
}
