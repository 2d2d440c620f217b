import { beforeAll, describe, expect, it } from 'vitest';
import { fireDueTimers } from '../../src/cases/clocks/fire.ts';
import { sweepCheck } from '../../src/cases/sweep.ts';
import { TIMERS } from '../../src/every-case.ts';
import { BOOK_ROLES, type BookRole, MOST_ACCOUNTS, mayMoveBook } from '../../src/handoffs/books/book.ts';
import { loadBookOwners } from '../../src/handoffs/books/load-book.ts';
import { moveBook } from '../../src/handoffs/books/move-book.ts';
import { HANDOFFS } from '../../src/handoffs/handoff-case.ts';
import { HANDOFF_MESSAGES } from '../../src/handoffs/messages.ts';
import { amendHandoff } from '../../src/handoffs/verbs/amend.ts';
import { acceptBook } from '../../src/handoffs/verbs/answer.ts';
import { loadBookAccounts } from '../../src/home/load-my-accounts.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { newId } from '../../src/platform/id.ts';
import { setSetting } from '../../src/settings/set-setting.ts';
import { newMember, newTeam, newWorkspace, ownWorkspace } from '../people/world.ts';
import { ownDatabase } from '../support/database.ts';
import { readRightsTable } from '../support/rights-table.ts';
import { serving } from '../support/served.ts';
import { expectDone } from './house.ts';

const HEADINGS: Record<string, BookRole> = {
  Self: 'self',
  Manager: 'manager',
  'Team lead': 'team_lead',
  "Lead's manager": 'leads_manager',
  Admin: 'admin',
  Member: 'member',
  Outsider: 'outsider',
};

const table = readRightsTable('Books of accounts');

const database = ownDatabase();
const ctx = ownWorkspace(database);
const ids: Record<string, string> = {};
beforeAll(async () => {
  const join = async (name: string, over: object = {}) => {
    ids[name] = await newMember(ctx, `U${name.toUpperCase()}`, over);
  };
  await join('director');
  await join('manager', { managerId: ids['director'] });
  await join('boss');
  await join('lead', { managerId: ids['boss'] });
  await join('self', { managerId: ids['manager'] });
  await join('to');
  await join('onlooker');
  await join('admin', { isAdmin: true });
  await join('guest', { isGuest: true, isAdmin: true });
  await join('left', { deactivatedAt: ctx.now, isAdmin: true });
  const members = ['self', 'to'].map((name) => ids[name] ?? '');
  await newTeam(ctx, 'Sample CS', 'cs', { leadId: ids['lead'], members });
  await newAccounts('self', 1);
});

const idOf = (name: string) => ids[name] ?? '';
const acting = (name: string): Ctx => ({ ...ctx, actor: { type: 'member', memberId: idOf(name) } });

let accounts = 0;
async function newAccounts(owner: string, count: number): Promise<string[]> {
  const made = Array.from({ length: count }, () => {
    accounts += 1;
    const [id, name] = [newId(ctx.now), `Sample ${accounts}`];
    return { id, name, nameKey: name.toLowerCase(), csOwnerId: idOf(owner), arr: accounts, currency: 'USD' };
  });
  const base = { workspaceId: ctx.workspace.id, createdAt: ctx.now, updatedAt: ctx.now };
  await database.db.account.createMany({ data: made.map((one) => ({ ...base, ...one })) });
  return made.map(({ id }) => id);
}

const CAST: [string, BookRole][] = [
  ['self', 'self'],
  ['manager', 'manager'],
  ['director', 'manager'],
  ['lead', 'team_lead'],
  ['boss', 'leads_manager'],
  ['admin', 'admin'],
  ['onlooker', 'member'],
  ['guest', 'outsider'],
  ['left', 'outsider'],
];

describe('the table of books', () => {
  it('has one row, a column for each role, and says what the code decides', () => {
    expect([...table.keys()]).toEqual(['Move a book']);
    const row = [...(table.get('Move a book') ?? [])].map(([column, ticked]) => [HEADINGS[column], ticked]);
    expect(row).toEqual(BOOK_ROLES.map((role) => [role, mayMoveBook([role])]));
  });

  it.each(CAST)('holds when %s tries', async (name, role) => {
    const [accountId = ''] = await newAccounts('self', 1);
    const shares = [{ toId: idOf('to'), accountIds: [accountId] }];
    const answer = await moveBook(acting(name), { fromId: idOf('self'), shares, note: '' });
    const may = mayMoveBook([role]);
    expect(answer).toMatchObject(may ? { left: [] } : { refused: 'not_yours' });
    const offered = await loadBookOwners(ctx, idOf(name));
    expect(offered.some(({ id }) => id === idOf('self'))).toBe(may);
    expect(await database.db.handoff.count({ where: { accountId } })).toBe(may ? 1 : 0);
  });
});

describe('a book of the most there can be', () => {
  it('is moved at once: every account has its handoff, its clocks and its line in the history', async () => {
    const accountIds = await newAccounts('to', MOST_ACCOUNTS);
    const shares = [{ toId: idOf('self'), accountIds }];
    const moved = expectDone(await moveBook(acting('lead'), { fromId: idOf('to'), shares, note: 'Sample' }));
    const { bookId } = moved;
    expect(moved.shares).toEqual([{ to: 'USELF', accounts: MOST_ACCOUNTS }]);
    const handoffs = await database.db.handoff.findMany({ where: { bookId }, orderBy: { number: 'asc' } });
    expect(handoffs.map((one) => one.accountId)).toEqual(accountIds);
    const { nextHandoffNumber } = await database.db.workspace.findUniqueOrThrow({
      where: { id: ctx.workspace.id },
    });
    expect(handoffs.at(-1)?.number).toBe(nextHandoffNumber - 1);
    const of = { subjectId: { in: handoffs.map(({ id }) => id) } };
    expect(await database.db.timer.count({ where: of })).toBe(2 * MOST_ACCOUNTS);
    expect(await database.db.auditEntry.count({ where: { ...of, action: 'handoff.submitted' } })).toBe(
      MOST_ACCOUNTS,
    );
    expect(await sweepCheck(HANDOFFS).findLost(database.db, ctx.workspace.id, ctx.now, 10)).toEqual([]);
    const said = await database.db.outboxMessage.findMany({
      where: { subjectId: bookId },
      orderBy: { kind: 'desc' },
    });
    expect(said.map(({ kind, lane }) => [kind, lane])).toEqual([
      ['book_request', 'USELF'],
      ['book_receipt', 'ULEAD'],
    ]);
  });
});

describe('a book that waits', () => {
  const SIZE = 12;
  let bookId: string;

  it('is reminded of once where reminders come at once, and in the channel once for each rung', async () => {
    await setSetting(ctx, { key: 'escalation.channel', value: 'C0LATE' });
    await setSetting(ctx, { key: 'handoff.acknowledge', value: 'PT1H' });
    const shares = [{ toId: idOf('self'), accountIds: await newAccounts('to', SIZE) }];
    ({ bookId } = expectDone(await moveBook(acting('lead'), { fromId: idOf('to'), shares, note: '' })));
    const handoffs = await database.db.handoff.findMany({ where: { bookId }, select: { id: true } });
    const where = { subjectId: { in: handoffs.map(({ id }) => id) } };
    for (const minutes of [40, 130]) {
      const at = new Date(ctx.now.getTime() + minutes * 60_000);
      const clock = { now: () => at, wall: () => at };
      const served = serving([ctx.workspace]);
      const firing = { db: database.db, clock, served, handlers: TIMERS, log: ctx.log };
      while ((await fireDueTimers(firing)) > 0);
    }
    const said = await database.db.outboxMessage.findMany({ where });
    const count = (kind: string, lane: string) =>
      said.filter((one) => one.kind === kind && one.lane === lane).length;
    expect(count('handoff_reminder', 'USELF')).toBe(1);
    expect(count('handoff_escalation', 'C0LATE')).toBe(1);
    // Whoever leads is told of all that falls in one moment at once.
    const roundups = { workspaceId: ctx.workspace.id, kind: 'handoff_roundup', lane: 'ULEAD' };
    expect(count('handoff_escalation', 'ULEAD')).toBe(0);
    const [roundup, ...more] = await database.db.outboxMessage.findMany({ where: roundups });
    expect(more).toEqual([]);
    expect(HANDOFF_MESSAGES.roundup.data.parse(roundup?.data).cases.length).toBe(SIZE);
    await setSetting(ctx, { key: 'handoff.acknowledge', value: 'default' });
  });

  it('is accepted by whoever may accept it, all that is left of it each time', async () => {
    const command = { bookId, receiverId: idOf('self') };
    const roundup = () =>
      database.db.outboxThread.findFirstOrThrow({
        where: { workspaceId: ctx.workspace.id, kind: 'handoff_roundup' },
      });
    expect((await roundup()).desiredVersion).toBe(0);
    expect(await acceptBook(acting('onlooker'), command)).toMatchObject({ refused: 'not_yours' });
    const [one, two] = await Promise.all([
      acceptBook(acting('self'), command),
      acceptBook(acting('lead'), command),
    ]);
    const accepted = [one, two].map((answer) => ('accepted' in answer ? answer.accepted : 0));
    expect(accepted.reduce((sum, n) => sum + n)).toBe(SIZE);
    expect(await acceptBook(acting('self'), command)).toMatchObject({ refused: 'wrong_state' });
    // Whoever was told of them together is told that they are done.
    expect(await roundup()).toMatchObject({ urgent: true });
    expect(
      await database.db.account.count({ where: { csOwnerId: idOf('self'), handoffs: { some: { bookId } } } }),
    ).toBe(SIZE);
  });

  it('goes on to the next CSM though nobody has finished it yet', async () => {
    const [first] = await database.db.handoff.findMany({ where: { bookId }, take: 1 });
    const shares = [{ toId: idOf('to'), accountIds: [first?.accountId ?? ''] }];
    expectDone(await moveBook(acting('lead'), { fromId: idOf('self'), shares, note: '' }));
    const slots = await database.db.handoff.findMany({
      where: { accountId: first?.accountId ?? '' },
      orderBy: { slot: 'asc' },
    });
    expect(slots.map(({ slot, state }) => [slot, state])).toEqual([
      [1, 'accepted'],
      [2, 'submitted'],
    ]);
  });
});

describe('a change of its brief', () => {
  it('is told to the other side in a DM of its own, and the next below it', async () => {
    const shares = [{ toId: idOf('self'), accountIds: await newAccounts('to', 1) }];
    const { bookId } = expectDone(await moveBook(acting('lead'), { fromId: idOf('to'), shares, note: '' }));
    const { id: handoffId } = await database.db.handoff.findFirstOrThrow({ where: { bookId } });
    const amend = async (name: string, technical: string) =>
      expectDone(await amendHandoff(acting(name), { handoffId, patch: () => ({ technical }) }));
    const told = async () => {
      const kind = { in: ['handoff_amended', 'handoff_event'] };
      const said = await database.db.outboxMessage.findMany({
        where: { subjectId: handoffId, kind },
        orderBy: { id: 'asc' },
      });
      return said.map(({ kind, lane, isRoot }) => [kind, lane, isRoot]);
    };
    await amend('self', 'Sample system');
    expect(await told()).toEqual([['handoff_amended', 'UTO', true]]);
    await amend('self', 'Another sample system');
    expect((await told()).slice(1)).toEqual([['handoff_event', 'UTO', false]]);
    // Who leads both is on neither side.
    await amend('lead', 'A third sample system');
    expect((await told()).slice(2).sort()).toEqual([
      ['handoff_amended', 'USELF', true],
      ['handoff_event', 'UTO', false],
    ]);
  });
});

describe('what is not to be moved', () => {
  const move = (over: object) =>
    moveBook(acting('admin'), { fromId: idOf('self'), shares: [], note: '', ...over });
  const to = (name: string, accountIds: string[]) => ({ toId: idOf(name), accountIds });

  it('is refused with the field it belongs to', async () => {
    const [id = ''] = await newAccounts('self', 1);
    const many = Array.from({ length: MOST_ACCOUNTS + 1 }, () => newId(ctx.now));
    const cases: [object, string, string][] = [
      [{ shares: [] }, 'no_share', 'receivers'],
      [{ shares: [to('to', [id]), to('to', [id])] }, 'many_receivers', 'receivers'],
      [{ shares: [to('to', many)] }, 'many_accounts', 'accounts'],
      [{ shares: [to('to', [id, id])] }, 'many_accounts', 'accounts'],
      [{ shares: [to('to', [id])], note: 'x'.repeat(301) }, 'long_note', 'note'],
      [{ shares: [to('self', [id])] }, 'self', 'receivers'],
      [{ shares: [to('left', [id])] }, 'deactivated', 'receivers'],
      [{ shares: [to('guest', [id])] }, 'guest', 'receivers'],
      [{ shares: [to('onlooker', [id])] }, 'not_cs', 'receivers'],
    ];
    for (const [command, refused, field] of cases)
      expect([refused, await move(command)]).toEqual([refused, expect.objectContaining({ refused, field })]);
    expect(await database.db.handoff.count({ where: { accountId: id } })).toBe(0);
  });

  it('is nothing of another workspace', async () => {
    const other = await newWorkspace(database.db);
    const theirs = await newMember(other, 'UTHEIRS', { isAdmin: true });
    const [id = ''] = await newAccounts('self', 1);
    const shares = [{ toId: idOf('to'), accountIds: [id] }];
    const there: Ctx = { ...other, actor: { type: 'member', memberId: theirs } };
    expect(await moveBook(there, { fromId: idOf('self'), shares, note: '' })).toMatchObject({
      refused: 'not_yours',
    });
    expect(await loadBookOwners(other, theirs)).toEqual([]);
    expect(await loadBookAccounts(other, idOf('self'))).toMatchObject({ movable: [], total: 0 });
    const { bookId } = expectDone(await move({ shares }));
    const command = { bookId, receiverId: idOf('to') };
    expect(await acceptBook(there, command)).toMatchObject({ refused: 'wrong_state' });
    expect(await database.db.handoff.findFirstOrThrow({ where: { accountId: id } })).toMatchObject({
      state: 'submitted',
    });
  });
});
