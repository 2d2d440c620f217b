import type { Account, Timer } from '../../../prisma/generated/client.ts';
import { limitIn, urgentIn } from '../../cases/clocks/timer.ts';
import type { Read } from '../../cases/told/messages.ts';
import { loadPeople } from '../../people/load-people.ts';
import type { People } from '../../people/person.ts';
import type { Db } from '../../platform/ctx.ts';
import { eachReadable } from '../../platform/stored.ts';
import { forDeal } from '../brief/template.ts';
import { type Handoff, runningClocks, type Standing } from '../handoff.ts';
import { loadTemplates } from '../questions/load-templates.ts';
import { mayRead } from '../rules/rights.ts';
import {
  type ContentRow,
  detailsOf,
  type HandoffDetails,
  type Limit,
  type OutlineRow,
  outlineOf,
  type ShownHandoff,
} from './details.ts';

export interface Reading {
  workspace: { id: string };
  db: Db;
  now: Date;
}

/** For whom it is read: one member, or whoever reads a channel. */
export type Reader = { memberId: string } | 'everyone';

const OUTLINE = {
  id: true,
  workspaceId: true,
  number: true,
  kind: true,
  dealType: true,
  slot: true,
  state: true,
  version: true,
  template: true,
  private: true,
  senderId: true,
  receiverId: true,
  bookId: true,
  draftViewId: true,
  submissions: true,
  returns: true,
  submittedAt: true,
  acknowledgedAt: true,
  acknowledgedById: true,
  decideBy: true,
  acceptedAt: true,
  acceptedById: true,
  kickoffFrom: true,
  kickoffBy: true,
  waitingUntil: true,
  waitingMinutes: true,
  kickoffOn: true,
  finishedById: true,
  introducedAt: true,
  feedbackReadAt: true,
  closedAt: true,
  snoozedUntil: true,
  snoozedMinutes: true,
  nudgedAt: true,
  createdAt: true,
  updatedAt: true,
} as const;
const CONTENT = {
  brief: true,
  gaps: true,
  askedAgain: true,
  quality: true,
  qualityNote: true,
  kickoffLink: true,
  waitingReason: true,
  account: true,
};

/**
 * The handoffs with these ids, in the order asked for, as far as the reader may know of them: what they may not read
 * is not loaded. Drafts and other workspaces' ids are left out.
 */
export async function loadShown(
  ctx: Reading,
  ids: readonly string[],
  reader: Reader,
): Promise<ShownHandoff[]> {
  const memberId = reader === 'everyone' ? null : reader.memberId;
  const shown = await loadEachShown(
    ctx,
    ids.map((id) => ({ id, memberId })),
  );
  return shown.filter((one) => one !== null);
}

/** The same for readers of several: each as its own reader may know it, in order, and null where there is none. */
export async function loadEachShown(
  ctx: Reading,
  asked: readonly Read[],
): Promise<readonly (ShownHandoff | null)[]> {
  if (asked.length === 0) return [];
  const ids = [...new Set(asked.map(({ id }) => id))];
  const where = { id: { in: ids }, workspaceId: ctx.workspace.id, state: { not: 'draft' as const } };
  const open = await ctx.db.handoff.findMany({
    where: { ...where, private: false },
    select: { ...OUTLINE, ...CONTENT },
  });
  const closed =
    open.length === ids.length
      ? []
      : await ctx.db.handoff.findMany({ where: { ...where, private: true }, select: OUTLINE });
  const rows = new Map<string, OutlineRow>([...open, ...closed].map((row) => [row.id, row]));
  const readers = closed.length > 0 ? asked.flatMap(({ memberId }) => memberId ?? []) : [];
  const people = await loadPeople(ctx.db, ctx.workspace.id, [
    ...[...rows.values()].flatMap(everyoneIn),
    ...open.flatMap(({ account }) => ownersOf(account)),
    ...readers,
  ]);
  const isReadable = ({ id, memberId }: Read) => {
    const row = rows.get(id);
    const reader = people.get(memberId ?? '');
    return row && (!row.private || (reader && mayRead(row, reader, people, ctx.now)));
  };
  const readable = new Set(asked.filter(isReadable));
  const contents = new Map<string, ContentRow>(open.map((row) => [row.id, row]));
  const private_ = closed.filter(({ id }) => [...readable].some((one) => one.id === id));
  const around = await loadPrivate(
    ctx,
    private_.map(({ id }) => id),
    contents,
    people,
  );
  const templateOf = await loadTemplates(
    ctx.db,
    ctx.workspace.id,
    [...rows.values()].map(({ template }) => template),
  );
  const timers = await ctx.db.timer.findMany({
    where: { workspaceId: ctx.workspace.id, subjectType: 'handoff', subjectId: { in: [...rows.keys()] } },
    select: { subjectId: true, clock: true, ladder: true },
  });
  return asked.map((one) => {
    const row = rows.get(one.id);
    if (!row) return null;
    const [shown = null] = eachReadable('handoff', [row], (): ShownHandoff => {
      const outline = outlineOf(row, people, limitOf(row, timers), ctx.now);
      const content = readable.has(one) ? contents.get(row.id) : undefined;
      if (!content) return outline;
      const deal = { segment: content.account?.segment, dealType: row.dealType };
      return detailsOf(outline, forDeal(templateOf(row.template), deal), content, around, one.memberId);
    });
    return shown;
  });
}

/** What those private ones are about, which the reader may read; and the people of their accounts. */
async function loadPrivate(
  ctx: Reading,
  ids: readonly string[],
  contents: Map<string, ContentRow>,
  people: People,
): Promise<People> {
  if (ids.length === 0) return people;
  const rows = await ctx.db.handoff.findMany({
    where: { id: { in: [...ids] }, workspaceId: ctx.workspace.id },
    select: { id: true, ...CONTENT },
  });
  for (const row of rows) contents.set(row.id, row);
  const owners = rows.flatMap(({ account }) => ownersOf(account));
  return new Map([...people, ...(await loadPeople(ctx.db, ctx.workspace.id, owners))]);
}

export async function loadOneShown(ctx: Reading, id: string, reader: Reader): Promise<ShownHandoff | null> {
  const [shown] = await loadShown(ctx, [id], reader);
  return shown ?? null;
}

/** Of these handoffs those that the reader may read. */
export async function loadReadable(
  ctx: Reading,
  ids: readonly string[],
  reader: Reader,
): Promise<HandoffDetails[]> {
  return (await loadShown(ctx, ids, reader)).filter((one): one is HandoffDetails => one.readable);
}

function everyoneIn(handoff: OutlineRow): string[] {
  const { senderId, receiverId, acknowledgedById, acceptedById, finishedById } = handoff;
  return [senderId, receiverId, acknowledgedById, acceptedById, finishedById].filter((id) => id !== null);
}

function ownersOf(account: Account | null): string[] {
  return [account?.salesOwnerId, account?.serviceOwnerId, account?.csOwnerId].filter(
    (id) => typeof id === 'string',
  );
}

/** When the clock of the handoff's state reaches its limit, and how long that is where it cannot wait. */
function limitOf(
  handoff: Standing & Pick<Handoff, 'id'>,
  timers: readonly Pick<Timer, 'subjectId' | 'clock' | 'ladder'>[],
): Limit {
  const [clock] = runningClocks(handoff);
  const timer = timers.find((one) => one.subjectId === handoff.id && one.clock === clock);
  return timer ? { at: limitIn(timer), urgent: urgentIn(timer) } : { at: null, urgent: null };
}
