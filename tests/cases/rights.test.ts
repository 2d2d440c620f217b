import { beforeAll, describe, expect, it } from 'vitest';
import { DEALS } from '../../src/deals/deal-case.ts';
import { type DealRole, type DealVerb, mayDeal } from '../../src/deals/rules/rights.ts';
import { FOLLOW_UPS } from '../../src/handoffs/follow-ups/follow-up-case.ts';
import { type FollowUpRole, type FollowUpVerb, mayFollowUp } from '../../src/handoffs/follow-ups/rules.ts';
import { HANDOFFS } from '../../src/handoffs/handoff-case.ts';
import { type HandoffRole, type HandoffVerb, may } from '../../src/handoffs/rules/rights.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { RISKS } from '../../src/risks/risk-case.ts';
import { mayRisk, type RiskRole, type RiskVerb } from '../../src/risks/rules/rights.ts';
import * as deals from '../deals/house.ts';
import * as followUps from '../follow-ups/house.ts';
import * as handoffs from '../handoffs/house.ts';
import { acting, ownHouse } from '../handoffs/house.ts';
import * as risks from '../risks/house.ts';
import { ownDatabase } from '../support/database.ts';
import { readRightsTable } from '../support/rights-table.ts';
import { productFiles, sourceOf } from '../support/sources.ts';
import { ERRANDS } from './errand.ts';
import * as errands from './errand-house.ts';

// Who may do what with a case of each declared kind. What is written here is what people were told, and none of it is
// read from the code: docs/rights.md says the same, the code decides so, and so it goes when somebody tries.

interface Rights {
  name: string;
  type: string;
  /** Of its table in docs/rights.md; null where it is no part of the product. */
  heading: string | null;
  /** As the columns of the table are headed, and as the code calls them. */
  roles: Record<string, string>;
  /** A verb, and what those in each of these roles may. */
  table: Record<string, string>;
  cast: readonly { name: string; role: string }[];
  /** A case for which the time for the verb has come, towards somebody in this role. */
  ready(verb: string, role?: string): Promise<string>;
  run: Record<string, (ctx: Ctx, id: string) => Promise<unknown>>;
  traceOf(id: string): Promise<unknown>;
  /** What the code decides by its own table. */
  decides?(verb: string, roles: string[]): boolean;
  /** A case that is over. */
  ended?(): Promise<string>;
  /** What is said to somebody who has the right, and to whom it is of no use. */
  noUse?: { verb: string; name: string; message: string };
}

const database = ownDatabase();
const house = ownHouse(database);
beforeAll(async () => {
  await database.pool.query(errands.CREATE_ERRANDS);
});

const HANDOFF_ROLES = {
  Sender: 'sender',
  "Sender's cover": 'sender_cover',
  Receiver: 'receiver',
  "Receiver's cover": 'cover',
  "Receiver's lead": 'receiver_lead',
  "Receiver's manager": 'receiver_manager',
  "Sender's lead": 'sender_lead',
  Admin: 'admin',
  Member: 'member',
  Outsider: 'outsider',
};

const handoffRights = (isPrivate: boolean, table: Record<HandoffVerb, string>): Rights => ({
  name: isPrivate ? 'private handoffs' : 'handoffs',
  type: HANDOFFS.type,
  heading: isPrivate ? 'Private handoffs' : 'Handoffs',
  roles: HANDOFF_ROLES,
  table,
  cast: handoffs.CAST,
  ready: (verb, role = 'receiver') =>
    handoffs.handedOver(house, verb as HandoffVerb, { isPrivate, role: role as HandoffRole }),
  run: handoffs.run,
  traceOf: (id) => handoffs.traceOf(house, id),
  decides: (verb, roles) => may(verb as HandoffVerb, roles as HandoffRole[], isPrivate),
  async ended() {
    const id = await handoffs.handedOver(house, 'cancel', { isPrivate });
    await handoffs.run.cancel(acting(house, 'sender'), id);
    return id;
  },
});

const EVERY_KIND: Rights[] = [
  handoffRights(false, {
    read: '✓✓✓✓✓✓✓✓✓–',
    acknowledge: '––✓✓✓–––––',
    accept: '––✓✓✓–––––',
    undo: '––✓✓✓–––––',
    finish: '––✓✓✓–––––',
    introduce: '✓✓––––✓–––',
    read_feedback: '✓–––––––––',
    book_kickoff: '––✓✓✓–––––',
    wait: '––✓✓✓–––––',
    return: '––✓✓✓–––––',
    decide_by: '––✓✓✓–––––',
    snooze: '✓✓✓✓✓–––––',
    resubmit: '✓✓––––✓–––',
    amend: '✓✓✓✓✓–✓–––',
    nudge: '✓✓––––✓–––',
    escalate: '✓✓––––✓–––',
    cancel: '✓✓––––✓✓––',
    reassign: '✓✓✓✓✓✓✓✓––',
    propose_receiver: '✓✓✓✓✓✓✓✓––',
    confirm_receiver: '✓✓✓✓––––––',
  }),
  handoffRights(true, {
    read: '✓✓✓✓––––––',
    acknowledge: '––✓✓––––––',
    accept: '––✓✓––––––',
    undo: '––✓✓––––––',
    finish: '––✓✓––––––',
    introduce: '✓✓––––––––',
    read_feedback: '✓–––––––––',
    book_kickoff: '––✓✓––––––',
    wait: '––✓✓––––––',
    return: '––✓✓––––––',
    decide_by: '––✓✓––––––',
    snooze: '✓✓✓✓✓–––––',
    resubmit: '✓✓––––––––',
    amend: '✓✓✓✓––––––',
    nudge: '✓✓––––✓–––',
    escalate: '✓✓––––✓–––',
    cancel: '✓✓––––✓✓––',
    reassign: '✓✓✓✓––––––',
    propose_receiver: '✓✓✓✓✓✓✓✓––',
    confirm_receiver: '✓✓✓✓––––––',
  }),
  {
    name: 'risks',
    type: RISKS.type,
    heading: 'Risks',
    roles: {
      Owner: 'owner',
      "Owner's cover": 'owner_cover',
      "Owner's lead": 'owner_lead',
      "Owner's manager": 'owner_manager',
      Partner: 'partner',
      Admin: 'admin',
      Member: 'member',
      Outsider: 'outsider',
    },
    table: {
      read: '✓✓✓✓✓✓✓–',
      flag: '✓✓✓✓✓✓✓–',
      claim: '✓✓✓✓✓✓✓–',
      undo: '✓✓✓✓✓✓✓–',
      plan: '✓✓✓–––––',
      check_in: '✓✓✓–––––',
      snooze: '✓✓✓–––––',
      nudge: '✓✓✓✓✓✓✓–',
      reassign: '✓✓✓✓✓✓––',
      resolve: '✓✓✓✓✓✓––',
    },
    cast: risks.CAST,
    ready: (verb, role = 'owner') => risks.riskFor(house, verb as RiskVerb, role as RiskRole),
    run: risks.run,
    traceOf: (id) => risks.traceOf(house, id),
    decides: (verb, roles) => mayRisk(verb as RiskVerb, roles as RiskRole[], { state: 'claimed' }),
    // The owner is away: their cover answers.
    noUse: { verb: 'nudge', name: 'cover', message: 'This one is waiting for you.' },
  },
  {
    name: 'deals',
    type: DEALS.type,
    heading: 'Deals',
    roles: {
      Owner: 'owner',
      "Owner's cover": 'owner_cover',
      "Owner's lead": 'owner_lead',
      "Owner's manager": 'owner_manager',
      Admin: 'admin',
      Member: 'member',
      Outsider: 'outsider',
    },
    table: {
      read: '✓✓✓✓✓✓–',
      hand_over: '✓✓✓––––',
      assign: '✓✓✓✓✓––',
      dismiss: '✓✓✓✓✓––',
      snooze: '✓✓✓––––',
      nudge: '✓✓✓✓✓✓–',
    },
    cast: deals.CAST,
    ready: () => deals.dealFor(house),
    run: deals.run,
    traceOf: (id) => deals.traceOf(house, id),
    decides: (verb, roles) => mayDeal(verb as DealVerb, roles as DealRole[]),
    async ended() {
      const id = await deals.dealFor(house);
      await deals.run.dismiss(acting(house, 'admin'), id);
      return id;
    },
    // The owner is away: their cover answers.
    noUse: { verb: 'nudge', name: 'cover', message: 'This one is waiting for you.' },
  },
  {
    name: 'follow-ups',
    type: FOLLOW_UPS.type,
    heading: 'Follow-ups',
    roles: {
      Owner: 'owner',
      "Owner's cover": 'owner_cover',
      "Owner's lead": 'owner_lead',
      'Other side': 'other',
      "Other side's cover": 'other_cover',
      "Other side's lead": 'other_lead',
      Member: 'member',
      Outsider: 'outsider',
    },
    table: {
      read: '✓✓✓✓✓✓✓–',
      confirm: '✓✓✓–––––',
      snooze: '✓✓✓–––––',
      nudge: '✓✓✓✓✓✓––',
    },
    cast: followUps.CAST,
    ready: () => followUps.confirmationFor(house),
    run: followUps.run,
    traceOf: (id) => followUps.traceOf(house, id),
    decides: (verb, roles) => mayFollowUp(verb as FollowUpVerb, roles as FollowUpRole[]),
    async ended() {
      const id = await followUps.confirmationFor(house);
      await followUps.run.confirm(acting(house, 'sender'), id);
      return id;
    },
    // The sender is away: their cover answers.
    noUse: { verb: 'nudge', name: 'sender cover', message: 'This one is waiting for you.' },
  },
  {
    name: 'errands',
    type: ERRANDS.type,
    heading: null,
    roles: { Asker: 'asker', Owner: 'owner', Member: 'member', Outsider: 'outsider' },
    table: { take: '–✓––', undo: '–✓––', finish: '–✓––', reassign: '–✓––', snooze: '–✓––', nudge: '✓–––' },
    cast: [
      { name: 'sender', role: 'asker' },
      { name: 'receiver', role: 'owner' },
      { name: 'admin', role: 'member' },
      { name: 'onlooker', role: 'member' },
      { name: 'guest', role: 'outsider' },
      { name: 'left', role: 'outsider' },
    ],
    ready: (verb) => errands.errandFor(house, verb),
    run: errands.run,
    traceOf: async (id) => [
      await database.db.auditEntry.count({ where: { subjectId: id } }),
      await database.db.outboxMessage.count({ where: { subjectId: id } }),
    ],
  },
];

/** Whether the table gives this verb to this role. */
function written({ roles, table }: Rights, verb: string, role: string): boolean {
  return table[verb]?.[Object.values(roles).indexOf(role)] === '✓';
}

it('speaks of every kind that is declared', () => {
  const declared = productFiles().filter((path) => /: CaseKind<\w+> = \{/.test(sourceOf(path)));
  const kinds = new Set(EVERY_KIND.map(({ type }) => type));
  expect(declared).toHaveLength(kinds.size - 1);
});

describe.each(EVERY_KIND)('the table of $name', (kind) => {
  const { roles, table, cast, run } = kind;
  const verbs = Object.keys(table);

  it('has a row for each verb, a column for each role, and somebody in each role', () => {
    expect(verbs.sort()).toEqual(Object.keys(run).sort());
    for (const row of Object.values(table)) expect(row).toMatch(/^[✓–]+$/);
    for (const row of Object.values(table)) expect(row).toHaveLength(Object.keys(roles).length);
    expect([...new Set(cast.map(({ role }) => role))].sort()).toEqual(Object.values(roles).sort());
  });

  const { heading, decides, ended } = kind;
  if (heading !== null)
    it('is the one in the docs', () => {
      const found = [...readRightsTable(heading)].map(([verb, cells]) => [
        verb.toLowerCase().replace(' ', '_'),
        [...cells].map(([head, ticked]) => `${head} ${ticked}`),
      ]);
      const said = Object.entries(table).map(([verb, row]) => [
        verb,
        Object.keys(roles).map((head, n) => `${head} ${row[n] === '✓'}`),
      ]);
      expect(Object.fromEntries(found)).toEqual(Object.fromEntries(said));
    });

  if (decides)
    it.each(verbs)('says of %s what the code decides', (verb) => {
      for (const role of Object.values(roles)) {
        const isMember = role !== 'outsider';
        const expected = written(kind, verb, role) || (isMember && written(kind, verb, 'member'));
        expect([role, decides(verb, isMember ? ['member', role] : [role])]).toEqual([role, expected]);
      }
    });

  it.each(verbs)('holds when somebody tries to %s', async (verb) => {
    const attempt = run[verb] ?? (() => Promise.reject(new Error('no such verb')));
    const id = await kind.ready(verb);
    const before = await kind.traceOf(id);
    for (const { name } of cast.filter(({ role }) => !written(kind, verb, role))) {
      const answer = await attempt(acting(house, name), id);
      expect([name, isRefusal(answer) && answer.refused]).toEqual([
        name,
        expect.stringMatching(/^not_(yours|found)$/),
      ]);
      expect([name, await kind.traceOf(id)]).toEqual([name, before]);
    }
    for (const { name, role } of cast.filter(({ role }) => written(kind, verb, role))) {
      const fresh = await kind.ready(verb, role);
      const was = await kind.traceOf(fresh);
      const answer = await attempt(acting(house, name), fresh);
      const isOfNoUse = kind.noUse?.verb === verb && kind.noUse.name === name;
      const expected = isOfNoUse ? kind.noUse?.message : 'done';
      expect([name, isRefusal(answer) ? answer.message : 'done']).toEqual([name, expected]);
      if (verb !== 'read' && !isOfNoUse) expect(await kind.traceOf(fresh)).not.toEqual(was);
    }
  });

  if (ended)
    it('refuses by state whoever has the right, when its time has passed', async () => {
      for (const verb of verbs.filter((one) => one !== 'read')) {
        const id = await ended();
        const { name } = cast.find(({ role }) => written(kind, verb, role)) ?? { name: '' };
        const before = await kind.traceOf(id);
        const answer = await run[verb]?.(acting(house, name), id);
        expect([verb, isRefusal(answer) && answer.refused]).toEqual([verb, 'wrong_state']);
        expect(await kind.traceOf(id)).toEqual(before);
      }
    });
});
