import { checkAccountName, type Source } from '../../accounts/account.ts';
import { inTurn } from '../../accounts/hold-accounts.ts';
import { loadKnown } from '../../accounts/import/load-known.ts';
import { emptyIndex, find } from '../../accounts/import/match-account.ts';
import { apply } from '../../cases/change-case.ts';
import { findDraft } from '../../handoffs/brief/deal-draft.ts';
import { type Directory, findHandles, handleOf } from '../../people/find-handles.ts';
import { type Ctx, dbOf, type Reading, type TxCtx } from '../../platform/ctx.ts';
import { isRefusal } from '../../platform/refusal.ts';
import { localDate } from '../../time/local-date.ts';
import { DEAL_ANSWERS, type Deal, type DealDecision, type DealState } from '../deal.ts';
import { DEALS } from '../deal-case.ts';
import { partiesOf } from '../scene.ts';
import { type DealRow, readDealRow } from './deal-row.ts';
import { columnsOf, decideChange, type MeantDeal, noteOn, stateFor } from './decide-deal.ts';
import { loadFoundDeals, loadKnownDeals } from './known-deals.ts';
import { loadHandedOver } from './load-handed-over.ts';
import { type NewDeal, openDeals } from './open-deals.ts';
import { findSalesTeams } from './sales-teams.ts';

export interface DealItem {
  /** Its line in the file, or its place in the request. */
  line: number;
  cells: Readonly<Record<string, string>>;
}

export interface TakingDeals {
  source: Extract<Source, 'api' | 'import'>;
  /** What an item is called to those who sent it: line, item. */
  called: string;
  dryRun: boolean;
  onProgress?: ((done: number, total: number) => void) | undefined;
}

export type TakenDeal =
  | {
      line: number;
      kind: 'create' | 'update' | 'same';
      /** Null on a dry run, where it would be made. */
      id: string | null;
      accountName: string;
      state: DealState;
      /** What whoever sent it should know of it. */
      note: string | null;
    }
  | { line: number; kind: 'reject'; reason: string };

/** So many rows stand or fall together. */
const CHUNK = 250;

type Numbered = DealRow & { line: number };

/**
 * Takes the good items, in chunks that stand on their own, and returns the others with a reason. A deal is known by its
 * id: sent again it changes nothing, or what it says now.
 */
export async function takeDeals(
  ctx: Ctx,
  items: readonly DealItem[],
  how: TakingDeals,
): Promise<TakenDeal[]> {
  const { request: _, ...own } = ctx; // names one transaction; here are several
  const taken: TakenDeal[] = [];
  const seen = new Map<string, Pick<Numbered, 'line' | 'print'>>();
  // Read chunk by chunk: a file keeps no more of what was read of it than that.
  for (let from = 0; from < items.length; from += CHUNK) {
    const some = items.slice(from, from + CHUNK);
    const rows = some.flatMap(({ line, cells }) => {
      const row = readDealRow(cells);
      const before = 'reason' in row ? undefined : seen.get(row.key);
      const reason = 'reason' in row ? row.reason : unlike(row, before, how.called);
      if ('reason' in row || reason !== null) {
        taken.push({ line, kind: 'reject', reason: reason ?? '' });
        return [];
      }
      seen.set(row.key, { line, print: row.print });
      return [{ ...row, line }];
    });
    const done = how.dryRun
      ? await takeChunk(own, rows, how)
      : await inTurn(own, (tx) => takeChunk(tx, rows, how));
    taken.push(...done);
    how.onProgress?.(from + some.length, items.length);
  }
  return taken.sort((a, b) => a.line - b.line);
}

/** Why a row is refused that says something else of a deal than one before it; null: it is not. */
function unlike(
  { print }: DealRow,
  before: Pick<Numbered, 'line' | 'print'> | undefined,
  called: string,
): string | null {
  return before && before.print !== print
    ? `is the same deal as ${called} ${before.line}, which says something else of it`
    : null;
}

/** Outside of a transaction it writes nothing. */
async function takeChunk(
  ctx: TxCtx | Ctx,
  rows: readonly Numbered[],
  how: TakingDeals,
): Promise<TakenDeal[]> {
  const { rejected, meant } = await whatIsMeant(ctx, rows);
  const known = await loadKnownDeals(ctx, rows);
  const unknown = meant.filter(({ key }) => !known.has(key));
  const foundBefore = await loadFoundDeals(ctx, unknown);
  const handedOver = await loadHandedOver(ctx, meant);
  const today = localDate(ctx.now, 'UTC');
  const taken: TakenDeal[] = [...rejected];
  const fresh: { row: Numbered & MeantDeal; deal: NewDeal }[] = [];
  const changes: { deal: Deal; decision: DealDecision }[] = [];
  for (const row of meant) {
    const { line } = row;
    const twin = fresh.find((one) => one.row.key === row.key);
    const columns = columnsOf(row, today);
    const wonOn = columns.wonOn ?? null;
    const deal = known.get(row.key) ?? (twin ? undefined : foundBefore(row, wonOn));
    const accountName = row.accountName;
    const isLinked = deal?.accountId === null && row.accountId !== null;
    if (twin || (deal?.print === row.print && !isLinked)) {
      const state = deal?.state ?? twin?.deal.state ?? 'won';
      taken.push({ line, kind: 'same', id: deal?.id ?? null, accountName, state, note: null });
      continue;
    }
    // What is won already, or settled, would use up the handoff of another.
    const isToStand = !deal || deal.state === 'expected' || deal.state === 'lost';
    const handoffId = isToStand ? handedOver(row) : null;
    if (!deal) {
      const stands = stateFor(row, { wonOn, handedOver: handoffId !== null, now: ctx.now });
      const { ownerId, teamId, externalId } = row;
      const made: NewDeal = {
        ...(columns as NewDeal),
        ...stands,
        ownerId,
        teamId,
        externalId,
        source: how.source,
        answers: DEAL_ANSWERS.write(row.answers),
        handoffId: stands.state === 'handed_over' ? handoffId : null,
      };
      fresh.push({ row, deal: made });
      continue;
    }
    const decision = decideChange(deal, row, { handoffId, now: ctx.now, today });
    const after = { ...deal, ...decision.patch } as Deal;
    changes.push({ deal, decision });
    known.set(row.key, after);
    const note = noteOn(after, row, false);
    taken.push({ line, kind: 'update', id: deal.id, accountName, state: after.state, note });
  }
  if ('tx' in ctx) await change(ctx, changes);
  const made =
    'tx' in ctx
      ? await openDeals(
          ctx,
          fresh.map(({ deal }) => deal),
        )
      : [];
  for (const [n, { row, deal }] of fresh.entries()) {
    const { line, accountName } = row;
    const note = noteOn({ state: deal.state, ownerId: deal.ownerId ?? null }, row, true);
    taken.push({ line, kind: 'create', id: made[n]?.id ?? null, accountName, state: deal.state, note });
  }
  return taken;
}

async function change(ctx: TxCtx, changes: readonly { deal: Deal; decision: DealDecision }[]): Promise<void> {
  if (changes.length === 0) return;
  const { parties } = await partiesOf(
    ctx,
    changes.map(({ deal }) => deal),
  );
  for (const { deal, decision } of changes) {
    const around = parties.get(deal.id);
    if (!around) throw new Error('deal without its parties');
    const isLost = decision.action === 'lost' && deal.handoffId !== null;
    const draft = isLost ? await findDraft(ctx, deal.handoffId ?? '') : null;
    const keptBy = draft && !draft.isUntouched ? draft.senderId : undefined;
    await apply(ctx, DEALS, around, { ...decision, ...(keptBy && { keptBy }) });
  }
}

/** Rows with their accounts and people, and those of which the account cannot be told. */
async function whatIsMeant(
  ctx: Reading,
  rows: readonly Numbered[],
): Promise<{ rejected: TakenDeal[]; meant: (Numbered & MeantDeal)[] }> {
  const db = dbOf(ctx);
  const workspaceId = ctx.workspace.id;
  const index = emptyIndex();
  const accounts = rows.map(({ account }) => account);
  await loadKnown(db, workspaceId, index, accounts, { lock: false, spoken: new Map() });
  const named = rows.flatMap(({ owner, receiver }) => [owner ?? '', receiver ?? '']);
  const directory = await findHandles(db, workspaceId, named);
  const rejected: TakenDeal[] = [];
  const found = rows.flatMap((row) => {
    const account = find(row.account, index);
    const reject = (reason: string) => {
      rejected.push({ line: row.line, kind: 'reject', reason });
      return [];
    };
    if (typeof account === 'string') return reject(account);
    const name = account ? account.name : checkAccountName(row.account.name);
    if (isRefusal(name)) return reject(`${name.message} There is no account by the id or domain given`);
    const salesOwnerId = account?.stored?.salesOwnerId ?? null;
    const ownerId = row.owner ? memberNamed(directory, row.owner) : salesOwnerId;
    return [{ row, accountId: account?.id ?? null, accountName: name, salesOwnerId, ownerId }];
  });
  const teams = await findSalesTeams(
    ctx,
    found.flatMap(({ ownerId, salesOwnerId }) => [ownerId, salesOwnerId]),
  );
  const meant = found.map(({ row, salesOwnerId, ...one }) => ({
    ...row,
    ...one,
    receiverId: row.receiver ? memberNamed(directory, row.receiver) : null,
    teamId: teams.get(one.ownerId ?? salesOwnerId) ?? null,
  }));
  return { rejected, meant };
}

function memberNamed(directory: Directory, name: string): string | null {
  const known = directory.get(handleOf(name));
  return known && known.unfit === null ? known.id : null;
}
