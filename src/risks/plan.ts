import { z } from 'zod';
import { stored } from '../platform/stored.ts';

/** As much as Slack takes in one input. */
const WORDS_MAX = 3_000;

const PlanSchema = z.object({
  firstAction: z.string().trim().min(1).max(WORDS_MAX),
  /** YYYY-MM-DD. */
  dueOn: z.iso.date(),
});

/** What the owner does first, and by when. */
export type Plan = z.infer<typeof PlanSchema>;

export const PLAN = stored('risk plan', PlanSchema);

/** A stored plan; null where there is none, or none that can be read. */
export function readPlan(json: unknown, riskId: string): Plan | null {
  return json === null || json === undefined ? null : PLAN.read(json, riskId);
}
