import { expect, test } from 'vitest';
import { type Kind, MESSAGES } from '../../jobs/messages.ts';
import { loadHistory } from '../../src/handoffs/read/load-history.ts';
import { audit } from '../../src/platform/audit.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { newId } from '../../src/platform/id.ts';
import { transact } from '../../src/platform/transact.ts';
import { startWorld } from '../support/baton.ts';
import { ownDatabase } from '../support/database.ts';
import { about } from './dm.ts';
import { handOver } from './hand-over.ts';
import { acting, expectDone, handedOver, ownHouse, run } from './house.ts';

const database = ownDatabase();
const house = ownHouse(database);

const waiting = (isPrivate = false) => handedOver(house, 'acknowledge', { isPrivate });

async function does(verb: keyof typeof run, who: string, handoffId: string): Promise<void> {
  expectDone(await run[verb](acting(house, who), handoffId));
}

/** A message as it would read now, for one person of the house; null when it would not go out. */
async function reads(
  message: { kind: string; handoffId: string; to: string; data: Record<string, unknown> },
  { posted = true, ctx = house.ctx }: { posted?: boolean; ctx?: Ctx } = {},
): Promise<string | null> {
  const { kind, handoffId, to, data } = message;
  const subject = { type: 'handoff', id: handoffId };
  const asked = {
    id: newId(ctx.now),
    kind,
    subject,
    memberId: house.ids[to] ?? null,
    data,
    dedupeKey: kind,
    isLatest: true,
  };
  const rendered = await MESSAGES[kind as Kind].render(ctx, asked, { dm: true, posted });
  return rendered ? JSON.stringify(rendered) : null;
}

/** The latest message of this kind that was written for them, as it reads now. */
async function lastTo(to: string, kind: string, handoffId: string): Promise<string> {
  const row = await database.db.outboxMessage.findFirstOrThrow({
    where: { subjectId: handoffId, kind, memberId: house.ids[to] ?? '' },
    orderBy: { id: 'desc' },
  });
  const data = row.data as Record<string, unknown>;
  return (await reads({ kind, handoffId, to, data })) ?? '';
}

const later = (days: number): Ctx => ({
  ...house.ctx,
  now: new Date(house.ctx.now.getTime() + days * 24 * 3_600_000),
});

const epochOf = async (subjectId: string, clock: string) =>
  (await database.db.timer.findFirstOrThrow({ where: { subjectId, clock } })).epoch;

/** Who heard of this in a thread of their own, by name. */
async function toldOf(action: string, subjectId: string): Promise<string[]> {
  const entry = await database.db.auditEntry.findFirstOrThrow({
    where: { subjectId, action: `handoff.${action}` },
    orderBy: { id: 'desc' },
  });
  const replies = await database.db.outboxMessage.findMany({
    where: { subjectId, kind: 'handoff_event', memberId: { not: null } },
  });
  return replies
    .filter(({ data }) => (data as { entryId?: string }).entryId === entry.id)
    .map(({ memberId }) => Object.keys(house.ids).find((name) => house.ids[name] === memberId) ?? '');
}

test('an escalation of an earlier clock asks nothing once the clock has started again', async () => {
  const handoffId = await waiting();
  const epoch = await epochOf(handoffId, 'acknowledge');
  const data = { clock: 'acknowledge', role: 'lead', epoch };
  const message = { kind: 'handoff_escalation', handoffId, to: 'receiver lead', data };
  expect(await reads(message)).toMatch(/Overdue: no response .*handoff_reassign/);
  await does('return', 'receiver', handoffId);
  await does('resubmit', 'sender', handoffId);
  expect(await reads(message)).not.toMatch(/Overdue|handoff_reassign|handoff_review/);
  expect(await reads(message, { posted: false })).toBeNull();
});

test('what asked one person asks nothing of them once it is with another', async () => {
  const handoffId = await waiting();
  await does('nudge', 'sender', handoffId);
  const stop = await epochOf(handoffId, 'hard_stop');
  const late = { clock: 'hard_stop', epoch: stop };
  const reminder = { kind: 'handoff_reminder', handoffId, to: 'cover', data: late };
  const escalation = {
    kind: 'handoff_escalation',
    handoffId,
    to: 'receiver manager',
    data: { ...late, role: 'manager' },
  };
  const asks = async () => [
    await lastTo('cover', 'handoff_nudge', handoffId),
    await reads(reminder),
    await reads(escalation),
  ];
  for (const text of await asks()) expect(text).toMatch(/handoff_acknowledge|handoff_reassign/);
  await does('reassign', 'sender', handoffId);
  for (const text of await asks()) expect(text).not.toMatch(/"action_id"|waiting for you|Respond|Overdue/);
});

test('a morning shows a private customer to nobody else, and asks only whoever owes the step', async () => {
  const handoffId = await waiting(true);
  const account = /Sample Account \d+/;
  const epoch = await epochOf(handoffId, 'acknowledge');
  const day = '2027-03-02';
  for (const name of ['cover', 'receiver lead', 'sender lead'])
    await database.db.morningItem.create({
      data: {
        id: newId(house.ctx.now),
        workspaceId: house.ctx.workspace.id,
        memberId: house.ids[name] ?? '',
        subjectType: 'handoff',
        subjectId: handoffId,
        clock: 'acknowledge',
        epoch,
        day,
        createdAt: house.ctx.now,
      },
    });
  const morning = (to: string, days: number) =>
    reads({ kind: 'morning', handoffId, to, data: { day } }, { posted: false, ctx: later(days) });
  expect(await morning('cover', 0)).toMatch(/1 thing needs you today: Sample Account.*1 to do.*Respond: due/);
  const lead = await morning('receiver lead', 4);
  expect(lead).toMatch(/1 late with someone else.*H-\d+.*Overdue since .*handoff_reassign/);
  expect(lead).not.toMatch(account);
  expect(lead).not.toMatch(/Respond|handoff_review|handoff_open/);
  // The receiver is back.
  expect(await morning('cover', 8)).not.toMatch(/needs you today|Respond|handoff_reassign|Sample Account/);
});

test('what is done of a morning is named to whoever may read it still', async () => {
  const { now } = later(8);
  const day = now.toISOString().slice(0, 10);
  const [open, closed, before] = [await waiting(), await waiting(true), await waiting()];
  for (const handoffId of [open, closed, before])
    await database.db.morningItem.create({
      data: {
        id: newId(now),
        workspaceId: house.ctx.workspace.id,
        memberId: house.ids['cover'] ?? '',
        subjectType: 'handoff',
        subjectId: handoffId,
        clock: 'acknowledge',
        epoch: await epochOf(handoffId, 'acknowledge'),
        day,
        createdAt: house.ctx.now,
      },
    });
  const morning = (posted = true) =>
    reads({ kind: 'morning', handoffId: open, to: 'cover', data: { day } }, { posted, ctx: later(8) });
  // What was done on an earlier day was never in it.
  expectDone(await run.accept(acting(house, 'receiver'), before));
  expect(await morning()).toMatch(/Today: 2 late with someone else/);
  expect(await morning()).not.toContain('Done');
  for (const handoffId of [open, closed])
    expectDone(await run.accept({ ...acting(house, 'receiver'), now }, handoffId));
  expect(await morning()).toMatch(/"All done for today\. Done: Sample Account \d+ \(H-\d+\)"/);
  expect(await morning(false)).toBeNull();
});

test('what a morning asked keeps its row while another step of it is due on that day', async () => {
  const { now } = later(8);
  const day = now.toISOString().slice(0, 10);
  const handoffId = await waiting();
  await database.db.morningItem.create({
    data: {
      id: newId(now),
      workspaceId: house.ctx.workspace.id,
      memberId: house.ids['receiver'] ?? '',
      subjectType: 'handoff',
      subjectId: handoffId,
      clock: 'acknowledge',
      epoch: await epochOf(handoffId, 'acknowledge'),
      day,
      createdAt: house.ctx.now,
    },
  });
  const morning = () =>
    reads({ kind: 'morning', handoffId, to: 'receiver', data: { day } }, { ctx: later(8) });
  expect(await morning()).toMatch(/Today: 1 to do, 1 overdue.*Respond: overdue since .*handoff_review/);
  expectDone(await run.acknowledge({ ...acting(house, 'receiver'), now }, handoffId));
  expect(await morning()).toContain('All done for today. Done: ');
  await database.db.owed.updateMany({
    where: { subjectId: handoffId },
    data: { dueAt: new Date(now.getTime() + 60_000) },
  });
  expect(await morning()).toMatch(/Today: 1 to do, first due .*Accept it or ask for more.*handoff_review/);
});

test('the reason of a reassignment reaches who had it and who gets it', async () => {
  const handoffId = await waiting();
  await does('reassign', 'receiver lead', handoffId);
  expect((await toldOf('reassigned', handoffId)).sort()).toEqual(['cover', 'sender']);
  expect(await lastTo('cover', 'handoff_event', handoffId)).toContain('>Sample reason');
  expect(await lastTo('present', 'handoff_request', handoffId)).toMatch(
    /reassigned it to [^"]*: Sample reason/,
  );
  expect(await lastTo('cover', 'handoff_request', handoffId)).not.toContain('>Sample reason');
  // Once is enough.
  await does('return', 'present', handoffId);
  await does('resubmit', 'sender', handoffId);
  expect(await lastTo('present', 'handoff_request', handoffId)).not.toContain('reassigned it');
});

test('passed on while it was back: the new receiver reads why when it comes, and it came back by whom it did', async () => {
  const handoffId = await handedOver(house, 'resubmit', { isPrivate: false });
  await does('reassign', 'sender', handoffId);
  const back = await lastTo('sender cover', 'handoff_returned', handoffId);
  expect(back).toContain('<@URECEIVER> asked for more');
  expect(back).not.toContain('UPRESENT> asked');
  // Nobody had asked the new receiver, and the old one was told that it went on.
  expect(await toldOf('reassigned', handoffId)).toEqual(['cover']);
  await does('resubmit', 'sender', handoffId);
  expect(await lastTo('present', 'handoff_request', handoffId)).toMatch(
    /reassigned it to [^"]*: Sample reason/,
  );
});

test('cancelling is told to whoever was asked last, and to no former receiver', async () => {
  const handoffId = await waiting();
  await does('reassign', 'sender', handoffId);
  await does('cancel', 'sender', handoffId);
  expect(await toldOf('cancelled', handoffId)).toEqual(['present']);
});

test('of two leads who are to decide, only the one who may is offered to cancel', async () => {
  const handoffId = await handedOver(house, 'resubmit', { isPrivate: false });
  await does('resubmit', 'sender', handoffId);
  await does('return', 'receiver', handoffId);
  expect(await lastTo('sender lead', 'handoff_decide', handoffId)).toMatch(/handoff_reassign.*"cancel:/);
  const other = await lastTo('receiver lead', 'handoff_decide', handoffId);
  expect(other).toContain('handoff_reassign');
  expect(other).not.toMatch(/handoff_cancel|"cancel:/);
});

test('the history names whom an escalation told', async () => {
  const handoffId = await waiting();
  const told = [house.ids['receiver lead'] ?? '', house.ids['sender'] ?? ''];
  await transact({ ...house.ctx, actor: { type: 'job', name: 'timers' } }, (ctx) =>
    audit(ctx, { subject: { type: 'handoff', id: handoffId }, action: 'handoff.escalated', data: { told } }),
  );
  const { entries } = await loadHistory(house.ctx, { id: handoffId, readable: true }, 0);
  const escalated = entries.find(({ action }) => action === 'escalated');
  expect(escalated?.labels).toEqual(['Person URECEIVERLEAD', 'Person USENDER']);
});

test('a click that worked says so, and an answer that only one person sees is drawn anew', async () => {
  const world = await startWorld();
  const [rep, csm] = [world.sandbox.person('rep.berlin'), world.sandbox.person('csm.berlin')];
  const name = await handOver(rep, { account: 'Fjord Sample Freight', receiver: 'CSM (Berlin)' });
  await rep.picks('Nudge', { in: 'dm', message: about(name) });
  await rep.message(/You nudged @csm\.berlin about/, { in: 'dm' });

  await csm.types(`/handoff ${name}`, { in: 'sales' });
  const answers = () =>
    csm.sees('sales').filter(({ ephemeral, text }) => ephemeral && about(name).test(text));
  await csm.clicks('I’m on it', { in: 'sales', message: about(name) });
  await csm.until(() => /You’re on it/.test(answers()[0]?.text ?? ''));
  expect(answers()).toHaveLength(1);
  expect(answers()[0]?.buttons.join()).not.toContain('I’m on it');
  await csm.picks('Snooze 1 hour', { in: 'sales', message: about(name) });
  await csm.until(() => /[Rr]eminders snoozed until/.test(answers()[0]?.text ?? ''));
  expect(answers()).toHaveLength(1);
  expect(world.sandbox.traffic.violations).toEqual([]);
  await world.close();
}, 60_000);

test('what earlier versions wrote is read: a request without its entry, and a reminder that kept no epoch', async () => {
  const handoffId = await waiting();
  const epoch = await epochOf(handoffId, 'acknowledge');
  const old = (kind: string, data: Record<string, unknown>, posted: boolean) =>
    reads({ kind, handoffId, to: 'cover', data }, { posted });
  expect(await old('handoff_request', {}, false)).toContain('handoff_acknowledge');
  const reminder = { clock: 'acknowledge' };
  expect(await old('handoff_reminder', { ...reminder, epoch }, false)).toContain('handoff_acknowledge');
  // Nobody knows whether its clock has started again since.
  expect(await old('handoff_reminder', reminder, false)).toBeNull();
  expect(await old('handoff_reminder', reminder, true)).not.toContain('handoff_acknowledge');
  expect(await old('handoff_receipt', { entryId: 'of no use', more: 1 }, false)).not.toBeNull();
});
