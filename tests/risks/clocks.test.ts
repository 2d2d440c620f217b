import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Driver } from '../../sandbox/server.ts';
import { about, heard } from '../handoffs/dm.ts';
import { startWorld, type World } from '../support/baton.ts';

vi.setConfig({ testTimeout: 120_000 });

let world: World;
const who = (name: string): Driver => world.sandbox.person(name);
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  expect(world.sandbox.traffic.violations).toEqual([]);
  await world.close();
});

const berlin = (day: string, time: string) => world.moveTo(new Date(`${day}T${time}:30+01:00`));

/** Somebody in New York flags it, so that nobody in Berlin knows of it before they are told. */
async function flag(account: string): Promise<string> {
  const rep = who('rep.newyork');
  await rep.types(`/risk ${account}`, { in: 'sales' });
  const modal = await rep.modal({ title: 'Flag a risk', text: /What happened/ });
  await modal.check('What happened', 'Something else');
  await modal.fill('Details', 'Sample words');
  expect(await modal.submit()).toEqual({ updated: true });
  await modal.until(/\(R-\d+\) is flagged/);
  const [name] = /R-\d+/.exec(modal.text()) ?? [''];
  await modal.close();
  await who('csm.berlin').message(about(name), { in: 'dm' });
  return name;
}

const overdue = (name: string) => new RegExp(`Overdue: [^\\n]*${name}\\b[^\\n]*, due `);

test('nobody takes it: reminder, cover and partner, lead, then manager and channel', async () => {
  // Monday 10:00 in Berlin.
  const name = await flag('Iris Sample Insurance');
  const csm = who('csm.berlin');
  await berlin('2026-11-24', '09:10');
  const morning = await csm.message(/1 to do/, { in: 'dm' });
  expect(morning.text).toMatch(/Take it or reassign it: due .*10:00 AM/s);
  await berlin('2026-11-24', '10:05');
  const partner = await who('rep.berlin').message(overdue(name), { in: 'dm' });
  expect(partner.text).toContain('@csm.berlin hasn’t taken Iris Sample Insurance');
  expect(partner.text).toContain('It’s your customer too: take it, or reassign it.');
  expect(partner.buttons).toEqual(['I’ve got it', 'Reassign…', 'Details']);
  // The cover works in New York, and reads it in her morning.
  expect(heard(who('csm.newyork'), about(name))).toEqual([]);
  await berlin('2026-11-24', '15:30');
  const cover = await who('csm.newyork').message(/^Today: 1 late with someone else/, { in: 'dm' });
  expect(cover.text).toMatch(/\(R-1\).*waiting for @csm\.berlin to take it.*\[Open\]/s);
  const lead = await who('cs.lead').message(overdue(name), { in: 'dm' });
  expect(lead.text).toContain('Take it for @csm.berlin, or reassign it.');
  await berlin('2026-11-25', '10:05');
  const channel = await who('director').message(overdue(name), { in: 'leadership' });
  expect(channel.text).toContain('csm.berlin hasn’t taken Iris Sample Insurance');
  expect(channel.text).not.toContain('@csm.berlin');
  expect(channel.buttons).toEqual(['I’ve got it', 'Details']);
  // Who leads is the manager, too, and was told as the one: now it is their manager's, who works in New York.
  expect(heard(who('cs.lead'), about(name)).length).toBe(1);

  await who('cs.lead').clicks('I’ve got it', { in: 'dm', message: /Take it for/ });
  await who('director').until(
    () => heard(who('director'), /No longer overdue|cs\.lead is on it/, 'leadership').length > 0,
  );
});

test('once it is taken, a missing plan is asked for at its limit, and nobody hears of the old clock', async () => {
  const told = () => heard(who('rep.berlin'), /R-1\b/);
  const before = told().length;
  await berlin('2026-11-25', '14:30');
  const asked = await who('cs.lead').message(
    /\(R-1\) is waiting for you\..*Plan the first step: overdue since/s,
    { in: 'dm' },
  );
  expect(asked.buttons).toContain('Plan…');
  // What the partner was told says by now that it is over.
  await who('rep.berlin').until(() => told().some((text) => /cs\.lead is on it/.test(text)));
  expect(told().length).toBe(before);
  expect(told().filter((text) => /hasn’t taken/.test(text))).toEqual([]);
});
