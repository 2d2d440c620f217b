import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isRefusal } from '../../src/platform/refusal.ts';
import { mayRisk, RISK_ROLES, RISK_VERBS, type RiskRole, type RiskVerb } from '../../src/risks/rights.ts';
import { acting, buildHouse, type House } from '../handoffs/house.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { readRightsTable } from '../support/rights-table.ts';
import { CAST, riskFor, run, traceOf } from './house.ts';

const HEADINGS: Record<string, RiskRole> = {
  Owner: 'owner',
  "Owner's cover": 'owner_cover',
  "Owner's lead": 'owner_lead',
  "Owner's manager": 'owner_manager',
  Partner: 'partner',
  Admin: 'admin',
  Member: 'member',
  Outsider: 'outsider',
};

/** The table of verbs under "Risks" in docs/rights.md. */
const table = new Map(
  [...readRightsTable('Risks')].map(([verb, cells]) => [
    verb.toLowerCase().replace(' ', '_') as RiskVerb,
    new Map([...cells].map(([head, ticked]) => [HEADINGS[head] as RiskRole, ticked])),
  ]),
);

let database: TestDatabase;
let house: House;
beforeAll(async () => {
  database = await createTestDatabase();
  house = await buildHouse(database.db);
});
afterAll(() => database.drop());

describe('the table of risks', () => {
  it('has a row for each verb and a column for each role', () => {
    expect([...table.keys()].sort()).toEqual([...RISK_VERBS].sort());
    for (const row of table.values()) expect([...row.keys()].sort()).toEqual([...RISK_ROLES].sort());
  });

  it.each([...table])('says of %s what the code decides', (verb, row) => {
    const decided = RISK_ROLES.map((role) => [
      role,
      mayRisk(verb, role === 'outsider' ? [role] : ['member', role], { state: 'claimed' }),
    ]);
    expect(decided).toEqual(RISK_ROLES.map((role) => [role, row.get(role)]));
  });

  it.each([...table])('holds when somebody tries to %s', async (verb, row) => {
    const riskId = await riskFor(house, verb);
    const before = await traceOf(house, riskId);
    for (const { name, role } of CAST.filter(({ role }) => !row.get(role))) {
      const answer = await run[verb](acting(house, name), riskId);
      expect([name, isRefusal(answer) && answer.refused]).toEqual([
        name,
        expect.stringMatching(/^not_(yours|found)$/),
      ]);
      expect([role, await traceOf(house, riskId)]).toEqual([role, before]);
    }
    for (const { name } of CAST.filter(({ role }) => row.get(role))) {
      const fresh = await riskFor(house, verb);
      const answer = await run[verb](acting(house, name), fresh);
      // The owner is away: their cover answers.
      const done = verb === 'nudge' && name === 'cover' ? 'This one waits for you.' : 'done';
      expect([name, isRefusal(answer) ? answer.message : 'done']).toEqual([name, done]);
    }
  });
});

describe('what nobody has claimed', () => {
  it('is planned, and so claimed, by whoever wants to, but no outsider', async () => {
    for (const { name, role } of CAST) {
      const riskId = await riskFor(house, 'claim');
      const answer = await run.plan(acting(house, name), riskId);
      expect([name, isRefusal(answer)]).toEqual([name, role === 'outsider']);
      const { ownerId, state } = await database.db.risk.findUniqueOrThrow({ where: { id: riskId } });
      if (role !== 'outsider') expect([ownerId, state]).toEqual([house.ids[name], 'claimed']);
    }
  });

  it('is told as such to who wants more than that', async () => {
    const riskId = await riskFor(house, 'claim');
    await database.db.risk.update({ where: { id: riskId }, data: { ownerId: null } });
    expect(await run.snooze(acting(house, 'onlooker'), riskId)).toMatchObject({
      refused: 'not_yours',
      message: expect.stringMatching(/^R-\d+ has no owner yet\. Claim it first/),
    });
    expect(await run.check_in(acting(house, 'receiver lead'), riskId)).toMatchObject({
      refused: 'wrong_state',
      message: expect.stringMatching(/^R-\d+ is not claimed yet/),
    });
  });
});
