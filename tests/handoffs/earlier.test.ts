import { beforeEach, describe, expect, it } from 'vitest';
import type { Brief } from '../../src/handoffs/brief/brief.ts';
import { type DraftPatch, saveDraft } from '../../src/handoffs/brief/save-draft.ts';
import { sourcesIn } from '../../src/handoffs/brief/sources.ts';
import { ownDatabase } from '../support/database.ts';
import { acting, expectDone, handedOver, ownHouse, run } from './house.ts';

const database = ownDatabase();
const house = ownHouse(database, { anew: true });

const PERSON = { id: 'p1', name: 'Sample Champion', role: 'champion' as const };
const BRIEF = { people: [PERSON], technical: 'Sample system', notSold: 'Sample module' };
let views = 0;
beforeEach(() => {
  views += 1;
});

/** An account that was handed over with that brief, and its handoff. */
async function accepted({ isPrivate = false, brief = BRIEF } = {}) {
  const handoffId = await handedOver(house, 'accept', { isPrivate });
  expectDone(await run.accept(acting(house, 'receiver'), handoffId));
  const before = await database.db.handoff.findUniqueOrThrow({ where: { id: handoffId } });
  await database.db.handoff.update({
    where: { id: handoffId },
    data: { brief: { ...(before.brief as Brief), ...brief } },
  });
  return { accountId: before.accountId ?? '', name: `H-${before.number}` };
}

const save = async (patch: DraftPatch, view = `V earlier ${views}`): Promise<Brief> =>
  expectDone(await saveDraft(acting(house, 'sender'), { viewId: view, patch })).brief;

describe('a handoff that a rep begins', () => {
  it('has of the account’s earlier one what holds still, and says where it comes from', async () => {
    const { accountId, name } = await accepted();
    const brief = await save({ accountId });
    expect(brief).toMatchObject(BRIEF);
    const on = house.ctx.now.toISOString().slice(0, 10);
    expect(sourcesIn(brief)).toMatchObject({
      people: { from: 'handoff', name, on },
      technical: { from: 'handoff', name, on },
    });
    // What the first screen asks is typed there, and what was about the sale then is no longer so.
    expect([brief.contact, brief.why, brief.promises]).toEqual([undefined, undefined, undefined]);
  });

  it('keeps what the rep changed or emptied', async () => {
    const { accountId } = await accepted();
    await save({ accountId });
    const changed = { technical: 'Their new system', notSold: undefined };
    const brief = await save({ accountId, brief: changed });
    expect(Object.keys(sourcesIn(brief))).toEqual(['people']);
    const again = await save({ accountId: (await accepted()).accountId });
    expect([again.technical, again.notSold]).toEqual(['Their new system', undefined]);
  });

  it('has nothing left of another account once that is picked', async () => {
    const [one, two] = [await accepted(), await accepted({ brief: { ...BRIEF, technical: 'Of the other' } })];
    await save({ accountId: one.accountId });
    expect(await save({ accountId: two.accountId })).toMatchObject({ technical: 'Of the other' });
    const none = await save({ accountId: null, accountName: 'Sample New Customer' });
    expect([none.technical, none.people, none.sources]).toEqual([undefined, [], {}]);
  });

  it('has nothing of a private one', async () => {
    const { accountId } = await accepted({ isPrivate: true });
    expect(await save({ accountId })).toMatchObject({ people: [], sources: {} });
  });
});
