import { describe, expect, it, test } from 'vitest';
import { handOver as submitDraft } from '../../src/deals/verbs/hand-over.ts';
import { saveDraft } from '../../src/handoffs/brief/save-draft.ts';
import { standOf } from '../../src/handoffs/handoff.ts';
import { returnHandoff } from '../../src/handoffs/verbs/answer.ts';
import { cancelHandoff } from '../../src/handoffs/verbs/close.ts';
import { reassignHandoff } from '../../src/handoffs/verbs/reassign.ts';
import { startWorld } from '../support/baton.ts';
import { ownDatabase } from '../support/database.ts';
import { about } from './dm.ts';
import { accept, handOver } from './hand-over.ts';
import { acting, expectDone, handedOver, ownHouse, run } from './house.ts';

const database = ownDatabase();
const house = ownHouse(database);

const stands = async (handoffId: string) =>
  standOf(await database.db.handoff.findUniqueOrThrow({ where: { id: handoffId } }));

describe('a form that was drawn before something changed', () => {
  it.each(['accept', 'acknowledge', 'return'] as const)(
    'does not act after %s, and says what it was',
    async (verb) => {
      const handoffId = await handedOver(house, 'acknowledge', { isPrivate: false });
      const drawnFor = await stands(handoffId);
      expectDone(await run[verb](acting(house, 'receiver'), handoffId));
      const sender = acting(house, 'sender');
      const reason = 'Sample reason';
      const said = { accept: /accepted it/, acknowledge: /responded to it/, return: /asked for more/ };
      const refused = { refused: 'changed', message: expect.stringMatching(said[verb]) };
      expect(await cancelHandoff(sender, { handoffId, reason, drawnFor })).toMatchObject(refused);
      const receiverId = house.ids['present'] ?? '';
      expect(await reassignHandoff(sender, { handoffId, receiverId, reason, drawnFor })).toMatchObject(
        refused,
      );
      expectDone(await cancelHandoff(sender, { handoffId, reason, drawnFor: await stands(handoffId) }));
    },
  );

  it('acts where only reminders were moved', async () => {
    const handoffId = await handedOver(house, 'snooze', { isPrivate: false });
    const drawnFor = await stands(handoffId);
    expectDone(await run.snooze(acting(house, 'receiver'), handoffId));
    expectDone(
      await cancelHandoff(acting(house, 'sender'), { handoffId, reason: 'Sample reason', drawnFor }),
    );
  });
});

test('a Cancel form that was open while somebody accepted says so, and cancels when it is sent again', async () => {
  const world = await startWorld();
  const [rep, csm] = [world.sandbox.person('rep.berlin'), world.sandbox.person('csm.berlin')];
  const name = await handOver(rep, { account: 'Fjord Sample Freight', receiver: 'CSM (Berlin)' });
  await rep.picks('Cancel…', { in: 'dm', message: new RegExp(`You handed .*\\(${name}\\)`) });
  const modal = await rep.modal({ title: 'Cancel this handoff?', text: /Reason/ });
  await modal.fill('Reason', 'A sample, no more');
  await csm.message(about(name), { in: 'dm' });
  await accept(csm, name);
  expect(await modal.submit()).toEqual({ updated: true });
  await modal.until(/changed while this form was open: .* accepted it/);
  const read = () => world.database.db.handoff.findFirstOrThrow({ where: { number: Number(name.slice(2)) } });
  expect(await read()).toMatchObject({ state: 'accepted' });
  await modal.fill('Reason', 'A sample, no more');
  expect(await modal.submit()).toEqual({ closed: true });
  expect(await read()).toMatchObject({ state: 'cancelled' });
  await world.close();
});

describe('what came back', () => {
  const back = async (asked: { criteria: string[]; note?: string }) => {
    const handoffId = await handedOver(house, 'acknowledge', { isPrivate: false });
    expectDone(await returnHandoff(acting(house, 'receiver'), { handoffId, ...asked }));
    const sender = acting(house, 'sender');
    return {
      fill: async (brief: NonNullable<Parameters<typeof saveDraft>[1]['patch'] & object>) =>
        expectDone(await saveDraft(sender, { handoffId, viewId: '', patch: brief })),
      send: () => submitDraft(sender, { handoffId }),
    };
  };
  const open = (label: string) => ({ refused: 'gap_open', message: expect.stringContaining(label) });

  it('does not go out again while something that was asked for is untouched', async () => {
    const { fill, send } = await back({ criteria: ['champion', 'technical'] });
    expect(await send()).toMatchObject(open('Champion and Technical needs'));
    await fill({ brief: { technical: 'Sample need' } });
    expect(await send()).toMatchObject(open('asked for: Champion.'));
    await fill({ brief: { answers: { champion: 'none' } } });
    expectDone(await send());
  });

  it('goes out again once a question in words was answered somewhere', async () => {
    const { fill, send } = await back({ criteria: [], note: 'Sample question' });
    expect(await send()).toMatchObject(open('the brief hasn’t changed'));
    await fill({ brief: { risks: 'Sample answer' } });
    expectDone(await send());
  });

  it('is measured anew each time it comes back', async () => {
    const { fill, send } = await back({ criteria: ['champion'] });
    await fill({ brief: { people: [{ id: 'p1', name: 'Sample Champion', role: 'champion' }] } });
    const { id: handoffId } = expectDone(await send());
    const later = { ...acting(house, 'receiver'), now: new Date(house.ctx.now.getTime() + 60_000) };
    expectDone(await returnHandoff(later, { handoffId, criteria: ['champion'] }));
    expect(await send()).toMatchObject(open('Champion'));
  });
});
