import { z } from 'zod';
import { stored } from '../platform/stored.ts';
import type { Figures } from './figures.ts';

const count = z.number().int().min(0);
export const TotalSchema = z.object({
  accounts: z.number().int(),
  amount: z.number(),
  unpriced: count.optional(),
});
const share = z.object({ met: count, of: count });
const median = z.object({ value: z.number().nullable(), of: count });
const service = z.object({
  acknowledged: share,
  accepted: share,
  kickoff: share,
  firstPass: share,
  hoursToAcknowledge: median,
  hoursToAccept: median,
});

/** Figures as they are stored. */
export const FiguresSchema: z.ZodType<Figures> = z.object({
  currency: z.string(),
  atRisk: TotalSchema,
  handoffs: service.extend({ teams: z.array(service.extend({ team: z.string().nullable() })) }),
  risks: z.object({ saved: TotalSchema, lost: TotalSchema, saveRate: share, falseAlarms: share }),
  firstValue: median,
});

export const BASELINE = stored('baseline', FiguresSchema);
