import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { weighConnections } from '../../cli/doctor-process.ts';
import { run } from '../../cli/run.ts';
import { setTeam } from '../../src/people/set-team.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { newId } from '../../src/platform/id.ts';
import { NOW, newMember, newWorkspace } from '../people/world.ts';
import { envAt } from '../support/command-line.ts';
import {
  createEmptyDatabase,
  createTestDatabase,
  dropDatabase,
  type TestDatabase,
  urlOf,
} from '../support/database.ts';

let database: TestDatabase;
let ctx: Ctx;
let scopes: string[];
let slackUrl: string;
const now = NOW;
const workspaceWas = { peopleSyncedAt: now };

const slack = createServer((request, response) => {
  request.resume();
  const known =
    request.headers.authorization === `Bearer ${request.url?.endsWith('.open') ? 'xapp' : 'xoxb'}-sample`;
  response.setHeader('content-type', 'application/json');
  response.setHeader('x-oauth-scopes', scopes.join(','));
  const team = { ok: true, team: 'Sample Inc', team_id: 'T00SAMPLE', user_id: 'UBATON', url: 'wss://sample' };
  response.end(JSON.stringify(known ? team : { ok: false, error: 'invalid_auth' }));
});

beforeAll(async () => {
  const manifest = JSON.parse(await readFile('manifest.json', 'utf8'));
  scopes = manifest.oauth_config.scopes.bot;
  await new Promise<void>((resolve) => slack.listen(0, '127.0.0.1', resolve));
  slackUrl = `http://127.0.0.1:${(slack.address() as AddressInfo).port}/api/`;
});
afterAll(() => new Promise((resolve) => slack.close(resolve)));
beforeEach(async () => {
  database = await createTestDatabase();
  ctx = await newWorkspace(database.db);
  await database.db.workspace.update({ where: { id: ctx.workspace.id }, data: workspaceWas });
  return () => database.drop();
});

async function closedUrl(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}/api/`;
}

async function doctor(env: Record<string, string> = {}) {
  let out = '';
  const code = await run(['doctor'], {
    env: {
      ...(await envAt(ctx.now, database)),
      SLACK_BOT_TOKEN: 'xoxb-sample',
      SLACK_SIGNING_SECRET: 'sample',
      SLACK_API_URL: slackUrl,
      ...env,
    },
    write: (text) => {
      out += text;
    },
    warn: () => {},
  });
  const wrongs = out.split('\n').filter((line) => line.startsWith('✗'));
  return { code, out, wrongs };
}

describe('doctor', () => {
  it('finds nothing wrong with a sound installation, and hints at what could be better', async () => {
    const { code, out, wrongs } = await doctor();
    expect(wrongs).toEqual([]);
    expect(code).toBe(0);
    expect(out).toMatch(/^✓ Slack accepts the token of Sample Inc \(T00SAMPLE\)$/m);
    expect(out).toMatch(/^✓ The token has every scope$/m);
    expect(out).toMatch(/^✓ \d+ migrations? applied, none missing$/m);
    expect(out).toMatch(/^! Sample \d+: there are no teams/m);
    expect(out).toMatch(/^! Sample \d+: SLACK_BOT_TOKEN opens another workspace/m);
  });

  it('names a missing scope, a refused token, and a Slack that does not answer', async () => {
    const [first = '', ...others] = scopes;
    scopes = others;
    expect((await doctor()).wrongs).toEqual([`✗ The token lacks ${first}`]);
    scopes = [first, ...others];
    expect((await doctor({ SLACK_BOT_TOKEN: 'xoxb-old' })).wrongs).toEqual([
      '✗ Slack refuses the token (invalid_auth)',
    ]);
    scopes = [];
    const untold = await doctor();
    scopes = [first, ...others];
    expect(untold).toMatchObject({ code: 0, wrongs: [] });
    expect(untold.out).toContain('! Slack did not name the scopes of the token\n');
    const silent = await doctor({ SLACK_API_URL: await closedUrl() });
    expect(silent.wrongs).toEqual(['✗ Slack does not answer (ECONNREFUSED)']);
  });

  it('asks for an address to connect to, where Slack sends by a socket', async () => {
    const socket = { SLACK_SIGNING_SECRET: '', SLACK_APP_TOKEN: 'xapp-sample' };
    const sound = await doctor(socket);
    expect(sound).toMatchObject({ code: 0, wrongs: [] });
    expect(sound.out).toMatch(/^✓ Slack gives the app token an address to connect to \(Socket Mode\)$/m);
    const refused = await doctor({ ...socket, SLACK_APP_TOKEN: 'xapp-old' });
    expect(refused.wrongs).toEqual(['✗ Slack gives the app token no address to connect to (invalid_auth)']);
    expect(refused.out).toContain('take a new one, under Basic Information, App-Level Tokens.');
  });

  it('says what the environment lacks', async () => {
    const bare = { SLACK_BOT_TOKEN: '', SLACK_SIGNING_SECRET: '', SANDBOX: '' };
    const { code, out, wrongs } = await doctor(bare);
    expect(code).toBe(1);
    expect(wrongs).toEqual([
      '✗ SLACK_BOT_TOKEN is missing',
      '✗ SLACK_APP_TOKEN is missing: it is for Socket Mode. For HTTP, set SLACK_SIGNING_SECRET in its place',
    ]);
    expect(out).toMatch(/Bot User OAuth Token, under OAuth & Permissions.*\n.*\n.*App-Level Tokens/);
  });

  it('asks a demo for no token, and knows its other settings', async () => {
    const demo = { SLACK_BOT_TOKEN: '', SLACK_SIGNING_SECRET: '', SANDBOX: 'true' };
    const { code, out } = await doctor(demo);
    expect(code).toBe(0);
    expect(out).toContain(
      '✓ A sandbox (SANDBOX=true): it has its own Slack and clock, so no token is needed\n',
    );
    expect((await doctor({ ...demo, PORT: 'http' })).wrongs).toEqual(['✗ PORT must be a number']);
  });

  it('says what is wrong in a workspace, each with what to do', async () => {
    const { id: workspaceId } = ctx.workspace;
    const blocked = { state: 'blocked', blockedReason: 'token_revoked', peopleSyncedAt: null } as const;
    await database.db.workspace.update({ where: { id: workspaceId }, data: { ...blocked, name: 'W' } });
    const lane = {
      workspaceId,
      key: 'C012AB3CD',
      nextSendAt: now,
      blockedAt: now,
      blockedReason: 'is_archived',
    };
    await database.db.outboxLane.create({ data: lane });
    for (const [i, state] of (['held', 'dead', 'dead', 'sent', 'withheld'] as const).entries())
      await database.db.outboxMessage.create({
        data: {
          id: newId(now),
          workspaceId,
          dedupeKey: `sample:${i}`,
          kind: 'sample',
          subjectType: 'handoff',
          subjectId: newId(now),
          data: {},
          lane: lane.key,
          thread: `sample:${i}`,
          seq: 1,
          isRoot: true,
          state,
          notBefore: now,
          createdAt: now,
        },
      });
    await database.db.outboxLeftBehind.create({
      data: {
        workspaceId,
        channel: lane.key,
        ts: '1.1',
        messageId: newId(now),
        kind: 'sample',
        urgent: true,
        notBefore: now,
        attempt: 1,
        leftAt: now,
      },
    });
    const startedAt = new Date(now.getTime() - 3_600_000);
    await database.db.timer.create({
      data: {
        id: newId(now),
        workspaceId,
        subjectType: 'handoff',
        subjectId: newId(now),
        clock: 'decide',
        startedAt,
        ladder: {},
        dueAt: startedAt,
      },
    });
    const setting = { workspaceId, key: 'calendar', value: 'someday', updatedAt: now };
    await database.db.setting.create({ data: setting });
    await newMember(ctx, 'ULEAD');
    await setTeam(ctx, { name: 'Led', lane: 'cs', lead: 'ULEAD', channel: 'C012AB3CD' });
    await setTeam(ctx, { name: 'Alone', lane: 'cs' });

    const { code, out, wrongs } = await doctor();
    expect(code).toBe(1);
    expect(wrongs).toEqual([
      '✗ W: Slack refused the token (token_revoked)',
      '✗ W: people were never read from Slack',
      '✗ W: Slack does not let Baton post to C012AB3CD (is_archived)',
      '✗ W: 2 messages could not be sent',
      '✗ W: 1 message held: Slack would not say whether they were posted',
      '✗ W: 1 message withheld: others read the channel, or Slack does not say who',
      '✗ W: 1 message of Baton cannot be removed from channels that are closed to it',
      '✗ W: 1 timer overdue',
      '✗ W: the setting calendar cannot be read',
      '✗ W: the team "Alone" has nobody to escalate to',
    ]);
    expect(out).toContain('! W: the team "Alone" has no channel, its cards go by DM\n');
    const lines = out.trimEnd().split('\n');
    const untold = lines.filter((line, i) => /^[✗!]/.test(line) && !lines[i + 1]?.startsWith('    '));
    expect(untold).toEqual([]);
  });

  it('tells a database that is behind from one that is not there', async () => {
    const empty = await createEmptyDatabase();
    const bare = await doctor({ DATABASE_URL: urlOf(empty) });
    expect(bare.out).toContain('npm run db:deploy');
    await dropDatabase(empty);
    const nowhere = await doctor({ DATABASE_URL: 'postgres://x@127.0.0.1:1/x' });
    expect(nowhere).toMatchObject({ code: 1, wrongs: ['✗ The database cannot be used'] });
    await database.pool.query('DELETE FROM _prisma_migrations');
    expect((await doctor()).wrongs[0]).toMatch(/migrations? not applied/);
  });

  it('reckons the connections of one Baton against what the server takes', async () => {
    const fits = await doctor();
    expect(fits.out).toMatch(/^✓ One Baton opens up to 23 connections, and the server takes \d+$/m);
    expect(fits.out).toMatch(/^✓ This machine's clock agrees with the database's$/m);
    expect([45, 46, 22].map((most) => weighConnections([10, 2, 8], most).mark)).toEqual([
      'hint',
      'ok',
      'wrong',
    ]);
    expect((await doctor({ DATABASE_POOL_JOBS: '1' })).wrongs).toEqual([
      '✗ DATABASE_POOL_JOBS must be at least 2',
    ]);
  });

  it('asks to start Baton where no workspace is connected', async () => {
    await database.db.workspace.deleteMany();
    expect((await doctor()).wrongs).toEqual(['✗ No Slack workspace is connected']);
  });
});

describe('a command before the first start', () => {
  it('connects the workspace of the token', async () => {
    await database.db.workspace.deleteMany();
    const env = { DATABASE_URL: database.url, SLACK_BOT_TOKEN: 'xoxb-sample', SLACK_API_URL: slackUrl };
    const silence = { env: { ...env, LOG_LEVEL: 'silent' }, write: () => {}, warn: () => {} };
    expect(await run(['teams', 'list'], silence)).toBe(0);
    const [workspace] = await database.db.workspace.findMany();
    expect(workspace).toMatchObject({ slackTeamId: 'T00SAMPLE', name: 'Sample Inc', botUserId: 'UBATON' });
  });
});
