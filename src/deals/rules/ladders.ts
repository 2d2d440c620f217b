import type { Ladder, Rung } from '../../cases/clocks/ladder.ts';
import type { Settings } from '../../settings/catalogue.ts';

/** Once to whoever is to hand it over, then up. */
const UP: Rung[] = [
  { at: 1, kind: 'reminder', tell: ['owner'] },
  { at: 1.5, kind: 'escalation', tell: ['lead'] },
  { at: 2, kind: 'escalation', tell: ['manager', 'fallback_channel'], repeat: { every: 'P1D', times: 2 } },
];

/** The ladder as the policy stands now; it is kept with the timer. */
export function dealLadder(settings: Settings): Ladder {
  return { limit: settings.text['deal.hand_over'], rungs: UP };
}
