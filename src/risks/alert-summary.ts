import { z } from 'zod';
import type { AccountProfile } from '../accounts/profile.ts';
import type { HealthStanding } from '../health/standing.ts';

/** One account of the summary, as it stands now. */
export interface ListedAccount {
  account: AccountProfile;
  standing: HealthStanding;
  /** "R-7" while one is open. */
  openRisk: { id: string; name: string } | null;
}

/** What is said when the alerts of a segment were turned on. */
export interface AlertSummary {
  id: string;
  segment: string;
  /** As of then. */
  atRisk: number;
  critical: number;
  /** The worst of then, in order. */
  accounts: ListedAccount[];
  /** That were low then, and are not listed. */
  more: number;
}

/** What the message keeps of it: the accounts by their ids. */
export const Enabled = z.object({
  segment: z.string(),
  atRisk: z.number(),
  critical: z.number(),
  accounts: z.array(z.guid()),
});
export type AlertsEnabled = z.infer<typeof Enabled>;
