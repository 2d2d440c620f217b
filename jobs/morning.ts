import { type Asked, loadMorning } from '../src/cases/told/load-told.ts';
import { loadRoles } from '../src/handoffs/read/find-handoffs.ts';
import { loadShown } from '../src/handoffs/read/load-pictures.ts';
import type { DeliveryCtx, Rendered } from '../src/outbox/delivery.ts';
import { loadRiskPictures } from '../src/risks/read/load-risks.ts';
import { type MorningPart, morningMessage } from '../views/cases/morning-message.ts';
import { handoffsOfMorning } from '../views/handoffs/read/lines.ts';
import { risksOfMorning } from '../views/risks/lines.ts';

/** How what waits of one kind of case is told in the morning. */
export type Morning = (ctx: DeliveryCtx, asked: Asked, memberId: string) => Promise<MorningPart>;

/** By the type of the case, in the order in which they stand. */
const MORNINGS: Readonly<Record<string, Morning>> = {
  async handoff(ctx, asked, memberId) {
    const pictures = await loadShown(ctx, [...asked.keys()], { memberId });
    const roles = await loadRoles(ctx, pictures, memberId);
    const items = inOrder(asked, pictures).map((one) => ({ ...one, roles: roles.get(one.picture.id) ?? [] }));
    return handoffsOfMorning(items, memberId);
  },
  async risk(ctx, asked, memberId) {
    const pictures = await loadRiskPictures(ctx, [...asked.keys()]);
    return risksOfMorning(inOrder(asked, pictures), memberId);
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

function inOrder<P extends { id: string }>(
  asked: Asked,
  pictures: readonly P[],
): { picture: P; isLate: boolean }[] {
  return [...asked].flatMap(([id, isLate]) => {
    const picture = pictures.find((one) => one.id === id);
    return picture ? [{ picture, isLate }] : [];
  });
}
