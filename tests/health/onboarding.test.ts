import { describe, expect, it } from 'vitest';
import { SHIPPED } from '../../src/health/catalogue.ts';
import { saveHealthConfig } from '../../src/health/rules/save-config.ts';
import { recordSignals } from '../../src/health/signals/record-signals.ts';
import { lookForSlides } from '../../src/health/slides/look-for-slides.ts';
import { BEHIND, behindOf } from '../../src/health/slides/onboarding.ts';
import { lookAt, WEEKS, weekOf } from '../../src/health/slides/weeks.ts';
import { raiseAlerts } from '../../src/risks/alerts/raise-alerts.ts';
import { plusDays } from '../../src/time/day.ts';
import { ownHouse } from '../handoffs/house.ts';
import { ownDatabase } from '../support/database.ts';
import { serving } from '../support/served.ts';
import { newAccount } from './signals.ts';

const lately = (value: number) => [...Array.from({ length: WEEKS - 2 }, () => null), value, null];
const begun = (day: number | null, over = {}) => ({
  ...{ stage: 'land' as const, day, hasFirstValue: true },
  ...over,
});

describe('an account in its first stage', () => {
  const few = { seats_used: lately(12) };

  it('is behind from the day on by which something was to be there', () => {
    expect(behindOf(begun(29), few, SHIPPED)).toEqual([]);
    const seats = { type: 'seats_used', value: 12 };
    expect(behindOf(begun(30), few, SHIPPED)).toEqual([{ ...seats, atLeast: 20, byDay: 30, day: 30 }]);
    expect(behindOf(begun(80), few, SHIPPED)).toHaveLength(2);
    expect(behindOf(begun(80), { seats_used: lately(50) }, SHIPPED)).toEqual([]);
  });

  it('is behind without a first value', () => {
    expect(behindOf(begun(59, { hasFirstValue: false }), {}, SHIPPED)).toEqual([]);
    expect(behindOf(begun(60, { hasFirstValue: false }), {}, SHIPPED)).toMatchObject([
      { type: null, byDay: 60 },
    ]);
  });

  it('is not behind in what it never sent, in a later stage, or where nobody knows since when', () => {
    expect(behindOf(begun(200), {}, SHIPPED)).toEqual([]);
    expect(behindOf(begun(200, { stage: 'adopt', hasFirstValue: false }), few, SHIPPED)).toEqual([]);
    expect(behindOf(begun(null, { hasFirstValue: false }), few, SHIPPED)).toEqual([]);
  });
});

const database = ownDatabase();
const house = ownHouse(database, { anew: true });
const WEEK = weekOf(new Date('2027-02-24T09:00:00Z'));

it('is found by the weekly look, by the workspace’s own figures', async () => {
  const { ctx } = house;
  const workspaceId = ctx.workspace.id;
  const now = lookAt(WEEK);
  const accountId = await newAccount(ctx, 'Sample Beginner', { stage: 'land' });
  await database.db.accountStage.updateMany({
    where: { accountId, workspaceId },
    data: { enteredAt: plusDays(now, -25) },
  });
  const signal = { account: { name: 'Sample Beginner' }, type: 'seats_used', value: 30, source: 'sample' };
  await recordSignals({ ...ctx, now: plusDays(now, -3) }, [signal]);
  const look = (week: number) =>
    lookForSlides(
      {
        db: database.db,
        clock: { now: () => lookAt(week), wall: () => lookAt(week) },
        served: serving([ctx.workspace]),
        log: ctx.log,
        raise: raiseAlerts,
      },
      week,
    );
  const behind = async () => {
    const row = await database.db.accountSlide.findUniqueOrThrow({ where: { accountId } });
    return BEHIND.read(row.behind ?? [], accountId);
  };
  await look(WEEK);
  expect(await behind()).toEqual([]);
  const checks = [{ type: 'seats_used', atLeast: 40, byDay: 20 }];
  expect(await saveHealthConfig(ctx, { onboarding: { checks } })).toMatchObject({ version: 1 });
  await look(WEEK + 1);
  expect(await behind()).toMatchObject([{ type: 'seats_used', value: 30, atLeast: 40, byDay: 20 }]);
});

it('refuses a check of a type that there is not', async () => {
  const checks = [{ type: 'logons', atLeast: 40, byDay: 20 }];
  expect(await saveHealthConfig(house.ctx, { onboarding: { checks } })).toMatchObject({
    message: expect.stringContaining('There is no type "logons"'),
  });
  expect(await saveHealthConfig(house.ctx, { types: { seats_used: null } })).toMatchObject({ version: 1 });
});
