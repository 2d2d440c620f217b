import { z } from 'zod';
import type { TxCtx } from '../platform/ctx.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import type { Brief } from './brief.ts';
import { FIELDS_OF } from './completeness.ts';
import { templateById } from './criteria.ts';
import { readGaps } from './gaps.ts';
import { personIn, type Scene } from './scene.ts';

const Amended = z.object({ fields: z.array(z.string()) });
/** More changes than anybody makes between two submissions. */
const MOST = 1_000;

/**
 * Why a handoff that came back cannot go out again yet: what was asked for stands as it did, so that it would come back
 * for certain. That there is none is an answer, too.
 */
export async function whyUntouched(ctx: TxCtx, { handoff, brief, people }: Scene): Promise<Refusal | null> {
  const gaps = readGaps(handoff.gaps);
  if (handoff.state !== 'returned' || !gaps) return null;
  const touched = await fieldsTouched(ctx, handoff.id);
  const isTouched = (key: string) =>
    (FIELDS_OF[key] ?? []).some((field) => touched.has(field)) ||
    (touched.has('answers') && brief.answers[key] !== undefined);
  const open = templateById(handoff.template).criteria.filter(
    ({ key }) => gaps.criteria.includes(key) && !isTouched(key),
  );
  const who = personIn({ people }, handoff.receiverId).name;
  const [first] = open;
  if (first) {
    const labels = new Intl.ListFormat('en').format(open.map(({ label }) => label));
    return refuse(
      'gap_open',
      `${who} asked for more: ${labels}. Add it, or say that there is none, then send it again.`,
      first.key,
    );
  }
  return gaps.criteria.length === 0 && touched.size === 0
    ? refuse('gap_open', `${who} asked for more, and the brief is as it was. Add it, then send it again.`)
    : null;
}

/** Fields of the brief that were changed since it came back last. */
async function fieldsTouched(ctx: TxCtx, handoffId: string): Promise<ReadonlySet<keyof Brief>> {
  const where = { workspaceId: ctx.workspace.id, subjectType: 'handoff', subjectId: handoffId };
  const back = await ctx.tx.auditEntry.findFirst({
    where: { ...where, action: 'handoff.returned' },
    orderBy: { at: 'desc' },
    select: { at: true },
  });
  const entries = await ctx.tx.auditEntry.findMany({
    where: { ...where, action: 'handoff.amended', ...(back && { at: { gte: back.at } }) },
    orderBy: { at: 'desc' },
    select: { data: true },
    take: MOST,
  });
  return new Set(entries.flatMap(({ data }) => Amended.parse(data).fields as (keyof Brief)[]));
}
