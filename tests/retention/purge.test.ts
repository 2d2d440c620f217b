import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { run as baton } from '../../cli/run.ts';
import { syncPeople } from '../../src/people/sync-people.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { newId } from '../../src/platform/id.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { purgeAccount } from '../../src/retention/purge/purge-account.ts';
import { findErasable, purgePerson } from '../../src/retention/purge/purge-person.ts';
import { setSetting } from '../../src/settings/set-setting.ts';
import { purgeWorkspace } from '../../src/workspaces/purge-workspace.ts';
import { acting, buildHouse, expectDone, type House, handedOver, run } from '../handoffs/house.ts';
import { newAccount } from '../health/signals.ts';
import { listed as listedUsers, newWorkspace, slackUser } from '../people/world.ts';
import { envAt } from '../support/command-line.ts';
import { ownDatabase } from '../support/database.ts';
import { rowsOf } from '../workspaces/snapshot.ts';
import { WORK_OF_DELIVERY, WORK_OF_JOBS } from '../workspaces/work.ts';

const database = ownDatabase();
let house: House;
let other: House;
beforeEach(async () => {
  [house, other] = [await buildHouse(database.db), await buildHouse(database.db)];
});

/** Everything there is work for, handoffs in all their states, and one digest that was posted. */
async function lived(of: House): Promise<{ accountId: string; name: string }> {
  for (const prepare of Object.values(WORK_OF_JOBS)) await prepare(of);
  for (const prepare of Object.values(WORK_OF_DELIVERY)) await prepare(of.ctx, 'UPRESENT');
  const handoffs = [
    await handedOver(of, 'finish', { isPrivate: false }),
    await handedOver(of, 'resubmit', { isPrivate: true }),
    await handedOver(of, 'undo', { isPrivate: false }),
  ];
  expectDone(await run.finish(acting(of, 'receiver'), handoffs[0] ?? ''));
  const { db, workspace } = of.ctx;
  const { accountId } = await db.handoff.findUniqueOrThrow({ where: { id: handoffs[0] ?? '' } });
  const { name } = await db.account.findUniqueOrThrow({ where: { id: accountId ?? '' } });
  return { accountId: accountId ?? '', name: name ?? workspace.id };
}

/** Columns of any table that hold one of these texts, in whatever form. */
function holding(found: Record<string, string[]>, texts: readonly string[]): string[] {
  return Object.entries(found).flatMap(([table, rows]) =>
    rows.flatMap((row) => texts.filter((text) => row.includes(text)).map((text) => `${table}: ${text}`)),
  );
}

/** Puts an id and a name wherever a row may have them: into the JSON, the lists and the texts of what others own. */
async function strewn(of: Ctx, id: string, name: string): Promise<void> {
  const { db, workspace } = of;
  const ws = workspace.id;
  const subject = { subjectType: 'workspace', subjectId: ws };
  const at = { at: of.now };
  await db.auditEntry.create({
    data: {
      id: newId(of.now),
      workspaceId: ws,
      ...subject,
      action: 'sample.done',
      actor: { type: 'cli' },
      data: { id, name, deep: [{ [id]: [name] }] },
      ...at,
    },
  });
  await db.digestRun.create({
    data: {
      id: newId(of.now),
      workspaceId: ws,
      kind: 'digest',
      madeAt: of.now,
      content: { lines: [{ accountId: id, accountName: name }], words: 'as before' },
    },
  });
  await db.inboundRequest.create({
    data: { workspaceId: ws, key: `open:${id}`, answer: { name }, receivedAt: of.now },
  });
  await db.apiRequest.create({
    data: {
      workspaceId: ws,
      key: randomUUID(),
      bodyHash: 'sample',
      state: 202,
      answer: { results: [{ account: name, id }] },
      receivedAt: of.now,
    },
  });
  const member = await db.member.findFirstOrThrow({ where: { workspaceId: ws, slackUserId: 'UPRESENT' } });
  await db.homeView.create({
    data: { memberId: member.id, workspaceId: ws, view: { account: id, called: name }, updatedAt: of.now },
  });
  await db.outboxMessage.updateMany({
    where: { workspaceId: ws, kind: 'note' },
    data: { data: { accounts: [id] } },
  });
  const foreign = await newAccount(of, `Sample ${randomUUID()}`);
  await db.signal.create({
    data: {
      id: newId(of.now),
      workspaceId: ws,
      accountId: foreign,
      type: 'logins',
      value: 1,
      observedAt: of.now,
      receivedAt: of.now,
      key: id,
      source: name,
      actor: { memberId: id },
    },
  });
}

describe('an account', () => {
  it('is in no column of any table after its purge, and another workspace is as it was, byte for byte', async () => {
    const { accountId } = await lived(house);
    await lived(other);
    const { db, workspace } = house.ctx;
    const of = { workspaceId: workspace.id };
    const name = `Zyxel "Quoted" & Söhne ${randomUUID().slice(0, 8)}`;
    const merged = await newAccount(house.ctx, `Merged ${name}`, {
      mergedIntoId: accountId,
      domain: 'zyxel-sample.example',
    });
    await newAccount(house.ctx, 'Its child', { parentId: accountId });
    await db.account.update({ where: { id: accountId }, data: { name, nameKey: name.toLowerCase() } });
    await strewn(house.ctx, accountId, name);
    await strewn(other.ctx, randomUUID(), name);
    const cases = [
      ...(await db.handoff.findMany({ where: { ...of, accountId }, select: { id: true } })),
      ...(await db.handoffFollowUp.findMany({
        where: { ...of, handoff: { accountId } },
        select: { id: true },
      })),
    ].map(({ id }) => id);
    expect(cases.length).toBeGreaterThan(1);
    await db.outboxMessage.updateMany({
      where: { ...of, subjectId: { in: cases } },
      data: { state: 'sent', slackChannel: 'C0SAMPLE' },
    });
    const posts = await db.outboxMessage.findMany({
      where: { ...of, subjectId: { in: cases } },
      select: { id: true },
    });
    for (const [n, { id }] of posts.entries())
      await db.outboxMessage.update({ where: { id }, data: { slackTs: `${n}.1` } });
    const theirs = await rowsOf(database.pool, other.ctx.workspace.id);
    const before = await rowsOf(database.pool, workspace.id);

    const planned = await purgeAccount(house.ctx, accountId, 'count');
    expect(await rowsOf(database.pool, workspace.id)).toEqual(before);
    const purged = await purgeAccount(house.ctx, accountId, 'change');
    expect(purged).toMatchObject({
      deleted: { accounts: 2, handoffs: 1 },
      shown: [{ channel: 'C0SAMPLE', posts: posts.length }],
    });
    expect(planned?.deleted).toMatchObject({
      accounts: 2,
      handoffs: 1,
      audit_entries: purged?.deleted['audit_entries'],
    });
    const after = await rowsOf(database.pool, workspace.id);
    expect(holding(after, [accountId, merged, name, 'Zyxel', 'zyxel', 'zyxel-sample', ...cases])).toEqual([]);
    expect(await db.account.count({ where: { ...of, name: 'Its child', parentId: null } })).toBe(1);
    expect(await db.outboxLeftBehind.count({ where: { ...of, channel: 'C0SAMPLE' } })).toBe(posts.length);
    expect(await db.auditEntry.count({ where: { ...of, action: 'account.purged' } })).toBe(1);
    expect(await rowsOf(database.pool, other.ctx.workspace.id)).toEqual(theirs);
    expect(await purgeAccount(house.ctx, accountId, 'change')).toBeNull();
  });

  it('leaves alone what else is called so, or has its id in another system', async () => {
    const ctx = await newWorkspace(database.db);
    const workspaceId = ctx.workspace.id;
    const gone = await newAccount(ctx, 'Twin Sample');
    const stays = await newAccount(ctx, 'Another Sample');
    await ctx.db.accountExternalId.create({ data: { workspaceId, accountId: gone, externalId: '1001' } });
    await ctx.db.deal.create({
      data: {
        id: newId(ctx.now),
        workspaceId,
        accountId: stays,
        source: 'import',
        externalId: '1001',
        accountName: 'Another Sample',
        dealType: 'new',
        state: 'expected',
        createdAt: ctx.now,
        updatedAt: ctx.now,
      },
    });
    await ctx.db.team.create({
      data: { id: newId(ctx.now), workspaceId, name: 'Twin Sample', lane: 'cs', createdAt: ctx.now },
    });
    await purgeAccount(ctx, gone, 'change');
    const of = { where: { workspaceId } };
    expect((await ctx.db.team.findFirstOrThrow(of)).name).toBe('Twin Sample');
    expect((await ctx.db.deal.findFirstOrThrow(of)).externalId).toBe('1001');
  });

  it('goes whatever it is called, and takes no word of ours with it', async () => {
    const word = fc.oneof(
      fc.constantFrom('open', 'digest', 'name', '$&', '%', '_', '\\', '"', 'null', '{}', 'sample'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((text) => !text.includes('\u0000')),
    );
    await fc.assert(
      fc.asyncProperty(word, async (called) => {
        const ctx = await newWorkspace(database.db);
        const accountId = await newAccount(ctx, called);
        await ctx.db.auditEntry.create({
          data: {
            id: newId(ctx.now),
            workspaceId: ctx.workspace.id,
            subjectType: 'workspace',
            subjectId: ctx.workspace.id,
            action: 'sample.done',
            actor: { type: 'cli' },
            data: { state: 'open', kind: 'digest', accountName: called, id: accountId },
            at: ctx.now,
          },
        });
        await purgeAccount(ctx, accountId, 'change');
        const entry = await ctx.db.auditEntry.findFirstOrThrow({
          where: { workspaceId: ctx.workspace.id, action: 'sample.done' },
        });
        expect(entry.data).toMatchObject({ state: 'open', kind: 'digest', accountName: 'Erased account' });
        expect(holding(await rowsOf(database.pool, ctx.workspace.id), [accountId])).toEqual([]);
      }),
      { numRuns: 6, examples: [['open'], ['digest'], ['$&'], ['a"b\\']] },
    );
  });
});

describe('a person', () => {
  it('is in no column of any table after their purge, and what they did stays', async () => {
    await lived(house);
    await lived(other);
    const { db, workspace } = house.ctx;
    const of = { workspaceId: workspace.id };
    const id = house.ids['receiver lead'] ?? '';
    const person = {
      slackUserId: 'UZYX1EADER',
      name: 'Zyx Sample Leader',
      email: 'zyx.leader@sample.example',
    };
    await db.member.update({ where: { id }, data: person });
    await setSetting(house.ctx, { key: 'admins', value: `UADMIN1, ${person.slackUserId}` });
    await strewn(house.ctx, id, person.name);
    await db.account.updateMany({ where: of, data: { csOwnerId: id } });
    await db.member.updateMany({
      where: { ...of, slackUserId: 'UPRESENT' },
      data: { managerId: id, coverId: id },
    });
    await db.handoff.updateMany({ where: of, data: { acceptedById: id } });
    await db.auditEntry.create({
      data: {
        id: newId(house.ctx.now),
        ...of,
        subjectType: 'handoff',
        subjectId: randomUUID(),
        action: 'handoff.accepted',
        actor: { type: 'member', memberId: id },
        data: { note: `ask ${person.email} or <@${person.slackUserId}>` },
        at: house.ctx.now,
      },
    });
    const theirs = await rowsOf(database.pool, other.ctx.workspace.id);
    const asked = async () => {
      const found = await findErasable(house.ctx, person.email.toUpperCase());
      if (isRefusal(found)) throw new Error(found.message);
      return found;
    };
    expect(await purgePerson(house.ctx, await asked(), 'change')).toMatchObject({ refused: 'still_here' });
    await db.member.update({ where: { id }, data: { deactivatedAt: house.ctx.now } });
    const entries = await db.auditEntry.count({ where: of });
    const handoffs = await db.handoff.count({ where: of });

    expectDone(await purgePerson(house.ctx, await asked(), 'change'));
    const texts = [id, person.slackUserId, person.name, person.email];
    expect(holding(await rowsOf(database.pool, workspace.id), texts)).toEqual([]);
    for (const table of ['team_members', 'account_co_owners'])
      expect((await database.pool.query(`SELECT FROM ${table} WHERE member_id = $1`, [id])).rowCount).toBe(0);
    expect(await db.auditEntry.count({ where: of })).toBe(entries + 1);
    expect(await db.handoff.count({ where: of })).toBe(handoffs);
    expect(await db.account.count({ where: { ...of, csOwnerId: { not: null } } })).toBe(0);
    const former = await db.member.findFirstOrThrow({ where: { ...of, name: 'Former colleague' } });
    expect(await db.handoff.count({ where: { ...of, acceptedById: former.id } })).toBe(handoffs);
    const { value } = await db.setting.findFirstOrThrow({ where: { ...of, key: 'admins' } });
    expect(value).toBe('UADMIN1');
    expect(await rowsOf(database.pool, other.ctx.workspace.id)).toEqual(theirs);

    // Slack lists who has left for ever.
    const slack = slackUser(house.ctx, person.slackUserId, { real_name: person.name, deleted: true });
    await syncPeople(house.ctx, () => listedUsers([slack]));
    expect(await db.member.count({ where: { ...of, slackUserId: person.slackUserId } })).toBe(0);
  });

  it('who still owes a step is not erased, nor is one whom the words do not tell from another', async () => {
    await handedOver(house, 'acknowledge', { isPrivate: false });
    const { db, workspace } = house.ctx;
    const id = house.ids['receiver'] ?? '';
    await db.member.update({ where: { id }, data: { deactivatedAt: house.ctx.now } });
    const person = await findErasable(house.ctx, 'URECEIVER');
    if (isRefusal(person)) throw new Error(person.message);
    expect(await purgePerson(house.ctx, person, 'change')).toMatchObject({ refused: 'owes' });
    await db.member.updateMany({
      where: { workspaceId: workspace.id, slackUserId: { in: ['UCOVER', 'UADMIN'] } },
      data: { name: 'Twin' },
    });
    expect(await findErasable(house.ctx, 'twin')).toMatchObject({ refused: 'ambiguous' });
    expect(await findErasable(other.ctx, person.id)).toMatchObject({ refused: 'unknown_person' });
  });
});

describe('a workspace', () => {
  it('goes with everything, beside another that is as it was', async () => {
    await lived(house);
    await lived(other);
    const theirs = await rowsOf(database.pool, other.ctx.workspace.id);
    const { id, slackTeamId } = house.ctx.workspace;
    expectDone(await purgeWorkspace(database.db, { id, slackTeamId, name: 'Sample' }));
    expect(await rowsOf(database.pool, id)).toEqual({});
    expect(await rowsOf(database.pool, other.ctx.workspace.id)).toEqual(theirs);
  });

  it('is not purged while a Baton runs and the app is installed', async () => {
    const client = await database.pool.connect();
    await client.query(`SET application_name = 'baton (listen)'`);
    const { id, slackTeamId } = house.ctx.workspace;
    const workspace = { id, slackTeamId, name: 'Sample' };
    expect(await purgeWorkspace(database.db, workspace)).toMatchObject({ refused: 'still_served' });
    await database.db.workspace.update({ where: { id }, data: { uninstalledAt: house.ctx.now } });
    expectDone(await purgeWorkspace(database.db, workspace));
    client.release(true);
  });

  it('that was killed in it goes on when it is asked for again', async () => {
    await lived(house);
    await lived(other);
    const { id, slackTeamId } = house.ctx.workspace;
    const theirs = await rowsOf(database.pool, other.ctx.workspace.id);
    // It waits for a table that comes late.
    const holder = await database.pool.connect();
    await holder.query('BEGIN; LOCK TABLE timers IN SHARE MODE');
    const child = fork(new URL('./purging-process.ts', import.meta.url), [slackTeamId], {
      execArgv: ['--import', 'tsx'],
      env: { ...process.env, DATABASE_URL: database.url, LOG_LEVEL: 'silent' },
      stdio: 'ignore',
    });
    const waits = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    while ((await database.pool.query(waits)).rowCount === 0)
      if (child.exitCode !== null) throw new Error('it ended before it was killed');
    child.kill('SIGKILL');
    await once(child, 'exit');
    await holder.query('ROLLBACK');
    holder.release();
    const left = await rowsOf(database.pool, id);
    expect(Object.keys(left)).toEqual(expect.arrayContaining(['workspaces', 'timers']));
    expect(Object.keys(left)).not.toContain('handoffs');
    const { code, said } = await command(['workspace', 'purge', slackTeamId, '--yes']);
    expect(code, said).toBe(0);
    expect(await rowsOf(database.pool, id)).toEqual({});
    expect(await rowsOf(database.pool, other.ctx.workspace.id)).toEqual(theirs);
  });
});

async function command(words: string[], typed?: string) {
  let said = '';
  const hear = (text: string) => {
    said += text;
  };
  const env = await envAt(house.ctx.now, database);
  const ask = typed === undefined ? undefined : async () => typed;
  const code = await baton(words, { env, write: hear, warn: hear, ask });
  return { code, said };
}

describe('the commands', () => {
  it('try first, ask for the name, and say what Slack shows', async () => {
    const { accountId, name } = await lived(house);
    const { db, workspace } = house.ctx;
    const messages = await db.outboxMessage.findMany({
      where: { workspaceId: workspace.id, subjectType: 'handoff' },
      orderBy: { id: 'asc' },
    });
    const account = await db.handoff.findFirstOrThrow({
      where: { id: { in: messages.map(({ subjectId }) => subjectId) }, accountId: { not: null } },
      select: { id: true, account: true },
      orderBy: { id: 'asc' },
    });
    const message = messages.find(({ subjectId }) => subjectId === account.id);
    await db.outboxMessage.update({
      where: { id: message?.id ?? '' },
      data: { slackChannel: 'C0SHOWN', slackTs: '1.1' },
    });
    const team = ['--team', workspace.slackTeamId];
    const words = [...team, 'account', 'purge', account.account?.name ?? name];
    const there = () => db.account.count({ where: { id: account.account?.id ?? accountId } });

    const tried = await command([...words, '--dry-run']);
    expect(tried.said).toMatch(/^Would delete: \d+ rows\.\n(?: {2}\w+ +\d+\n)+/);
    expect(tried.said).toMatch(/In Slack:\n {2}C0SHOWN {2}\d+ post/);
    expect(tried.said.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect((await command(words)).said).toMatch(/Without a terminal, say --yes/);
    expect((await command(words, 'another')).said).toMatch(/not the name. Nothing was deleted/);
    expect(await there()).toBe(1);
    const done = await command(words, account.account?.name ?? name);
    expect([done.code, await there()]).toEqual([0, 0]);
    expect((await command([...team, 'account', 'purge', 'No such one'])).said).toMatch(/There is no account/);
    expect((await command([...team, 'person', 'purge', 'UPRESENT', '--yes'])).said).toMatch(
      /is active in Slack/,
    );
    expect((await command(['workspace', 'purge', 'TNONE', '--yes'])).said).toMatch(
      /There is no workspace TNONE/,
    );
  });
});
