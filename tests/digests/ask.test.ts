import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { type Kind, MESSAGES } from '../../jobs/messages.ts';
import { handOver } from '../../src/deals/verbs/hand-over.ts';
import { askForDigest, makeAgenda, previewDigest } from '../../src/digests/ask-for-digest.ts';
import { loadLate } from '../../src/digests/load-late.ts';
import { loadRun } from '../../src/digests/load-run.ts';
import { sendAgain, tellOfHeld } from '../../src/digests/tell-of-held.ts';
import { acceptHandoff } from '../../src/handoffs/verbs/answer.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { planRisk } from '../../src/risks/verbs/work.ts';
import { loadSettings } from '../../src/settings/load-settings.ts';
import { BUSINESS_WEEK } from '../../src/time/calendar.ts';
import { acting, expectDone, newDraft, ownHouse } from '../handoffs/house.ts';
import { riskFor } from '../risks/house.ts';
import { ownDatabase } from '../support/database.ts';
import { serving } from '../support/served.ts';
import { at, beatAt, daysOf, EVERYTHING, later, saidOf, wants } from './desk.ts';

const database = ownDatabase();
const house = ownHouse(database, { anew: true });

const ONCE = { scope: 'mine', teamId: null, segment: null, cadence: 'weekly' } as const;
const refusalOf = (answer: unknown) => (isRefusal(answer) ? answer.refused : 'done');

describe('a digest that is asked for', () => {
  it('is posted where the subscription posts, once however often Slack asks, and is no step of the bridge', async () => {
    const { db } = database;
    const riskId = await riskFor(house, 'claim');
    const id = await wants(house, 'admin', { ...EVERYTHING, channel: 'C0SAMPLE' });
    const asking = { ...later(acting(house, 'admin'), at('2027-03-02T10:00')), request: 'now' };
    const asked = await Promise.all([1, 2].map(() => askForDigest(asking, { subscriptionId: id })));
    const runs = asked.map((answer) => expectDone(answer).runId);
    expect(runs[0]).toBe(runs[1]);
    expect(await daysOf(db, id)).toEqual([null]);
    const said = await saidOf(db, runs[0] ?? '');
    expect(said.map(({ kind, lane, memberId }) => [kind, lane, memberId])).toEqual([
      ['digest', 'C0SAMPLE', null],
      ['digest_details', 'C0SAMPLE', null],
      ['digest_work', 'C0SAMPLE', null],
    ]);
    expect((await loadRun(house.ctx, runs[0] ?? ''))?.content).toMatchObject({
      scope: { kind: 'everything', name: '' },
      lines: [
        { risk: { id: riskId }, owner: { id: house.ids['receiver'] }, next: { kind: 'claim', riskId } },
      ],
    });
    await beatAt(db, at('2027-03-08T07:00'));
    const made = await db.digestRun.findFirstOrThrow({ where: { subscriptionId: id, day: '2027-03-08' } });
    expect(made.content).toMatchObject({ bridge: null });
  });

  it('comes by DM without a subscription, and not to those who may not see it', async () => {
    const once = expectDone(await askForDigest(acting(house, 'onlooker'), ONCE));
    expect(once.reader).toEqual({ memberId: house.ids['onlooker'], slackUserId: 'UONLOOKER' });
    const id = await wants(house, 'onlooker');
    const answers = [
      await askForDigest(acting(house, 'onlooker'), { ...ONCE, scope: 'everything' }),
      await previewDigest(acting(house, 'guest'), ONCE),
      await askForDigest(acting(house, 'admin'), { subscriptionId: id }),
      await makeAgenda(acting(house, 'onlooker'), { ...ONCE, scope: 'reports' }),
    ];
    expect(answers.map(refusalOf)).toEqual(['not_yours', 'not_yours', 'not_found', 'not_yours']);
  });

  it('goes to whoever wanted it where its channel is closed, while they may read it, and not once it was said', async () => {
    const { db } = database;
    const id = await wants(house, 'admin', { ...EVERYTHING, channel: 'C0SAMPLE' });
    const { runId } = expectDone(await askForDigest(acting(house, 'admin'), { subscriptionId: id }));
    const root = await db.outboxMessage.findFirstOrThrow({ where: { subjectId: runId, kind: 'digest' } });
    const { kind, subjectType, data, memberId, dedupeKey } = root;
    const message = {
      id: root.id,
      kind,
      memberId,
      dedupeKey,
      data: data as Record<string, unknown>,
      isLatest: true,
    };
    const fallback = () =>
      MESSAGES[kind as Kind].fallback?.(house.ctx, {
        ...message,
        subject: { type: subjectType, id: runId },
      });
    const guest = (isGuest: boolean) =>
      db.member.update({ where: { id: house.ids['admin'] ?? '' }, data: { isGuest } });
    expect(await fallback()).toBe('UADMIN');
    await guest(true);
    expect(await fallback()).toBeNull();
    await guest(false);
    await db.outboxMessage.update({ where: { id: root.id }, data: { state: 'sent', sentAt: house.ctx.now } });
    expect(await fallback()).toBeNull();
  });

  it('can be looked at without a trace', async () => {
    const count = async () => [await database.db.digestRun.count(), await database.db.outboxMessage.count()];
    const before = await count();
    const { content } = expectDone(await previewDigest(acting(house, 'present'), ONCE));
    expect(content).toMatchObject({ scope: { name: 'Person UPRESENT' }, lines: [], more: 0 });
    expect(await count()).toEqual(before);
  });

  it('makes an agenda: who decides what, and what was done last', async () => {
    const [open, planned] = [await riskFor(house, 'claim'), await riskFor(house, 'plan')];
    const plan = { firstAction: 'Call the sample sponsor', dueOn: '2027-03-02', checkInOn: '2027-03-05' };
    expectDone(await planRisk(acting(house, 'receiver'), { riskId: planned, ...plan }));
    const asking = { ...acting(house, 'admin'), request: 'agenda' };
    const [made, again] = [await makeAgenda(asking, everything), await makeAgenda(asking, everything)].map(
      expectDone,
    );
    expect(again).toEqual(made);
    expect(made?.accounts).toBe(2);
    const run = await loadRun(house.ctx, made?.runId ?? '');
    if (run?.kind !== 'agenda') throw new Error('no agenda was made');
    const receiver = { id: house.ids['receiver'] };
    expect(run.content.items.find(({ risk }) => risk?.id === open)).toMatchObject({
      ...{ question: 'who_takes_it', decides: receiver },
      lastAction: { action: 'opened', by: { id: house.ids['present'] } },
    });
    expect(run.content.items.find(({ risk }) => risk?.id === planned)).toMatchObject({
      ...{ question: 'does_it_work', decides: receiver },
      lastAction: { action: 'planned', by: receiver },
    });
    expect((await saidOf(database.db, run.id)).map(({ kind, data, isRoot }) => [kind, data, isRoot])).toEqual(
      [
        ['digest_agenda', {}, true],
        ['digest_agenda_item', { n: 0 }, false],
        ['digest_agenda_item', { n: 1 }, false],
      ],
    );
  });

  const everything = { ...ONCE, scope: 'everything' } as const;
});

describe('what is late', () => {
  const late = async (now: Date, scope: Parameters<typeof loadLate>[1]) => {
    const settings = await loadSettings(database.db, house.ctx.workspace.id);
    const calendar = { zone: 'Europe/Berlin', week: BUSINESS_WEEK, holidays: [] };
    return loadLate(later(house.ctx, now), scope, { settings, calendar });
  };
  const everything = { kind: 'everything' } as const;

  it('is named with whoever owes it, the oldest first; a private handoff counts without a name', async () => {
    const submitted = await newDraft(house);
    expectDone(await handOver(acting(house, 'sender'), { handoffId: submitted }));
    const hidden = await newDraft(house, true);
    expectDone(await handOver(acting(house, 'sender'), { handoffId: hidden }));
    const accepted = await newDraft(house);
    expectDone(await handOver(acting(house, 'sender'), { handoffId: accepted }));
    expectDone(await acceptHandoff(acting(house, 'receiver'), { handoffId: accepted }));
    const draft = await newDraft(house);
    const riskId = await riskFor(house, 'claim');
    const receiver = { id: house.ids['receiver'], slackUserId: 'URECEIVER', name: 'Person URECEIVER' };

    expect(await late(at('2027-03-02T09:59'), everything)).toEqual({
      overdue: { total: 0, some: [] },
      left: { total: 0, some: [] },
      kickoffs: { total: 0, some: [] },
    });
    const then = await late(at('2027-03-16T12:00'), everything);
    expect(then.overdue.total).toBe(3);
    expect(then.overdue.some).toMatchObject([
      { kind: 'handoff', id: submitted, name: 'H-1', who: receiver, since: '2027-03-02T10:00:00.000Z' },
      { kind: 'risk', id: riskId, name: 'R-1', who: receiver },
    ]);
    // What was handed over is not in the list of what was not.
    expect(then.left).toMatchObject({
      total: 1,
      some: [
        { kind: 'draft', id: draft, who: { slackUserId: 'USENDER' }, since: '2027-03-01T10:00:00.000Z' },
      ],
    });
    expect(then.kickoffs).toMatchObject({
      total: 1,
      some: [{ kind: 'kickoff', id: accepted, who: receiver }],
    });
    for (const { some } of [then.left, then.kickoffs])
      expect(some.map((one) => Object.keys(one).sort())).toEqual([['account', 'id', 'kind', 'since', 'who']]);
    const of = (name: string) =>
      late(at('2027-03-16T12:00'), { kind: 'mine', memberId: house.ids[name] ?? '' });
    const sent = await of('sender');
    expect([sent.left.total, sent.kickoffs.total, sent.overdue.total]).toEqual([1, 1, 3]);
    expect((await of('onlooker')).overdue.total).toBe(0);
    expect((await late(at('2027-03-16T12:00'), { kind: 'segment', segment: 'sample' })).overdue.total).toBe(
      0,
    );
  });
});

describe('a digest of which nobody knows whether it came', () => {
  it('is told of once, and sent again by whoever it is for', async () => {
    const { db } = database;
    const { runId } = expectDone(await askForDigest(acting(house, 'present'), ONCE));
    const root = { subjectId: runId, isRoot: true, kind: 'digest' };
    const held = async (attempt: number) => {
      await db.outboxMessage.updateMany({
        where: root,
        data: { state: 'held', attempt, error: 'unknown_outcome' },
      });
      await db.outboxMessage.updateMany({
        where: { subjectId: runId, isRoot: false },
        data: { state: 'skipped', error: 'no_root' },
      });
      for (let twice = 0; twice < 2; twice++)
        await tellOfHeld({
          db,
          clock: { now: () => house.ctx.now, wall: () => house.ctx.now },
          served: serving([house.ctx.workspace]),
          log: pino({ level: 'silent' }),
        });
    };
    const notices = async () => (await saidOf(db, runId)).filter(({ kind }) => kind === 'digest_held');
    await held(1);
    expect(await notices()).toMatchObject([
      { lane: 'UPRESENT', memberId: house.ids['present'], isRoot: true },
    ]);
    expect(refusalOf(await sendAgain(acting(house, 'admin'), { runId }))).toBe('not_yours');
    expect(await sendAgain(acting(house, 'present'), { runId })).toEqual({ sent: 2 });
    expect(await sendAgain(acting(house, 'present'), { runId })).toEqual({ sent: 0 });
    const states = (await saidOf(db, runId)).filter(({ kind }) => kind !== 'digest_held');
    expect(states.map(({ kind, state }) => [kind, state])).toEqual([
      ['digest', 'pending'],
      ['digest_work', 'pending'],
    ]);
    await held(2);
    expect(await notices()).toHaveLength(2);
  });
});
