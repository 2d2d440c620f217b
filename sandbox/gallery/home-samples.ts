// Sample Homes, as they are commonly, at every limit, and with nothing on them.
import { SECTIONS } from '../../src/cases/case.ts';
import type { HandoffService } from '../../src/figures/figures.ts';
import { KIND_NAMES } from '../../src/handoffs/kinds.ts';
import type { HandoffFacts } from '../../src/handoffs/rules/owed.ts';
import { type Place, START } from '../../src/home/home.ts';
import type { MyAccount, MyAccounts } from '../../src/home/my-accounts.ts';
import {
  type Colleague,
  type DraftItem,
  type Group,
  isDraft,
  type OwedItem,
  type PersonWork,
  type WorkItem,
  type WorkPage,
} from '../../src/home/work.ts';
import type { RiskFacts } from '../../src/risks/rules/owed.ts';
import type { TeamTab } from '../../views/home/team-blocks.ts';
import { type BookSamples, emptiestBook, longestBook, ordinaryBook } from './book-samples.ts';
import { filled, longestPerson, SAMPLE_CSM, SAMPLE_NOW, SAMPLE_REP } from './samples.ts';

export interface HomeSamples {
  work: WorkPage;
  accounts: MyAccounts;
  place: Place;
  team: TeamTab;
  /** Of the windows and messages by which a book is moved. */
  book: BookSamples;
}

const SOON = new Date('2026-03-03T16:00:00Z');
const PAST = new Date('2026-02-27T16:00:00Z');
const ID = '01890000-0000-7000-8000-0000000000bb';
const LARGEST = '999999999999.99';

const ITEM = { id: ID, insteadOf: null, dueAt: SOON, snoozedUntil: null, private: false } as const;
const ACCOUNT = { name: 'Example GmbH', arr: '48000', currency: 'EUR', renewalOn: '2026-05-31' };

type Part = Partial<Omit<OwedItem, 'facts' | 'account'>>;

function handoff(part: Part = {}, facts: Partial<HandoffFacts> = {}): OwedItem {
  return {
    ...ITEM,
    type: 'handoff',
    section: 'answer',
    step: 'acknowledge',
    name: 'H-12',
    account: ACCOUNT,
    other: SAMPLE_REP,
    facts: { kind: 'sales_to_cs', gaps: 0, acceptedAt: null, goLiveOn: null, ...facts },
    ...part,
  };
}

function risk(part: Part = {}, facts: Partial<RiskFacts> = {}): OwedItem {
  return {
    ...ITEM,
    type: 'risk',
    section: 'risks_open',
    step: 'claim',
    name: 'R-7',
    account: { ...ACCOUNT, name: 'Example AG' },
    other: null,
    facts: { severity: 'at_risk', plan: null, checkInOn: null, ...facts },
    ...part,
  };
}

function draft(account: string | null): DraftItem {
  const { id, insteadOf, snoozedUntil } = ITEM;
  return {
    id,
    insteadOf,
    snoozedUntil,
    type: 'draft',
    section: 'drafts',
    dueAt: null,
    account,
    changedAt: PAST,
  };
}

const PLAN = { firstAction: 'Sample step: a call with the sponsor', dueOn: '2026-03-04' };

/** One of each that there is. */
function everyItem(): WorkItem[] {
  return [
    handoff(),
    handoff({ step: 'decide', name: 'H-9', dueAt: PAST }),
    handoff({ section: 'returned', step: 'resubmit', name: 'H-8', other: SAMPLE_CSM }, { gaps: 2 }),
    handoff({ section: 'covering', name: 'H-7', dueAt: PAST, insteadOf: SAMPLE_CSM }),
    risk({ section: 'covering', dueAt: PAST, insteadOf: SAMPLE_CSM }),
    risk({ section: 'risks_due', step: 'plan' }, { severity: 'critical' }),
    risk({ section: 'risks_due', step: 'check_in' }, { plan: PLAN, checkInOn: '2026-03-02' }),
    risk(),
    handoff(
      { section: 'finish', step: 'finish', name: 'H-3', dueAt: null },
      { acceptedAt: PAST.toISOString(), goLiveOn: '2026-04-01' },
    ),
    handoff({ section: 'finish', step: 'book_kickoff', name: 'H-2' }, { kind: 'service_to_cs' }),
    handoff({ section: 'sent', step: 'decide', name: 'H-6', other: SAMPLE_CSM }),
    draft('Example KG'),
    draft(null),
    risk({ section: 'risks_planned', step: 'check_in' }, { plan: PLAN, checkInOn: '2026-03-09' }),
  ];
}

function countsOf(items: readonly WorkItem[]): WorkPage['counts'] {
  return Object.fromEntries(
    SECTIONS.map((one) => [one, items.filter(({ section }) => section === one).length] as const).filter(
      ([, n]) => n > 0,
    ),
  );
}

function account(part: Partial<MyAccount> = {}): MyAccount {
  return {
    ...{
      id: ID,
      name: 'Example GmbH',
      segment: 'Mid-market',
      band: 'at_risk',
      overridden: false,
      why: null,
      score: 54.2,
    },
    ...{ arr: '48000', currency: 'EUR', renewalOn: '2026-05-31' },
    risk: { name: 'R-7', state: 'open', severity: 'at_risk' },
    ...part,
  };
}

const share = (met: number, of: number) => ({ met, of });

function service(of: number): HandoffService {
  const [some, hours] = [share(Math.floor(of * 0.8), of), { value: of === 0 ? null : 3.5, of }];
  return {
    ...{ acknowledged: some, accepted: some, kickoff: some, firstPass: some },
    ...{ hoursToAcknowledge: hours, hoursToAccept: hours },
  };
}

const person = (who: Colleague, part: Partial<PersonWork> = {}): PersonWork => ({
  person: { slackUserId: who.slackUserId, name: who.name, awayUntil: null, hasLeft: false },
  open: {},
  ends: {},
  late: 0,
  ...part,
});

const REPORTS: Group = { key: 'reports', name: 'My reports', scope: { kind: 'reports', memberId: ID } };
const team = (key: string, name: string): Group => ({ key, name, scope: { kind: 'team', teamId: key } });

export function ordinaryHome(): HomeSamples {
  const items = everyItem();
  const accounts = [account(), account({ band: 'healthy', score: 91, risk: null, name: 'Example AG' })];
  return {
    work: { items, counts: countsOf(items), ends: { sales_to_cs: 1, service_to_cs: 1 }, page: 0, pages: 1 },
    accounts: {
      ...{ items: accounts, total: 2, all: 14, page: 0, pages: 1 },
      segments: [
        { key: 'a', name: '' },
        { key: 'b', name: 'Mid-market' },
      ],
    },
    place: { ...START, band: null, renewal: '90' },
    book: ordinaryBook(),
    team: {
      ...{ groups: [REPORTS, team(ID, 'Sample CS')], group: REPORTS, days: 90 },
      work: {
        people: [
          person(SAMPLE_CSM, {
            open: { answer: 3, finish: 1, risks_due: 2 },
            ends: { sales_to_cs: 1 },
            late: 1,
          }),
          person(SAMPLE_REP),
        ],
        ...{ page: 0, pages: 1 },
      },
      figures: { ...service(17), teams: [] },
      returns: {
        reps: [{ person: SAMPLE_REP, sent: 9, returned: 4 }],
        gaps: [{ label: 'Champion', times: 5 }],
      },
    },
  };
}

export function emptiestHome(): HomeSamples {
  return {
    work: { items: [], counts: {}, ends: {}, page: 0, pages: 1 },
    accounts: { items: [], total: 0, all: 0, segments: [], page: 0, pages: 1 },
    place: START,
    book: emptiestBook(),
    team: {
      ...{ groups: [REPORTS], group: REPORTS, days: 90 },
      work: { people: [], page: 0, pages: 1 },
      figures: { ...service(0), teams: [] },
      returns: { reps: [], gaps: [] },
    },
  };
}

/** Pages as full as they get, of the longest there is. */
export function longestHome(filler: string): HomeSamples {
  const name = filled(filler, 120);
  const who = longestPerson(filler, 'U0CSM');
  const plan = { firstAction: filled(filler, 3000), dueOn: '2026-03-04' };
  const its = { name, arr: LARGEST, currency: filled(filler, 3), renewalOn: '2026-05-31' };
  const long = {
    name: 'H-2147483647',
    account: its,
    insteadOf: who,
    snoozedUntil: SOON,
    other: who,
    private: true,
  };
  const facts = { gaps: 14, kind: 'cs_to_sales', plan };
  const every = everyItem().map(
    (item): WorkItem =>
      isDraft(item)
        ? { ...item, account: name }
        : { ...item, ...long, facts: { ...(item.facts as object), ...facts } },
  );
  const items = [...every, ...every];
  const accounts = Array.from({ length: 15 }, (_, n) =>
    account({ name, segment: name, arr: LARGEST, currency: filled(filler, 3), overridden: n % 2 === 0 }),
  );
  const groups = Array.from({ length: 120 }, (_, n) => team(`${ID}${n}`, name));
  const millions = 1_234_567;
  const open = {
    answer: millions,
    returned: millions,
    finish: millions,
    risks_due: millions,
    risks_open: millions,
  };
  return {
    work: {
      items,
      counts: Object.fromEntries(SECTIONS.map((one) => [one, millions])),
      ends: Object.fromEntries(KIND_NAMES.map((kind) => [kind, millions])),
      ...{ page: 7, pages: 99_999 },
    },
    accounts: {
      ...{ items: accounts, total: millions, all: millions, page: 7, pages: 99_999 },
      segments: Array.from({ length: 99 }, (_, n) => ({ key: `${n}`.padStart(32, '0'), name })),
    },
    place: { ...START, band: 'unknown', segment: '7'.padStart(32, '0'), renewal: 'none' },
    book: longestBook(filler),
    team: {
      ...{ groups, group: groups[7] ?? REPORTS, days: 90 },
      work: {
        people: Array.from({ length: 12 }, () => ({
          person: { slackUserId: who.slackUserId, name: who.name, awayUntil: SOON, hasLeft: false },
          open,
          ends: Object.fromEntries(KIND_NAMES.map((kind) => [kind, millions])),
          late: millions,
        })),
        ...{ page: 7, pages: 99_999 },
      },
      figures: { ...service(millions), teams: [] },
      returns: {
        reps: Array.from({ length: 5 }, () => ({ person: who, sent: millions, returned: millions })),
        gaps: Array.from({ length: 5 }, () => ({ label: name, times: millions })),
      },
    },
  };
}

export const HOME_NOW = SAMPLE_NOW;
