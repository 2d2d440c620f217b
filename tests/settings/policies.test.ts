import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HandoffKind } from '../../prisma/generated/enums.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { newId } from '../../src/platform/id.ts';
import { settingsFrom } from '../../src/settings/catalogue.ts';
import { findScope } from '../../src/settings/find-scope.ts';
import { loadSettings } from '../../src/settings/load-settings.ts';
import { explain, policyFor, settingsFor } from '../../src/settings/policies.ts';
import type { Circumstances, Policy, PolicyScope } from '../../src/settings/policy.ts';
import { removePolicy, type SetPolicy, setPolicy } from '../../src/settings/set-policy.ts';
import { expectDone } from '../handoffs/house.ts';
import { newTeam, newWorkspace, ownWorkspace } from '../people/world.ts';
import { ownDatabase } from '../support/database.ts';

const database = ownDatabase();
const ctx = ownWorkspace(database, { anew: true });

const ANY: PolicyScope = { kind: null, segment: null, teamId: null };
const enterprise: PolicyScope = { ...ANY, segment: 'enterprise' };
const set = (scope: PolicyScope, value: string, over: Partial<SetPolicy> = {}) =>
  setPolicy(ctx, { key: 'handoff.acknowledge', scope, value, ...over });
const stored = async (of: Ctx = ctx) => (await loadSettings(database.db, of.workspace.id)).policies;

describe('of the policies that fit a handoff', () => {
  const kinds = fc.constantFrom<(HandoffKind | null)[]>(null, 'sales_to_cs', 'cs_to_sales');
  const segments = fc.constantFrom(null, 'enterprise', 'smb');
  const teams = ['emea', 'global', 'apac'];
  const scopes = fc.record({ kind: kinds, segment: segments, teamId: fc.constantFrom(null, ...teams) });
  const name = ({ kind, segment, teamId }: PolicyScope) => `${teamId} ${segment} ${kind}`;
  const abouts: fc.Arbitrary<Circumstances> = fc.record({
    kind: kinds,
    segment: fc.constantFrom(null, 'Enterprise', 'smb', 'mid'),
    teamIds: fc.subarray(teams),
  });

  /** Scopes from the most specific on, spelled out. */
  const inOrder = ({ kind, segment, teamIds }: Circumstances): PolicyScope[] => {
    const low = segment?.toLowerCase() ?? null;
    return [...teamIds, null].flatMap((teamId) => [
      { teamId, segment: low, kind },
      { teamId, segment: low, kind: null },
      { teamId, segment: null, kind },
      { teamId, segment: null, kind: null },
    ]);
  };

  it('the most specific wins, in whatever order they were set', () => {
    let held = 0;
    fc.assert(
      fc.property(
        fc.uniqueArray(scopes, { selector: name, maxLength: 12 }),
        abouts,
        fc.infiniteStream(fc.nat()),
        (all, about, seeds) => {
          const policies = all
            .filter((scope) => name(scope) !== name(ANY))
            .map(
              (scope, n): Policy => ({
                ...scope,
                id: name(scope),
                key: 'handoff.decide',
                text: `PT${n + 1}H`,
              }),
            );
          const order = new Map(policies.map(({ id }) => [id, seeds.next().value]));
          const shuffled = policies.toSorted((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
          const wanted = inOrder(about)
            .map((scope) => policies.find(({ id }) => id === name(scope)))
            .find((one) => one !== undefined);
          const settings = settingsFrom(new Map(), shuffled);
          expect(policyFor(settings, 'handoff.decide', about)?.id).toBe(wanted?.id);
          expect(settingsFor(settings, about).text['handoff.decide']).toBe(wanted?.text ?? 'P2D');
          if (wanted) held += 1;
        },
      ),
      { numRuns: 500 },
    );
    expect(held).toBeGreaterThan(100);
  });

  it('one that can no longer be read gives way to the next', () => {
    const policies: Policy[] = [
      { ...enterprise, id: 'a', key: 'handoff.decide', text: 'PT4H' },
      { ...enterprise, teamId: 'emea', id: 'b', key: 'handoff.decide', text: 'soon' },
    ];
    const about = { kind: null, segment: 'enterprise', teamIds: ['emea'] };
    const { values } = settingsFor(settingsFrom(new Map(), policies), about);
    expect(values['handoff.decide']).toEqual({ workingDays: 0, ms: 4 * 3_600_000 });
  });
});

describe('a policy', () => {
  it('is set, changed and removed for this workspace alone, with who did it', async () => {
    const other = await newWorkspace(database.db);
    const { policy, before } = expectDone(await set(enterprise, '4 hours'));
    expect([policy.text, before]).toEqual(['PT4H', null]);
    expect(await set({ ...ANY, segment: 'Enterprise ' }, '1 day')).toMatchObject({
      policy: { id: policy.id, text: 'P1D' },
      before: 'PT4H',
    });
    expect(await stored()).toMatchObject([{ ...enterprise, key: 'handoff.acknowledge', text: 'P1D' }]);
    expect(await stored(other)).toEqual([]);
    expect(await removePolicy(other, policy.id)).toMatchObject({ refused: 'gone' });
    expectDone(await removePolicy(ctx, policy.id));
    expect(await removePolicy(ctx, policy.id)).toMatchObject({ refused: 'gone' });
    expect(await stored()).toEqual([]);
    const entries = await database.db.auditEntry.findMany({
      where: { workspaceId: ctx.workspace.id },
      orderBy: { id: 'asc' },
    });
    expect(entries.map(({ action, data }) => [action, data])).toMatchObject([
      ['policy.set', { key: 'handoff.acknowledge', segment: 'enterprise', before: null, after: 'PT4H' }],
      ['policy.set', { before: 'PT4H', after: 'P1D' }],
      ['policy.removed', { before: 'P1D' }],
    ]);
  });

  it('is refused, saying what is allowed', async () => {
    const refusals = await Promise.all([
      set(ANY, '4 hours'),
      set(enterprise, 'soon'),
      set(enterprise, '4 hours', { key: 'handoff.snooze_total' }),
      set(enterprise, '4 hours', { key: 'handoff.acknowlege' }),
      set(enterprise, '4 hours', { before: 'one' }),
      set({ ...ANY, teamId: await newTeam(await newWorkspace(database.db), 'Theirs', 'cs') }, '4 hours'),
    ]);
    expect(refusals.map((one) => ('message' in one ? one.message : 'done'))).toEqual([
      'Pick a kind, a segment or a team. For all handoffs, change the setting.',
      expect.stringMatching(/^handoff.acknowledge: Write a time in words/),
      expect.stringMatching(/^handoff.snooze_total is the same for all handoffs. What can differ: deal/),
      expect.stringContaining('Did you mean handoff.acknowledge?'),
      'Someone removed this policy in the meantime. Go back to the list.',
      'This team no longer exists. Pick another one.',
    ]);
    expect(await stored()).toEqual([]);
  });

  it('is there once, whoever adds it at the same time', async () => {
    const answers = await Promise.all([
      set(enterprise, '4 hours', { before: 'none' }),
      set(enterprise, '5 hours', { before: 'none' }),
    ]);
    expect(answers.filter((one) => 'refused' in one)).toMatchObject([{ refused: 'there_already' }]);
    await Promise.all([set(enterprise, '6 hours'), set(enterprise, '6 hours'), set(enterprise, '6 hours')]);
    expect(await stored()).toMatchObject([{ text: 'PT6H' }]);
  });

  it('is one of a hundred at most', async () => {
    const row = { workspaceId: ctx.workspace.id, key: 'handoff.decide', value: 'PT1H', updatedAt: ctx.now };
    const many = Array.from({ length: 100 }, (_, n) => ({ ...row, id: newId(ctx.now), segment: `s${n}` }));
    await database.db.policy.createMany({ data: many });
    expect(await set(enterprise, '4 hours')).toMatchObject({ refused: 'too_many' });
  });

  it('goes with its team, and without it the next holds', async () => {
    const teamId = await newTeam(ctx, 'CS EMEA', 'cs');
    expectDone(await set({ ...ANY, teamId }, '4 hours'));
    await database.db.team.delete({ where: { id: teamId } });
    expect(await stored()).toEqual([]);
  });
});

describe('what somebody writes', () => {
  it('is found: a kind, a segment as accounts have it, a team by its name', async () => {
    const teamId = await newTeam(ctx, 'CS EMEA', 'cs');
    const account = {
      workspaceId: ctx.workspace.id,
      segment: 'Enterprise',
      createdAt: ctx.now,
      updatedAt: ctx.now,
    };
    await database.db.account.create({
      data: { ...account, id: newId(ctx.now), name: 'Acme', nameKey: 'acme' },
    });
    const words = { kind: 'Sales to CS', segment: 'ENTERPRISE', team: 'cs emea' };
    expect(await findScope(ctx, words)).toEqual({ kind: 'sales_to_cs', segment: 'Enterprise', teamId });
    expect(await findScope(ctx, {})).toEqual(ANY);
    expect(await findScope(ctx, { segment: 'entreprise' })).toMatchObject({
      message: 'No account is in the segment "entreprise". Did you mean Enterprise?',
    });
    expect(await findScope(ctx, { team: 'Sales' })).toMatchObject({
      message: 'There is no team "Sales". There are: CS EMEA.',
    });
    expect(await findScope(ctx, { kind: 'cs' })).toMatchObject({
      message: expect.stringMatching(/^There is no kind of handoff "cs". The kinds are: sales_to_cs, /),
    });
    expect(await findScope(await newWorkspace(database.db), { team: 'CS EMEA' })).toMatchObject({
      message: 'There is no team "CS EMEA". There are none yet.',
    });
  });
});

it('what holds is explained setting by setting', async () => {
  expectDone(await set(enterprise, '4 hours'));
  const settings = await loadSettings(database.db, ctx.workspace.id);
  const about = { kind: null, segment: 'enterprise', teamIds: [], sellingTeamIds: [] };
  const held = explain(settings, about);
  const others = held.filter(({ key }) => key !== 'handoff.acknowledge');
  expect(held.filter((one) => !others.includes(one))).toMatchObject([{ text: 'PT4H', because: enterprise }]);
  expect(others.map(({ key }) => key)).toContain('deal.hand_over');
  expect(others.every(({ because }) => because === null)).toBe(true);
});
