import type { FigureScope } from '../../prisma/generated/client.ts';
import { plusDays } from '../time/day.ts';

/** Whose accounts figures are of. */
export type Scope =
  /** Those the person owns or co-owns, in any lane. */
  | { kind: 'mine'; memberId: string }
  /** Those of everybody below the person, and the person's own. */
  | { kind: 'reports'; memberId: string }
  /** Those that a member of the team owns or co-owns. */
  | { kind: 'team'; teamId: string }
  /** Folded; '' is accounts without one. */
  | { kind: 'segment'; segment: string }
  | { kind: 'everything' };

/** What tells one scope of a kind from another. */
export function scopeKeyOf(scope: Scope): { scope: FigureScope; scopeKey: string } {
  switch (scope.kind) {
    case 'mine':
    case 'reports':
      return { scope: scope.kind, scopeKey: scope.memberId };
    case 'team':
      return { scope: 'team', scopeKey: scope.teamId };
    case 'segment':
      return { scope: 'segment', scopeKey: scope.segment };
    case 'everything':
      return { scope: 'everything', scopeKey: '' };
  }
}

/** Instants; `to` is exclusive. */
export interface Period {
  from: Date;
  to: Date;
}

export function daysBefore(to: Date, days: number): Period {
  return { from: plusDays(to, -days), to };
}
