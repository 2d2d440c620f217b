import { beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../cli/run.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { findToken, hashOf } from '../../src/workspaces/tokens.ts';
import { newWorkspace } from '../people/world.ts';
import { envAt } from '../support/command-line.ts';
import { ownDatabase } from '../support/database.ts';

const database = ownDatabase();
let ctx: Ctx;

beforeEach(async () => {
  ctx = await newWorkspace(database.db);
});

async function tokens(...words: string[]) {
  let out = '';
  let err = '';
  const code = await run(['--team', ctx.workspace.slackTeamId, 'tokens', ...words], {
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

describe('a token', () => {
  it('is shown once, alone on stdout, and only its hash is kept', async () => {
    const { code, out, err } = await tokens('create', 'usage export');
    expect([code, err]).toEqual([0, 'The token "usage export". Keep it safe: it is not shown again.\n']);
    expect(out).toMatch(/^baton_[\w-]{43}\n$/);
    const [row] = await database.db.apiToken.findMany({ where: { workspaceId: ctx.workspace.id } });
    expect(row?.hash).toBe(hashOf(out.trim()));
    const everything = await database.db.auditEntry.findMany({ where: { workspaceId: ctx.workspace.id } });
    expect(everything).toMatchObject([{ action: 'token.created', data: { name: 'usage export' } }]);
    expect(JSON.stringify([row, everything])).not.toContain(out.trim());
    expect((await tokens('list')).out).not.toContain('baton_');
    expect(await findToken(database.db, out.trim())).toEqual({ tokenId: row?.id, workspace: ctx.workspace });
  });

  it('is listed with when it was made and used', async () => {
    expect((await tokens('list')).out).toContain('no tokens yet');
    const secret = (await tokens('create', 'crm')).out.trim();
    await tokens('create', 'billing');
    await findToken(database.db, secret);
    await tokens('revoke', 'billing');
    const day = /\d{4}-\d\d-\d\d/.source;
    expect((await tokens('list')).out).toMatch(
      new RegExp(
        `^TOKEN +MADE +LAST USED \\(UTC\\) +STATE\ncrm +${day} +${day} \\d\\d:\\d\\d +in use\nbilling +${day} +never +revoked ${day}\n$`,
      ),
    );
  });

  it('that is revoked opens nothing, and may be revoked again', async () => {
    const secret = (await tokens('create', 'crm')).out.trim();
    const revoked = { code: 0, out: 'The token "crm" is revoked.\n' };
    expect(await tokens('revoke', 'crm')).toMatchObject(revoked);
    expect(await findToken(database.db, secret)).toBeNull();
    expect(await tokens('revoke', 'crm')).toMatchObject(revoked);
    const actions = await database.db.auditEntry.findMany({ where: { workspaceId: ctx.workspace.id } });
    expect(actions.map(({ action }) => action).sort()).toEqual(['token.created', 'token.revoked']);
  });

  it('has a name of its own, also after it was revoked', async () => {
    await tokens('create', 'crm');
    await tokens('revoke', 'crm');
    expect(await tokens('create', ' crm ')).toMatchObject({
      code: 1,
      err: expect.stringContaining('another name'),
    });
    for (const name of ['', ' ', 'x'.repeat(61), 'a\nb'])
      expect(await tokens('create', name)).toMatchObject({
        code: 1,
        err: expect.stringContaining('up to 60'),
      });
    expect(await tokens('revoke', 'cmr')).toMatchObject({
      code: 1,
      err: expect.stringContaining('Did you mean "crm"?'),
    });
  });

  it('of another workspace is neither listed nor revoked', async () => {
    const secret = (await tokens('create', 'crm')).out.trim();
    ctx = await newWorkspace(database.db);
    expect((await tokens('list')).out).toContain('no tokens yet');
    expect(await tokens('revoke', 'crm')).toMatchObject({ code: 1 });
    expect(await tokens('create', 'crm')).toMatchObject({ code: 0 });
    expect(await findToken(database.db, secret)).not.toBeNull();
  });
});
