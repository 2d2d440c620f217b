import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAccount } from '../../src/accounts/change/create-account.ts';
import { findAccounts } from '../../src/accounts/find/find-accounts.ts';
import { searchAccounts } from '../../src/accounts/find/search-accounts.ts';
import { holdAccounts } from '../../src/accounts/hold-accounts.ts';
import { mergeAccounts } from '../../src/accounts/merge/merge-accounts.ts';
import { moveMergedSignals } from '../../src/accounts/merge/move-to-survivor.ts';
import { parentAfterMerge } from '../../src/accounts/parents.ts';
import { loadCsmView } from '../../src/health/read/load-csm-view.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { newId } from '../../src/platform/id.ts';
import { transact } from '../../src/platform/transact.ts';
import { newMember, newWorkspace } from '../people/world.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { serving } from '../support/served.ts';
import {
  accountNamed,
  accountsOf,
  done,
  importText,
  newHandoff,
  newHealth,
  newRisk,
  newSignal,
} from './world.ts';

let database: TestDatabase;
let ctx: Ctx;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  ctx = await newWorkspace(database.db);
});
afterAll(() => database.drop());

async function pair(text = 'name\nFrom\nInto') {
  await importText(ctx, text);
  const [from, into] = [await accountNamed(ctx, 'From'), await accountNamed(ctx, 'Into')];
  return { fromId: from.id, intoId: into.id };
}

const merge = (ids: { fromId: string; intoId: string }) => mergeAccounts(ctx, ids);
const at = (day: number) => new Date(Date.UTC(2027, 1, day));

describe('a merge', () => {
  it('fills what the survivor does not know, and says where it came from', async () => {
    const [ana, bo] = [await newMember(ctx, 'UANA0'), await newMember(ctx, 'UBO00')];
    const ids = await pair(
      [
        'name,domain,external_id,segment,plan,arr,currency,renewal,cs_owner,co_owners,channel',
        'From,from.example,F-1;F-2,SMB,Gold,500000,EUR,2027-06-30,UANA0,UANA0;sales:UBO00,C0FROM000',
        'Into,,I-1,Enterprise,,,,,,UANA0,C0INTO000',
      ].join('\n'),
    );
    done(await merge(ids));
    const into = await accountNamed(ctx, 'Into');
    expect(into).toMatchObject({
      domain: 'from.example',
      segment: 'Enterprise',
      plan: 'Gold',
      currency: 'EUR',
      renewalOn: new Date('2027-06-30'),
      csOwnerId: ana,
      channel: 'C0INTO000',
      externalIds: ['F-1', 'F-2', 'I-1'],
      coOwners: [`cs ${ana}`, `sales ${bo}`],
      provenance: {
        plan: { source: 'merge' },
        arr: { source: 'merge' },
        externalIds: { source: 'merge' },
        segment: { source: 'import' },
        channel: { source: 'import' },
      },
    });
    expect(into.arr?.toString()).toBe('500000');
    expect(await accountNamed(ctx, 'From')).toMatchObject({
      mergedIntoId: into.id,
      externalIds: [],
      coOwners: [],
      name: 'From',
      domain: 'from.example',
    });
    const entries = await database.db.auditEntry.findMany({
      where: { workspaceId: ctx.workspace.id, subjectType: 'account' },
      orderBy: { id: 'asc' },
    });
    expect(entries.map(({ action, subjectId, data }) => ({ action, subjectId, data }))).toMatchObject([
      {
        action: 'account.merged',
        subjectId: into.id,
        data: { fromId: ids.fromId, externalIds: ['F-1', 'F-2'] },
      },
      { action: 'account.merged_away', subjectId: ids.fromId, data: { intoId: into.id } },
    ]);
  });

  it('leaves money alone that the survivor has, with its currency', async () => {
    const ids = await pair('name,arr,currency\nFrom,500000,EUR\nInto,100,');
    done(await merge(ids));
    const into = await accountNamed(ctx, 'Into');
    expect([into.arr?.toString(), into.currency]).toEqual(['100', null]);
  });

  it('does not put a renewal before the start of the contract', async () => {
    const ids = await pair('name,contract_start,renewal\nFrom,2025-01-01,2026-01-01\nInto,2026-06-01,');
    done(await merge(ids));
    expect(await accountNamed(ctx, 'Into')).toMatchObject({ renewalOn: null });
  });

  it('takes handoffs over, open ones of the same deal into the next free slot', async () => {
    const ids = await pair();
    const kept = await newHandoff(ctx, ids.intoId);
    await newHandoff(ctx, ids.intoId, { slot: 3, state: 'accepted' });
    const over = { state: 'finished', kickoffOn: ctx.now, closedAt: ctx.now, quality: 5 };
    // One that is finished takes no slot.
    await newHandoff(ctx, ids.intoId, { ...over, dealType: 'renewal' });
    const ended = await newHandoff(ctx, ids.fromId, over);
    const first = await newHandoff(ctx, ids.fromId);
    const second = await newHandoff(ctx, ids.fromId, { slot: 2, state: 'returned' });
    const renewal = await newHandoff(ctx, ids.fromId, { dealType: 'renewal' });
    const draft = await newHandoff(ctx, ids.fromId, { state: 'draft', number: null });
    const gone = await newHandoff(ctx, ids.fromId, { state: 'cancelled' });
    expect(done(await merge(ids))).toMatchObject({ handoffs: 6 });
    const handoffs = await database.db.handoff.findMany({ where: { workspaceId: ctx.workspace.id } });
    expect(new Set(handoffs.map(({ accountId }) => accountId))).toEqual(new Set([ids.intoId]));
    const slots = new Map(handoffs.map(({ id, slot }) => [id, slot]));
    expect([kept, first, second, renewal, draft, gone, ended].map((id) => slots.get(id))).toEqual([
      1, 2, 4, 1, 1, 1, 1,
    ]);
    // Whoever decided on one meanwhile decides anew.
    expect(handoffs.find(({ id }) => id === first)?.version).toBe(1);
    expect(handoffs.find(({ id }) => id === kept)?.version).toBe(0);
  });

  it('has the cards of its handoffs and risks brought up to date, which name the account', async () => {
    const ids = await pair();
    const workspaceId = ctx.workspace.id;
    const subjects = {
      handoff: await newHandoff(ctx, ids.fromId),
      risk: await newRisk(ctx, ids.fromId),
      other: await newHandoff(ctx, ids.intoId),
    };
    for (const [key, subjectId] of Object.entries(subjects)) {
      const subjectType = key === 'risk' ? 'risk' : 'handoff';
      const thread = { workspaceId, key, lane: 'C0SAMPLE0', kind: 'sample', notBefore: ctx.now };
      await database.db.outboxThread.create({ data: { ...thread, subjectType, subjectId } });
    }
    done(await merge(ids));
    const threads = await database.db.outboxThread.findMany({
      where: { workspaceId },
      orderBy: { key: 'asc' },
    });
    expect(threads.map(({ key, desiredVersion }) => [key, desiredVersion])).toEqual([
      ['handoff', 1],
      ['other', 0],
      ['risk', 1],
    ]);
  });

  it('takes risks over, and is refused while both have an open one', async () => {
    const ids = await pair();
    const open = await newRisk(ctx, ids.fromId);
    const resolved = { state: 'resolved', outcome: 'saved', resolvedAt: ctx.now };
    await newRisk(ctx, ids.fromId, resolved);
    const theirs = await newRisk(ctx, ids.intoId, { state: 'claimed', ownerId: newId(ctx.now) });
    const numbers = await Promise.all(
      [open, theirs].map((id) => database.db.risk.findUniqueOrThrow({ where: { id } })),
    );
    const before = await accountsOf(ctx);
    expect(await merge(ids)).toMatchObject({
      refused: 'two_risks',
      message: `“From” has the open risk R-${numbers[0]?.number} and “Into” has R-${numbers[1]?.number}. Close one of them, then merge.`,
    });
    expect(await accountsOf(ctx)).toEqual(before);
    await database.db.risk.update({ where: { id: theirs }, data: resolved as object });
    expect(done(await merge(ids))).toMatchObject({ risks: 2 });
    const risks = await database.db.risk.findMany({ where: { workspaceId: ctx.workspace.id } });
    expect(new Set(risks.map(({ accountId }) => accountId))).toEqual(new Set([ids.intoId]));
    expect(risks.find(({ id }) => id === open)).toMatchObject({ state: 'open', version: 1 });
  });

  it('takes signals over: of each type the latest of both that is not voided counts', async () => {
    const ids = await pair();
    const earlier = await newSignal(ctx, ids.intoId, { type: 'logins', value: 1, observedAt: at(1) });
    const later = await newSignal(ctx, ids.fromId, { type: 'logins', value: 2, observedAt: at(2) });
    await newSignal(ctx, ids.fromId, { type: 'logins', value: 3, observedAt: at(3), voided: true });
    const lesser = await newSignal(ctx, ids.fromId, {
      type: 'nps',
      value: 4,
      observedAt: at(4),
      key: `${ids.fromId} a`,
    });
    const greater = await newSignal(ctx, ids.intoId, {
      type: 'nps',
      value: 5,
      observedAt: at(4),
      key: `${ids.fromId} b`,
    });
    await newSignal(ctx, ids.fromId, { type: 'voided', value: 6, observedAt: at(1), voided: true });
    const workspaceId = ctx.workspace.id;
    const latest = async (signalId: string) => {
      const signal = await database.db.signal.findUniqueOrThrow({ where: { id: signalId } });
      const { accountId, type, value, observedAt, key } = signal;
      await database.db.signalLatest.create({
        data: { workspaceId, accountId, type, signalId, value, observedAt, key },
      });
    };
    for (const id of [earlier, later, lesser, greater]) await latest(id);
    expect(done(await merge(ids))).toMatchObject({ signals: 4 });
    const rows = await database.db.signalLatest.findMany({
      where: { workspaceId },
      orderBy: { type: 'asc' },
    });
    expect(rows.map(({ accountId, type, signalId, value }) => [accountId, type, signalId, value])).toEqual([
      [ids.intoId, 'logins', later, 2],
      [ids.intoId, 'nps', greater, 5],
    ]);
  });

  it('lets a long history follow in the background', async () => {
    const ids = await pair();
    const long = 5_100;
    await database.db.$executeRaw`
      INSERT INTO signals (id, workspace_id, account_id, type, value, observed_at, received_at, key, source, actor)
      SELECT gen_random_uuid(), ${ctx.workspace.id}::uuid, ${ids.fromId}::uuid, 'logins', n,
             ${ctx.now}::timestamptz - n * interval '1 hour', ${ctx.now}::timestamptz, ${ids.fromId} || n, 'sample', '{}' FROM generate_series(1, ${long}::int) AS n`;
    expect(done(await merge(ids))).toMatchObject({ signals: long });
    const left = () => database.db.signal.count({ where: { accountId: ids.fromId } });
    expect(await left()).toBe(100);
    while ((await moveMergedSignals({ db: database.db, served: serving([ctx.workspace]) })) > 0);
    expect(await left()).toBe(0);
    expect(await database.db.signal.count({ where: { accountId: ids.intoId } })).toBe(long);
  });

  it('drops the score of the merged one, and has the survivor evaluated with the news of both', async () => {
    const ids = await pair();
    await newHealth(ctx, ids.fromId, { hasNews: true, exceptions: ['sponsor_left'], dueAt: at(1) });
    await newHealth(ctx, ids.intoId, { exceptions: ['churn_notice'], dueAt: new Date('2027-04-01') });
    done(await merge(ids));
    const workspaceId = ctx.workspace.id;
    expect(await database.db.accountHealth.findMany({ where: { workspaceId } })).toMatchObject([
      { accountId: ids.intoId, dueAt: ctx.now, hasNews: true, score: 50 },
    ]);
    const [health] = await database.db.accountHealth.findMany({ where: { workspaceId } });
    expect(health?.exceptions.toSorted()).toEqual(['churn_notice', 'sponsor_left']);
    expect(
      (await database.db.healthDay.findMany({ where: { workspaceId } })).map((day) => day.accountId),
    ).toEqual([ids.intoId]);
    const changes = await database.db.healthChange.findMany({ where: { workspaceId } });
    expect(changes.map(({ accountId }) => accountId)).toEqual([ids.intoId, ids.intoId]);
  });

  it('takes over what was told of a slide where nothing was told of the survivor’s', async () => {
    const ids = await pair();
    const workspaceId = ctx.workspace.id;
    const looked = { workspaceId, sinceWeek: 2_900, week: 2_980 };
    const told = { tier: 'card', told: 12.5, toldAt: at(3), cardWeek: 2_979, calmWeeks: 1 };
    await database.db.accountSlide.createMany({
      data: [
        { ...looked, accountId: ids.fromId, ...told },
        { ...looked, accountId: ids.intoId },
      ],
    });
    done(await merge(ids));
    expect(await database.db.accountSlide.findMany({ where: { workspaceId } })).toMatchObject([
      { accountId: ids.intoId, ...told, touchedFrom: 0 },
    ]);
  });

  it('takes what is expected over where the survivor expects nothing of the kind', async () => {
    const ids = await pair();
    const expects = (accountId: string, type: string, until: Date, note: string) =>
      database.db.expectedSignal.create({
        data: { accountId, type, until, note, workspaceId: ctx.workspace.id, createdAt: ctx.now },
      });
    const [past, soon] = [at(1), new Date('2027-04-01')];
    await expects(ids.fromId, 'nps', soon, 'theirs');
    await expects(ids.fromId, 'csat', soon, 'theirs');
    await expects(ids.intoId, 'csat', soon, 'ours');
    await expects(ids.fromId, 'sentiment', soon, 'theirs');
    await expects(ids.intoId, 'sentiment', past, 'ours, and over');
    await expects(ids.fromId, 'onboarding', past, 'theirs, and over');
    await expects(ids.intoId, 'onboarding', soon, 'ours');
    done(await merge(ids));
    const left = await database.db.expectedSignal.findMany({
      where: { workspaceId: ctx.workspace.id },
      orderBy: { type: 'asc' },
    });
    expect(left.map(({ accountId, type, note }) => [accountId, type, note])).toEqual([
      [ids.intoId, 'csat', 'ours'],
      [ids.intoId, 'nps', 'theirs'],
      [ids.intoId, 'onboarding', 'ours'],
      [ids.intoId, 'sentiment', 'theirs'],
    ]);
  });

  it('takes views over: the latest counts', async () => {
    const ids = await pair();
    const given = (accountId: string, value: number, saidAt: Date) =>
      database.db.accountView.create({
        data: { id: newId(ctx.now), workspaceId: ctx.workspace.id, accountId, value, saidAt },
      });
    await given(ids.intoId, 4, at(1));
    await given(ids.fromId, 2, at(2));
    done(await merge(ids));
    expect(await loadCsmView(database.db, ctx.workspace.id, ids.intoId)).toMatchObject({ value: 2 });
    expect(await database.db.accountView.count({ where: { accountId: ids.intoId } })).toBe(2);
  });

  it('has a survivor evaluated that never had a score', async () => {
    const ids = await pair();
    await newHealth(ctx, ids.fromId);
    done(await merge(ids));
    expect(
      await database.db.accountHealth.findMany({ where: { workspaceId: ctx.workspace.id } }),
    ).toMatchObject([{ accountId: ids.intoId, dueAt: ctx.now, hasNews: false, score: null }]);
  });

  it('puts what was below the merged one below the survivor, never in a circle', async () => {
    const ids = await pair('name,parent\nTop,\nFrom,Top\nInto,Child\nChild,From\nOther,From');
    done(await merge(ids));
    const parents = new Map((await accountsOf(ctx)).map(({ name, parentId }) => [name, parentId]));
    const top = await accountNamed(ctx, 'Top');
    expect(await accountNamed(ctx, 'Other')).toMatchObject({ provenance: { parentId: { source: 'merge' } } });
    expect([...parents]).toEqual([
      ['Child', ids.intoId],
      ['From', null],
      ['Into', top.id],
      ['Other', ids.intoId],
      ['Top', null],
    ]);
  });

  it.each([
    ['its own parent', { f: 'x', i: 'y', x: null, y: null }, 'y'],
    ['that of the merged one when it has none', { f: 'x', i: null, x: null }, 'x'],
    ['none when that stands below it', { f: 'x', x: 'i', i: null }, null],
    ['that of the merged one when it stood below it', { i: 'x', x: 'f', f: 'y', y: null }, 'y'],
    ['none when it stood right below one without', { i: 'f', f: null }, null],
  ])('leaves the survivor with %s', (_, parents, after) => {
    expect(parentAfterMerge('f', 'i', new Map(Object.entries(parents)))).toBe(after);
  });

  it('is refused with itself, with what is not there, and a second time', async () => {
    const ids = await pair('name\nFrom\nInto\nThird');
    const third = await accountNamed(ctx, 'Third');
    expect(await merge({ fromId: ids.fromId, intoId: ids.fromId })).toMatchObject({
      refused: 'same_account',
    });
    expect(await merge({ ...ids, fromId: newId(ctx.now) })).toMatchObject({ refused: 'not_found' });
    expect(await merge({ ...ids, intoId: newId(ctx.now) })).toMatchObject({ refused: 'not_found' });
    done(await merge(ids));
    const again = { refused: 'already_merged', message: '“From” was already merged into “Into”.' };
    expect(await merge(ids)).toEqual(again);
    expect(await merge({ fromId: ids.fromId, intoId: third.id })).toEqual(again);
    expect(await merge({ fromId: third.id, intoId: ids.fromId })).toEqual(again);
    expect(await merge({ fromId: ids.intoId, intoId: ids.fromId })).toEqual(again);
  });

  it('happens once when two ask for it at once, and once of the two ways round', async () => {
    const same = await pair();
    const twice = await Promise.all([merge(same), merge(same)]);
    expect(twice.filter((one) => 'refused' in one)).toHaveLength(1);
    await importText(ctx, 'name\nOne\nTwo');
    const [one, two] = [await accountNamed(ctx, 'One'), await accountNamed(ctx, 'Two')];
    const ways = await Promise.all([
      merge({ fromId: one.id, intoId: two.id }),
      merge({ fromId: two.id, intoId: one.id }),
    ]);
    expect(ways.filter((way) => 'refused' in way)).toHaveLength(1);
    const merged = (await accountsOf(ctx)).filter(({ mergedIntoId }) => mergedIntoId !== null);
    expect(merged).toHaveLength(2);
  });
});

describe('what was merged', () => {
  it('is found as the survivor by every name it had, also through a second merge', async () => {
    const ids = await pair(
      'name,domain,external_id\nFrom,from.example,F-1\nInto,into.example,I-1\nLast,,L-1',
    );
    done(await merge(ids));
    const last = await accountNamed(ctx, 'Last');
    done(await merge({ fromId: ids.intoId, intoId: last.id }));
    const refs = [
      { id: ids.fromId },
      { externalId: 'F-1' },
      { domain: 'https://www.from.example/' },
      { name: ' FROM ' },
      { called: 'from.example' },
      { called: 'I-1' },
    ];
    const found = await findAccounts(database.db, ctx.workspace.id, refs);
    expect(found).toEqual(refs.map(() => expect.objectContaining({ id: last.id, name: 'Last' })));
    const merged = (await accountsOf(ctx)).map(({ mergedIntoId }) => mergedIntoId);
    expect(merged).toEqual([last.id, last.id, null]);
    const listed = await searchAccounts(database.db, ctx.workspace.id, '', 10);
    expect(listed.map(({ name }) => name)).toEqual(['Last']);
    expect(await searchAccounts(database.db, ctx.workspace.id, 'from', 10)).toEqual([]);
  });

  it('is the survivor to an import, which does not call it by the old name', async () => {
    const ids = await pair('name,domain,external_id\nFrom,from.example,F-1\nInto,,I-1');
    done(await merge(ids));
    const rows = [
      'name,domain,external_id,plan',
      'from,,,Gold',
      'From,,I-1,Scale',
      'FROM,from.example,,Team',
    ];
    for (const row of rows.slice(1)) {
      const result = await importText(ctx, [rows[0], row].join('\n'));
      expect(result).toMatchObject({ created: 0, updated: 1, rejected: [] });
      const [, plan] = [row, row.split(',').at(-1)];
      expect(await accountNamed(ctx, 'Into')).toMatchObject({ plan });
    }
    expect(await importText(ctx, 'name,external_id\nRenamed,F-1')).toMatchObject({ created: 0, updated: 1 });
    await importText(ctx, 'name\nOther');
    const taken = await importText(ctx, 'name,external_id\nOther,F-1\nChild,\nAnother,');
    expect(taken.rejected.map(({ reason }) => reason)).toEqual([
      'matches "Renamed", and another account has this name already',
    ]);
    const below = await importText(ctx, 'name,parent\nChild,From');
    expect(below.rejected).toEqual([]);
    expect(await accountNamed(ctx, 'Child')).toMatchObject({ parentId: ids.intoId });
  });

  it('is the survivor to a modal that would make it again', async () => {
    const ids = await pair();
    done(await merge(ids));
    const again = done(await transact(ctx, (tx) => createAccount(tx, { name: 'from' })));
    expect(again).toMatchObject({ created: false, account: { id: ids.intoId, name: 'Into' } });
  });

  it('is waited for by whoever is about to point a row at it', async () => {
    const ids = await pair();
    const [, held] = await Promise.all([
      transact(ctx, async (tx) => {
        await tx.tx.$executeRaw`SELECT 1 FROM accounts WHERE id = ${ids.fromId}::uuid FOR UPDATE`;
        await tx.tx.$executeRaw`SELECT pg_sleep(0.2)`;
        await tx.tx.account.update({ where: { id: ids.fromId }, data: { mergedIntoId: ids.intoId } });
      }),
      transact(ctx, async (tx) => {
        await tx.tx.$executeRaw`SELECT pg_sleep(0.1)`;
        return [...(await holdAccounts(tx, [ids.fromId, ids.intoId]))];
      }),
    ]);
    expect(new Map(held)).toEqual(
      new Map([
        [ids.fromId, ids.intoId],
        [ids.intoId, ids.intoId],
      ]),
    );
  });
});
