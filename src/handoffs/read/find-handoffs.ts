import type { Prisma } from '../../../prisma/generated/client.ts';
import { loadPeople } from '../../people/load-people.ts';
import { standsInFor } from '../../people/stands-in-for.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { isRefusal, type Refusal } from '../../platform/refusal.ts';
import { isWaiting, OPEN_STATES, WAITING_STATES } from '../handoff.ts';
import { kindsWith } from '../kinds.ts';
import { NOT_FOUND, notYours } from '../rules/parties.ts';
import { type HandoffRole, type HandoffVerb, may, mayRead, rolesTowards } from '../rules/rights.ts';
import { loadScene } from '../scene.ts';
import type { HandoffDetails, ShownHandoff } from './details.ts';
import { loadOneShown, loadReadable, loadShown, type Reader, type Reading } from './load-details.ts';

/** The id behind "H-12" in this workspace, or null. */
export async function handoffIdByNumber(ctx: Ctx, number: number): Promise<string | null> {
  const found = await ctx.db.handoff.findUnique({
    where: { workspaceId_number: { workspaceId: ctx.workspace.id, number } },
    select: { id: true },
  });
  return found?.id ?? null;
}

/** The handoff for the actor to read. Refused as if it did not exist to those who may not. */
export async function readHandoff(ctx: Ctx, handoffId: string): Promise<HandoffDetails | Refusal> {
  const shown = await seeHandoff(ctx, handoffId, 'read');
  return isRefusal(shown) || shown.readable ? shown : NOT_FOUND;
}

/** The same for somebody with the right to `verb` it, which may need no reading. */
export async function seeHandoff(
  ctx: Ctx,
  handoffId: string,
  verb: HandoffVerb,
): Promise<ShownHandoff | Refusal> {
  const scene = await loadScene(ctx, handoffId);
  if (isRefusal(scene)) return scene;
  if (!may(verb, scene.roles, scene.handoff.private)) return notYours(scene, verb);
  return (await loadOneShown(ctx, handoffId, { memberId: scene.actor.id })) ?? NOT_FOUND;
}

const PAGE = 10;

export interface HandoffPage {
  items: ShownHandoff[];
  /** Pass it to get the next page; null at the end. */
  next: string | null;
  total: number;
}

/**
 * mine: what I, or whom I stand in for, sent or was given and is not accepted yet. all: every open handoff I may read.
 * Newest number first; private ones only to the people they name.
 */
export async function listHandoffs(
  ctx: Ctx,
  command: { which: 'mine' | 'all'; memberId: string; cursor?: string },
): Promise<HandoffPage> {
  const { memberId } = command;
  const mine = await standsInFor(ctx, memberId);
  const named: Prisma.HandoffWhereInput = {
    OR: [{ senderId: { in: mine } }, { receiverId: { in: mine } }],
  };
  const where: Prisma.HandoffWhereInput = {
    workspaceId: ctx.workspace.id,
    ...(command.which === 'mine'
      ? { state: { in: [...WAITING_STATES] }, ...named }
      : { state: { in: [...OPEN_STATES] }, OR: [{ private: false }, named] }),
  };
  const before = command.cursor === undefined ? Number.NaN : Number.parseInt(command.cursor, 10);
  const rows = await ctx.db.handoff.findMany({
    where: Number.isNaN(before) ? where : { AND: [where, { number: { lt: before } }] },
    select: { id: true, number: true },
    orderBy: { number: 'desc' },
    take: PAGE + 1,
  });
  const shown = rows.slice(0, PAGE);
  const last = shown.at(-1)?.number;
  return {
    items: await loadShown(
      ctx,
      shown.map(({ id }) => id),
      { memberId },
    ),
    next: rows.length > PAGE && last ? String(last) : null,
    total: await ctx.db.handoff.count({ where }),
  };
}

/** What an account's handoffs tell somebody. */
export interface AccountHandoffs {
  /** Those that wait for an answer, the newest first. */
  open: HandoffDetails[];
  /** The latest accepted from sales: why they bought, and what they were promised. */
  accepted: HandoffDetails | null;
}

const READ = 20;

/** What this reader may read of them. */
export async function loadAccountHandoffs(
  ctx: Reading,
  accountId: string,
  reader: Reader,
): Promise<AccountHandoffs> {
  const where = { workspaceId: ctx.workspace.id, accountId };
  const waiting = await ctx.db.handoff.findMany({
    where: { ...where, state: { in: [...WAITING_STATES] } },
    orderBy: { number: 'desc' },
    select: { id: true },
    take: READ,
  });
  const accepted = await ctx.db.handoff.findMany({
    where: { ...where, state: { in: ['accepted', 'finished'] }, kind: { in: kindsWith('isFromSeller') } },
    orderBy: { acceptedAt: 'desc' },
    select: { id: true },
    take: READ,
  });
  const ids = [...waiting, ...accepted].map(({ id }) => id);
  const readable = await loadReadable(ctx, ids, reader);
  return {
    open: readable.filter(({ state }) => isWaiting(state)),
    accepted: readable.find(({ state }) => !isWaiting(state)) ?? null,
  };
}

/** More than these are read by nobody here. */
const MOST = 200;

/** Ids of an account's private handoffs that this member may read. */
export async function loadReadablePrivate(
  ctx: Reading,
  accountId: string,
  memberId: string,
): Promise<string[]> {
  const handoffs = await ctx.db.handoff.findMany({
    where: { workspaceId: ctx.workspace.id, accountId, private: true, number: { not: null } },
    orderBy: { number: 'desc' },
    select: { id: true, senderId: true, receiverId: true, private: true },
    take: MOST,
  });
  if (handoffs.length === 0) return [];
  const parties = handoffs.flatMap(({ senderId, receiverId }) => [senderId, receiverId]);
  const ids = [memberId, ...parties].filter((id) => id !== null);
  const people = await loadPeople(ctx.db, ctx.workspace.id, ids);
  const me = people.get(memberId);
  return handoffs.filter((one) => me && mayRead(one, me, people, ctx.now)).map(({ id }) => id);
}

/**
 * Who this member is towards each of these handoffs, by its id. Admins that only a setting names are members here:
 * it serves to leave out what one may not do, and every click is checked again.
 */
export async function loadRoles(
  ctx: Reading,
  handoffs: readonly ShownHandoff[],
  memberId: string,
): Promise<Map<string, HandoffRole[]>> {
  const parties = handoffs.flatMap(({ sender, receiver }) => [sender.id, receiver.id]);
  const people = await loadPeople(ctx.db, ctx.workspace.id, [memberId, ...parties]);
  const member = people.get(memberId);
  return new Map(
    handoffs.map(({ id, sender, receiver, private: isPrivate }) => {
      const named = { senderId: sender.id, receiverId: receiver.id, private: isPrivate };
      return [id, member ? rolesTowards(named, member, people, ctx.now) : []];
    }),
  );
}
