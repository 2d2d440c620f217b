import { type Asked, loadMorning } from '../src/cases/told/load-told.ts';
import { loadRoles } from '../src/handoffs/read/find-handoffs.ts';
import { loadShown } from '../src/handoffs/read/load-details.ts';
import type { DeliveryCtx, Rendered } from '../src/outbox/delivery.ts';
import { loadShownRisks } from '../src/risks/read/load-risks.ts';
import { type MorningPart, morningMessage } from '../views/cases/morning-message.ts';
import { handoffsOfMorning } from '../views/handoffs/read/lines.ts';
import { risksOfMorning } from '../views/risks/lines.ts';

/** How what waits of one kind of case is told in the morning. */
export type Morning = (ctx: DeliveryCtx, asked: Asked, memberId: string) => Promise<MorningPart>;

/** By the type of the case, in the order in which they stand. */
const MORNINGS: Readonly<Record<string, Morning>> = {
  async handoff(ctx, asked, memberId) {
    const shown = await loadShown(ctx, [...asked.keys()], { memberId });
    const roles = await loadRoles(ctx, shown, memberId);
    const items = inOrder(asked, shown).map(({ of: handoff, isLate }) => ({
      handoff,
      isLate,
      roles: roles.get(handoff.id) ?? [],
    }));
    return handoffsOfMorning(items, memberId);
  },
  async risk(ctx, asked, memberId) {
    const shown = await loadShownRisks(ctx, [...asked.keys()]);
    const items = inOrder(asked, shown).map(({ of: risk, isLate }) => ({ risk, isLate }));
    return risksOfMorning(items, memberId);
  },
};

/** What this member is to know on the morning of `day` (YYYY-MM-DD, theirs). Null: nothing any more. */
export async function renderMorning(
  ctx: DeliveryCtx,
  memberId: string,
  day: string,
  mornings: Readonly<Record<string, Morning>> = MORNINGS,
): Promise<Rendered | null> {
  const all = await loadMorning(ctx, memberId, day);
  const parts: MorningPart[] = [];
  for (const [type, morning] of Object.entries(mornings)) {
    const asked = all.get(type);
    if (asked) parts.push(await morning(ctx, asked, memberId));
  }
  return parts.some(({ lines }) => lines.length > 0) ? morningMessage(parts) : null;
}

function inOrder<P extends { id: string }>(asked: Asked, shown: readonly P[]): { of: P; isLate: boolean }[] {
  return [...asked].flatMap(([id, isLate]) => {
    const of = shown.find((one) => one.id === id);
    return of ? [{ of, isLate }] : [];
  });
}
