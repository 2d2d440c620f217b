import { type Refusal, refuse } from '../platform/refusal.ts';

/** Returns why somebody does it, without the space around it; refused where they say nothing. */
export function reasonIn(text: string): string | Refusal {
  const reason = text.trim();
  return reason || refuse('no_reason', 'Say in a few words why, so that nobody has to ask.', 'reason');
}
