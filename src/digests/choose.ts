import { type Candidate, isUnowned } from '../figures/candidate.ts';
import type { DigestLine, NextAction } from './content.ts';

const LISTED = 15;
const KEPT = 5;

type Choosable = Pick<Candidate, 'rank' | 'renewing' | 'owner' | 'risk'>;

/**
 * The fifteen that a digest lists, by rank. Five places are kept for what is unowned or renews soon: where the first
 * fifteen have fewer of these, the next of them take the places of the last of the others. `kept` says which did.
 */
export function choose<T extends Choosable>(candidates: readonly T[]): (T & Pick<DigestLine, 'kept'>)[] {
  const ranked = candidates.toSorted((a, b) => a.rank - b.rank);
  const first = ranked.slice(0, LISTED);
  const others = first.filter((one) => keepFor(one) === null);
  const room = Math.max(0, KEPT - (first.length - others.length));
  const coming = ranked.slice(LISTED).filter((one) => keepFor(one) !== null);
  coming.splice(room);
  const going = new Set(others.slice(others.length - coming.length));
  return [
    ...first.filter((one) => !going.has(one)).map((one) => ({ ...one, kept: null })),
    ...coming.map((one) => ({ ...one, kept: keepFor(one) })),
  ];
}

function keepFor(one: Choosable): DigestLine['kept'] {
  if (isUnowned(one)) return 'unowned';
  return one.renewing ? 'renewal' : null;
}

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
