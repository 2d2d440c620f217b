import { beforeAll, describe, expect, it } from 'vitest';
import { loadHandoffFigures } from '../../src/figures/load-figures.ts';
import type { Scope } from '../../src/figures/scope.ts';
import { newId } from '../../src/platform/id.ts';
import { settingsFrom } from '../../src/settings/catalogue.ts';
import { newAccount } from '../health/signals.ts';
import { newMember, newTeam, newWorkspace, ownWorkspace } from '../people/world.ts';
import { ownDatabase } from '../support/database.ts';

/** Everybody works from nine to five in Berlin: a working day is eight hours. */
const SETTINGS = settingsFrom(new Map());
const PERIOD = { from: new Date('2027-02-01T00:00:00Z'), to: new Date('2027-03-02T00:00:00Z') };

const database = ownDatabase();
const ctx = ownWorkspace(database);
let rep: string;
let csm: string;
let other: string;
let accountId: string;

/** Berlin is an hour ahead of UTC all February. */
const berlin = (text: string) => new Date(`2027-${text.replace(' ', 'T')}:00+01:00`);

interface Told {
  submitted: string;
  /** The first is what counts, and what the handoff itself forgets when it is handed over again. */
  acknowledged?: string[];
  accepted?: string;
  returns?: number;
  kickoff?: string;
  cancelled?: string;
  goLive?: string;
  receiver?: string;
  over?: object;
}

async function handedOver(told: Told): Promise<void> {
  const {
    submitted,
    acknowledged = [],
    accepted,
    returns = 0,
    kickoff,
    cancelled,
    goLive,
    receiver = csm,
    over,
  } = told;
  made += 1;
  const id = newId(ctx.now);
  const submittedAt = berlin(submitted);
  const state = cancelled ? 'cancelled' : kickoff ? 'finished' : accepted ? 'accepted' : 'submitted';
  const closedAt = cancelled ?? (kickoff && `${kickoff} 12:00`);
  await database.db.handoff.create({
    data: {
      ...{
        id,
        workspaceId: ctx.workspace.id,
        accountId,
        state,
        submittedAt,
        returns,
        brief: {},
        template: 'sample',
      },
      ...{ slot: made, number: made },
      senderId: rep,
      receiverId: receiver,
      acceptedAt: accepted ? berlin(accepted) : null,
      kickoffOn: kickoff ? new Date(`2027-${kickoff}`) : null,
      goLiveOn: goLive ? new Date(`2027-${goLive}`) : null,
      closedAt: closedAt ? berlin(closedAt) : null,
      createdAt: submittedAt,
      updatedAt: submittedAt,
      ...over,
    },
  });
  const done = [
    ...acknowledged.map((at) => ['acknowledged', at]),
    ...(accepted ? [['accepted', accepted]] : []),
  ];
  await database.db.auditEntry.createMany({
    data: done.map(([what, at = '']) => ({
      ...{ id: newId(berlin(at)), workspaceId: ctx.workspace.id, subjectType: 'handoff', subjectId: id },
      ...{ action: `handoff.${what}`, actor: {}, data: {}, at: berlin(at) },
    })),
  });
}
let made = 0;

const figures = (scope: Scope = { kind: 'everything' }, now = ctx.now) =>
  loadHandoffFigures({ ...ctx, now }, scope, PERIOD, SETTINGS);

beforeAll(async () => {
  [rep, csm, other] = [
    await newMember(ctx, 'UREP'),
    await newMember(ctx, 'UCSM'),
    await newMember(ctx, 'UOTHER'),
  ];
  // By name the sales team comes first; handoffs went to the other lane.
  await newTeam(ctx, 'A Sample Sales', 'sales', { members: [rep, csm] });
  await newTeam(ctx, 'Sample CS', 'cs', { members: [csm] });
  accountId = await newAccount(ctx, 'Sample', { segment: 'Alpha' });
  // In time throughout: two hours, eight hours, nine days.
  await handedOver({
    submitted: '02-01 10:00',
    acknowledged: ['02-01 12:00'],
    accepted: '02-02 10:00',
    kickoff: '02-10',
  });
  // Late throughout: two days, five days, nineteen days; and once returned.
  await handedOver({
    submitted: '02-01 10:00',
    acknowledged: ['02-03 10:00', '02-04 10:00'],
    accepted: '02-08 10:00',
    returns: 1,
    kickoff: '02-20',
  });
  // Go-live is near: four hours, not five.
  await handedOver({
    submitted: '02-01 10:00',
    acknowledged: ['02-01 15:00'],
    goLive: '02-04',
    receiver: other,
  });
  // Accepted at once, in the last minute of its day; private. The kickoff was not held.
  await handedOver({ submitted: '02-05 16:00', accepted: '02-08 16:00', over: { private: true } });
  // Called off before its time was over, and after.
  await handedOver({ submitted: '02-10 10:00', cancelled: '02-10 11:00' });
  await handedOver({ submitted: '02-10 10:00', cancelled: '02-19 10:00' });
  // An hour ago.
  await handedOver({ submitted: '03-01 10:00', acknowledged: ['03-01 10:30'] });
  // Before the period, a draft, and another workspace's.
  await handedOver({ submitted: '01-31 10:00', acknowledged: ['02-01 12:00'] });
  await handedOver({ submitted: '02-02 10:00', over: { submittedAt: null, state: 'draft' } });
});

describe('the figures of handoffs', () => {
  it('count from the first submission, in the receiver’s working time, and only where the time is over', async () => {
    expect(await figures()).toMatchObject({
      // In time, late, urgent and late, accepted at once, called off late.
      acknowledged: { met: 2, of: 5 },
      accepted: { met: 2, of: 5 },
      kickoff: { met: 1, of: 4 },
      firstPass: { met: 2, of: 3 },
      // Half an hour, 2, 5, 8 and 16.
      hoursToAcknowledge: { value: 5, of: 5 },
      // 8, 8 and 40.
      hoursToAccept: { value: 8, of: 3 },
    });
  });

  it('stand by the receiver’s team of the lane they went to, the largest first', async () => {
    const { teams } = await figures();
    expect(teams.map(({ team, acknowledged }) => [team, acknowledged])).toEqual([
      ['Sample CS', { met: 2, of: 4 }],
      [null, { met: 0, of: 1 }],
    ]);
  });

  it('are of who sent or received them, or of the account’s segment', async () => {
    const of = async (scope: Scope) => (await figures(scope)).acknowledged.of;
    expect(await of({ kind: 'mine', memberId: rep })).toBe(5);
    expect(await of({ kind: 'mine', memberId: csm })).toBe(4);
    expect(await of({ kind: 'mine', memberId: other })).toBe(1);
    expect(await of({ kind: 'segment', segment: 'alpha' })).toBe(5);
    expect(await of({ kind: 'segment', segment: '' })).toBe(0);
  });

  it('take up what was too early before', async () => {
    const { acknowledged } = await figures(undefined, new Date('2027-03-03T10:00:00Z'));
    expect(acknowledged).toEqual({ met: 3, of: 6 });
  });

  it('are of no other workspace, and empty where there is nothing', async () => {
    const stranger = await newWorkspace(database.db);
    const none = { value: null, of: 0 };
    expect(await loadHandoffFigures(stranger, { kind: 'everything' }, PERIOD, SETTINGS)).toEqual({
      ...{
        acknowledged: { met: 0, of: 0 },
        accepted: { met: 0, of: 0 },
        kickoff: { met: 0, of: 0 },
        firstPass: { met: 0, of: 0 },
      },
      ...{ hoursToAcknowledge: none, hoursToAccept: none, teams: [] },
    });
  });
});
