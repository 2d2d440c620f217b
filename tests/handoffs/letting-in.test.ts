import { describe, expect, it } from 'vitest';
import { handOver } from '../../src/deals/verbs/hand-over.ts';
import { saveDraft } from '../../src/handoffs/brief/save-draft.ts';
import { readHandoff } from '../../src/handoffs/read/find-handoffs.ts';
import {
  confirmReceiver,
  loadProposal,
  proposeReceiver,
  reassignHandoff,
} from '../../src/handoffs/verbs/reassign.ts';
import { setPerson } from '../../src/people/set-person.ts';
import { setTeam } from '../../src/people/set-team.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { newMember } from '../people/world.ts';
import { ownDatabase } from '../support/database.ts';
import { acting, expectDone, handedOver, newDraft, ownHouse, run, VERBS } from './house.ts';

const database = ownDatabase();
const house = ownHouse(database);

const NAMED = ['sender', 'sender cover', 'receiver', 'cover'];
const OTHERS = ['receiver lead', 'receiver manager', 'sender lead', 'admin', 'onlooker'];
const idOf = (name: string) => house.ids[name] ?? '';
const reads = async (name: string, handoffId: string) =>
  !isRefusal(await readHandoff(acting(house, name), handoffId));

describe('of a private handoff', () => {
  it('no verb lets whoever it does not name read it, themselves as the receiver included', async () => {
    for (const name of OTHERS) {
      const themselves = { receiverId: idOf(name), reason: 'Sample reason' };
      const verbs: [string, (handoffId: string) => Promise<unknown>][] = [
        ...VERBS.map((verb): (typeof verbs)[number] => [verb, (id) => run[verb](acting(house, name), id)]),
        [
          'reassign to oneself',
          (id) => reassignHandoff(acting(house, name), { handoffId: id, ...themselves }),
        ],
        ['propose oneself', (id) => proposeReceiver(acting(house, name), { handoffId: id, ...themselves })],
        [
          'propose and confirm oneself',
          async (id) => {
            await proposeReceiver(acting(house, name), { handoffId: id, ...themselves });
            return run.confirm_receiver(acting(house, name), id);
          },
        ],
      ];
      const handoffId = await handedOver(house, 'read', { isPrivate: true });
      for (const [verb, act] of verbs) {
        await act(handoffId);
        expect([name, verb, await reads(name, handoffId)]).toEqual([name, verb, false]);
      }
    }
  });

  it('another receiver is proposed, and reads it once the sender or the receiver agrees', async () => {
    for (const name of NAMED) {
      const handoffId = await handedOver(house, 'read', { isPrivate: true });
      const proposal = { handoffId, receiverId: idOf('present'), reason: 'Sample reason' };
      expectDone(await proposeReceiver(acting(house, 'receiver lead'), proposal));
      expect(await reads('present', handoffId)).toBe(false);
      const { entryId = '' } = (await loadProposal(house.ctx, handoffId)) ?? {};
      const press = { ...acting(house, name), request: `press of ${name}` };
      const done = expectDone(await confirmReceiver(press, { handoffId, entryId }));
      expect(await reads('present', handoffId)).toBe(true);
      expect(await confirmReceiver(press, { handoffId, entryId })).toEqual(done);
      const again = await confirmReceiver(acting(house, name), { handoffId, entryId });
      expect(isRefusal(again) && again.refused).toMatch(/superseded|not_found/);
    }
  });

  it('a proposal that was replaced is not confirmed', async () => {
    const handoffId = await handedOver(house, 'read', { isPrivate: true });
    const proposed = async (name: string) => {
      const proposal = { handoffId, receiverId: idOf(name), reason: 'Sample reason' };
      expectDone(await proposeReceiver(acting(house, 'admin'), proposal));
      return (await loadProposal(house.ctx, handoffId))?.entryId ?? '';
    };
    const first = await proposed('present');
    const second = await proposed('onlooker');
    const confirm = (entryId: string) => confirmReceiver(acting(house, 'sender'), { handoffId, entryId });
    expect(await confirm(first)).toMatchObject({ refused: 'superseded' });
    expectDone(await confirm(second));
  });

  it('who stands in reads it for so long, and does not make it theirs', async () => {
    const handoffId = await handedOver(house, 'read', { isPrivate: true });
    const mine = { handoffId, receiverId: idOf('sender cover'), reason: 'Sample reason' };
    const actor = acting(house, 'sender cover');
    expect(await reassignHandoff(actor, mine)).toMatchObject({ refused: 'self_named' });
    expectDone(await proposeReceiver(actor, mine));
    expect(await run.confirm_receiver(actor, handoffId)).toMatchObject({ refused: 'own_proposal' });
    expectDone(await run.confirm_receiver(acting(house, 'receiver'), handoffId));
  });
});

describe('whoever sets who answers for whom', () => {
  it('does not become who answers for somebody with private handoffs', async () => {
    const handoffId = await handedOver(house, 'read', { isPrivate: true });
    const admin = acting(house, 'admin');
    const day = house.ctx.now.toISOString().slice(0, 10);
    for (const name of ['sender', 'receiver']) {
      const themselves = { memberId: idOf(name), awayUntil: day, coverId: idOf('admin') };
      expect(await setPerson(admin, themselves)).toMatchObject({
        refused: 'lets_oneself_in',
        field: 'cover',
      });
      expect(await reads('admin', handoffId)).toBe(false);
    }
    // Through those above: the cover is away, and the lead would answer.
    for (const name of ['cover', 'sender cover'])
      expectDone(await setPerson(acting(house, 'onlooker'), { memberId: idOf(name), awayUntil: day }));
    for (const name of ['Sample CS', 'Sample Sales'])
      expect(await setTeam(admin, { name, lead: 'UADMIN' })).toMatchObject({ refused: 'lets_oneself_in' });
    expect(await reads('admin', handoffId)).toBe(false);
    // Somebody else may: it is not theirs to gain.
    expectDone(
      await setPerson(acting(house, 'onlooker'), { memberId: idOf('sender'), coverId: idOf('admin') }),
    );
    expect(await reads('admin', handoffId)).toBe(true);
  });

  it('may cover for somebody whose handoffs are open to all', async () => {
    const day = house.ctx.now.toISOString().slice(0, 10);
    const memberId = await newMember(house.ctx, 'UOPEN');
    const command = { memberId, awayUntil: day, coverId: idOf('receiver manager') };
    expectDone(await setPerson(acting(house, 'receiver manager'), command));
  });

  it('does not become it for later either, while nobody is away', async () => {
    const handoffId = await newDraft(house, true);
    const patch = { receiverId: idOf('present') };
    expectDone(await saveDraft(acting(house, 'sender'), { handoffId, viewId: '', patch }));
    expectDone(await handOver(acting(house, 'sender'), { handoffId }));
    const memberId = idOf('present');
    const admin = idOf('onlooker');
    for (const over of [{ coverId: admin }, { managerId: admin }])
      expect(await setPerson(acting(house, 'onlooker'), { memberId, ...over })).toMatchObject({
        refused: 'lets_oneself_in',
      });
    const team = { name: 'Sample CS', lead: 'UONLOOKER' };
    expect(await setTeam(acting(house, 'onlooker'), team)).toMatchObject({ refused: 'lets_oneself_in' });
    expectDone(await setPerson(acting(house, 'admin'), { memberId, coverId: admin }));
  });
});
