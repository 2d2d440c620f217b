import { z } from 'zod';
import { FiguresSchema as figures, STEPS, TotalSchema as total } from '../figures/figures.ts';
import { ReasonSchema } from '../health/reasons.ts';
import { ListingSchema } from '../health/slides/listed.ts';
import { BandWhySchema } from '../health/why-band.ts';
import { stored } from '../platform/stored.ts';
import { type AgendaContent, type DigestContent, OVERDUE_KINDS, QUESTIONS } from './content.ts';

const named = z.object({ id: z.string(), slackUserId: z.string(), name: z.string() });
const next = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['claim', 'nudge', 'details']), riskId: z.string() }),
  z.object({ kind: z.literal('open'), accountId: z.string() }),
]);
const line = z.object({
  accountId: z.string(),
  name: z.string(),
  arr: z.string().nullable(),
  currency: z.string().nullable(),
  band: z.enum(['healthy', 'watch', 'at_risk', 'critical', 'unknown']),
  score: z.number().nullable(),
  why: BandWhySchema.nullable().default(null),
  listing: ListingSchema.nullable().default(null),
  scoreBefore: z.number().nullable(),
  reason: ReasonSchema.nullable(),
  note: z.string().nullable(),
  owner: named.nullable(),
  renewalOn: z.string().nullable(),
  risk: z
    .object({
      id: z.string(),
      name: z.string(),
      state: z.enum(['open', 'claimed']),
      plan: z.string().nullable(),
      checkInOn: z.string().nullable(),
    })
    .nullable(),
  kept: z.enum(['unowned', 'renewal']).nullable(),
  next,
});
const overdue = z.object({
  kind: z.enum(OVERDUE_KINDS),
  id: z.string(),
  name: z.string(),
  account: z.string(),
  who: named.nullable(),
  since: z.string(),
});
const left = z.object({
  kind: z.enum(['deal', 'draft', 'kickoff']),
  id: z.string(),
  account: z.string(),
  who: named.nullable(),
  since: z.string(),
});

const scope = z.object({
  kind: z.enum(['mine', 'reports', 'team', 'segment', 'everything']),
  name: z.string(),
});
const period = z.object({ from: z.string(), to: z.string() });
const bridge = z.object({
  before: total,
  since: z.string(),
  steps: z.record(z.enum(STEPS), total),
  now: total,
});

const DigestSchema: z.ZodType<DigestContent> = z.object({
  cadence: z.enum(['weekly', 'monthly']),
  scope,
  asOf: z.string(),
  lateSince: z.string().nullable(),
  period,
  figures,
  bridge: bridge.nullable(),
  segments: z.array(total.extend({ segment: z.string() })),
  quarters: z.array(total.extend({ quarter: z.string().nullable() })),
  unpriced: z.object({
    noArr: z.number(),
    noRate: z.array(z.object({ currency: z.string().nullable(), accounts: z.number(), arr: z.number() })),
  }),
  lines: z.array(line),
  more: z.number(),
  watch: z
    .object({
      total: z.number(),
      some: z.array(ListingSchema.extend({ accountId: z.string(), name: z.string() })),
    })
    .default({ total: 0, some: [] }),
  overdue: z.object({ total: z.number(), some: z.array(overdue) }),
  left: z.object({ total: z.number(), some: z.array(left) }),
  kickoffs: z.object({ total: z.number(), some: z.array(left) }).default({ total: 0, some: [] }),
  lastQuarter: z.object({ quarter: z.string(), figures }).nullable(),
});

const AgendaSchema: z.ZodType<AgendaContent> = z.object({
  scope,
  asOf: z.string(),
  period,
  bridge: bridge.nullable(),
  more: z.number(),
  atRisk: total,
  currency: z.string(),
  items: z.array(
    line.extend({
      question: z.enum(QUESTIONS),
      decides: named,
      lastAction: z
        .object({ action: z.string(), by: named.nullable(), at: z.string(), words: z.string().nullable() })
        .nullable(),
    }),
  ),
});

export const DIGEST = stored('digest', DigestSchema);

export const AGENDA = stored('agenda', AgendaSchema);
