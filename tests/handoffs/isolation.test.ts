import { beforeAll, describe, expect, it } from 'vitest';
import { searchAccounts } from '../../src/accounts/find/search-accounts.ts';
import { handOver } from '../../src/deals/verbs/hand-over.ts';
import { discardDraft, recentDrafts } from '../../src/handoffs/brief/drafting.ts';
import { saveDraft } from '../../src/handoffs/brief/save-draft.ts';
import { handoffIdByNumber, listHandoffs, readHandoff } from '../../src/handoffs/read/find-handoffs.ts';
import { loadEachShown, loadShown } from '../../src/handoffs/read/load-details.ts';
import { loadHistory, loadHistoryEntry } from '../../src/handoffs/read/load-history.ts';
import { suggestReceiver } from '../../src/handoffs/routing/suggest-receiver.ts';
import { personIn } from '../../src/handoffs/rules/parties.ts';
import { reassignHandoff } from '../../src/handoffs/verbs/reassign.ts';
import { loadPeople } from '../../src/people/load-people.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { ownDatabase } from '../support/database.ts';
import {
  acting,
  buildHouse,
  expectDone,
  type House,
  handedOver,
  newDraft,
  ownHouse,
  run,
  strangersTo,
  traceOf,
  VERBS,
} from './house.ts';

const database = ownDatabase();
const house = ownHouse(database);
let elsewhere: House;
/** In whose name nothing of `house` may be found: strangers here, and its own people seen from another workspace. */
let strangers: Record<string, Ctx>;

beforeAll(async () => {
  elsewhere = await buildHouse(database.db);
  strangers = strangersTo(house, elsewhere, 'sender');
});

const NOT_FOUND = expect.objectContaining({ refused: 'not_found' });

describe('a handoff of another workspace', () => {
  it.each(VERBS)('is not there for somebody who tries to %s', async (verb) => {
    const handoffId = await handedOver(house, verb, { isPrivate: false });
    const before = await traceOf(house, handoffId);
    for (const [who, ctx] of Object.entries(strangers))
      expect([who, await run[verb](ctx, handoffId)]).toEqual([who, NOT_FOUND]);
    expect(await traceOf(house, handoffId)).toEqual(before);
  });

  it('is not there as a draft, to fill, to hand over or to discard', async () => {
    const handoffId = await newDraft(house);
    const before = await traceOf(house, handoffId);
    for (const [who, ctx] of Object.entries(strangers)) {
      const saved = await saveDraft(ctx, { handoffId, viewId: 'V-theirs', patch: { private: true } });
      expect([who, saved]).toEqual([who, NOT_FOUND]);
      expect([who, await handOver(ctx, { handoffId })]).toEqual([who, NOT_FOUND]);
    }
    const theirs = acting(elsewhere, 'sender');
    await discardDraft(theirs, elsewhere.ids['sender'] ?? '', handoffId);
    await discardDraft(theirs, house.ids['sender'] ?? '', handoffId);
    expect(await recentDrafts(theirs, house.ids['sender'] ?? '')).toEqual([]);
    expect(await traceOf(house, handoffId)).toEqual(before);
  });

  it('is not there by number, in lists, or in what is read of it', async () => {
    const handoffId = await handedOver(house, 'read', { isPrivate: false });
    const { number } = await database.db.handoff.findUniqueOrThrow({ where: { id: handoffId } });
    expect(await handoffIdByNumber(house.ctx, number ?? 0)).toBe(handoffId);
    const theirs = acting(elsewhere, 'admin');
    expect(await handoffIdByNumber(theirs, number ?? 0)).toBeNull();
    expect(await readHandoff(theirs, handoffId)).toEqual(NOT_FOUND);
    expect(await loadShown(theirs, [handoffId], 'everyone')).toEqual([]);
    const readable = { id: handoffId, readable: true } as const;
    expect(await loadHistory(theirs, readable, 0)).toEqual({ entries: [], more: false });
    const [entry] = (await loadHistory(house.ctx, readable, 0)).entries;
    const [shown] = await loadShown(house.ctx, [handoffId], 'everyone');
    if (!shown) throw new Error('it is there for its own workspace');
    expect(await loadHistoryEntry(theirs, shown, entry?.id ?? '')).toBeNull();
    for (const which of ['mine', 'all'] as const) {
      for (const memberId of [elsewhere.ids['receiver'] ?? '', house.ids['receiver'] ?? '']) {
        expect(await listHandoffs(theirs, { which, memberId })).toEqual({ items: [], next: null, total: 0 });
      }
    }
    const memberId = elsewhere.ids['receiver'] ?? '';
    expect((await listHandoffs(house.ctx, { which: 'mine', memberId })).total).toBe(0);
  });
});

describe('what else another workspace holds', () => {
  it('is not found by searching accounts', async () => {
    await handedOver(house, 'read', { isPrivate: false });
    const [known] = await searchAccounts(database.db, house.ctx.workspace.id, 'Sample Account', 1);
    expect(known).toBeDefined();
    for (const text of ['', 'Sample Account', known?.name ?? ''])
      expect(await searchAccounts(database.db, elsewhere.ctx.workspace.id, text, 10)).toEqual([]);
  });

  it('is not taken into a draft: neither account nor receiver', async () => {
    const [account] = await searchAccounts(database.db, house.ctx.workspace.id, '', 1);
    const handoffId = await newDraft(elsewhere);
    const patch = { accountId: account?.id ?? '', receiverId: house.ids['receiver'] ?? '' };
    const theirs = acting(elsewhere, 'sender');
    const saved = expectDone(await saveDraft(theirs, { handoffId, viewId: 'V-mixed', patch }));
    expect([saved.account, saved.handoff.accountId]).toEqual([null, null]);
    expect(await handOver(theirs, { handoffId })).toMatchObject({ refused: 'unknown_person' });
  });

  it('is not handed a handoff', async () => {
    const handoffId = await handedOver(house, 'reassign', { isPrivate: false });
    const before = await traceOf(house, handoffId);
    const receiverId = elsewhere.ids['present'] ?? '';
    const answer = await reassignHandoff(acting(house, 'sender'), {
      handoffId,
      receiverId,
      reason: 'Sample reason',
    });
    expect(answer).toMatchObject({ refused: 'unknown_person' });
    expect(await traceOf(house, handoffId)).toEqual(before);
  });

  it('is nobody to suggest or to load', async () => {
    const handoffId = await handedOver(house, 'accept', { isPrivate: false });
    await run.accept(acting(house, 'receiver'), handoffId);
    const { account } = await database.db.handoff.findUniqueOrThrow({
      where: { id: handoffId },
      include: { account: true },
    });
    expect(account?.csOwnerId).toBe(house.ids['receiver']);
    const ctx = acting(elsewhere, 'sender');
    const senderId = elsewhere.ids['sender'] ?? '';
    const sender = personIn({ people: await loadPeople(ctx.db, ctx.workspace.id, [senderId]) }, senderId);
    const suggested = await suggestReceiver(ctx, account, sender);
    expect(suggested?.receiver.id).toBe(elsewhere.ids['present']);
    expect([
      ...(await loadPeople(database.db, elsewhere.ctx.workspace.id, Object.values(house.ids))).keys(),
    ]).toEqual([]);
  });

  it('is not begun by a modal of the same id', async () => {
    const begin = async (at: House) =>
      expectDone(await saveDraft(acting(at, 'sender'), { viewId: 'V-same', patch: {} })).handoff.id;
    const here = await begin(house);
    expect(await begin(house)).toBe(here);
    expect(await begin(elsewhere)).not.toBe(here);
    const other = await saveDraft(acting(house, 'onlooker'), { viewId: 'V-same', patch: {} });
    expect(other).toEqual(NOT_FOUND);
  });
});

describe('a private handoff', () => {
  it('is listed to those it names, and to nobody who may not read it', async () => {
    const handoffId = await handedOver(house, 'read', { isPrivate: true });
    for (const { name, role } of house.cast.filter((one) => one.role !== 'outsider')) {
      const read = await readHandoff(acting(house, name), handoffId);
      const memberId = house.ids[name] ?? '';
      const { items } = await listHandoffs(acting(house, name), { which: 'all', memberId });
      const isListed = items.some(({ id }) => id === handoffId);
      expect([role, isListed]).toEqual([role, !isRefusal(read)]);
    }
  });

  it('is read for several readers at once as each of them alone may read it', async () => {
    const closed = await handedOver(house, 'read', { isPrivate: true });
    const open = await handedOver(house, 'read', { isPrivate: false });
    const readers = [null, ...house.cast.map(({ name }) => house.ids[name] ?? '')];
    const asked = [...readers, null].flatMap((memberId) =>
      [closed, open, elsewhere.ids['sender'] ?? ''].map((id) => ({ id, memberId })),
    );
    const together = await loadEachShown(house.ctx, asked);
    expect(together).toHaveLength(asked.length);
    for (const [n, { id, memberId }] of asked.entries()) {
      const [alone = null] = await loadShown(house.ctx, [id], memberId === null ? 'everyone' : { memberId });
      expect(together[n]).toEqual(alone);
    }
    expect(new Set(together.map((one) => one?.readable))).toEqual(new Set([true, false, undefined]));
  });
});
