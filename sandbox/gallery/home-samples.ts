// Sample Homes, as they are commonly, at every limit, and with nothing on them.
import type { HandoffService } from '../../src/figures/figures.ts';
import type { Group } from '../../src/home/groups.ts';
import type { MyAccount, MyAccounts } from '../../src/home/my-accounts.ts';
import { type Place, START } from '../../src/home/place.ts';
import type { PersonWork } from '../../src/home/team-work.ts';
import {
  type Colleague,
  type DraftItem,
  type HandoffItem,
  type RiskItem,
  SECTIONS,
  type WorkItem,
  type WorkPage,
} from '../../src/home/work.ts';
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

const ITEM = { id: ID, insteadOf: null, dueAt: SOON, snoozedUntil: null } as const;

function handoff(part: Partial<HandoffItem> = {}): HandoffItem {
  return {
    ...ITEM,
    ...{ what: 'handoff', section: 'answer', ask: 'acknowledge', name: 'H-12', account: 'Example GmbH' },
    ...{ kind: 'sales_to_cs', private: false, other: SAMPLE_REP, gaps: 0, acceptedAt: null, goLiveOn: null },
    ...part,
  };
}

function risk(part: Partial<RiskItem> = {}): RiskItem {
  return {
    ...ITEM,
    ...{
      what: 'risk',
      section: 'risks_open',
      ask: 'claim',
      name: 'R-7',
      account: 'Example AG',
      severity: 'at_risk',
    },
    ...{
      arr: '48000',
      currency: 'EUR',
      renewalOn: '2026-05-31',
      plan: null,
      isPlanLost: false,
      checkInOn: null,
    },
    ...part,
  };
}

function draft(part: Partial<DraftItem> = {}): DraftItem {
  return {
    ...ITEM,
    what: 'draft',
    section: 'drafts',
    dueAt: null,
    account: 'Example KG',
    changedAt: PAST,
    ...part,
  };
}

const PLAN = { firstAction: 'Sample step: a call with the sponsor', dueOn: '2026-03-04' };

/** One of each that there is. */
function everyItem(): WorkItem[] {
  return [
    handoff(),
    handoff({ ask: 'decide', name: 'H-9', dueAt: PAST }),
    handoff({ section: 'returned', ask: 'resubmit', name: 'H-8', gaps: 2, other: SAMPLE_CSM }),
    handoff({ section: 'covering', ask: 'acknowledge', name: 'H-7', dueAt: PAST, insteadOf: SAMPLE_CSM }),
    risk({ section: 'covering', ask: 'claim', dueAt: PAST, insteadOf: SAMPLE_CSM }),
    risk({ section: 'risks_due', ask: 'plan', severity: 'critical' }),
    risk({ section: 'risks_due', ask: 'check_in', plan: PLAN, checkInOn: '2026-03-02' }),
    risk(),
    handoff({
      section: 'finish',
      ask: 'finish',
      name: 'H-3',
      acceptedAt: PAST,
      goLiveOn: '2026-04-01',
      dueAt: null,
    }),
    handoff({ section: 'sent', ask: 'decide', name: 'H-6', other: SAMPLE_CSM }),
    draft(),
    draft({ account: null }),
    risk({ section: 'risks_planned', ask: 'wait', plan: PLAN, checkInOn: '2026-03-09' }),
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
  ...{ answer: 0, returned: 0, finish: 0, claimed: 0, unclaimed: 0, late: 0 },
  ...part,
});

const REPORTS: Group = { key: 'reports', name: 'My reports', scope: { kind: 'reports', memberId: ID } };
const team = (key: string, name: string): Group => ({ key, name, scope: { kind: 'team', teamId: key } });

export function ordinaryHome(): HomeSamples {
  const items = everyItem();
  const accounts = [account(), account({ band: 'healthy', score: 91, risk: null, name: 'Example AG' })];
  return {
    work: { items, counts: countsOf(items), page: 0, pages: 1 },
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
        people: [person(SAMPLE_CSM, { answer: 3, finish: 1, claimed: 2, late: 1 }), person(SAMPLE_REP)],
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
    work: { items: [], counts: {}, page: 0, pages: 1 },
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
  const long = {
    ...{ name: 'H-2147483647', account: name, insteadOf: who, snoozedUntil: SOON, other: who, private: true },
    ...{
      gaps: 14,
      kind: 'cs_to_sales',
      arr: LARGEST,
      currency: filled(filler, 3),
      plan: { firstAction: filled(filler, 3000), dueOn: '2026-03-04' },
    },
  } as const;
  const every = everyItem().map((item) => ({ ...item, ...long }) as WorkItem);
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
    claimed: millions,
    unclaimed: millions,
  };
  return {
    work: {
      items,
      counts: Object.fromEntries(SECTIONS.map((one) => [one, millions])),
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
          ...{ ...open, late: millions },
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
