// Who hands what over to whom, and what becomes of it: the same in every run.

export type Deed = 'submitted' | 'acknowledged' | 'returned' | 'resubmitted' | 'accepted' | 'undone';

export interface Deal {
  account: string;
  /** Handles. */
  rep: string;
  csm: string;
  lead: string;
  /** The team's channel. */
  channel: string;
  /** What people mean to do, in this order. Whoever comes too late to undo leaves it at that. */
  plan: Deed[];
  /** What they have done, as Slack told them. */
  did: Deed[];
  /** As the modal told the rep: H-12. */
  number: number | null;
  /** The rep closes a modal that fails, and looks whether it went through; others press again. */
  impatient: boolean;
}

export const TEAMS = 10;
export const CSMS_PER_TEAM = 3;
export const REPS = 20;

const two = (n: number): string => String(n + 1).padStart(2, '0');
export const repName = (n: number): string => `rep.${two(n)}`;
export const csmName = (team: number, n: number): string => `csm.${two(team)}.${n + 1}`;
export const leadName = (team: number): string => `lead.${two(team)}`;
export const channelName = (team: number): string => `cs-${two(team)}`;

const FATES: Deed[][] = [
  ['submitted'],
  ['submitted', 'acknowledged'],
  ['submitted', 'accepted', 'undone', 'returned'],
  ['submitted', 'returned', 'resubmitted', 'accepted'],
  ['submitted', 'returned', 'resubmitted', 'accepted'],
  ['submitted', 'acknowledged', 'accepted'],
  ['submitted', 'accepted'],
  ['submitted', 'accepted'],
  ['submitted', 'accepted'],
  ['submitted', 'accepted'],
];

/**
 * Ten deals at a time, one for each team. Of every hundred, ten stay unanswered: at most three for one lead and two
 * for one rep, so that nobody reaches the limit of interruptions in a day.
 */
export function makeDeals(count: number, { from = 0, fate }: { from?: number; fate?: Deed[] } = {}): Deal[] {
  return Array.from({ length: count }, (_, index) => {
    const n = from + index;
    const team = index % TEAMS;
    const ten = Math.floor(index / TEAMS);
    return {
      account: `Sample Customer ${String(n + 1).padStart(3, '0')}`,
      rep: repName((index + ten) % REPS),
      csm: csmName(team, ten % CSMS_PER_TEAM),
      lead: leadName(team),
      channel: channelName(team),
      plan: fate ?? FATES[ten % FATES.length] ?? [],
      did: [],
      number: null,
      impatient: index % 4 === 0,
    };
  });
}

/** What the handoff's state must be after what people did. */
export function stateOf({ did }: Deal): string {
  const last = did.at(-1);
  return last === 'resubmitted' || last === 'undone' ? 'submitted' : (last ?? 'draft');
}
