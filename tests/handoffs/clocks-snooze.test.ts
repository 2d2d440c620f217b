import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Driver } from '../../sandbox/server.ts';
import { startWorld, type World } from '../support/baton.ts';
import { about, heard } from './dm.ts';
import { askForMore, handOver } from './hand-over.ts';

// Each step of the clock waits for the next look at what is due.
vi.setConfig({ testTimeout: 120_000 });

let world: World;
let rep: Driver;
let csm: Driver;
beforeAll(async () => {
  // Monday 23 November 2026, 10:00 in Berlin.
  world = await startWorld();
  rep = world.sandbox.person('rep.berlin');
  csm = world.sandbox.person('csm.berlin');
});
afterAll(async () => {
  expect(world.sandbox.traffic.violations).toEqual([]);
  await world.close();
});

const berlin = (day: string, time: string) => world.moveTo(new Date(`${day}T${time}:30+01:00`));
const RECEIVER = 'CSM (Berlin)';
const late = (name: string) => new RegExp(`^Overdue: no (response|decision|answer) from [^]*\\(${name}\\)`);

async function handedOver(account: string): Promise<string> {
  const name = await handOver(rep, { account, receiver: RECEIVER });
  await csm.message(about(name), { in: 'dm' });
  return name;
}

describe('Silence broken on empty chains: a snooze', () => {
  test('mutes a handoff in every waiting state, and what fell due meanwhile is said once', async () => {
    const submitted = await handedOver('Fjord Sample Freight');
    const acknowledged = await handedOver('Kite Sample Kitchens');
    const returned = await handedOver('Blue Sample Foods');
    await csm.clicks('I’m on it', { in: 'dm', message: about(acknowledged) });
    await askForMore(csm, returned, 'Who is the champion?');
    await rep.message(/Who is the champion/, { in: 'dm' });

    await berlin('2026-11-24', '09:30');
    await csm.picks('Snooze 1 hour', { in: 'dm', message: about(submitted) });
    await csm.message(new RegExp(`${submitted}\\b[^]*[Rr]eminders snoozed until`), { in: 'dm' });
    await berlin('2026-11-24', '10:20');
    expect(heard(rep, late(submitted))).toEqual([]);
    await berlin('2026-11-24', '10:31');
    expect(heard(rep, late(submitted)).length).toBe(1);
    expect(heard(rep, late(submitted))[0]).not.toContain('snoozed');

    await berlin('2026-11-25', '09:30');
    await csm.picks('Snooze 1 hour', { in: 'dm', message: about(acknowledged) });
    await rep.picks('Snooze 1 hour', { in: 'dm', message: /Who is the champion/ });
    await csm.message(new RegExp(`${acknowledged}\\b[^]*[Rr]eminders snoozed until`), { in: 'dm' });
    await rep.message(new RegExp(`${returned}\\b[^]*[Rr]eminders snoozed until`), { in: 'dm' });
    await berlin('2026-11-25', '10:20');
    expect(heard(rep, late(acknowledged))).toEqual([]);
    expect(heard(csm, late(returned))).toEqual([]);
    await berlin('2026-11-25', '10:31');
    expect(heard(rep, late(acknowledged)).length).toBe(1);
    expect(heard(csm, late(returned)).length).toBe(1);
  });

  test('is refused once it was snoozed for as long as it may be', async () => {
    const name = await handedOver('Olive Sample Optics');
    const minutes = async () =>
      (await world.database.db.handoff.findFirst({ where: { number: Number(name.slice(2)) } }))
        ?.snoozedMinutes;
    // Most of a working day, of the one that there is.
    await csm.picks('Snooze until tomorrow', { in: 'dm', message: about(name) });
    await csm.until(async () => ((await minutes()) ?? 0) > 300);
    await berlin('2026-11-26', '09:30');
    await csm.picks('Snooze until tomorrow', { in: 'dm', message: about(name) });
    await csm.message(/can’t be snoozed any longer/, { in: 'dm' });
  });
});
