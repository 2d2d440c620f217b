import type {
  DigestCadence,
  FigureScope as DigestScope,
  DigestSubscription,
} from '../../prisma/generated/client.ts';
import type { Scope } from '../figures/scope.ts';

export type { DigestCadence, DigestScope, DigestSubscription };

/** What a person may have a digest of: only that is offered. */
export interface DigestChoice {
  kind: DigestScope;
  /** Of the team; the folded segment; '' for the others. */
  key: string;
  /** Of the team or segment. */
  name: string;
}

/** What a subscription is of. */
export function scopeOf(one: Pick<DigestSubscription, 'scope' | 'teamId' | 'segment' | 'ownerId'>): Scope {
  switch (one.scope) {
    case 'mine':
    case 'reports':
      return { kind: one.scope, memberId: one.ownerId };
    case 'team':
      return { kind: 'team', teamId: one.teamId ?? '' };
    case 'segment':
      return { kind: 'segment', segment: one.segment ?? '' };
    case 'everything':
      return { kind: 'everything' };
  }
}
