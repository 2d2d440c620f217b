import type { Ladder, Rung } from '../../cases/clocks/ladder.ts';
import { settingsFor } from '../../settings/policies.ts';
import type { DealParties } from './parties.ts';

/** Once to whoever is to hand it over, then up. */
const UP: Rung[] = [
  { at: 1, kind: 'reminder', tell: ['owner'] },
  { at: 1.5, kind: 'escalation', tell: ['lead'] },
  { at: 2, kind: 'escalation', tell: ['manager', 'fallback_channel'], repeat: { every: 'P1D', times: 2 } },
];

/** The ladder as the policy for its segment and its sellers stands now; it is kept with the timer. */
export function dealLadder({ settings, segment, ...sold }: DealParties): Ladder {
  const { text } = settingsFor(settings, { kind: null, segment, teamIds: sellingTeams(sold) });
  return { limit: text['deal.hand_over'], rungs: UP };
}

/** Those of its owner in sales, all of theirs where none is; unowned, the team whose lead is asked. */
function sellingTeams({ deal, people }: Pick<DealParties, 'deal' | 'people'>): string[] {
  const owner = people.get(deal.ownerId ?? '');
  if (!owner) return deal.teamId === null ? [] : [deal.teamId];
  const inSales = owner.teams.filter(({ lane }) => lane === 'sales');
  return (inSales.length > 0 ? inSales : owner.teams).map(({ id }) => id);
}
