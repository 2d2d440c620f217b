import { expect, it } from 'vitest';
import { tellCalibration } from '../../src/health/calibration/tell-calibration.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { newMember, newWorkspace, ownWorkspace } from '../people/world.ts';
import { ownDatabase } from '../support/database.ts';
import { serving } from '../support/served.ts';
import { newAccount } from './signals.ts';

const database = ownDatabase();
const ctx = ownWorkspace(database, { anew: true });

const tell = (of: Ctx, at: string) => {
  const now = new Date(at);
  return tellCalibration({
    db: database.db,
    clock: { now: () => now, wall: () => now },
    served: serving([of.workspace]),
    log: of.log,
  });
};

const told = (of: Ctx) =>
  database.db.outboxMessage.findMany({
    where: { workspaceId: of.workspace.id, kind: 'health_calibration' },
    orderBy: { createdAt: 'asc' },
  });

async function bandSince(of: Ctx, day: string): Promise<void> {
  const accountId = await newAccount(of, `Sample ${day}`);
  const whose = { accountId, workspaceId: of.workspace.id, configVersion: 0 };
  await of.db.accountHealth.create({ data: whose });
  await of.db.healthDay.create({
    data: { ...whose, day: new Date(day), score: 90, confidence: 1, band: 'healthy' },
  });
}

it('admins hear once a quarter, on their morning, however many processes look', async () => {
  const admin = await newMember(ctx, 'UADMIN', { isAdmin: true });
  await newMember(ctx, 'UCSM');
  await bandSince(ctx, '2026-12-15');
  await tell(ctx, '2027-03-31T23:00:00Z');
  expect(await told(ctx)).toEqual([]);
  await Promise.all(Array.from({ length: 3 }, () => tell(ctx, '2027-04-01T00:30:00Z')));
  await tell(ctx, '2027-04-01T12:30:00Z');
  const [first, ...others] = await told(ctx);
  expect(others).toEqual([]);
  expect(first).toMatchObject({
    ...{ memberId: admin, lane: 'UADMIN', holdUntil: new Date('2027-04-01T07:00:00Z') },
    data: { quarter: '2027-Q1', says: 'too_early', left: 0, needed: 10, healthy: { met: 0, of: 0 } },
  });
  // Who was not there in time is told of the next one.
  await tell(ctx, '2027-07-20T00:30:00Z');
  expect(await told(ctx)).toHaveLength(1);
  await tell(ctx, '2027-10-01T00:30:00Z');
  const data = (await told(ctx)).map((one) => one.data as { quarter: string; healthy: unknown });
  expect(data).toMatchObject([{ quarter: '2027-Q1' }, { quarter: '2027-Q3', healthy: { met: 0, of: 2 } }]);
});

it('a workspace hears nothing while it has no bands, and first of the first quarter that began with some', async () => {
  await newMember(ctx, 'UADMIN', { isAdmin: true });
  await tell(ctx, '2027-04-01T00:30:00Z');
  expect(await told(ctx)).toEqual([]);
  await bandSince(ctx, '2027-02-10');
  await tell(ctx, '2027-04-02T00:30:00Z');
  expect(await told(ctx)).toEqual([]);
  await tell(ctx, '2027-07-01T00:30:00Z');
  expect(await told(ctx)).toHaveLength(1);
});

it('bands of another workspace do not count, and nothing fails without an admin', async () => {
  const other = await newWorkspace(database.db);
  await newMember(other, 'UADMIN', { isAdmin: true });
  await bandSince(ctx, '2026-12-15');
  await tell(other, '2027-04-01T00:30:00Z');
  await tell(ctx, '2027-04-01T00:30:00Z');
  expect([await told(other), await told(ctx)]).toEqual([[], []]);
});
