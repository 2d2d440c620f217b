import { afterAll, beforeAll, expect, test } from 'vitest';
import { limitIn } from '../../src/cases/clocks/timer.ts';
import { CASES } from '../../src/every-case.ts';
import { START } from '../../src/home/home.ts';
import { loadHome, moveHome } from '../../src/home/load-home.ts';
import { loadWork, WORK_PAGE } from '../../src/home/load-work.ts';
import { isDraft, type WorkPage } from '../../src/home/work.ts';
import { loadPeople } from '../../src/people/load-people.ts';
import { newId } from '../../src/platform/id.ts';
import { flagRisk } from '../../src/risks/verbs/flag-risk.ts';
import { claimRisk, planRisk } from '../../src/risks/verbs/work.ts';
import { acting, buildHouse, expectDone, type House, handedOver, newDraft, run } from '../handoffs/house.ts';
import { newMember, newWorkspace } from '../people/world.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { sweepNow } from '../support/sweep.ts';

let database: TestDatabase;
let house: House;
let handoffs: Record<'asked' | 'acknowledged' | 'returned' | 'accepted' | 'secret' | 'draft', string>;
let risks: Record<'open' | 'claimed' | 'planned', string>;

beforeAll(async () => {
  database = await createTestDatabase();
  house = await buildHouse(database.db);
  const over = (isPrivate: boolean) => handedOver(house, 'acknowledge', { isPrivate });
  handoffs = {
    accepted: await over(false),
    acknowledged: await over(false),
    asked: await over(false),
    secret: await over(true),
    returned: await over(false),
    draft: await newDraft(house),
  };
  const receiver = acting(house, 'receiver');
  expectDone(await run.acknowledge(receiver, handoffs.acknowledged));
  expectDone(await run.accept(receiver, handoffs.accepted));
  expectDone(await run.return(receiver, handoffs.returned));
  risks = { open: await newRisk(), claimed: await newRisk(), planned: await newRisk() };
  for (const riskId of [risks.claimed, risks.planned]) expectDone(await claimRisk(receiver, { riskId }));
  expectDone(
    await planRisk(receiver, {
      ...{ riskId: risks.planned, firstAction: 'Sample step' },
      ...{ dueOn: '2027-03-02', checkInOn: '2027-03-08' },
    }),
  );
});
afterAll(() => database.drop());

let accounts = 0;

async function newAccount(): Promise<string> {
  const { ctx, ids } = house;
  accounts += 1;
  const [id, name] = [newId(ctx.now), `Sample Customer ${accounts}`];
  const owners = { csOwnerId: ids['receiver'] ?? '', salesOwnerId: ids['sender'] ?? '' };
  const made = { createdAt: ctx.now, updatedAt: ctx.now };
  const workspaceId = ctx.workspace.id;
  await ctx.db.account.create({
    data: { id, workspaceId, name, nameKey: name.toLowerCase(), ...owners, ...made },
  });
  return id;
}

async function newRisk(): Promise<string> {
  const flag = {
    kind: 'other',
    sentiment: null,
    note: 'Sample note',
    evidence: null,
    urgent: false,
  } as const;
  const flagged = await flagRisk(acting(house, 'present'), { account: { id: await newAccount() }, ...flag });
  return expectDone(flagged).riskId;
}

const person = async ({ ctx, ids }: House, name: string) => {
  const id = ids[name] ?? '';
  const found = (await loadPeople(ctx.db, ctx.workspace.id, [id])).get(id);
  if (!found) throw new Error(`There is no ${name}`);
  return found;
};

async function workOf(name: string, { page = 0, now = house.ctx.now } = {}): Promise<WorkPage> {
  const ctx = { ...house.ctx, now };
  const me = await person(house, name);
  const { answersFor } = await loadHome(ctx, me);
  return loadWork(ctx, me, { answersFor, page, kinds: CASES });
}
async function introductionOf(handoffId: string): Promise<string> {
  const where = { handoffId, step: 'introduce', state: 'open' } as const;
  return (await house.ctx.db.handoffFollowUp.findFirstOrThrow({ where, select: { id: true } })).id;
}
const shown = ({ items }: WorkPage) => items.map(({ section, id }) => [section, id]);

test('what waits is in order of urgency', async () => {
  const { items, counts, ends } = await workOf('receiver');
  expect(shown({ items } as WorkPage)).toEqual([
    ['answer', handoffs.asked],
    ['answer', handoffs.secret],
    ['answer', handoffs.acknowledged],
    ['risks_due', risks.claimed],
    ['risks_open', risks.open],
    ['finish', handoffs.accepted],
    ['risks_planned', risks.planned],
  ]);
  expect(counts).toEqual({ answer: 3, risks_due: 1, risks_open: 1, finish: 1, risks_planned: 1 });
  expect(ends).toEqual({ sales_to_cs: 1 });
  expect(items.every(({ insteadOf }) => insteadOf === null)).toBe(true);
});

test('a step says until when it is due, as its clock does', async () => {
  const { items } = await workOf('receiver');
  const timers = await house.ctx.db.timer.findMany({ where: { workspaceId: house.ctx.workspace.id } });
  const { decideBy } = await house.ctx.db.handoff.findUniqueOrThrow({ where: { id: handoffs.acknowledged } });
  expect(decideBy).not.toBeNull();
  let compared = 0;
  for (const item of items) {
    const step = isDraft(item) ? null : item.step;
    const timer = timers.find((one) => one.subjectId === item.id && one.clock === step);
    if (!timer) continue;
    // What was promised comes before what the policy allows.
    const promised = step === 'decide' ? decideBy : null;
    expect(item.dueAt).toEqual(promised ?? limitIn(timer));
    compared += 1;
  }
  expect(compared).toBe(7);
});

test('a check-in whose day has come is due', async () => {
  const before = new Date('2027-03-07T20:00:00Z');
  const after = new Date('2027-03-07T23:30:00Z'); // Monday in Berlin
  const section = async (now: Date) =>
    (await workOf('receiver', { now })).items.find(({ id }) => id === risks.planned)?.section;
  expect([await section(before), await section(after)]).toEqual(['risks_planned', 'risks_due']);
});

test('whoever stands in sees the work of who is away, and for whom it is; drafts are nobody else’s', async () => {
  const cover = await workOf('cover');
  expect(shown(cover)).toEqual(shown(await workOf('receiver')));
  expect(cover.items.every(({ insteadOf }) => insteadOf?.slackUserId === 'URECEIVER')).toBe(true);
  const introductions = [
    ['follow_up', await introductionOf(handoffs.acknowledged)],
    ['follow_up', await introductionOf(handoffs.accepted)],
  ];
  expect(shown(await workOf('sender'))).toEqual([
    ['returned', handoffs.returned],
    ...introductions,
    ['sent', handoffs.asked],
    ['sent', handoffs.secret],
    ['sent', handoffs.acknowledged],
    ['drafts', handoffs.draft],
  ]);
  expect(shown(await workOf('sender cover'))).toEqual([
    ['returned', handoffs.returned],
    ...introductions,
    ['sent', handoffs.asked],
    ['sent', handoffs.secret],
    ['sent', handoffs.acknowledged],
  ]);
});

test('whoever leads finds what is late with those they lead, and nothing of a private one', async () => {
  const now = new Date('2027-03-12T10:00:00Z');
  expect(shown(await workOf('receiver lead', { now }))).toEqual([
    ['covering', risks.claimed],
    ['covering', handoffs.asked],
    ['covering', risks.open],
    ['covering', handoffs.acknowledged],
    ['covering', handoffs.accepted],
    ['covering', risks.planned],
  ]);
  const { items } = await workOf('receiver lead', { now });
  expect(items.every(({ insteadOf }) => insteadOf?.slackUserId === 'URECEIVER')).toBe(true);
  const ofSender = shown(await workOf('sender lead', { now })).map(([, id]) => id);
  expect(ofSender.sort()).toEqual(
    [
      await introductionOf(handoffs.accepted),
      await introductionOf(handoffs.acknowledged),
      handoffs.returned,
    ].sort(),
  );
  expect(shown(await workOf('receiver manager', { now }))).toEqual([]);
});

test('nobody else finds it on theirs, private or not', async () => {
  for (const name of ['receiver lead', 'receiver manager', 'sender lead', 'admin', 'onlooker', 'present'])
    expect([name, shown(await workOf(name))]).toEqual([name, []]);
});

test('once they are back, the cover only sees what is late with them', async () => {
  const now = new Date(house.ctx.now.getTime() + 8 * 24 * 3_600_000);
  const { items } = await workOf('cover', { now });
  expect(new Set(items.map(({ section }) => section))).toEqual(new Set(['covering']));
  expect(items.every((item) => item.dueAt !== null && item.dueAt <= now)).toBe(true);
  expect((await workOf('receiver', { now })).items.length).toBe(7);
});

test('a risk that nobody owns waits for the lead of the team that was told, else for the partner', async () => {
  const { ctx, ids } = house;
  const team = await ctx.db.team.findFirstOrThrow({ where: { workspaceId: ctx.workspace.id, lane: 'cs' } });
  const unowned = async (number: number, over: { teamId?: string; partnerId?: string }) => {
    const id = newId(ctx.now);
    await ctx.db.risk.create({
      data: {
        ...{
          id,
          workspaceId: ctx.workspace.id,
          number,
          accountId: await newAccount(),
          rule: 'worsened',
        },
        ...{ severity: 'at_risk', reasons: [], openedAt: ctx.now, updatedAt: ctx.now, ...over },
      },
    });
    return id;
  };
  const told = await unowned(901, { teamId: team.id, partnerId: ids['present'] ?? '' });
  const left = await unowned(902, { partnerId: ids['present'] ?? '' });
  await sweepNow(house.ctx);
  expect(shown(await workOf('receiver lead'))).toEqual([['risks_open', told]]);
  expect(shown(await workOf('present'))).toEqual([['risks_open', left]]);
});

test('many things are paged, each on one page, and a page that is gone is the last', async () => {
  const ctx = await newWorkspace(database.db);
  const crowd: House = { ctx, cast: [], ids: { one: await newMember(ctx, 'UONE') } };
  const senderId = crowd.ids['one'] ?? '';
  await ctx.db.handoff.createMany({
    data: Array.from({ length: 2 * WORK_PAGE + 3 }, (_, n) => ({
      ...{
        id: newId(ctx.now),
        workspaceId: ctx.workspace.id,
        template: 'sales_to_cs@1',
        senderId,
        brief: {},
      },
      ...{ accountName: `Sample ${n}`, createdAt: ctx.now, updatedAt: ctx.now },
    })),
  });
  const me = await person(crowd, 'one');
  const pages = await Promise.all(
    [0, 1, 2, 99].map((page) => loadWork(ctx, me, { answersFor: [me.id], page, kinds: CASES })),
  );
  expect(pages.map(({ page, pages, items }) => [page, pages, items.length])).toEqual([
    [0, 3, WORK_PAGE],
    [1, 3, WORK_PAGE],
    [2, 3, 3],
    [2, 3, 3],
  ]);
  expect(new Set(pages.slice(0, 3).flatMap(({ items }) => items.map(({ id }) => id))).size).toBe(
    2 * WORK_PAGE + 3,
  );
  expect(pages[3]).toEqual(pages[2]);
});

test('another workspace sees nothing of it, whomever it asks for', async () => {
  const other = await newWorkspace(database.db);
  const { db } = house.ctx;
  const me = await person(house, 'receiver');
  const ctx = { db, workspace: other.workspace, now: house.ctx.now };
  expect(
    (await loadWork(ctx, me, { answersFor: Object.values(house.ids), page: 0, kinds: CASES })).items,
  ).toEqual([]);
  await moveHome({ ...other, db }, me.id, { tab: 'accounts' });
  expect((await loadHome(house.ctx, me)).isNew).toBe(true);
});

test('Home is where it was left, and what cannot be read is as at the start', async () => {
  const me = await person(house, 'onlooker');
  const place = async () => (await loadHome(house.ctx, me)).place;
  expect(await place()).toEqual(START);
  await moveHome(house.ctx, me.id, { tab: 'accounts', page: 3, band: 'critical' });
  await moveHome(house.ctx, me.id, { page: 4 });
  expect(await place()).toEqual({ ...START, tab: 'accounts', page: 4, band: 'critical' });
  await house.ctx.db.homeView.update({
    where: { memberId: me.id },
    data: { view: { tab: 'elsewhere', page: -1, band: 'watch' } },
  });
  expect(await place()).toEqual({ ...START, band: 'watch' });
});

test('each has the tabs that are theirs', async () => {
  const tabs = async (name: string) => (await loadHome(house.ctx, await person(house, name))).tabs;
  const plain = ['work', 'accounts'];
  expect(await tabs('onlooker')).toEqual(plain);
  expect(await tabs('receiver')).toEqual(plain);
  expect(await tabs('receiver lead')).toEqual([...plain, 'team']);
  expect(await tabs('receiver manager')).toEqual([...plain, 'team']);
  expect(await tabs('admin')).toEqual([...plain, 'setup']);
  // A tab that is theirs no more is not where they are.
  const me = await person(house, 'onlooker');
  await moveHome(house.ctx, me.id, { tab: 'team' });
  expect((await loadHome(house.ctx, me)).place.tab).toBe('work');
});
