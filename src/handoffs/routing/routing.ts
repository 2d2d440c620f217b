import type { Lane, Routing } from '../../../prisma/generated/client.ts';
import { isZone, offsetAt } from '../../time/local-date.ts';

/** Somebody's place in a team of the receiving lane, with what they have to look after. */
export interface Seat {
  memberId: string;
  name: string;
  zone: string;
  teamId: string;
  team: string;
  routing: Routing;
  /** How many they were given; one who comes or comes back begins where the others are. */
  turn: number;
  /** Accounts that they own in the lane, or are about to. */
  accounts: number;
  /** What these are worth in the reporting currency, as far as that is known. */
  amount: number;
}

/** Why somebody is suggested. */
export type Why =
  | { by: 'owner'; lane: Lane }
  /** `near`: others were left out because they work at other times than the sender. */
  | { by: Routing; team: string; near: boolean };

export interface Suggestion {
  memberId: string;
  why: Why;
}

/** So far apart two working days still share most of their hours. */
const NEAR_MS = 3 * 3_600_000;

/**
 * Returns to whom a handoff goes that nobody owns: of those near the sender's zone, if there are any, whom the rule of
 * their team says. Of several teams it is that of whoever has the fewest accounts. Null: there are no seats.
 */
export function pickReceiver(seats: readonly Seat[], senderZone: string, now: Date): Suggestion | null {
  const close = seats.filter(({ zone }) => isNear(zone, senderZone, now));
  const pool = close.length > 0 ? close : seats;
  const [lightest] = pool.toSorted(by(({ accounts }) => [accounts]));
  if (!lightest) return null;
  const { teamId, team, routing } = lightest;
  const [first = lightest] = pool.filter((seat) => seat.teamId === teamId).toSorted(by(RULES[routing]));
  return { memberId: first.memberId, why: { by: routing, team, near: pool.length < seats.length } };
}

const RULES: Record<Routing, (seat: Seat) => number[]> = {
  fewest_accounts: ({ accounts }) => [accounts],
  least_arr: ({ amount, accounts }) => [amount, accounts],
  in_turn: ({ turn, accounts }) => [turn, accounts],
};

/** The smallest first; of equals, by the names of people and of their teams. */
const by = (figures: (seat: Seat) => number[]) => (a: Seat, b: Seat) => {
  const [ours, theirs] = [figures(a), figures(b)];
  const n = ours.findIndex((figure, index) => figure !== theirs[index]);
  if (n >= 0) return (ours[n] ?? 0) - (theirs[n] ?? 0);
  const names = ({ name, memberId, team }: Seat) => [name, memberId, team].join('\0');
  return names(a) < names(b) ? -1 : 1;
};

function isNear(zone: string, other: string, now: Date): boolean {
  if (zone === other) return true;
  if (!isZone(zone) || !isZone(other)) return false;
  return Math.abs(offsetAt(zone, now.getTime()) - offsetAt(other, now.getTime())) <= NEAR_MS;
}
