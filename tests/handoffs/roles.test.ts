import { describe, expect, it } from 'vitest';
import { rolesTowards } from '../../src/handoffs/rules/rights.ts';
import { loadPeople } from '../../src/people/load-people.ts';
import { ownDatabase } from '../support/database.ts';
import { acting, handedOver, ownHouse, run } from './house.ts';

const house = ownHouse(ownDatabase());

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
