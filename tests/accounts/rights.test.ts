import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadAccountScene, loadForChange } from '../../src/accounts/account-scene.ts';
import { setFirstValue } from '../../src/accounts/change/set-first-value.ts';
import { shareAccount } from '../../src/accounts/change/share-account.ts';
import { confirmAsMember, mergeAsMember } from '../../src/accounts/merge/settle-account.ts';
import type { AccountRole } from '../../src/accounts/rights.ts';
import { expectNoLonger, expectSignal } from '../../src/health/expect-signal.ts';
import { giveView } from '../../src/health/give-view.ts';
import { clearOverride, overrideHealth } from '../../src/health/override-health.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { newId } from '../../src/platform/id.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { enableAlerts } from '../../src/risks/alerts/switch-alerts.ts';
import { openListedRisk } from '../../src/risks/verbs/open-listed-risk.ts';
import { acting, buildHouse, type House } from '../handoffs/house.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { readRightsTable } from '../support/rights-table.ts';
import { CAST, ownedAccount, segmentIs, standsAt } from './owned.ts';

const HEADINGS: Record<string, AccountRole> = {
  Owner: 'owner',
  "Owner's lead": 'owner_lead',
  "Owner's manager": 'owner_manager',
  CSM: 'csm',
  Admin: 'admin',
  Member: 'member',
  Outsider: 'outsider',
};

/** The table under "Accounts and health" in docs/rights.md, with the roles as the code names them. */
const TABLE = new Map(
  [...readRightsTable('Accounts and health')].map(([row, cells]) => [
    row,
    new Map([...cells].map(([head, ticked]) => [HEADINGS[head] as AccountRole, ticked])),
  ]),
);

let database: TestDatabase;
let house: House;
let elsewhere: House;
beforeAll(async () => {
  database = await createTestDatabase();
  house = await buildHouse(database.db);
  elsewhere = await buildHouse(database.db);
});
afterAll(() => database.drop());

const expectation = { type: 'csat', until: '2027-04-01', note: 'Sample note' };
const word = { band: 'critical', until: null, note: 'Sample note' };

/** Each row as a click would run it. */
const RUN: Record<string, (ctx: Ctx, accountId: string) => Promise<unknown>> = {
  Read: (ctx, accountId) => loadForChange(ctx, accountId, 'read'),
  Share: (ctx, accountId) => shareAccount(ctx, { accountId, channel: 'C0SAMPLE', note: 'Sample note' }),
  Override: (ctx, accountId) => overrideHealth(ctx, { accountId, ...word }),
  async Clear(ctx, accountId) {
    await overrideHealth({ ...house.ctx, actor: { type: 'cli' } }, { accountId, ...word });
    return clearOverride(ctx, { accountId });
  },
  async Expect(ctx, accountId) {
    await standsAt(house.ctx, accountId, 'watch', 65);
    const said = await expectSignal(ctx, { accountId, ...expectation });
    const ended = await expectNoLonger(ctx, { accountId, type: expectation.type });
    expect(isRefusal(ended)).toBe(isRefusal(said));
    return said;
  },
  Judge: (ctx, accountId) => giveView(ctx, { accountId, value: '4' }),
  'First value': (ctx, accountId) => setFirstValue(ctx, { accountId, on: '2027-02-01' }),
  Confirm: (ctx, accountId) => confirmAsMember(ctx, { accountId }),
  Merge: async (ctx, fromId) => mergeAsMember(ctx, { fromId, intoId: await ownedAccount(house) }),
  async 'Turn alerts on'(ctx) {
    await segmentIs(house.ctx, 'sample', 90);
    return enableAlerts(ctx, { segment: 'sample' });
  },
  async 'Open listed risk'(ctx, accountId) {
    await standsAt(house.ctx, accountId, 'at_risk', 50);
    return openListedRisk(ctx, { summaryId: newId(ctx.now), accountId });
  },
};

describe('who may do what with an account', () => {
  it('stands in a table that names every row and role there is', () => {
    expect([...TABLE.keys()]).toEqual(Object.keys(RUN));
    for (const row of TABLE.values()) expect([...row.keys()]).toEqual(Object.values(HEADINGS));
  });

  it.each(Object.keys(RUN))('is as the table says: %s', async (row) => {
    for (const { name, role, also } of CAST) {
      const accountId = await ownedAccount(house);
      const answer = await RUN[row]?.(acting(house, name), accountId);
      const ticked = TABLE.get(row)?.get(role) || (also !== undefined && TABLE.get(row)?.get(also));
      expect([name, !isRefusal(answer)]).toEqual([name, ticked]);
    }
  });

  it('calls each of the cast what they are, and no more', async () => {
    const accountId = await ownedAccount(house);
    for (const { name, role, also } of CAST) {
      const scene = await loadAccountScene(acting(house, name), accountId);
      if (isRefusal(scene)) throw new Error(scene.message);
      const roles =
        role === 'member' || role === 'outsider' ? [role] : ['member', role, ...(also ? [also] : [])];
      expect([name, scene.roles]).toEqual([name, roles]);
    }
  });

  it('says whose view it is that is asked for', async () => {
    const accountId = await ownedAccount(house);
    const given = (id: string) => giveView(acting(house, 'onlooker'), { accountId: id, value: '4' });
    const message = 'Only Person URECEIVER, their cover or their lead can do that.';
    expect(await given(accountId)).toMatchObject({ refused: 'not_yours', message });
    const nobodys = await ownedAccount(house, { csOwnerId: null });
    expect(await given(nobodys)).toMatchObject({ message: expect.stringContaining('has no CS owner yet') });
  });

  it('leaves a confirmed account to the admins', async () => {
    for (const row of ['Confirm', 'Merge']) {
      const accountId = await ownedAccount(house, { verified: true });
      expect(await RUN[row]?.(acting(house, 'receiver'), accountId)).toMatchObject({ refused: 'not_yours' });
      expect(isRefusal(await RUN[row]?.(acting(house, 'admin'), accountId))).toBe(false);
    }
  });

  it('is nothing to outsiders, who do not learn that there is an account', async () => {
    const accountId = await ownedAccount(house);
    const answer = await overrideHealth(acting(house, 'guest'), { accountId, ...word });
    expect(answer).toMatchObject({ refused: 'not_found' });
  });
});

describe('an account of another workspace', () => {
  it.each(Object.keys(RUN).filter((row) => row !== 'Turn alerts on'))('is not there: %s', async (row) => {
    const accountId = await ownedAccount(house);
    const strangers: Ctx[] = [
      acting(elsewhere, 'admin'),
      { ...elsewhere.ctx, actor: acting(house, 'admin').actor },
      { ...house.ctx, actor: acting(elsewhere, 'admin').actor },
    ];
    for (const ctx of strangers) {
      const answer = await RUN[row]?.(ctx, accountId);
      expect(answer).toMatchObject({ refused: 'not_found' });
    }
    expect(await database.db.account.findUnique({ where: { id: accountId } })).toMatchObject({
      verified: false,
      mergedIntoId: null,
      firstValueOn: null,
    });
    expect(await database.db.outboxMessage.count({ where: { subjectId: accountId } })).toBe(0);
    expect(await database.db.risk.count({ where: { accountId } })).toBe(0);
    expect(await database.db.expectedSignal.count({ where: { accountId } })).toBe(0);
    expect(await database.db.accountView.count({ where: { accountId } })).toBe(0);
  });

  it('has alerts that only its own admins turn on', async () => {
    await segmentIs(house.ctx, 'theirs', 90);
    const answer = await enableAlerts(acting(elsewhere, 'admin'), { segment: 'theirs' });
    expect(answer).toMatchObject({ refused: 'unknown_segment' });
    const { enabledAt } = await database.db.alertSegment.findUniqueOrThrow({
      where: { workspaceId_segment: { workspaceId: house.ctx.workspace.id, segment: 'theirs' } },
    });
    expect(enabledAt).toBeNull();
  });
});
