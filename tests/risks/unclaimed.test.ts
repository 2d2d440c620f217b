import { describe, expect, it } from 'vitest';
import { isRefusal } from '../../src/platform/refusal.ts';
import { acting, ownHouse } from '../handoffs/house.ts';
import { ownDatabase } from '../support/database.ts';
import { CAST, riskFor, run } from './house.ts';

const database = ownDatabase();
const house = ownHouse(database);

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
      message: expect.stringMatching(/^R-\d+ has no owner yet\. Take it first/),
    });
    expect(await run.check_in(acting(house, 'receiver lead'), riskId)).toMatchObject({
      refused: 'wrong_state',
      message: expect.stringMatching(/^No one has taken R-\d+ yet/),
    });
  });
});
