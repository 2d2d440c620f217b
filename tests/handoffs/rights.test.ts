import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HandoffRole, type HandoffVerb, may, rolesTowards } from '../../src/handoffs/rights.ts';
import { loadPeople } from '../../src/people/load-people.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { readRightsTable } from '../support/rights-table.ts';
import { acting, buildHouse, type House, handedOver, run, traceOf, VERBS } from './house.ts';

const HEADINGS: Record<string, HandoffRole> = {
  Sender: 'sender',
  "Sender's cover": 'sender_cover',
  Receiver: 'receiver',
  "Receiver's cover": 'cover',
  "Receiver's lead": 'receiver_lead',
  "Receiver's manager": 'receiver_manager',
  "Sender's lead": 'sender_lead',
  Admin: 'admin',
  Member: 'member',
  Outsider: 'outsider',
};
const ROLES = Object.values(HEADINGS);

type Table = Map<HandoffVerb, Map<HandoffRole, boolean>>;

const TABLES = [
  { name: 'handoffs', isPrivate: false, table: readTable('Handoffs') },
  { name: 'private handoffs', isPrivate: true, table: readTable('Private handoffs') },
];

/** The table under a heading of docs/rights.md. */
function readTable(heading: string): Table {
  return new Map(
    [...readRightsTable(heading)].map(([verb, cells]) => [
      verb.toLowerCase().replace(' ', '_') as HandoffVerb,
      new Map([...cells].map(([head, ticked]) => [HEADINGS[head] as HandoffRole, ticked])),
    ]),
  );
}

let database: TestDatabase;
let house: House;
beforeAll(async () => {
  database = await createTestDatabase();
  house = await buildHouse(database.db);
});
afterAll(() => database.drop());

describe.each(TABLES)('the table of $name', ({ isPrivate, table }) => {
  it('has a row for each verb and a column for each role', () => {
    expect([...table.keys()].sort()).toEqual([...VERBS].sort());
    for (const row of table.values()) expect([...row.keys()].sort()).toEqual([...ROLES].sort());
  });

  it.each([...table])('says of %s what the code decides', (verb, row) => {
    const decided = ROLES.map((role) => [
      role,
      may(verb, role === 'outsider' ? [role] : ['member', role], isPrivate),
    ]);
    const written = ROLES.map((role) => [role, row.get(role) || (row.get('member') && role !== 'outsider')]);
    expect(decided).toEqual(written);
  });

  it.each([...table])('holds when somebody tries to %s', async (verb, row) => {
    const handoffId = await handedOver(house, verb, { isPrivate });
    const before = await traceOf(house, handoffId);
    for (const { name, role } of house.cast.filter(({ role }) => !row.get(role))) {
      const answer = await run[verb](acting(house, name), handoffId);
      expect([name, isRefusal(answer) && answer.refused]).toEqual([
        name,
        expect.stringMatching(/^not_(yours|found)$/),
      ]);
      expect([role, await traceOf(house, handoffId)]).toEqual([role, before]);
    }
    for (const { name, role } of house.cast.filter(({ role }) => row.get(role))) {
      const fresh = await handedOver(house, verb, { isPrivate, role });
      const { version } = await traceOf(house, fresh);
      const answer = await run[verb](acting(house, name), fresh);
      expect([name, isRefusal(answer) ? answer.refused : 'done']).toEqual([name, 'done']);
      if (verb !== 'read') expect((await traceOf(house, fresh)).version).toBeGreaterThan(version);
    }
  });

  it('refuses by state whoever has the right, when its time has passed', async () => {
    for (const verb of VERBS.filter((one) => one !== 'read')) {
      const handoffId = await handedOver(house, 'cancel', { isPrivate });
      await run.cancel(acting(house, 'sender'), handoffId);
      const { name } = house.cast.find(({ role }) => table.get(verb)?.get(role)) ?? { name: '' };
      const before = await traceOf(house, handoffId);
      const answer = await run[verb](acting(house, name), handoffId);
      expect([verb, isRefusal(answer) && answer.refused]).toEqual([verb, 'wrong_state']);
      expect(await traceOf(house, handoffId)).toEqual(before);
    }
  });
});

describe('the roles', () => {
  const rolesOf = async (name: string, over: Partial<Parameters<typeof rolesTowards>[0]> = {}) => {
    const parties = {
      senderId: house.ids['sender'] ?? '',
      receiverId: house.ids['receiver'] ?? '',
      private: false,
      ...over,
    };
    const ids = [parties.senderId, parties.receiverId ?? '', house.ids[name] ?? ''].filter(Boolean);
    const people = await loadPeople(house.ctx.db, house.ctx.workspace.id, ids);
    const member = people.get(house.ids[name] ?? '');
    if (!member) throw new Error(`nobody is called ${name}`);
    return rolesTowards(parties, member, people, house.ctx.now);
  };

  it('are what each of the cast is called, and no more', async () => {
    for (const { name, role } of house.cast) {
      const expected = role === 'member' || role === 'outsider' ? [role] : ['member', role];
      expect([name, await rolesOf(name)]).toEqual([name, expected]);
    }
  });

  it('leave nobody but sides of the sender where there is no receiver yet', async () => {
    expect(await rolesOf('sender', { receiverId: null })).toEqual(['member', 'sender']);
    expect(await rolesOf('receiver', { receiverId: null })).toEqual(['member']);
    expect(await rolesOf('cover', { receiverId: null })).toEqual(['member']);
  });

  it('take the cover back once the receiver is there again', async () => {
    expect(await rolesOf('cover', { receiverId: house.ids['present'] ?? '' })).toEqual(['member']);
  });

  it('let the lead cover for a receiver who has left', async () => {
    expect(await rolesOf('receiver lead', { receiverId: house.ids['left'] ?? '' })).toEqual([
      'member',
      'cover',
      'receiver_lead',
    ]);
  });

  it('make an admin of whoever the setting names', async () => {
    const { workspace, db, now } = house.ctx;
    const handoffId = await handedOver(house, 'cancel', { isPrivate: false });
    expect(await run.cancel(acting(house, 'onlooker'), handoffId)).toMatchObject({ refused: 'not_yours' });
    const key = 'admins';
    await db.setting.create({
      data: { workspaceId: workspace.id, key, value: 'UONLOOKER, UGUEST', updatedAt: now },
    });
    expect(await run.cancel(acting(house, 'guest'), handoffId)).toMatchObject({ refused: 'not_found' });
    expect(await run.cancel(acting(house, 'onlooker'), handoffId)).toMatchObject({ id: handoffId });
    await db.setting.delete({ where: { workspaceId_key: { workspaceId: workspace.id, key } } });
  });
});
