import type { DigestLine, NextAction } from './content.ts';

/**
 * What to do about one account. `today` is YYYY-MM-DD; `readerId` is the one person who reads it: nobody nudges
 * themselves.
 */
export function nextAction(
  { accountId, risk, owner }: Pick<DigestLine, 'accountId' | 'risk' | 'owner'>,
  today: string,
  readerId: string | null,
): NextAction {
  if (risk === null) return { kind: 'open', accountId };
  if (risk.state === 'open') return { kind: 'claim', riskId: risk.id };
  const isOwed = risk.checkInOn === null || risk.checkInOn <= today;
  const isTheirs = owner !== null && owner.id === readerId;
  return { kind: isOwed && !isTheirs ? 'nudge' : 'details', riskId: risk.id };
}
