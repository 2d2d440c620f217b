import { describe, expect, it } from 'vitest';
import { loadRun } from '../../src/digests/load-run.ts';
import { DIGEST } from '../../src/digests/read-content.ts';
import { standsAt } from '../accounts/owned.ts';
import { ownHouse } from '../handoffs/house.ts';
import { LOW, slidAccount } from '../risks/slid.ts';
import { ownDatabase } from '../support/database.ts';
import { at, beatAt, saidOf, wants } from './desk.ts';

const database = ownDatabase();
const house = ownHouse(database, { anew: true });
const theirs = () => ({ csOwnerId: house.ids['present'] });

async function digestOf(subscriptionId: string) {
  await beatAt(database.db, at('2027-03-08T07:00'));
  const { id, content } = await database.db.digestRun.findFirstOrThrow({ where: { subscriptionId } });
  const run = await loadRun(house.ctx, id);
  if (run?.kind !== 'digest') throw new Error('it is a digest');
  return { id, stored: content as Record<string, unknown>, content: run.content };
}

describe('a digest', () => {
  it('tells of what slides or has been low for long, five of it and a number', async () => {
    const id = await wants(house, 'present');
    const slid = await slidAccount(house, { fall: 12 }, theirs());
    for (let n = 0; n < 6; n++) await slidAccount(house, LOW, theirs());
    await slidAccount(house);
    const { id: runId, content } = await digestOf(id);
    expect(content.watch).toMatchObject({
      total: 7,
      some: [{ accountId: slid, slide: { recent: 61.4, usual: 70.3 } }, ...Array(4).fill({ isLow: true })],
    });
    // Nothing is at risk, and the thread has them all the same.
    expect((await saidOf(database.db, runId)).map(({ kind }) => kind)).toEqual([
      'digest',
      'digest_details',
      'digest_work',
    ]);
  });

  it('says it once: beside the account where that is at risk', async () => {
    const id = await wants(house, 'present');
    const accountId = await slidAccount(house, LOW, theirs());
    await standsAt(house.ctx, accountId, 'at_risk', 50);
    const { content } = await digestOf(id);
    expect(content.watch).toEqual({ total: 0, some: [] });
    expect(content.lines).toMatchObject([{ accountId, listing: { slide: null, isLow: true } }]);
  });

  it('of a version that knew nothing of it is read as having none', async () => {
    const id = await wants(house, 'present');
    const accountId = await slidAccount(house, LOW, theirs());
    await standsAt(house.ctx, accountId, 'at_risk', 50);
    const { stored } = await digestOf(id);
    const { watch: _, ...before } = stored;
    const lines = (before['lines'] as object[]).map((line) => ({ ...line, listing: undefined }));
    const read = DIGEST.read(JSON.parse(JSON.stringify({ ...before, lines })), id);
    expect(read).toMatchObject({ watch: { total: 0, some: [] }, lines: [{ accountId, listing: null }] });
  });
});
