import { z } from 'zod';

/** What the owner does first, and by when. */
export interface Plan {
  firstAction: string;
  /** YYYY-MM-DD. */
  dueOn: string;
}

const PlanSchema = z.object({ firstAction: z.string(), dueOn: z.string() });

/** A stored plan; null where there is none. */
export function readPlan(json: unknown): Plan | null {
  return PlanSchema.nullable().parse(json ?? null);
}
