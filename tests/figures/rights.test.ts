import { beforeAll, describe, expect, it } from 'vitest';
import { loadFigureRights } from '../../src/figures/load-figure-rights.ts';
import { FIGURE_ROLES, type FigureRole, mayFigures, mayRead } from '../../src/figures/rights.ts';
import type { Scope } from '../../src/figures/scope.ts';
import { settingsFrom } from '../../src/settings/catalogue.ts';
import { newMember, newTeam, newWorkspace, ownWorkspace } from '../people/world.ts';
import { ownDatabase } from '../support/database.ts';
import { readRightsTable } from '../support/rights-table.ts';

const HEADINGS: Record<string, FigureRole> = {
  Self: 'self',
  Manager: 'manager',
  'Team lead': 'team_lead',
  "Lead's manager": 'leads_manager',
  Reader: 'reader',
  Admin: 'admin',
  Member: 'member',
  Outsider: 'outsider',
};

/** The table of scopes under "Figures" in docs/rights.md. */
const rows = [...readRightsTable('Figures')].map(
  ([kind, cells]) =>
    [
      kind.toLowerCase() as Scope['kind'],
      new Map([...cells].map(([head, ticked]) => [HEADINGS[head], ticked])),
    ] as const,
);

describe('the table of figures', () => {
  it('has a row for each scope and a column for each role', () => {
    expect(rows.map(([kind]) => kind)).toEqual(['mine', 'reports', 'team', 'segment', 'everything']);
    for (const [, cells] of rows) expect([...cells.keys()].toSorted()).toEqual([...FIGURE_ROLES].sort());
  });

  it.each(rows)('says of %s what the code decides', (kind, cells) => {
    for (const role of FIGURE_ROLES) expect([role, cells.get(role)]).toEqual([role, mayRead(kind, [role])]);
  });
});

const SETTINGS = settingsFrom(
  new Map([
    ['figures.readers', 'UREADER'],
    ['admins', 'UNAMED'],
  ]),
);
const ids: Record<string, string> = {};
const database = ownDatabase();
const ctx = ownWorkspace(database);
let teamId: string;

beforeAll(async () => {
  const join = async (name: string, over: object = {}) => {
    ids[name] = await newMember(ctx, `U${name.toUpperCase()}`, over);
  };
  await join('boss');
  await join('lead', { managerId: ids['boss'] });
  await join('csm', { managerId: ids['lead'] });
  await join('alone');
  await join('left', { managerId: ids['alone'], deactivatedAt: ctx.now });
  await join('reader');
  await join('named');
  await join('admin', { isAdmin: true });
  await join('guest', { isGuest: true, isAdmin: true });
  await join('stranger', { isStranger: true });
  await join('bot', { isBot: true, isAdmin: true });
  teamId = await newTeam(ctx, 'Sample CS', 'cs', { leadId: ids['lead'] });
});

async function whoMay(scope: Scope): Promise<string[]> {
  const may = async (name: string) =>
    mayFigures(scope, await loadFigureRights(ctx, ids[name] ?? '', SETTINGS));
  const names = Object.keys(ids);
  const allowed = await Promise.all(names.map(may));
  return names.filter((_, index) => allowed[index]);
}

const ADMINS = ['named', 'admin'];

describe('the figures', () => {
  it('of somebody are theirs, and those of their reports their manager’s', async () => {
    expect(await whoMay({ kind: 'mine', memberId: ids['csm'] ?? '' })).toEqual(['csm', ...ADMINS]);
    expect(await whoMay({ kind: 'reports', memberId: ids['lead'] ?? '' })).toEqual(['lead', ...ADMINS]);
  });

  it('of reports are of nobody who has none in use', async () => {
    expect(await whoMay({ kind: 'reports', memberId: ids['alone'] ?? '' })).toEqual(ADMINS);
  });

  it('of a team are for its lead and the lead’s manager', async () => {
    expect(await whoMay({ kind: 'team', teamId })).toEqual(['boss', 'lead', ...ADMINS]);
  });

  it('of a segment and of everything are for readers and admins', async () => {
    expect(await whoMay({ kind: 'segment', segment: '' })).toEqual(['reader', ...ADMINS]);
    expect(await whoMay({ kind: 'everything' })).toEqual(['reader', ...ADMINS]);
  });

  it('of this workspace are of nobody in another', async () => {
    const other = await newWorkspace(database.db);
    const boss = await loadFigureRights(other, ids['boss'] ?? '', SETTINGS);
    expect(boss).toMatchObject({ isOutsider: true, leads: [], leadsReport: [] });
    expect(mayFigures({ kind: 'team', teamId }, boss)).toBe(false);
  });
});
