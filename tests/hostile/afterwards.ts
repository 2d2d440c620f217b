import { expect } from 'vitest';
import type { Driver } from '../../sandbox/server.ts';
import { newId } from '../../src/platform/id.ts';
import { accept, handOver } from '../handoffs/hand-over.ts';
import type { World } from '../support/baton.ts';

const PEOPLE = ['rep.berlin', 'csm.berlin', 'cs.lead', 'director'];
const LINES = [
  '/handoff list',
  '/handoff mine',
  '/risk list',
  '/risk mine',
  '/digest',
  '/digest preview',
  '/baton',
];

/** Who people are and how the company is set up: an admin may change that, and what comes after needs it as it was. */
export async function keepCompany({ database: { db } }: World): Promise<() => Promise<void>> {
  const [members, settings, teams, places] = await Promise.all([
    db.member.findMany(),
    db.setting.findMany(),
    db.team.findMany(),
    db.teamMember.findMany(),
  ]);
  return async () => {
    for (const {
      id,
      zone,
      isGuest,
      isStranger,
      isAdmin,
      isBot,
      deactivatedAt,
      awayUntil,
      ...rest
    } of members) {
      const { coverId, managerId, mutesReceipts, nextAwayFrom, nextAwayUntil } = rest;
      const was = { zone, isGuest, isStranger, isAdmin, isBot, deactivatedAt, awayUntil, coverId, managerId };
      await db.member.update({
        where: { id },
        data: { ...was, mutesReceipts, nextAwayFrom, nextAwayUntil },
      });
    }
    await db.setting.deleteMany();
    await db.setting.createMany({ data: settings.map((row) => ({ ...row, value: row.value ?? '' })) });
    await db.teamMember.deleteMany();
    for (const { id, channel, leadId, lane } of teams)
      await db.team.update({ where: { id }, data: { channel, leadId, lane } });
    await db.teamMember.createMany({ data: places });
  };
}

/** Everything there is to see is drawn for everybody, and a new handoff and a new risk go all their ways. */
export async function goesOn(world: World): Promise<void> {
  for (const name of PEOPLE) await sees(world, name, LINES);
  await sees(world, 'director', await everyThing(world));
  const account = await newAccount(world);
  const [rep, csm] = [world.sandbox.person('rep.berlin'), world.sandbox.person('csm.berlin')];
  const handoff = await handOver(rep, { account, receiver: 'csm.berlin' });
  await csm.message(new RegExp(`${handoff}\\b`), { in: 'dm' });
  await accept(csm, handoff);
  await rep.message(new RegExp(`${handoff}\\b.*accepted`, 'si'), { in: 'dm' });
  await goesOnRisk(world, csm, account);
}

async function goesOnRisk(world: World, csm: Driver, account: string): Promise<void> {
  await csm.types(`/risk ${account}`, { in: 'dm' });
  const flag = await csm.modal({ text: /What happened/ });
  await flag.check('What happened', 'Something else');
  await flag.fill('Details', 'Sample words of what was seen');
  await flag.submit();
  await flag.close().catch(() => undefined);
  const { number } = await world.database.db.risk.findFirstOrThrow({ where: { account: { name: account } } });
  const name = `R-${number}`;
  await csm.types(`/risk ${name}`, { in: 'dm' });
  await csm.clicks('Plan…', { in: 'dm', message: new RegExp(`${name}\\b`) });
  const plan = await csm.modal({ title: 'Plan first step' });
  await plan.fill('First step', 'Sample step');
  expect(await plan.submit()).toEqual({ closed: true });
}

async function sees(world: World, name: string, lines: readonly string[]): Promise<void> {
  const person = world.sandbox.person(name);
  while (person.hasModal()) await (await person.modal()).close();
  const home = await person.home();
  for (const tab of ['Accounts', 'Team', 'Set up', 'My work'])
    if (home.buttons().includes(tab)) {
      await home.clickButton(tab);
      expect(home.text()).not.toMatch(/reference [0-9A-F]{6}/);
    }
  for (const line of lines) await person.types(line, { in: 'dm' });
  for (const { text } of person.sees('dm')) expect(text).not.toMatch(/reference [0-9A-F]{6}/);
}

/** A line for each thing there is. */
async function everyThing({ database: { db } }: World): Promise<string[]> {
  const handoffs = await db.handoff.findMany({ where: { number: { not: null } }, select: { number: true } });
  const risks = await db.risk.findMany({ select: { number: true } });
  const accounts = await db.account.findMany({ where: { mergedIntoId: null }, select: { name: true } });
  return [
    ...handoffs.map(({ number }) => `/handoff H-${number}`),
    ...risks.map(({ number }) => `/risk R-${number}`),
    ...accounts.map((account) => `/account "${account.name}"`),
  ];
}

async function newAccount(world: World): Promise<string> {
  const ctx = await world.ctx();
  const idOf = async (name: string) =>
    (await ctx.db.member.findFirstOrThrow({ where: { slackUserId: world.sandbox.person(name).id } })).id;
  const name = 'Sample Afterwards';
  await ctx.db.account.create({
    data: {
      ...{ id: newId(ctx.now), workspaceId: ctx.workspace.id, name, nameKey: name.toLowerCase() },
      ...{ csOwnerId: await idOf('csm.berlin'), salesOwnerId: await idOf('rep.berlin') },
      ...{ createdAt: ctx.now, updatedAt: ctx.now },
    },
  });
  return name;
}
