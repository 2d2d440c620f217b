import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Driver } from '../../sandbox/server.ts';
import { handOver } from '../../src/deals/verbs/hand-over.ts';
import { setPreferences } from '../../src/home/preferences.ts';
import { memberBySlackId } from '../../src/people/load-people.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { about, heard } from '../handoffs/dm.ts';
import { fillLeast } from '../handoffs/hand-over.ts';
import { expectDone, newDraft, run } from '../handoffs/house.ts';
import { startWorld, type World } from '../support/baton.ts';

// Each step of the clock waits for the next look at what is due.
vi.setConfig({ testTimeout: 120_000 });

let world: World;
let rep: Driver;
let csm: Driver;
let admin: Driver;
beforeAll(async () => {
  // Monday 23 November 2026, 10:00 in Berlin.
  world = await startWorld();
  const people = ['rep.berlin', 'csm.berlin', 'director'].map((name) => world.sandbox.person(name));
  [rep, csm, admin] = people as [Driver, Driver, Driver];
});
afterAll(async () => {
  expect(world.sandbox.traffic.violations).toEqual([]);
  await world.close();
});

/** Berlin is an hour ahead of UTC in winter. */
const berlin = (day: string, time: string) => world.moveTo(new Date(`${day}T${time}:30+01:00`));

/** What the person reads of their mornings, by the days that these are of. */
async function mornings(person: Driver): Promise<{ day: string; state: string }[]> {
  const rows = await world.database.db.outboxMessage.findMany({
    where: { kind: 'morning', lane: person.id },
    orderBy: { id: 'asc' },
    select: { data: true, state: true },
  });
  return rows.map(({ data, state }) => ({ day: (data as { day: string }).day, state }));
}

async function idOf(person: Driver): Promise<string> {
  const { db, workspace } = await world.ctx();
  const me = await memberBySlackId(db, workspace.id, person.id);
  if (!me) throw new Error(`${person.id} is a member`);
  return me.id;
}

const acting = async (person: Driver): Promise<Ctx> => ({
  ...(await world.ctx()),
  actor: { type: 'member', memberId: await idOf(person) },
});

/** A handoff of the rep to somebody; its id, and its name. */
async function sent(receiver: Driver): Promise<{ id: string; name: string }> {
  const ctx = await world.ctx();
  const ids = { sender: await idOf(rep), receiver: await idOf(receiver) };
  const id = await newDraft({ ctx, cast: [], ids });
  expectDone(await handOver(await acting(rep), { handoffId: id }));
  const { number } = await ctx.db.handoff.findUniqueOrThrow({ where: { id } });
  return { id, name: `H-${number}` };
}

async function choose(
  person: Driver,
  chosen: { morningMinute: number | null; mutesReceipts?: boolean },
): Promise<Date> {
  const saved = await setPreferences(await acting(person), await idOf(person), {
    mutesReceipts: false,
    ...chosen,
  });
  return expectDone(saved).nextMorning;
}

test('everybody chooses the hour of their morning DM and whether they get receipts, from Home and by a command', async () => {
  await csm.types('/baton preferences', { in: 'sales' });
  const window = await csm.modal({ title: 'Your preferences', text: 'Morning message' });
  expect(window.value('Morning message')).toBe('When my working day begins');
  expect(window.value('Receipts')).toEqual([]);
  await window.choose('Morning message', '7:00 AM');
  await window.check('Receipts', 'Don’t send me receipts for handoffs I send');
  expect(await window.submit()).toEqual({ updated: true });
  expect(window.text()).toMatch(/next morning message comes tomorrow at 7:00 AM/i);
  expect(window.text()).toContain('Receipts for handoffs you send are off.');
  await window.close();

  const home = await csm.home();
  const dismiss = home.buttons().includes('Dismiss');
  if (dismiss) await home.clickButton('Dismiss');
  await csm.until(() => home.buttons().includes('Preferences…'));
  await home.clickButton('Preferences…');
  const again = await csm.modal({ title: 'Your preferences', text: 'Morning message' });
  expect(again.value('Morning message')).toBe('7:00 AM');
  await again.uncheck('Receipts', 'Don’t send me receipts for handoffs I send');
  await again.submit();
  await again.close();
});

test('the morning DM comes at the hour that was chosen, on working days', async () => {
  const { name } = await sent(csm);
  await csm.until(() => heard(csm, about(name)).length === 1);
  // Half of the working day is over at 14:00, and the limit is on Tuesday at 10:00.
  await berlin('2026-11-24', '06:58');
  expect(heard(csm, about(name))).toHaveLength(1);
  await berlin('2026-11-24', '07:00');
  expect(heard(csm, about(name))).toHaveLength(2);
  await berlin('2026-11-24', '09:05');
  expect(heard(csm, about(name))).toHaveLength(2);
  expect(await mornings(csm)).toEqual([{ day: '2026-11-24', state: 'sent' }]);
});

test('a later hour gives no second DM on a day that had one, and nothing that comes after it is lost', async () => {
  // Tuesday 09:05: that of today came at 07:00.
  expect((await choose(csm, { morningMinute: 15 * 60 })).toISOString()).toBe('2026-11-25T14:00:00.000Z');
  const { name } = await sent(csm);
  // Its reminder is due at 13:05, and its limit is on Wednesday at 09:05: before the next morning DM.
  await berlin('2026-11-24', '16:00');
  expect((await mornings(csm)).map(({ day }) => day)).toEqual(['2026-11-24']);
  expect(heard(csm, about(name))).toHaveLength(2);
});

test('an earlier hour moves the DM that is planned, a later one leaves it where it is', async () => {
  const later = world.sandbox.person('csm.singapore');
  const due = async () => {
    const { holdUntil } = await world.database.db.outboxMessage.findFirstOrThrow({
      where: { kind: 'morning', lane: later.id, state: 'pending' },
    });
    return holdUntil?.toISOString();
  };
  // Tuesday 16:00 in Berlin is 23:00 in Singapore, where the limit is on Wednesday at 17:00 and half of it is over at 13:00.
  await sent(later);
  await choose(later, { morningMinute: 16 * 60 });
  await berlin('2026-11-25', '06:30');
  expect(await due()).toBe('2026-11-25T08:00:00.000Z');
  expect((await choose(later, { morningMinute: 17 * 60 })).toISOString()).toBe('2026-11-25T08:00:00.000Z');
  expect(await due()).toBe('2026-11-25T08:00:00.000Z');
  expect((await choose(later, { morningMinute: 15 * 60 })).toISOString()).toBe('2026-11-25T07:00:00.000Z');
  expect(await due()).toBe('2026-11-25T07:00:00.000Z');
  // What would be in the past stays where it is, and still comes.
  await choose(later, { morningMinute: 8 * 60 });
  expect(await due()).toBe('2026-11-25T07:00:00.000Z');
  await berlin('2026-11-25', '08:01');
  expect(await mornings(later)).toEqual([{ day: '2026-11-25', state: 'sent' }]);
});

test('whoever mutes receipts gets none, and still hears what asks them for something', async () => {
  const before = await sent(csm);
  const receipt = await rep.message(about(before.name), { in: 'dm' });
  await choose(rep, { morningMinute: null, mutesReceipts: true });
  const after = await sent(csm);
  const toRep = async ({ id: subjectId }: { id: string }) => {
    const where = { subjectId, lane: rep.id };
    const rows = await world.database.db.outboxMessage.findMany({ where, select: { kind: true } });
    return rows.map(({ kind }) => kind);
  };
  for (const { id, name } of [before, after]) {
    expectDone(await run.acknowledge(await acting(csm), id));
    expectDone(await run.return(await acting(csm), id));
    await rep.until(() => heard(rep, about(name)).some((text) => text.includes('Sample question')));
    expectDone(await run.resubmit(await acting(rep), id));
    expectDone(await run.accept(await acting(csm), id));
  }
  expect(await toRep(after)).toEqual(['handoff_returned']);
  expect(await toRep(before)).toEqual(['handoff_receipt', 'handoff_returned']);
  // What was there already stays as it was.
  await world.moveTo(new Date((await world.now()).getTime() + 60_000));
  expect(rep.sees('dm').find(({ ts }) => ts === receipt.ts)?.text).toBe(receipt.text);

  const handsOver = async (account: string) => {
    const modal = await fillLeast(rep, { account, receiver: 'CSM (Berlin)' });
    await modal.submit();
    await modal.until(/You’ll hear/);
    return modal.text();
  };
  expect(await handsOver('Sample Muted')).toContain('You’ll hear if they ask for more.');
  await choose(rep, { morningMinute: null });
  expect(await handsOver('Sample Told')).toContain(
    'You’ll hear when it’s accepted, or when they ask for more.',
  );
});

test('a new admin is asked once to finish setting up, with the next step', async () => {
  const home = await admin.home({ text: /Finish setting up \(\d+ left\)/ });
  expect(home.text()).toContain('Sales EMEA has no channel, so its cards go by direct message.');
  await home.clickButton('Set channel');
  await (await admin.modal({ text: 'Sales EMEA' })).close();
  await home.clickButton('Dismiss setting up');
  await admin.until(() => !home.text().includes('Finish setting up'));
  expect((await admin.home({ text: /My work/ })).text()).not.toContain('Finish setting up');
  // It stays on the tab on which Baton is set up.
  await home.clickButton('Set up');
  await admin.until(() => /Finish setting up \(\d+ left\)/.test(home.text()));
});

test('nobody of a workspace that was there before is greeted', async () => {
  const ctx = await world.ctx();
  const { rows } = await world.database.pool.query(
    `SELECT column_name AS name, column_default AS fallback FROM information_schema.columns
      WHERE table_schema = current_schema() AND table_name = 'members' AND column_name IN ('welcomed', 'shown_setup')`,
  );
  expect(rows.map(({ fallback }) => fallback)).toEqual(['false', 'false']);
  const someone = world.sandbox.person('rep.newyork');
  await ctx.db.member.updateMany({ where: { slackUserId: someone.id }, data: { welcomed: true } });
  expect((await someone.home({ text: /All clear/ })).text()).not.toContain('Welcome to Baton');
});
