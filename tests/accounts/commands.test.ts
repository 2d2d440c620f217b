import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../cli/run.ts';
import { createAccount } from '../../src/accounts/change/create-account.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { transact } from '../../src/platform/transact.ts';
import { newWorkspace } from '../people/world.ts';
import { envAt } from '../support/command-line.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { importText, newHandoff } from './world.ts';

let database: TestDatabase;
let ctx: Ctx;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  ctx = await newWorkspace(database.db);
});
afterAll(() => database.drop());

async function baton(...words: string[]) {
  let [out, err] = ['', ''];
  const code = await run(['accounts', ...words, '--team', ctx.workspace.slackTeamId], {
    env: await envAt(ctx.now, database),
    write: (text) => {
      out += text;
    },
    warn: (text) => {
      err += text;
    },
  });
  return { code, out, err };
}

describe('accounts at the command line', () => {
  it('are listed by name, and those still unconfirmed by themselves', async () => {
    expect((await baton('list')).out).toContain('accounts import FILE.csv');
    await importText(ctx, 'name,domain,external_id,segment,stage\nAcme,acme.com,A-1;B-7,Enterprise,adopt');
    expect((await baton('list', '--unverified')).out).toBe('Every account is confirmed.\n');
    await transact(ctx, (tx) => createAccount(tx, { name: 'Made' }));
    expect((await baton('list')).out).toBe(
      'NAME  DOMAIN    EXTERNAL ID  SEGMENT     STAGE  CONFIRMED\n' +
        'Acme  acme.com  A-1;B-7      Enterprise  adopt  yes\n' +
        'Made                                     land   no\n',
    );
    expect((await baton('list', '--unverified')).out).not.toContain('Acme');
  });

  it('are listed up to a hundred, with how many more there are', async () => {
    const names = Array.from({ length: 103 }, (_, i) => `Sample ${i}`);
    await importText(ctx, ['name', ...names].join('\n'));
    const { out } = await baton('list');
    expect(out.trimEnd().split('\n')).toHaveLength(102);
    expect(out).toMatch(/and 3 more accounts\n$/);
  });

  it('are confirmed by name', async () => {
    await transact(ctx, (tx) => createAccount(tx, { name: 'Made' }));
    expect(await baton('confirm', 'made')).toEqual({ code: 0, out: '“Made” is confirmed.\n', err: '' });
    expect((await baton('confirm', 'made')).out).toBe('“Made” was confirmed before.\n');
    expect(await baton('confirm', 'nobody')).toMatchObject({
      code: 1,
      err: 'There is no account "nobody". See them: accounts list\n',
    });
  });

  it('are merged by name, domain or external id, once', async () => {
    await importText(
      ctx,
      'name,domain,external_id\nAcme,,\nAcme Corp,acme.com,A-1\nTwin,twin.example,1\nTwin 2,twin.example,2',
    );
    const { id } = await database.db.account.findFirstOrThrow({
      where: { workspaceId: ctx.workspace.id, name: 'Acme' },
    });
    await newHandoff(ctx, id);
    expect(await baton('merge', 'Acme', 'acme.com')).toEqual({
      code: 0,
      out: '“Acme” is now “Acme Corp”. Moved: 1 handoff, 0 risks, 0 signals.\n',
      err: '',
    });
    expect(await baton('merge', 'Acme', 'A-1')).toMatchObject({
      code: 1,
      err: '“Acme” was already merged into “Acme Corp”.\n',
    });
    expect(await baton('merge', 'acme.com', 'A-1')).toMatchObject({
      code: 1,
      err: 'An account can’t be merged into itself.\n',
    });
    expect(await baton('merge', 'twin.example', 'A-1')).toMatchObject({
      code: 1,
      err: 'Several accounts have the domain twin.example. Use the name or the external id.\n',
    });
  });
});
