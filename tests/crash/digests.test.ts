import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { businessNow } from '../../sandbox/demo/move-clock.ts';
import { DIGEST } from '../../src/digests/read-content.ts';
import { subscribe } from '../../src/digests/subscribe.ts';
import type { Ctx, Db } from '../../src/platform/ctx.ts';
import { addDays } from '../../src/time/local-date.ts';
import { standsAt } from '../accounts/owned.ts';
import { expectDone } from '../handoffs/house.ts';
import { newAccount } from '../health/signals.ts';
import { type Crash, startCrash } from './crash.ts';
import { expireLeases, fill } from './kills.ts';
import { compare } from './ledger.ts';
import { channelName, csmName, leadName } from './plan.ts';
import { patiently } from './stage.ts';

// `npm run test:crash`: at full size, with every wait as long as it is. Otherwise small, and in a hurry.
const full = process.env['MODE'] === 'crash';
// New York changes its clocks on 14 March, Berlin and London on the 28th, Auckland on 4 April. All are dead when one of `down` is due.
const SIZE = full
  ? {
      ...{ teams: 10, kills: 3, since: '2027-03-03', down: ['2027-03-08', '2027-03-22'] },
      mondays: ['2027-03-08', '2027-03-15', '2027-03-22', '2027-03-29', '2027-04-05', '2027-04-12'],
    }
  : {
      ...{ teams: 3, kills: 1, since: '2027-03-24', down: ['2027-04-05'] },
      mondays: ['2027-03-29', '2027-04-05'],
    };
const SINCE = new Date(`${SIZE.since}T09:00Z`);
const HOUR_MS = 60 * 60_000;

/** When they want it, one team after the other. Berlin's is that of the people themselves. */
const HOURS = [
  { zone: null, time: '08:00' },
  { zone: 'Asia/Kolkata', time: '12:30' },
  { zone: 'Europe/London', time: '07:00' },
  { zone: 'America/New_York', time: '08:00' },
  { zone: 'Pacific/Auckland', time: '08:00' },
] as const;
type Wanted = { id: string; place: string; zone: string; time: string };

const PARTS = ['digest', 'digest_details', 'digest_work'];

test('killed again and again around Monday morning, each digest is made once a week, and all of it is said once', {
  timeout: full ? 1_800_000 : 400_000,
}, async () => {
  const crash = await startCrash({
    seed: Number(process.env['CRASH_SEED'] ?? 1),
    patient: full,
    stage: { size: full ? 3 : 2 },
  });
  try {
    const { fleet, sandbox } = crash;
    const { db } = crash.database;
    const started = performance.now();
    // With pictures, a delivery is longer under way.
    for (const scope of ['files:read', 'files:write']) sandbox.grantScope(scope);
    await crash.moveTo(SINCE);
    const wanted = await wantDigests({ ...(await crash.ctx()), now: SINCE }, crash);
    for (const monday of SIZE.mondays) await live(crash, monday);
    await crash.settled();

    const runs = await db.digestRun.findMany({ orderBy: [{ subscriptionId: 'asc' }, { day: 'asc' }] });
    const made = runs.map((run) => ({ ...run, of: wanted.find(({ id }) => id === run.subscriptionId) }));
    const messages = await db.outboxMessage.findMany({ orderBy: { id: 'asc' } });
    const posts = sandbox.posts.filter(({ ephemeral, via }) => !ephemeral && via === 'api');
    const report = {
      subscriptions: wanted.length,
      'processes killed': fleet.killed,
      'digests made': runs.length,
      messages: messages.length,
      posts: posts.length,
      pictures: runs.filter(({ pictureFile }) => pictureFile !== null).length,
      'answers dropped by Slack': posts.filter(({ dropped }) => dropped).length,
      'tried more than once': messages.filter(({ attempt }) => attempt > 1).length,
      'errors in the logs': Object.fromEntries(fleet.errors),
      'took, s': Math.round((performance.now() - started) / 1000),
    };
    console.info(JSON.stringify(report, null, 2));

    // One a due day, not before its hour; where all were dead, after that.
    const due = wanted.flatMap(({ id }) => SIZE.mondays.map((monday) => `${id} ${monday}`));
    expect(made.map(({ subscriptionId, day }) => `${subscriptionId} ${day}`).sort()).toEqual(due.sort());
    const untimely = made.flatMap(({ day, madeAt, of }) => {
      if (!of || day === null) return ['made for nobody, or for no day'];
      const hours = SIZE.down.includes(day) ? 1 : 0;
      const at = localTime(new Date(madeAt.getTime() - hours * HOUR_MS), of.zone);
      return at >= `${day} ${of.time}` && at < addDays(day, 2) ? [] : [`${of.place} ${day}: ${at}`];
    });
    expect(untimely).toEqual([]);
    // Each goes on from the one before.
    const broken = made.filter(({ subscriptionId, content }, n) => {
      const before = made[n - 1]?.subscriptionId === subscriptionId ? made[n - 1] : undefined;
      const bridge = DIGEST.read(content, subscriptionId ?? '')?.bridge;
      const was = before && DIGEST.read(before.content, subscriptionId ?? '')?.figures.atRisk;
      return bridge?.before.accounts !== was?.accounts || bridge?.before.amount !== was?.amount;
    });
    expect(broken).toEqual([]);

    // What is kept: all parts of each run, and of nothing else.
    const key = (run: string, kind: string, state = 'sent') => `${run} ${kind} ${state}`;
    expect(messages.map(({ subjectId, kind, state }) => key(subjectId, kind, state)).sort()).toEqual(
      runs.flatMap(({ id }) => PARTS.map((kind) => key(id, kind))).sort(),
    );
    // What stands in Slack: each of these once, in its place, the replies under their root.
    const nameOf = crash.nameOf();
    const rootOf = (run: string) =>
      posts.find(
        (post) => deliveryOf(post) === messages.find((one) => one.subjectId === run && one.isRoot)?.id,
      );
    const want = made.flatMap(({ id, of }) =>
      messages
        .filter(({ subjectId }) => subjectId === id)
        .map((one) => `${one.id} ${of?.place} ${one.isRoot ? null : rootOf(id)?.ts}`),
    );
    const got = posts.map((post) => `${deliveryOf(post)} ${nameOf(post.channel)} ${post.threadTs}`);
    expect(compare(tally(want), tally(got))).toEqual({ missing: [], doubled: [] });
    // The same by what people see, whatever the database says.
    const roots = posts.filter(({ threadTs }) => threadTs === null);
    expect(tally(roots.map(({ channel }) => nameOf(channel)))).toEqual(
      tally(SIZE.mondays.flatMap(() => wanted.map(({ place }) => place))),
    );
    const replies = roots.map(
      ({ channel, ts }) =>
        new Set(posts.flatMap((one) => (one.channel === channel && one.threadTs === ts ? one.text : [])))
          .size,
    );
    expect(replies).toEqual(roots.map(() => 2));
    expect(posts.length).toBe(3 * roots.length);
    expect(fleet.killed).toBeGreaterThanOrEqual(SIZE.kills * SIZE.mondays.length);
  } finally {
    await crash.close();
  }
});

/** Everybody's accounts of one team are at risk; two of them, their lead and their channel want to know each week. */
async function wantDigests(ctx: Ctx, { sandbox }: Crash): Promise<Wanted[]> {
  const { db } = ctx;
  const memberOf = async (name: string) =>
    (await db.member.findFirstOrThrow({ where: { slackUserId: sandbox.person(name).id } })).id;
  const wanted: Wanted[] = [];
  for (let team = 0; team < SIZE.teams; team++) {
    const { zone, time } = HOURS[team % HOURS.length] ?? HOURS[0];
    const [hour = 0, minute = 0] = time.split(':').map(Number);
    const { id: teamId } = await db.team.findFirstOrThrow({
      where: { channel: sandbox.channel(channelName(team)).id },
    });
    const csms = [csmName(team, 0), csmName(team, 1)];
    for (const csm of csms) {
      const id = await newAccount(ctx, `Sample Customer of ${csm}`);
      const csOwnerId = await memberOf(csm);
      await db.account.update({ where: { id }, data: { csOwnerId, arr: 48_000, currency: 'USD' } });
      await standsAt(ctx, id, 'critical', 20);
    }
    const lead = leadName(team);
    const want = [
      ...csms.map((who) => ({ who, scope: 'mine' as const, teamId: null, place: who })),
      ...[lead, channelName(team)].map((place) => ({ who: lead, scope: 'team' as const, teamId, place })),
    ];
    for (const { who, place, ...of } of want) {
      const channel = place === who ? null : sandbox.channel(place).id;
      const when = { cadence: 'weekly', weekday: 0, minute: hour * 60 + minute, zone } as const;
      const actor = { type: 'member', memberId: await memberOf(who) } as const;
      const { subscriptionId } = expectDone(
        await subscribe({ ...ctx, actor }, { ...of, ...when, segment: null, channel }),
      );
      wanted.push({ id: subscriptionId, place, zone: zone ?? 'Europe/Berlin', time });
    }
  }
  return wanted;
}

/** Every instant of that Monday at which digests are due, in whatever zone; or the hour after, where all were dead till then. */
async function live(crash: Crash, monday: string): Promise<void> {
  const { fleet, database, moveTo } = crash;
  const { db } = database;
  await db.account.updateMany({ data: { arr: { increment: 1_000 } } });
  const end = new Date(`${monday}T23:00Z`);
  if (SIZE.down.includes(monday)) {
    await Promise.all(fleet.running().map((baton) => fleet.kill(baton)));
    const due = await db.digestSubscription.findMany({ where: { dueAt: { lt: end } } });
    const last = Math.max(...due.map(({ dueAt }) => dueAt?.getTime() ?? 0));
    await moveTo(new Date(last + HOUR_MS));
    if (!full) await expireLeases(db, crash.workspaceId); // they last a minute
    await fill(fleet);
    await allMade(db);
  }
  for (let at = await nextDue(db); at < end; at = await nextDue(db)) {
    await crash.whileKilling(SIZE.kills, async () => {
      await moveTo(at);
      await allMade(db);
    });
  }
}

async function nextDue(db: Db): Promise<Date> {
  const { dueAt } = await patiently(() =>
    db.digestSubscription.findFirstOrThrow({ where: { dueAt: { not: null } }, orderBy: { dueAt: 'asc' } }),
  );
  return dueAt ?? new Date(0);
}

async function allMade(db: Db): Promise<void> {
  for (let looks = 0; looks < 2_400; looks++) {
    const due = await patiently(async () =>
      db.digestSubscription.count({ where: { dueAt: { lte: await businessNow(db) } } }),
    );
    if (due === 0) return;
    await pause(50);
  }
  throw new Error('digests stay due');
}

/** 2027-03-15 08:00 */
function localTime(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at);
}

const deliveryOf = ({ metadata }: { metadata: Crash['sandbox']['posts'][number]['metadata'] }): string =>
  String(metadata?.event_payload['delivery_id']);

function tally(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
