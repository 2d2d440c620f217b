import { beforeEach, describe, expect, it } from 'vitest';
import { nameKey } from '../../src/accounts/account.ts';
import { spelledOut } from '../../src/accounts/find/identity.ts';
import { takeAccounts } from '../../src/accounts/import/take-accounts.ts';
import { mergeAccounts } from '../../src/accounts/merge/merge-accounts.ts';
import { importDeals } from '../../src/deals/take/import-deals.ts';
import { beginDeal, handOver } from '../../src/deals/verbs/hand-over.ts';
import { assignDeal } from '../../src/deals/verbs/settle.ts';
import type { Brief } from '../../src/handoffs/brief/brief.ts';
import { saveDraft } from '../../src/handoffs/brief/save-draft.ts';
import { setPolicy } from '../../src/settings/set-policy.ts';
import { acting, expectDone, ownHouse } from '../handoffs/house.ts';
import { newMember, newTeam } from '../people/world.ts';
import { ownDatabase } from '../support/database.ts';
import { sent, tell, won } from './house.ts';

const database = ownDatabase();
const house = ownHouse(database, { anew: true });
beforeEach(async () => {
  house.ids['rep'] = await newMember(house.ctx, 'UREP');
  const team = await database.db.team.findFirstOrThrow({
    where: { workspaceId: house.ctx.workspace.id, lane: 'sales' },
  });
  await database.db.teamMember.create({ data: { teamId: team.id, memberId: house.ids['rep'] ?? '' } });
});

const dealOf = (id: string) => database.db.deal.findUniqueOrThrow({ where: { id } });
const messagesOf = (subjectId: string) =>
  database.db.outboxMessage.findMany({ where: { subjectId }, orderBy: { id: 'asc' } });
const draftOf = async (id: string) => {
  const { handoffId } = await dealOf(id);
  return handoffId ? database.db.handoff.findUnique({ where: { id: handoffId } }) : null;
};
const REP = { owner: 'usender@example.com' };

async function account(name: string, over: Record<string, string> = {}): Promise<string> {
  const cells = { name, ...over };
  const [taken] = await takeAccounts(house.ctx, [{ line: 1, cells }], {
    source: 'import',
    called: 'line',
    dryRun: false,
  });
  if (taken?.kind !== 'create') throw new Error('no account was made');
  return taken.id;
}

describe('a deal that is won', () => {
  it('is owed by its owner, who is asked, with a clock', async () => {
    const id = await won(house.ctx, { ...REP, amount: 120_000, currency: 'EUR', term_months: 24 });
    expect(await dealOf(id)).toMatchObject({ state: 'won', ownerId: house.ids['sender'], termMonths: 24 });
    const owed = await database.db.owed.findFirstOrThrow({ where: { subjectId: id } });
    expect(owed).toMatchObject({ step: 'hand_over', memberId: house.ids['sender'] });
    expect(owed.dueAt).not.toBeNull();
    // The rep is away: their cover hears.
    expect(await messagesOf(id)).toMatchObject([
      { kind: 'deal_request', memberId: house.ids['sender cover'] },
    ]);
  });

  it('has the time that its segment and its owner’s team have, and another owner that of theirs', async () => {
    const { ctx, ids } = house;
    const segment = 'enterprise';
    const accountId = await account('Sample Enterprise', { segment });
    const teamId = await newTeam(ctx, 'A Sample Desk', 'sales', { members: [ids['onlooker'] ?? ''] });
    const any = { kind: null, segment: null, teamId: null };
    for (const [scope, value] of [
      [{ ...any, segment }, '4 hours'],
      [{ ...any, teamId }, '2 hours'],
    ] as const)
      expectDone(await setPolicy(ctx, { key: 'deal.hand_over', scope, value }));
    const limitOf = async (subjectId: string) => {
      const timer = await database.db.timer.findFirstOrThrow({ where: { subjectId } });
      return (timer.ladder as { limit: string }).limit;
    };
    const id = await won(ctx, { ...REP, account_name: 'Sample Enterprise' });
    expect(await dealOf(id)).toMatchObject({ accountId });
    expect(await limitOf(id)).toBe('PT4H');
    expect(await limitOf(await won(ctx, REP))).toBe('P1D');
    expectDone(await assignDeal(acting(house, 'admin'), { dealId: id, ownerId: ids['onlooker'] ?? '' }));
    expect(await limitOf(id)).toBe('PT2H');
  });

  it('sent twice is the same', async () => {
    const item = sent(REP);
    const [first] = await tell(house.ctx, item);
    const [again] = await tell(house.ctx, item);
    expect([first?.kind, again?.kind]).toEqual(['create', 'same']);
    expect(await database.db.deal.count({ where: { workspaceId: house.ctx.workspace.id } })).toBe(1);
    const [one, two] = await tell(house.ctx, item, { ...item, notes: 'Sample note' });
    expect([one?.kind, two?.kind]).toEqual(['same', 'reject']);
  });

  it('twice in one batch is changed or made once, in whichever of its spellings', async () => {
    const { deal_id: _, ...item } = sent(REP);
    const [short, other] = ['0061x00000ABCde', '0061x00000ZZZde'];
    const spelled = spelledOut(short);
    const [one, two] = await tell(house.ctx, { ...item, deal_id: short }, { ...item, deal_id: spelled });
    expect([one?.kind, two?.kind]).toEqual(['create', 'same']);
    const changed = { ...item, notes: 'Sample note' };
    const more = await tell(
      house.ctx,
      ...[short, spelled, short].map((deal_id) => ({ ...changed, deal_id })),
      { ...item, deal_id: other },
    );
    expect(more.map(({ kind }) => kind)).toEqual(['update', 'same', 'same', 'create']);
    const found = await database.db.deal.findMany({ where: { workspaceId: house.ctx.workspace.id } });
    expect(found.map(({ externalId, notes }) => [externalId, notes])).toEqual(
      expect.arrayContaining([
        [short, 'Sample note'],
        [other, null],
      ]),
    );
    expect(found).toHaveLength(2);
  });

  it('of an unknown owner is for the sales lead to assign, and whoever sent it is told so', async () => {
    const [taken] = await tell(house.ctx, sent({ owner: 'nobody@example.com' }));
    expect(taken).toMatchObject({
      kind: 'create',
      state: 'won',
      note: expect.stringContaining('sales lead'),
    });
    const id = taken?.kind === 'create' ? (taken.id ?? '') : '';
    expect(await messagesOf(id)).toMatchObject([
      { kind: 'deal_request', memberId: house.ids['sender lead'] },
    ]);
  });

  it('where nobody leads sales, comes to admins', async () => {
    await database.db.team.updateMany({
      where: { workspaceId: house.ctx.workspace.id },
      data: { leadId: null },
    });
    const id = await won(house.ctx, {});
    expect(await messagesOf(id)).toMatchObject([{ kind: 'deal_request', memberId: house.ids['admin'] }]);
  });

  it('without an owner is the account’s sales owner’s', async () => {
    await account('Acme', { sales_owner: 'urep@example.com' });
    const id = await won(house.ctx, { account_name: 'Acme' });
    expect(await dealOf(id)).toMatchObject({ ownerId: house.ids['rep'] });
  });

  it('of long ago is kept, and nobody is asked', async () => {
    const id = await won(house.ctx, { ...REP, won_on: '2026-12-01' });
    expect(await dealOf(id)).toMatchObject({ state: 'dismissed' });
    expect(await messagesOf(id)).toEqual([]);
    expect(await database.db.owed.count({ where: { subjectId: id } })).toBe(0);
  });
});

describe('its account', () => {
  it('is found by id, by domain and by name, and by what was merged into it', async () => {
    const acme = await account('Acme', { external_id: 'A-1', domain: 'acme.example' });
    const other = await account('Acme Labs', { external_id: 'A-2' });
    expectDone(await mergeAccounts(house.ctx, { fromId: other, intoId: acme }));
    const items = [
      { account_name: undefined, account_id: 'A-1' },
      { account_name: 'Acme', account_domain: 'acme.example' },
      { account_name: 'ACME' },
      { account_name: 'Acme Labs' },
      { account_name: undefined, account_id: 'A-2' },
    ];
    for (const over of items)
      expect(await dealOf(await won(house.ctx, { ...REP, ...over }))).toMatchObject({ accountId: acme });
  });

  it('that comes after the deal is linked when the same is sent again', async () => {
    const item = sent({ ...REP, account_name: 'Later Here' });
    const [taken] = await tell(house.ctx, item);
    const accountId = await account('Later Here');
    const again = await tell(house.ctx, item, item);
    expect(again.map(({ kind }) => kind)).toEqual(['update', 'same']);
    const id = taken?.kind === 'create' ? (taken.id ?? '') : '';
    expect(await dealOf(id)).toMatchObject({ accountId, state: 'won', ownerId: house.ids['sender'] });
  });

  it('that is renamed stays the deal’s, also where the CRM goes on with the name before', async () => {
    const accountId = await account('Acme');
    const items = [sent({ ...REP, account_name: 'Acme' }), sent({ account_name: 'Acme', state: 'lost' })];
    const taken = await tell(house.ctx, ...items);
    const name = 'Acme Labs';
    await database.db.account.update({ where: { id: accountId }, data: { name, nameKey: nameKey(name) } });
    await tell(house.ctx, ...items.map((item) => ({ ...item, notes: 'Sample note' })));
    for (const one of taken)
      expect(await dealOf(one.kind === 'create' ? (one.id ?? '') : '')).toMatchObject({
        accountId,
        notes: 'Sample note',
      });
    const [first] = taken;
    await tell(house.ctx, { ...items[0], account_name: 'Another One' });
    expect(await dealOf(first?.kind === 'create' ? (first.id ?? '') : '')).toMatchObject({ accountId: null });
  });

  it('that cannot be told is refused with what to write, and spoils no other', async () => {
    await account('Acme', { external_id: 'A-1' });
    const [unknown, other, good, nameless] = await tell(
      house.ctx,
      sent({ account_name: undefined, account_id: 'A-9' }),
      sent({ account_name: 'Acme', account_id: 'A-9' }),
      sent({ ...REP }),
      { account_name: 'Acme' },
    );
    expect([unknown?.kind, other?.kind, good?.kind, nameless?.kind]).toEqual([
      'reject',
      'reject',
      'create',
      'reject',
    ]);
    expect(other).toMatchObject({ reason: expect.stringContaining('A-1') });
    expect(nameless).toMatchObject({ reason: expect.stringContaining('deal_id') });
  });

  it('is made by its name once the deal is handed over', async () => {
    const id = await won(house.ctx, {
      account_name: 'Brand New',
      owner: 'urep@example.com',
      receiver: 'ureceiver@example.com',
      why: 'Sample reason',
      contact: 'Sample Contact',
      promises: 'None',
    });
    const rep = acting(house, 'rep');
    const { handoffId } = expectDone(await beginDeal(rep, { dealId: id }));
    const outcomes = [{ id: 'o1', text: 'Sample outcome' }];
    expectDone(await saveDraft(rep, { handoffId, viewId: 'V1', patch: { brief: { outcomes } } }));
    expectDone(await handOver(rep, { handoffId }));
    const made = await database.db.account.findFirstOrThrow({ where: { name: 'Brand New' } });
    expect(await dealOf(id)).toMatchObject({ state: 'handed_over', accountId: made.id, handoffId });
    expect(await database.db.owed.count({ where: { subjectId: id } })).toBe(0);
    expect(await database.db.timer.count({ where: { subjectId: id } })).toBe(0);
  });
});

describe('the draft of a deal', () => {
  const brief = async (id: string) => (await draftOf(id))?.brief as Brief | undefined;
  const rep = () => acting(house, 'rep');
  const OWN = { owner: 'urep@example.com' };

  it('has what the CRM says, is found again, and follows what is sent until somebody types', async () => {
    const item = sent({
      ...OWN,
      contact: 'Ann Sample',
      why: 'They grow',
      products: 'Suite',
      term_months: 12,
    });
    const [taken] = await tell(house.ctx, item);
    const id = taken?.kind === 'create' ? (taken.id ?? '') : '';
    const { handoffId } = expectDone(await beginDeal(rep(), { dealId: id }));
    expect(await brief(id)).toMatchObject({
      contact: 'Ann Sample',
      alreadyTold: 'Sold: Suite\nTerm: 12 months',
    });
    expectDone(await saveDraft(rep(), { handoffId, viewId: 'V', patch: { brief: { why: 'My own words' } } }));
    await tell(house.ctx, { ...item, contact: 'Bob Sample', why: 'Another reason' });
    expect(await brief(id)).toMatchObject({ contact: 'Bob Sample', why: 'My own words' });
    expect(expectDone(await beginDeal(rep(), { dealId: id }))).toEqual({ handoffId });
  });

  it('has the people that the CRM lists, and the champion as its main contact', async () => {
    const contacts = [
      { name: 'Ann Sample', role: 'Economic buyer', note: 'Signs the contract' },
      { name: 'Bob Sample', role: 'champion' },
      { name: 'Cem Sample' },
    ];
    const id = await won(house.ctx, {
      ...OWN,
      contacts,
      champion: 'BOB Sample',
      economic_buyer: 'Dee Sample',
    });
    expectDone(await beginDeal(rep(), { dealId: id }));
    expect(await brief(id)).toMatchObject({
      contact: 'Bob Sample, Champion',
      people: [
        { id: 'crm0', name: 'Ann Sample', role: 'economic_buyer', note: 'Signs the contract' },
        { id: 'crm1', name: 'Bob Sample', role: 'champion' },
        { id: 'crm2', name: 'Cem Sample', role: 'other' },
        { id: 'crm3', name: 'Dee Sample', role: 'economic_buyer' },
      ],
      sources: { contact: { from: 'deal' }, people: { from: 'deal' } },
    });
    const own = await won(house.ctx, { ...OWN, contacts, contact: 'Ann Sample, COO' });
    expectDone(await beginDeal(rep(), { dealId: own }));
    expect(await brief(own)).toMatchObject({ contact: 'Ann Sample, COO' });
  });

  it('begins with what an earlier handoff of the account says that still holds, but of no private one', async () => {
    const accountId = await account('Acme');
    const earlier = {
      technical: 'Sample system',
      why: 'Old reason',
      outcomes: [],
      people: [],
      commitments: [],
      answers: {},
    };
    const row = {
      workspaceId: house.ctx.workspace.id,
      ...{
        senderId: house.ids['sender'] ?? '',
        receiverId: house.ids['receiver'] ?? '',
        accountId,
        template: 'sales_to_cs@1',
      },
      ...{
        kind: 'sales_to_cs' as const,
        state: 'finished' as const,
        brief: earlier,
        submissions: 1,
        kickoffOn: house.ctx.now,
        closedAt: house.ctx.now,
        finishedById: house.ids['receiver'] ?? '',
        quality: 5,
      },
      ...{ submittedAt: new Date('2026-03-01T09:00:00Z'), acceptedAt: new Date('2026-03-03T09:00:00Z') },
      ...{ createdAt: house.ctx.now, updatedAt: house.ctx.now },
    } as const;
    await database.db.handoff.create({ data: { ...row, id: await won(house.ctx), number: 12 } });
    await database.db.handoff.create({
      data: {
        ...row,
        id: await won(house.ctx),
        number: 13,
        private: true,
        brief: { ...earlier, technical: 'Secret' },
        acceptedAt: house.ctx.now,
      },
    });
    const id = await won(house.ctx, { ...OWN, account_name: 'Acme', type: 'expansion' });
    expectDone(await beginDeal(rep(), { dealId: id }));
    expect(await brief(id)).toMatchObject({
      technical: 'Sample system',
      sources: { technical: { from: 'handoff', name: 'H-12', on: '2026-03-03' } },
    });
    expect(await brief(id)).not.toHaveProperty('why');
  });

  it('is the one that the rep has begun for the account', async () => {
    const saved = expectDone(
      await saveDraft(rep(), {
        viewId: 'V2',
        patch: { accountName: 'Acme', brief: { contact: 'Own Contact' } },
      }),
    );
    const id = await won(house.ctx, {
      ...OWN,
      account_name: 'Acme',
      contact: 'CRM Contact',
      why: 'Sample reason',
    });
    expect(expectDone(await beginDeal(rep(), { dealId: id }))).toEqual({ handoffId: saved.handoff.id });
    expect(await brief(id)).toMatchObject({ contact: 'Own Contact', why: 'Sample reason' });
  });

  it('goes when the deal is lost and nobody typed; what somebody typed stays, and they are told', async () => {
    const [one, two] = [sent({ ...OWN, contact: 'Sample' }), sent({ ...OWN, contact: 'Sample' })];
    const taken = await tell(house.ctx, one, two);
    const [first = '', second = ''] = taken.map((each) => (each.kind === 'create' ? (each.id ?? '') : ''));
    const drafts = [first, second].map(
      async (dealId) => expectDone(await beginDeal(rep(), { dealId })).handoffId,
    );
    const [untouched = '', typed = ''] = await Promise.all(drafts);
    expectDone(await saveDraft(rep(), { handoffId: typed, viewId: 'V', patch: { brief: { why: 'Typed' } } }));
    await tell(house.ctx, { ...one, state: 'lost' }, { ...two, state: 'Closed Lost' });
    expect(await database.db.handoff.findUnique({ where: { id: untouched } })).toBeNull();
    expect(await database.db.handoff.findUnique({ where: { id: typed } })).toMatchObject({ state: 'draft' });
    const told = async (id: string) => (await messagesOf(id)).filter(({ kind }) => kind === 'deal_lost');
    expect(await told(first)).toEqual([]);
    expect(await told(second)).toMatchObject([{ memberId: house.ids['rep'] }]);
    expect(await database.db.owed.count({ where: { subjectId: { in: [first, second] } } })).toBe(0);
  });
});

describe('what comes after it was handed over', () => {
  it('is kept, told nobody, and answered as such', async () => {
    const item = sent({
      owner: 'urep@example.com',
      receiver: 'ureceiver@example.com',
      contact: 'A',
      why: 'B',
      promises: 'C',
    });
    const [taken] = await tell(house.ctx, item);
    const id = taken?.kind === 'create' ? (taken.id ?? '') : '';
    const rep = acting(house, 'rep');
    const { handoffId } = expectDone(await beginDeal(rep, { dealId: id }));
    const outcomes = [{ id: 'o1', text: 'Sample outcome' }];
    expectDone(await saveDraft(rep, { handoffId, viewId: 'V', patch: { brief: { outcomes } } }));
    expectDone(await handOver(rep, { handoffId }));
    const before = (await messagesOf(id)).length;
    for (const state of ['won', 'lost']) {
      const [again] = await tell(house.ctx, { ...item, state, notes: `Late ${state}` });
      expect(again).toMatchObject({
        kind: 'update',
        state: 'handed_over',
        note: expect.stringContaining('handed over already'),
      });
    }
    expect((await messagesOf(id)).length).toBe(before);
    const { accountId } = await dealOf(id);
    await database.db.account.update({
      where: { id: accountId ?? '' },
      data: { name: 'Renamed', nameKey: nameKey('Renamed') },
    });
    await tell(house.ctx, { ...item, notes: 'Later' });
    expect(accountId).not.toBeNull();
    expect(await dealOf(id)).toMatchObject({ state: 'handed_over', notes: 'Later', accountId });
  });

  it('a handoff that its seller was faster with is its handoff', async () => {
    const rep = acting(house, 'rep');
    const patch = {
      accountName: 'Faster',
      receiverId: house.ids['receiver'] ?? '',
      brief: { contact: 'A', why: 'B', promises: 'C', outcomes: [{ id: 'o1', text: 'D' }] },
    };
    const saved = expectDone(await saveDraft(rep, { viewId: 'V7', patch }));
    expectDone(await handOver(rep, { handoffId: saved.handoff.id }));
    const id = await won(house.ctx, { account_name: 'Faster', owner: 'urep@example.com' });
    expect(await dealOf(id)).toMatchObject({ state: 'handed_over', handoffId: saved.handoff.id });
    expect(await messagesOf(id)).toEqual([]);
  });

  it('a handoff begun by hand hands over the deal of the same account', async () => {
    const accountId = await account('By Hand');
    const id = await won(house.ctx, { account_name: 'By Hand', owner: 'urep@example.com' });
    const rep = acting(house, 'rep');
    const patch = {
      accountId,
      receiverId: house.ids['receiver'] ?? '',
      brief: { contact: 'A', why: 'B', promises: 'C', outcomes: [{ id: 'o1', text: 'D' }] },
    };
    const saved = expectDone(await saveDraft(rep, { viewId: 'V8', patch }));
    expectDone(await handOver(rep, { handoffId: saved.handoff.id }));
    expect(await dealOf(id)).toMatchObject({ state: 'handed_over', handoffId: saved.handoff.id });
  });
});

describe('a handoff begun by hand', () => {
  const BRIEF = { contact: 'A', why: 'B', promises: 'C', outcomes: [{ id: 'o1', text: 'D' }] };
  async function sends(name: string, patch: object): Promise<string> {
    const ctx = acting(house, name);
    const receiverId = house.ids['receiver'] ?? '';
    const saved = expectDone(
      await saveDraft(ctx, { viewId: `V${name}`, patch: { receiverId, brief: BRIEF, ...patch } }),
    );
    expectDone(await handOver(ctx, { handoffId: saved.handoff.id }));
    return saved.handoff.id;
  }

  it('hands over the deal of an account that it makes, whatever its type', async () => {
    const id = await won(house.ctx, {
      account_name: 'Brand New',
      owner: 'urep@example.com',
      type: 'partner',
    });
    const handoffId = await sends('rep', { accountName: 'BRAND new' });
    expect(await dealOf(id)).toMatchObject({ state: 'handed_over', handoffId });
  });

  it('by whoever may hand the deal over does, by others does not', async () => {
    const id = (account_name: string) => won(house.ctx, { account_name, ...REP });
    const [one, two] = [await id('Of Another'), await id('Covered')];
    await sends('rep', { accountName: 'Of Another' });
    const handoffId = await sends('sender cover', { accountName: 'Covered' });
    expect(await dealOf(one)).toMatchObject({ state: 'won' });
    expect(await dealOf(two)).toMatchObject({ state: 'handed_over', handoffId });
  });

  it('is not used up by a deal that is won already', async () => {
    const item = sent({ account_name: 'Used Up', ...REP });
    await tell(house.ctx, item);
    const handoffId = await sends('rep', { accountName: 'Used Up' });
    const other = sent({ account_name: 'Used Up', owner: 'urep@example.com' });
    const [one, two] = await tell(house.ctx, { ...item, notes: 'Sample note' }, other);
    expect([one, two]).toMatchObject([{ state: 'won' }, { state: 'handed_over' }]);
    expect(await dealOf(two?.kind === 'create' ? (two.id ?? '') : '')).toMatchObject({ handoffId });
  });

  it('of another type is the one that its seller was faster with', async () => {
    const handoffId = await sends('rep', { accountName: 'Faster', dealType: 'expansion' });
    const id = await won(house.ctx, { account_name: 'Faster', owner: 'urep@example.com' });
    expect(await dealOf(id)).toMatchObject({ state: 'handed_over', handoffId });
  });
});

describe('an expected deal', () => {
  it('has no clock and asks nobody, is asked for once it is won, and may be expected again', async () => {
    const item = sent({ ...REP, state: 'expected', closes_on: '2027-03-20' });
    const [taken] = await tell(house.ctx, item);
    const id = taken?.kind === 'create' ? (taken.id ?? '') : '';
    expect([await messagesOf(id), await database.db.timer.count({ where: { subjectId: id } })]).toEqual([
      [],
      0,
    ]);
    await tell(house.ctx, { ...item, state: 'won' });
    expect(await messagesOf(id)).toMatchObject([{ kind: 'deal_request' }]);
    await tell(house.ctx, { ...item, closes_on: '2027-04-01' });
    expect(await dealOf(id)).toMatchObject({ state: 'expected', closesOn: new Date('2027-04-01') });
    expect(await database.db.owed.count({ where: { subjectId: id } })).toBe(0);
    expect(await database.db.timer.count({ where: { subjectId: id, dueAt: { not: null } } })).toBe(0);
  });
});

describe('another owner', () => {
  it('in the CRM is asked anew, with a fresh clock; what somebody said in Slack stands until the CRM says another', async () => {
    const item = sent({ ...REP });
    const [taken] = await tell(house.ctx, item);
    const id = taken?.kind === 'create' ? (taken.id ?? '') : '';
    await tell(house.ctx, { ...item, owner: 'urep@example.com' });
    expect(await dealOf(id)).toMatchObject({ ownerId: house.ids['rep'] });
    expect((await messagesOf(id)).map(({ memberId }) => memberId)).toEqual([
      house.ids['sender cover'],
      house.ids['rep'],
    ]);
    await database.db.deal.update({ where: { id }, data: { ownerId: house.ids['onlooker'] ?? '' } });
    await tell(house.ctx, { ...item, owner: 'urep@example.com', notes: 'Sample note' });
    expect(await dealOf(id)).toMatchObject({ ownerId: house.ids['onlooker'] });
  });
});

describe('contacts', () => {
  const named = (n: number) => Array.from({ length: n }, (_, i) => ({ name: `Sample Person ${i}` }));

  it.each([
    [[{ name: 'Ann Sample', role: 'champoin' }], 'contact 1: role is one of', 'did you mean champion'],
    [[{ name: 'Ann Sample' }, { name: ' ', role: 'admin' }], 'contact 2 has no name', ''],
    [[{ name: 'Ann Sample', note: 'x'.repeat(301) }], 'contact 1: note is longer than 300 characters', ''],
    [[{ role: 'champion' }], 'contacts.0.name is missing', ''],
    [[{ name: 'Ann Sample', title: 'COO' }], 'contacts.0', 'title'],
    [named(11), 'contacts names more than 10 people', ''],
    ['Ann Sample', 'contacts must be a list', ''],
  ])('that cannot be read are refused with what is wrong: %j', async (contacts, reason, more) => {
    const [taken] = await tell(house.ctx, sent({ contacts }));
    expect(taken).toMatchObject({ kind: 'reject', reason: expect.stringContaining(reason) });
    expect(taken).toMatchObject({ reason: expect.stringContaining(more) });
  });

  it('beside those with a column of their own are no more than a brief has room for', async () => {
    const over = { contacts: named(10), champion: 'Ann Sample' };
    expect(await tell(house.ctx, sent(over))).toMatchObject([
      { kind: 'reject', reason: 'names 11 people; a brief has room for 10' },
    ]);
  });
});

describe('a file', () => {
  const table = (rows: Record<string, string>[]) => ({
    columns: [],
    header: '',
    rejected: [],
    rows: rows.map((cells, n) => ({ line: n + 2, cells, raw: Object.values(cells) })),
  });

  it('is taken but for its bad rows, and a dry run says the same and writes nothing', async () => {
    const rows = Array.from({ length: 260 }, (_, n) => ({
      deal_id: `F-${n}`,
      account_name: `File Customer ${n}`,
      owner: 'usender@example.com',
      amount: n % 25 === 0 ? 'a lot' : '1200',
      currency: 'EUR',
    }));
    const seen: number[] = [];
    const dry = await importDeals(house.ctx, table(rows) as never, { dryRun: true });
    expect(await database.db.deal.count({ where: { workspaceId: house.ctx.workspace.id } })).toBe(0);
    const done = await importDeals(house.ctx, table(rows) as never, {
      dryRun: false,
      onProgress: (n) => seen.push(n),
    });
    expect([dry.created, dry.rejected.length]).toEqual([249, 11]);
    expect([done.created, done.rejected.length]).toEqual([249, 11]);
    expect(seen.at(-1)).toBe(260);
    // Three break in on the cover of who sold them; the others are in one message of the morning.
    const workspaceId = house.ctx.workspace.id;
    expect(await database.db.outboxMessage.count({ where: { workspaceId, kind: 'deal_request' } })).toBe(3);
    expect(await database.db.outboxMessage.count({ where: { workspaceId, kind: 'morning' } })).toBe(1);
    expect(await database.db.timer.count({ where: { workspaceId, dueAt: { not: null } } })).toBe(249);
    const again = await importDeals(house.ctx, table(rows) as never, { dryRun: false });
    expect([again.created, again.updated, again.same]).toEqual([0, 0, 249]);
  });

  it('two at once make each deal once', async () => {
    const rows = Array.from({ length: 60 }, (_, n) => ({ deal_id: `T-${n}`, account_name: `Twin ${n}` }));
    const both = await Promise.all(
      [1, 2].map(() => importDeals(house.ctx, table(rows) as never, { dryRun: false })),
    );
    expect(both.reduce((sum, { created }) => sum + created, 0)).toBe(60);
    expect(await database.db.deal.count({ where: { workspaceId: house.ctx.workspace.id } })).toBe(60);
  });
});
