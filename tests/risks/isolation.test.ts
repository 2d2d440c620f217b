import { beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '../../src/platform/ctx.ts';
import { loadRiskEntry, loadRiskHistory } from '../../src/risks/read/load-risk-history.ts';
import { findRisk, listRisks, loadShownRisks } from '../../src/risks/read/load-risks.ts';
import { RISK_VERBS } from '../../src/risks/rules/rights.ts';
import { flagRisk } from '../../src/risks/verbs/flag-risk.ts';
import { reassignRisk } from '../../src/risks/verbs/reassign.ts';
import { acting, buildHouse, type House, ownHouse, strangersTo } from '../handoffs/house.ts';
import { ownDatabase } from '../support/database.ts';
import { riskFor, run, traceOf } from './house.ts';

const database = ownDatabase();
const house = ownHouse(database);
let elsewhere: House;
/** In whose name nothing of `house` may be found: strangers here, and its own people seen from another workspace. */
let strangers: Record<string, Ctx>;

beforeAll(async () => {
  elsewhere = await buildHouse(database.db);
  strangers = strangersTo(house, elsewhere, 'receiver');
});

describe('a risk of another workspace', () => {
  it.each(RISK_VERBS)('is not there for somebody who tries to %s', async (verb) => {
    const riskId = await riskFor(house, verb);
    const before = await traceOf(house, riskId);
    for (const [who, ctx] of Object.entries(strangers))
      expect([who, await run[verb](ctx, riskId)]).toEqual([
        who,
        expect.objectContaining({
          refused: expect.stringMatching(verb === 'flag' ? /^(not_yours|unknown_account)$/ : /^not_found$/),
        }),
      ]);
    expect(await traceOf(house, riskId)).toEqual(before);
  });

  it('is not there by name, in lists, or in what is read of it', async () => {
    const riskId = await riskFor(house, 'read');
    const { number } = await database.db.risk.findUniqueOrThrow({ where: { id: riskId } });
    const theirs = acting(elsewhere, 'admin');
    expect(await findRisk(house.ctx, `R-${number}`)).toEqual({ id: riskId });
    expect(await findRisk(theirs, `R-${number}`)).toBeNull();
    expect(await loadShownRisks(theirs, [riskId])).toEqual([]);
    expect(await loadRiskHistory(theirs, riskId, 0)).toEqual({ entries: [], more: false });
    const [entry] = (await loadRiskHistory(house.ctx, riskId, 0)).entries;
    expect(entry?.action).toBe('opened');
    expect(await loadRiskEntry(theirs, entry?.id ?? '')).toBeNull();
    for (const which of ['mine', 'all'] as const)
      for (const memberId of [elsewhere.ids['receiver'] ?? '', house.ids['receiver'] ?? ''])
        expect((await listRisks(theirs, { which, memberId, page: 0 })).total).toBe(0);
    const mine = { which: 'mine', memberId: house.ids['receiver'] ?? '', page: 0 } as const;
    expect((await listRisks(house.ctx, mine)).total).toBeGreaterThan(0);
  });
});

describe('what else another workspace holds', () => {
  it('is not given a risk', async () => {
    const riskId = await riskFor(house, 'reassign');
    const before = await traceOf(house, riskId);
    const ownerId = elsewhere.ids['present'] ?? '';
    const answer = await reassignRisk(acting(house, 'receiver'), { riskId, ownerId, reason: 'Sample' });
    expect(answer).toMatchObject({ refused: 'unknown_person' });
    expect(await traceOf(house, riskId)).toEqual(before);
  });

  it('is not flagged', async () => {
    const { accountId } = await database.db.risk.findUniqueOrThrow({
      where: { id: await riskFor(house, 'read') },
    });
    const flag = { kind: 'other', sentiment: null, note: 'Sample', evidence: null, urgent: false } as const;
    const answer = await flagRisk(acting(elsewhere, 'onlooker'), { ...flag, account: { id: accountId } });
    expect(answer).toMatchObject({ refused: 'unknown_account' });
  });
});
