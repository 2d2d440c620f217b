import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Routing } from '../../prisma/generated/client.ts';
import { handOver } from '../../src/deals/verbs/hand-over.ts';
import { saveDraft } from '../../src/handoffs/brief/save-draft.ts';
import { pickReceiver, type Seat } from '../../src/handoffs/routing/routing.ts';
import { suggestReceiver } from '../../src/handoffs/routing/suggest-receiver.ts';
import { loadPeople } from '../../src/people/load-people.ts';
import { setTeam } from '../../src/people/set-team.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { newId } from '../../src/platform/id.ts';
import { setSetting } from '../../src/settings/set-setting.ts';
import { NOW, newMember, newTeam, newWorkspace, ownWorkspace } from '../people/world.ts';
import { ownDatabase } from '../support/database.ts';
import { expectDone } from './house.ts';

describe('to whom a handoff goes that nobody owns', () => {
  const ZONES = ['Europe/Berlin', 'Europe/London', 'America/New_York', 'Asia/Singapore', 'Nowhere/Land'];
  const TEAMS: Record<string, Routing> = { a: 'fewest_accounts', b: 'least_arr', c: 'in_turn' };
  const seats = fc.uniqueArray(
    fc.record({
      memberId: fc.constantFrom('m1', 'm2', 'm3', 'm4', 'm5', 'm6'),
      teamId: fc.constantFrom('a', 'b', 'c'),
      zone: fc.constantFrom(...ZONES),
      turn: fc.nat(3),
      accounts: fc.nat(3),
      amount: fc.nat(3),
    }),
    { selector: ({ memberId, teamId }) => `${memberId} ${teamId}`, maxLength: 10 },
  );
  const seatOf = (one: Omit<Seat, 'name' | 'team' | 'routing'>): Seat => ({
    ...one,
    name: one.memberId,
    team: one.teamId,
    routing: TEAMS[one.teamId] ?? 'in_turn',
  });

  it('is somebody near, and of their team whom its rule says, in whatever order they are read', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(seats, fc.constantFrom(...ZONES), fc.infiniteStream(fc.nat()), (all, zone, seeds) => {
        const candidates = all.map(seatOf);
        const picked = pickReceiver(candidates, zone, NOW);
        const order = new Map(candidates.map((seat) => [seat, seeds.next().value]));
        const shuffled = candidates.toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
        expect(pickReceiver(shuffled, zone, NOW)).toEqual(picked);
        if (!picked || picked.why.by === 'owner') {
          expect(candidates).toEqual([]);
          return;
        }
        // In March London is an hour from Berlin, New York six; Singapore is near nobody here.
        const close = (other: string) =>
          other === zone || ['Europe/Berlin', 'Europe/London'].every((one) => [zone, other].includes(one));
        const pool = candidates.some((seat) => close(seat.zone))
          ? candidates.filter((seat) => close(seat.zone))
          : candidates;
        const { by, team, near } = picked.why;
        expect(near).toBe(pool.length < candidates.length);
        const figure = { fewest_accounts: 'accounts', least_arr: 'amount', in_turn: 'turn' } as const;
        const ofTeam = pool.filter((seat) => seat.team === team);
        const least = Math.min(...ofTeam.map((seat) => seat[figure[by]]));
        expect(ofTeam.find(({ memberId }) => memberId === picked.memberId)?.[figure[by]]).toBe(least);
        expect(Math.min(...ofTeam.map(({ accounts }) => accounts))).toBe(
          Math.min(...pool.map(({ accounts }) => accounts)),
        );
        seen.add(`${by} ${near}`);
      }),
      { numRuns: 500 },
    );
    expect(seen.size).toBe(6);
  });
});

const database = ownDatabase();
const ctx = ownWorkspace(database, { anew: true });

const acting = (memberId: string): Ctx => ({ ...ctx, actor: { type: 'member', memberId } });

async function rep(over: object = {}): Promise<string> {
  const id = await newMember(ctx, `UREP${newId(ctx.now)}`, over);
  await newTeam(ctx, `Sales ${id}`, 'sales', { members: [id] });
  return id;
}

async function team(name: string, routing: Routing, members: string[], leadId?: string): Promise<string> {
  const id = await newTeam(ctx, name, 'cs', { members, leadId });
  expectDone(await setTeam(ctx, { name, routing }));
  return id;
}

let accounts = 0;
async function account(over: object = {}): Promise<string> {
  accounts += 1;
  const [id, name] = [newId(ctx.now), `Sample ${accounts}`];
  const base = { workspaceId: ctx.workspace.id, createdAt: ctx.now, updatedAt: ctx.now };
  await database.db.account.create({ data: { id, name, nameKey: name.toLowerCase(), ...base, ...over } });
  return id;
}

const suggest = async (senderId: string, accountId?: string, now = ctx.now) => {
  const sender = (await loadPeople(database.db, ctx.workspace.id, [senderId])).get(senderId);
  if (!sender) throw new Error('there is no such sender');
  const found = accountId ? await database.db.account.findUniqueOrThrow({ where: { id: accountId } }) : null;
  return suggestReceiver({ ...ctx, now }, found, sender);
};
const suggested = async (senderId: string, accountId?: string, now = ctx.now) =>
  (await suggest(senderId, accountId, now))?.receiver.id;

const BRIEF = {
  contact: 'Sample Contact',
  why: 'Sample reason',
  outcomes: [{ id: 'o1', text: 'Sample outcome' }],
  promises: 'None',
};

async function draft(senderId: string, receiverId: string, accountId?: string): Promise<string> {
  accounts += 1;
  const of = accountId ? { accountId } : { accountName: `Sample ${accounts}` };
  const saved = await saveDraft(acting(senderId), {
    viewId: `V${accounts}`,
    patch: { ...of, receiverId, brief: BRIEF },
  });
  return expectDone(saved).handoff.id;
}

const submit = async (senderId: string, handoffId: string) =>
  expectDone(await handOver(acting(senderId), { handoffId }));
const handsOver = async (senderId: string, receiverId: string, accountId?: string) =>
  submit(senderId, await draft(senderId, receiverId, accountId));

async function received(memberIds: string[]): Promise<number[]> {
  const rows = await database.db.handoff.findMany({
    where: { workspaceId: ctx.workspace.id, state: { not: 'draft' } },
  });
  return memberIds.map((id) => rows.filter(({ receiverId }) => receiverId === id).length);
}

async function three(): Promise<[string, string, string]> {
  return [await newMember(ctx, 'UA'), await newMember(ctx, 'UB'), await newMember(ctx, 'UC')];
}

describe('the fewest accounts', () => {
  it('takes what waits for somebody for what they are about to own: sixty in a morning are spread', async () => {
    const csms = await three();
    await team('CS EMEA', 'fewest_accounts', csms);
    for (let n = 0; n < 12; n++) await account({ csOwnerId: csms[0] });
    const sender = await rep();
    for (let n = 0; n < 60; n++) await handsOver(sender, (await suggested(sender)) ?? '');
    expect(await received(csms)).toEqual([12, 24, 24]);
    expect(await suggest(sender)).toMatchObject({
      why: { by: 'fewest_accounts', team: 'CS EMEA', near: false },
    });
  }, 120_000);

  it('counts an account once: theirs and waiting for them, or of somebody in two teams', async () => {
    const [a, b, c] = await three();
    await team('CS A', 'fewest_accounts', [a, b, c]);
    await team('CS B', 'fewest_accounts', [a]);
    const sender = await rep();
    const accountId = await account({ csOwnerId: a });
    await handsOver(sender, a, accountId);
    for (const owner of [b, b, c, c]) await account({ csOwnerId: owner });
    await account({ csOwnerId: a, mergedIntoId: accountId });
    expect(await suggested(sender)).toBe(a);
  });

  it('passes over who is away, leads the team, has left or is no colleague, and other workspaces', async () => {
    const [a, b, c] = await three();
    const lead = await newMember(ctx, 'ULEAD');
    const odd = [
      await newMember(ctx, 'UGUEST', { isGuest: true }),
      await newMember(ctx, 'UBOT', { isBot: true }),
      await newMember(ctx, 'ULEFT', { deactivatedAt: ctx.now }),
    ];
    await team('CS', 'fewest_accounts', [a, b, c, lead, ...odd], lead);
    await account({ csOwnerId: b });
    await database.db.member.update({
      where: { id: a },
      data: { awayUntil: new Date('2027-03-08T09:00:00Z') },
    });
    const elsewhere = await newWorkspace(database.db);
    await newTeam(elsewhere, 'CS', 'cs', { members: [await newMember(elsewhere, 'UELSE')] });
    expect(await suggested(await rep())).toBe(c);
    expect(await suggested(await rep(), undefined, new Date('2027-03-09T09:00:00Z'))).toBe(a);
  });

  it('gives way to whoever owns the account', async () => {
    const [a, b] = await three();
    await team('CS', 'fewest_accounts', [a, b]);
    const accountId = await account({ csOwnerId: b });
    const found = await suggest(await rep(), accountId);
    expect([found?.receiver.id, found?.why]).toEqual([b, { by: 'owner', lane: 'cs' }]);
  });

  it('is not reckoned where its owner can take the account', async () => {
    const [a, b] = await three();
    await team('CS', 'least_arr', [a, b]);
    const sender = await rep();
    const accountId = await account({ csOwnerId: b });
    // Whatever reckons what somebody has to look after reads the rates, and would wait.
    const found = await database.db.$transaction(async (tx) => {
      await tx.$executeRaw`LOCK TABLE settings IN ACCESS EXCLUSIVE MODE`;
      return suggested(sender, accountId);
    });
    expect(found).toBe(b);
  });
});

it('somebody near the sender comes before somebody with less to do far away', async () => {
  const [a, b, c] = await three();
  await database.db.member.update({ where: { id: b }, data: { zone: 'Asia/Singapore' } });
  await database.db.member.update({ where: { id: c }, data: { zone: 'America/New_York' } });
  await team('CS Global', 'fewest_accounts', [a, b, c]);
  await account({ csOwnerId: a });
  const near = { by: 'fewest_accounts', team: 'CS Global', near: true };
  for (const [zone, receiver] of [
    ['Europe/London', a],
    ['Asia/Tokyo', b],
    ['America/Los_Angeles', c],
  ] as const) {
    const found = await suggest(await rep({ zone }));
    expect([found?.receiver.id, found?.why]).toEqual([receiver, near]);
  }
  const far = await suggest(await rep({ zone: 'Pacific/Kiritimati' }));
  expect([far?.receiver.id, far?.why]).toEqual([b, { ...near, near: false }]);
});

it('the least ARR is told in the reporting currency, with what waits', async () => {
  const [a, b, c] = await three();
  await team('CS', 'least_arr', [a, b, c]);
  const sender = await rep();
  expectDone(await setSetting(ctx, { key: 'currency.rates', value: '2027-01-01 EUR=2' }));
  await account({ csOwnerId: a, arr: 150, currency: 'USD' });
  await account({ csOwnerId: b, arr: 100, currency: 'EUR' });
  for (let n = 0; n < 3; n++) await account({ csOwnerId: c, arr: 20, currency: 'USD' });
  expect(await suggest(sender)).toMatchObject({ receiver: { id: c }, why: { by: 'least_arr' } });
  await handsOver(sender, c, await account({ arr: 100, currency: 'USD' }));
  expect(await suggested(sender)).toBe(a);
  await account({ csOwnerId: a, arr: 25, currency: 'EUR' });
  expect(await suggested(sender)).toBe(c);
});

describe('each in turn', () => {
  it('takes a turn when it is sent, not when it is suggested, and whoever picks by hand takes one, too', async () => {
    const csms = await three();
    await team('CS', 'in_turn', csms);
    const [a, b, c] = csms;
    const sender = await rep();
    expect([await suggested(sender), await suggested(sender)]).toEqual([a, a]);
    await handsOver(sender, b);
    expect(await suggested(sender)).toBe(a);
    await handsOver(sender, a);
    expect(await suggested(sender)).toBe(c);
    for (let n = 0; n < 10; n++) await handsOver(sender, (await suggested(sender)) ?? '');
    expect(await received(csms)).toEqual([4, 4, 4]);
  });

  it('stays even although two hand over to the same one at once, again and again', async () => {
    const csms = await three();
    await team('CS', 'in_turn', csms);
    const senders = [await rep(), await rep()];
    for (let round = 0; round < 6; round++) {
      const drafts = await Promise.all(
        senders.map(async (sender) => draft(sender, (await suggested(sender)) ?? '')),
      );
      await Promise.all(senders.map((sender, n) => submit(sender, drafts[n] ?? '')));
    }
    expect(await received(csms)).toEqual([4, 4, 4]);
  });

  it('who was away, or comes new, begins where the others are, and makes up for nothing', async () => {
    const csms = await three();
    await team('CS', 'in_turn', csms);
    const [a, b, c] = csms;
    const sender = await rep();
    await database.db.member.update({
      where: { id: c },
      data: { awayUntil: new Date('2027-04-01T09:00:00Z') },
    });
    for (let n = 0; n < 8; n++) await handsOver(sender, (await suggested(sender)) ?? '');
    expect(await received(csms)).toEqual([4, 4, 0]);
    const d = await newMember(ctx, 'UD');
    expectDone(await setTeam(ctx, { name: 'CS', members: ['UA', 'UB', 'UC', 'UD'] }));
    await database.db.member.update({ where: { id: c }, data: { awayUntil: null } });
    for (let n = 0; n < 8; n++) await handsOver(sender, (await suggested(sender)) ?? '');
    expect(await received([a, b, c, d])).toEqual([6, 6, 2, 2]);
  });
});
