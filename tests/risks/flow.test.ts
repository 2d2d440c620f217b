import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Driver } from '../../sandbox/server.ts';
import { REQUIRED } from '../../sandbox/submission.ts';
import { startWorld, TRANSPORTS, type World } from '../support/baton.ts';
import { days, doesWell, enableAlerts, SLIP_REASONS, slide, slips } from './slide.ts';

vi.setConfig({ testTimeout: 120_000 });

describe.each(TRANSPORTS)('over %s', (transport) => {
  let world: World;
  let csm: Driver;
  let rep: Driver;
  beforeAll(async () => {
    world = await startWorld({ transport });
    await enableAlerts(await world.ctx());
    csm = world.sandbox.person('csm.berlin');
    rep = world.sandbox.person('rep.berlin');
  });
  afterAll(async () => {
    expect(world.sandbox.traffic.violations).toEqual([]);
    await world.close();
  });

  const CHANNEL = 'customer-success';
  const ACCOUNT = 'Pine Sample Pharma';
  const cards = () => csm.sees(CHANNEL).filter(({ text }) => text.includes(ACCOUNT));
  const thread = () => cards().flatMap(({ replies }) => replies.map(({ text }) => text));

  test('an account slips: one card with the three right reasons, and a DM to who is to take it', async () => {
    await slide(world, ACCOUNT);
    const card = await csm.message(/Pine Sample Pharma \(R-1\)/, { in: CHANNEL });
    expect(card.text).toContain('Health fell from healthy to at risk (score 57)');
    for (const reason of SLIP_REASONS) expect(card.text).toMatch(reason);
    const [first, second] = SLIP_REASONS.map((reason) => card.text.search(reason));
    expect(first).toBeLessThan(second ?? -1);
    expect(card.text).toContain('€290K ARR · Renewal Feb 14, 2027');
    expect(card.text).toContain('Sales: rep.berlin · CS: csm.berlin');
    expect(card.text).toMatch(/Waiting for csm.berlin to take it · due /);
    expect(card.text).not.toContain('@csm.berlin');
    expect(card.buttons).toEqual(['I’ve got it', 'Not a risk…', 'Details']);
    expect(cards().length).toBe(1);
  });

  test('the details are for the reader alone: how the score comes about, and what else is known', async () => {
    await rep.clicks('Details', { in: CHANNEL, message: /R-1/ });
    const details = await rep.message(/Score 57 of 100: at risk/, { in: CHANNEL });
    expect(details.ephemeral).toBe(true);
    expect(details.text).toMatch(/What costs the most\n• Usage depth 20%: costs \d+\.\d points/);
    expect(details.text).toContain('5 of 5 signals up to date.');
    expect(details.buttons).toEqual(['All signals']);
    expect(csm.sees(CHANNEL).some(({ text }) => /Score 57 of 100: at risk/.test(text))).toBe(false);
  });

  test('its strongest reason may be expected until a day, by those who answer for the account', async () => {
    const onlooker = world.sandbox.person('csm.singapore');
    await onlooker.picks('Expected until…', { in: CHANNEL, message: /R-1/ });
    const refused = await onlooker.modal({
      text: /Only csm\.berlin, its other owners, their leads or an admin/,
    });
    await refused.close();
    await csm.picks('Expected until…', { in: CHANNEL, message: /R-1/ });
    const modal = await csm.modal({ title: 'Expected until', text: /Reason/ });
    const strongest = modal.value('Signal');
    expect(strongest).not.toBe('');
    expect(cards()[0]?.text).toContain(`• ${strongest}: `);
    await modal.date('Until', '2026-12-03');
    await modal.fill('Reason', 'summer break');
    expect(await modal.submit()).toEqual({ updated: true });
    await modal.until(/is expected until Dec 3, 2026\. It raises no alert until then\./);
    await modal.close();
    await rep.clicks('Details', { in: CHANNEL, message: /R-1/ });
    await rep.message(/Expected until Dec 3, 2026: .+ \(summer break\)/, { in: CHANNEL });
  });

  test('it is claimed in one tap, and the next step is a tap away', async () => {
    const asked = await csm.message(/Pine Sample Pharma \(R-1\) is at risk/, { in: 'dm' });
    expect(asked.text).toMatch(/Take it or reassign it: due/);
    await csm.clicks('I’ve got it', { in: CHANNEL, message: /R-1/ });
    const told = await csm.message(/You’ve got R-1\. Plan the first step: due/, { in: CHANNEL });
    expect(told.ephemeral).toBe(true);
    expect(told.buttons).toEqual(['Plan…', 'Undo']);
    await csm.until(() => cards()[0]?.text.includes('csm.berlin is on it · plan due'));
    await csm.until(() => thread().join() === 'csm.berlin took it');
  });

  test('it is planned, and both teams read the plan', async () => {
    await csm.clicks('Plan…', { in: CHANNEL, message: /plan due/ });
    const modal = await csm.modal({ title: 'Plan first step', text: /First step/ });
    expect(modal.value('Due date')).toMatch(/^2026-11-\d\d$/);
    const outcome = await modal.submit();
    expect(outcome).toEqual({ errors: { 'First step': REQUIRED } });
    await modal.fill('First step', 'Call the head of research <today>');
    expect(await modal.submit()).toEqual({ closed: true });
    await csm.until(() =>
      /on it · Call the head of research <today> by .* · check-in/.test(cards()[0]?.text ?? ''),
    );
    await csm.until(() => thread().length === 2);
    expect(thread()[1]).toMatch(/csm.berlin planned it: Call the .* · check-in .* 2026/);
    expect(cards()[0]?.buttons).toEqual(['Check in…', 'Details']);
  });

  test('a second slide while it is open: no second card; what is worse is told in the thread', async () => {
    await slips(world, ACCOUNT, { usage_depth: 2, seats_used: 5, feature_adoption: 3, sentiment: 2 });
    await days(world, 3.01);
    await csm.until(() => thread().some((text) => /Getting worse: at risk to critical \(score/.test(text)));
    expect(cards().length).toBe(1);
    expect(cards()[0]?.text).toContain('Health fell from healthy to critical');
    expect(await world.database.db.risk.count()).toBe(1);
  });

  test('on the day of the check-in the owner is asked, and says how it goes', async () => {
    await days(world, 4);
    const { checkInOn } = await world.database.db.risk.findFirstOrThrow();
    await world.moveTo(new Date(`${checkInOn?.toISOString().slice(0, 10)}T09:30:00+01:00`));
    const morning = await csm.message(/1 to do/, { in: 'dm' });
    expect(morning.text).toMatch(/Pine Sample Pharma \(R-1\).*Check in: due/s);
    await csm.clicks('Check in…', { in: 'dm', message: /1 to do/ });
    const modal = await csm.modal({ title: 'Check in', text: /Update/ });
    await modal.fill('Update', 'The new head of research has agreed to a pilot.');
    expect(await modal.submit()).toEqual({ closed: true });
    await csm.until(() => thread().some((text) => /posted an update.*\n.*agreed to a pilot/.test(text)));
  });

  test('the score recovers for as long as it must: the risk is closed, and the thread says so', async () => {
    await doesWell(world, ACCOUNT);
    await days(world, 7.01);
    await csm.until(() => cards()[0]?.text.includes('Closed: the score recovered'));
    const said = thread().at(-1);
    expect(said).toMatch(/Closed, because the score recovered: critical to healthy \(score \d+\)/);
    expect(cards()[0]?.buttons).toEqual(['Details']);
  });

  test('it slips again inside the window: the same risk, the same thread, no second card', async () => {
    await slips(world, ACCOUNT);
    await days(world, 3.01);
    await csm.until(() =>
      thread().some((text) => /Slipping again: healthy to at risk \(score 57\)/.test(text)),
    );
    expect(cards().length).toBe(1);
    expect(cards()[0]?.text).toContain('Slipping again: Health fell from healthy to at risk (score 57)');
    expect(await world.database.db.risk.count()).toBe(1);
    // It is Saturday: whoever is to take it hears on Monday.
    const asked = () =>
      csm.sees('dm').filter(({ text }) => /\(R-1\) is at risk\. Take it or reassign it/.test(text)).length;
    expect(asked()).toBe(0);
    await days(world, 2);
    await csm.until(() => asked() === 1);
  });
});
