import { askedOf } from '../src/cases/told/gather.ts';
import { type Asked, loadMorning, type ToldStands } from '../src/cases/told/load-told.ts';
import { loadShownDeals } from '../src/deals/read/load-deals.ts';
import { CASES } from '../src/every-case.ts';
import { loadEachShownFollowUp } from '../src/handoffs/follow-ups/load-follow-ups.ts';
import { loadRoles } from '../src/handoffs/read/find-handoffs.ts';
import { loadShown } from '../src/handoffs/read/load-details.ts';
import { loadReturn } from '../src/home/load-meanwhile.ts';
import type { DeliveryCtx, Rendered } from '../src/outbox/delivery.ts';
import { loadPeople } from '../src/people/load-people.ts';
import { loadMorningListed } from '../src/risks/read/load-listed.ts';
import { loadShownRisks } from '../src/risks/read/load-risks.ts';
import { endOfLocalDay, localDate, startOfLocalDay } from '../src/time/local-date.ts';
import { gatheredMessage, type MorningPart, morningMessage } from '../views/cases/morning-message.ts';
import { dealsOfMorning } from '../views/deals/lines.ts';
import { followUpsOfMorning } from '../views/handoffs/follow-ups/parts.ts';
import { handoffsOfMorning } from '../views/handoffs/read/lines.ts';
import { welcomeBack } from '../views/home/away-views.ts';
import { risksOfMorning } from '../views/risks/lines.ts';
import { viewBlocks } from './morning-view.ts';

/** How what waits of one kind of case is told in the morning. */
export type Morning = (ctx: DeliveryCtx, asked: Asked, memberId: string) => Promise<MorningPart>;

/** By the type of the case, in the order in which they stand. */
const MORNINGS: Readonly<Record<string, Morning>> = {
  async handoff(ctx, asked, memberId) {
    const shown = await loadShown(ctx, [...asked.keys()], { memberId });
    const roles = await loadRoles(ctx, shown, memberId);
    const { open, done } = inOrder(asked, shown);
    const items = open.map(({ of: handoff, isLate }) => ({
      handoff,
      isLate,
      roles: roles.get(handoff.id) ?? [],
    }));
    return handoffsOfMorning(items, memberId, done);
  },
  async follow_up(ctx, asked, memberId) {
    const shown = await loadEachShownFollowUp(
      ctx,
      [...asked.keys()].map((id) => ({ id, memberId })),
    );
    const { open, done } = inOrder(
      asked,
      shown.filter((one) => one !== null),
    );
    const items = open.map(({ of: followUp, isLate }) => ({ followUp, isLate }));
    return followUpsOfMorning(items, memberId, done);
  },
  async risk(ctx, asked, memberId) {
    const shown = await loadShownRisks(ctx, [...asked.keys()]);
    const { open, done } = inOrder(asked, shown);
    const items = open.map(({ of: risk, isLate }) => ({ risk, isLate }));
    return risksOfMorning(items, memberId, done);
  },
  async deal(ctx, asked, memberId) {
    const { open, done } = inOrder(asked, await loadShownDeals(ctx, [...asked.keys()]));
    const items = open.map(({ of: deal, isLate }) => ({ deal, isLate }));
    return dealsOfMorning(items, memberId, done);
  },
};

/** Whose morning of which day (YYYY-MM-DD, theirs), and whether its DM stands there. */
interface Of {
  memberId: string;
  day: string;
  posted: boolean;
}

/**
 * What this member is to know that morning, and on its day what has become of that. Null: nothing any more; what stands
 * there stays as it is once the day is over.
 */
export async function renderMorning(
  ctx: DeliveryCtx,
  { memberId, day, posted }: Of,
  mornings: Readonly<Record<string, Morning>> = MORNINGS,
): Promise<Rendered | null> {
  const today = posted ? await todayOf(ctx, memberId, day) : null;
  if (posted && !today) return null;
  const parts = await partsOf(ctx, await loadMorning(ctx, memberId, day, today), memberId, mornings);
  const slides = await loadMorningListed(ctx, memberId, day);
  const meanwhile = await loadReturn(ctx, memberId, { day, kinds: CASES });
  const back = meanwhile && welcomeBack(meanwhile);
  const isAsked = parts.some(({ lines }) => lines.length > 0) || slides.some.length > 0;
  if (!posted && !isAsked && !back) return null;
  const hasDone = parts.some(({ done }) => done.length > 0);
  const message = back && !isAsked && !hasDone ? null : morningMessage(parts, slides);
  const view = await viewBlocks(ctx, { memberId, day, posted });
  return {
    text: message?.text ?? back?.text ?? '',
    blocks: [...(back?.blocks ?? []), ...(message?.blocks ?? []), ...view],
  };
}

/** What this member hears of several cases at one moment, in one message; `posted`, what has become of it. */
export async function renderGathered(
  ctx: DeliveryCtx,
  stands: ToldStands,
  { memberId, posted }: { memberId: string; posted: boolean },
  mornings: Readonly<Record<string, Morning>> = MORNINGS,
): Promise<Rendered | null> {
  const parts = await partsOf(ctx, askedOf(stands, posted), memberId, mornings);
  const isAsked = parts.some(({ lines }) => lines.some(({ isOwn, isLate }) => isOwn || isLate));
  if (!posted && !isAsked) return null;
  return gatheredMessage(parts);
}

async function partsOf(
  ctx: DeliveryCtx,
  all: ReadonlyMap<string, Asked>,
  memberId: string,
  mornings: Readonly<Record<string, Morning>>,
): Promise<MorningPart[]> {
  const parts: MorningPart[] = [];
  for (const [type, morning] of Object.entries(mornings)) {
    const asked = all.get(type);
    if (asked) parts.push(await morning(ctx, asked, memberId));
  }
  return parts;
}

/** From when until when that day is, where it is now. */
async function todayOf(
  { db, workspace, now }: DeliveryCtx,
  memberId: string,
  day: string,
): Promise<{ from: Date; until: Date } | null> {
  const zone = (await loadPeople(db, workspace.id, [memberId])).get(memberId)?.zone;
  if (!zone || localDate(now, zone) !== day) return null;
  return { from: startOfLocalDay(day, zone), until: endOfLocalDay(day, zone) };
}

function inOrder<P extends { id: string }>(
  asked: Asked,
  shown: readonly P[],
): { open: { of: P; isLate: boolean }[]; done: P[] } {
  const all = [...asked].flatMap(([id, stands]) => {
    const of = shown.find((one) => one.id === id);
    return of ? [{ of, stands }] : [];
  });
  return {
    open: all
      .filter(({ stands }) => stands !== 'done')
      .map(({ of, stands }) => ({ of, isLate: stands === 'late' })),
    done: all.filter(({ stands }) => stands === 'done').map(({ of }) => of),
  };
}
