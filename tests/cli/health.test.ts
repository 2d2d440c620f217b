import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../cli/run.ts';
import { SHIPPED } from '../../src/health/catalogue.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { newId } from '../../src/platform/id.ts';
import { newAccount } from '../health/signals.ts';
import { NOW, newMember, newWorkspace } from '../people/world.ts';
import { envAt } from '../support/command-line.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let ctx: Ctx;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baton-health-'));
  database = await createTestDatabase();
});
beforeEach(async () => {
  ctx = await newWorkspace(database.db);
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

async function baton(...words: string[]) {
  let out = '';
  let err = '';
  const code = await run(['health', ...words, '--team', ctx.workspace.slackTeamId], {
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

async function file(text: string): Promise<string> {
  const path = join(folder, `${newId(ctx.now)}.json`);
  await writeFile(path, text);
  return path;
}

const tooWide = (text: string) => text.split('\n').filter((line) => [...line].length > 100);

describe('health types', () => {
  it('lists what counts, with shares that add up, within 100 columns', async () => {
    const { code, out } = await baton('types');
    expect(code).toBe(0);
    expect(tooWide(out)).toEqual([]);
    for (const [name, { label, source }] of Object.entries(SHIPPED.types)) {
      expect(out).toMatch(new RegExp(`^${name} `, 'm'));
      expect(out).toContain(`    ${label}. ${source}\n`);
    }
    const shares = [...out.matchAll(/ (\d+\.\d)% /g)].map(([, share]) => Number(share));
    expect(shares).toHaveLength(Object.keys(SHIPPED.types).length);
    expect(shares.reduce((total, share) => total + share, 0)).toBeCloseTo(100, 6);
    expect(out).toContain('At 1 or more the score is at most 55, and opens a risk.');
    expect(out).toContain('Version 0, as shipped.');
  });
});

describe('health config', () => {
  it('is tried, put in force, shown and listed', async () => {
    const path = await file('\uFEFF{"types": {"seats_used": {"weight": 20}, "nps": null}, "margin": 4}');
    const dry = await baton('config', 'set', path, '--dry-run');
    expect(dry).toMatchObject({ code: 0, err: '' });
    expect(dry.out).toBe(
      '  margin: 5 → 4\n  types.nps: left out\n  types.seats_used.weight: 10 → 20\n' +
        'Nothing was written. 0 accounts would be evaluated anew.\n',
    );
    expect((await baton('config', 'show')).out).toBe('{}\n');

    expect((await baton('config', 'set', path)).out).toContain('Version 1 is in force.');
    expect((await baton('config', 'set', path)).out).toBe(
      'Nothing is different: version 1 stays in force.\n',
    );
    const shown = await baton('config', 'show');
    expect(JSON.parse(shown.out)).toEqual({ types: { seats_used: { weight: 20 }, nps: null }, margin: 4 });
    expect(shown.err).toContain('Version 1.');
    expect((await baton('config', 'show', '--version', '0')).out).toBe('{}\n');

    const versions = await baton('config', 'versions');
    expect(versions.out).toMatch(/^1 .*command line +3 changes: margin: 5 → 4; /m);
    expect(versions.out).toMatch(/^0 .*as shipped$/m);
    expect(tooWide(versions.out)).toEqual([]);
    expect((await baton('types')).out).toContain('Version 1, set by this workspace.');
  });

  it('is refused with everything that is wrong', async () => {
    const path = await file('{"types": {"seats_used": {"weight": -1}}, "margins": 4}');
    const { code, out, err } = await baton('config', 'set', path);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('There are 2 things to mend:');
    expect(err).toContain('types.seats_used.weight: Write a weight from 0 to 1000.');
    expect(err).toContain('did you mean margin?');
    expect(await baton('config', 'set', await file('{"margin": }'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('is not JSON'),
    });
    expect(await baton('config', 'set', join(folder, 'nothing.json'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('ENOENT'),
    });
  });

  it.each(['7', '-1', 'two', '1e99', '99999999999', ''])('has no version %j', async (version) => {
    expect(await baton('config', 'show', `--version=${version}`)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('health config versions'),
    });
  });
});

describe('health explain', () => {
  const now = NOW;

  async function observe(accountId: string, type: string, value: number, note: string | null = null) {
    const workspaceId = ctx.workspace.id;
    const [id, key] = [newId(now), newId(now)];
    const observedAt = new Date(now.getTime() - 3_600_000);
    const actor = { type: 'cli' };
    const said = { id, workspaceId, accountId, type, value, observedAt, receivedAt: now, key, actor, note };
    await ctx.db.signal.create({ data: { ...said, source: 'sample-export' } });
    await ctx.db.signalLatest.create({
      data: { accountId, type, workspaceId, signalId: id, value, observedAt, key },
    });
  }

  it('prints the arithmetic of an account found by name, domain, external id or id', async () => {
    const id = await newAccount(ctx, 'Acme Sample', { domain: 'acme.example' });
    await ctx.db.accountExternalId.create({
      data: { workspaceId: ctx.workspace.id, externalId: 'CRM-17', accountId: id },
    });
    await observe(id, 'seats_used', 62);
    await observe(id, 'sentiment', 4, 'The reports save us a day.');
    const other = await newAccount(ctx, 'Other Sample');
    await observe(other, 'seats_used', 10);

    const { code, out } = await baton('explain', 'acme sample');
    expect(code).toBe(0);
    // 68 with weight 10 and 85 with weight 8
    expect(out).toContain('Acme Sample: 75.6 of 100, not evaluated yet\n');
    expect(out).toMatch(/^Seats used +62 % +1 h +\S+ +68\.0 +10 +37\.8 {2}sample-export$/m);
    expect(out).toMatch(/^Sentiment +4 of 5 +1 h +\S+ +85\.0 +8 +37\.8 {2}sample-export$/m);
    expect(out).toMatch(/^Sum +18 +75\.6$/m);
    expect(out).toContain('    "The reports save us a day."\n');
    expect(tooWide(out)).toEqual([]);
    for (const words of ['acme.example', 'CRM-17', id]) expect((await baton('explain', words)).out).toBe(out);
  });

  it('says who overrode the band, and nothing of another workspace', async () => {
    const id = await newAccount(ctx, 'Acme Sample');
    const override = {
      overrideBand: 'healthy' as const,
      overrideNote: 'Renewed this morning.',
      overrideById: await newMember(ctx, 'ULEAD'),
      overrideUntil: new Date(now.getTime() + 86_400_000),
    };
    const band = { band: 'watch' as const, bandSince: now, known: true };
    await ctx.db.accountHealth.create({
      data: { accountId: id, workspaceId: ctx.workspace.id, ...band, ...override },
    });
    const { out } = await baton('explain', 'Acme Sample');
    expect(out).toContain('Band when it was last known: watch');
    expect(out).toContain('Override by Person ULEAD: healthy until ');
    expect(out).toContain('"Renewed this morning."');
    ctx = await newWorkspace(database.db);
    expect(await baton('explain', id)).toMatchObject({ code: 1, out: '' });
  });

  it('suggests what was probably meant', async () => {
    await newAccount(ctx, 'Acme Sample');
    expect(await baton('explain', 'acme')).toMatchObject({
      code: 1,
      err: 'There is no account "acme". Did you mean:\n  Acme Sample\n',
    });
    expect(await baton('explain', 'Zebra')).toMatchObject({ code: 1, err: 'There is no account "Zebra".\n' });
  });
});

describe('health calibration', () => {
  it('says that it is too early where nothing has happened, within 100 columns', async () => {
    const { code, out } = await baton('calibration');
    expect(code).toBe(0);
    expect(out).toContain('Too early to tell, n=0 that left');
    expect(tooWide(out)).toEqual([]);
  });
});
