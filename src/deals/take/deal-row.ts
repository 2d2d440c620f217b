import { createHash } from 'node:crypto';
import type { DealType } from '../../../prisma/generated/client.ts';
import { nameKey } from '../../accounts/account.ts';
import { checkId, spelledOut } from '../../accounts/find/identity.ts';
import { type Cells, date, domain, ids, money, short } from '../../accounts/import/account-row.ts';
import type { Sought } from '../../accounts/import/match-account.ts';
import { BRIEF_LIMITS, type BriefPerson, PERSON_ROLES, type PersonRole } from '../../handoffs/brief/brief.ts';
import type { Answers } from '../../handoffs/brief/sources.ts';
import { BadCell, oneOf, saidOf } from '../../platform/csv/csv.ts';
import { fold, quoted } from '../../platform/text.ts';

/** What is said of each contact, in columns such as contact_1_name. */
export const CONTACT_FIELDS = ['name', 'role', 'note'] as const;
type ContactField = (typeof CONTACT_FIELDS)[number];
export const contactColumn = (n: number, field: ContactField): string => `contact_${n}_${field}`;
const CONTACTS = Array.from({ length: BRIEF_LIMITS.people }, (_, n) => n + 1);

export const DEAL_COLUMNS: readonly string[] = [
  'deal_id',
  'state',
  'type',
  'account_id',
  'account_domain',
  'account_name',
  'owner',
  'receiver',
  'amount',
  'currency',
  'closes_on',
  'won_on',
  'term_months',
  'products',
  'contact',
  'champion',
  'economic_buyer',
  'why',
  'promises',
  'notes',
  'go_live',
  'contract_link',
  'recording_link',
  'deck_link',
  ...CONTACTS.flatMap((n) => CONTACT_FIELDS.map((field) => contactColumn(n, field))),
];

/** What other systems call these columns. */
export const DEAL_ALIASES = {
  deal_id: ['opportunity_id', 'record_id', 'hs_object_id'],
  state: ['deal_stage', 'stage'],
  type: ['deal_type', 'opportunity_type'],
  account_id: ['company_id'],
  account_name: ['account', 'company_name'],
  account_domain: ['website', 'company_domain_name'],
  owner: ['deal_owner', 'opportunity_owner', 'owner_email'],
  closes_on: ['close_date'],
  products: ['product'],
};

const STATES = ['won', 'expected', 'lost'] as const;
export type SentState = (typeof STATES)[number];
/** As CRMs say it. */
const STATE_WORDS: Record<string, SentState> = {
  'closed won': 'won',
  closedwon: 'won',
  'closed lost': 'lost',
  closedlost: 'lost',
  open: 'expected',
};
const TYPES = ['new', 'expansion', 'renewal', 'partner'] as const satisfies DealType[];
const TYPE_WORDS: Record<string, DealType> = {
  'new business': 'new',
  newbusiness: 'new',
  'existing business': 'expansion',
  existingbusiness: 'expansion',
};
const PERSON_ROLE_WORDS = Object.keys(PERSON_ROLES) as PersonRole[];
const MOST_MONTHS = 240;

/** What one row says of a deal. */
export interface DealRow {
  externalId: string;
  /** The same for every spelling of that id. */
  key: string;
  state: SentState;
  dealType: DealType;
  account: Sought;
  /** As they are named. */
  owner: string | null;
  receiver: string | null;
  /** Decimal text. */
  amount: string | null;
  currency: string | null;
  /** YYYY-MM-DD. */
  closesOn: string | null;
  wonOn: string | null;
  termMonths: number | null;
  products: string | null;
  notes: string | null;
  answers: Answers;
  /** Of all it says. */
  print: string;
}

/** Reads one row, or returns the reason why it cannot be taken. */
export function readDealRow(given: Cells): DealRow | { reason: string } {
  const cells = Object.fromEntries(Object.entries(given).map(([column, cell]) => [column, saidOf(cell)]));
  const cell = (column: string) => cells[column] ?? '';
  try {
    const said = short(cells, 'deal_id');
    if (said === null)
      throw new BadCell('deal_id is empty: by it Baton knows the deal when it is sent again');
    const externalId = checkId(said, 'deal_id');
    const key = spelledOut(externalId);
    const name = short(cells, 'account_name') ?? '';
    const state =
      STATE_WORDS[cell('state').toLowerCase()] ?? (cell('state') && oneOf(cell('state'), 'state', STATES));
    const type =
      TYPE_WORDS[cell('type').toLowerCase()] ?? (cell('type') && oneOf(cell('type'), 'type', TYPES));
    const sum = money(cell('amount'), cell('currency'));
    return {
      externalId,
      key,
      state: state || 'won',
      dealType: type || 'new',
      account: {
        name,
        nameKey: nameKey(name),
        domain: domain(cell('account_domain')),
        externalIds: ids(cells, 'account_id'),
        parent: null,
      },
      owner: cell('owner') || null,
      receiver: cell('receiver') || null,
      amount: sum.arr,
      currency: sum.currency,
      closesOn: date(cells, 'closes_on'),
      wonOn: date(cells, 'won_on'),
      termMonths: months(cell('term_months')),
      products: text(cells, 'products', BRIEF_LIMITS.line),
      notes: text(cells, 'notes', BRIEF_LIMITS.text),
      answers: answersIn(cells),
      print: printOf({ ...cells, deal_id: key }),
    };
  } catch (error) {
    if (error instanceof BadCell) return { reason: error.message };
    throw error;
  }
}

function months(cell: string): number | null {
  if (cell === '') return null;
  const value = /^\d{1,3}$/.test(cell) ? Number(cell) : 0;
  if (value < 1 || value > MOST_MONTHS)
    throw new BadCell(`term_months ${quoted(cell)} is not a number of months from 1 to ${MOST_MONTHS}`);
  return value;
}

function text(cells: Cells, column: string, most: number): string | null {
  const said = (cells[column] ?? '').replaceAll('\u0000', '').trim();
  if ([...said].length > most) throw new BadCell(`${column} is longer than ${most} characters`);
  return said === '' ? null : said;
}

function link(cells: Cells, column: string): string | undefined {
  const said = text(cells, column, BRIEF_LIMITS.url);
  if (said !== null && !/^https?:\/\/\S+$/iu.test(said))
    throw new BadCell(`${column} ${quoted(said)} is not a link that starts with https://`);
  return said ?? undefined;
}

/** Those in the list, then who has a column of their own and is not in it. */
function peopleIn(cells: Cells): BriefPerson[] {
  const listed = CONTACTS.flatMap((n) => contactIn(cells, n) ?? []);
  const alone = (['champion', 'economic_buyer'] as const).flatMap((role) => {
    const name = text(cells, role, BRIEF_LIMITS.line);
    const isListed = listed.some((one) => one.role === role && fold(one.name) === fold(name ?? ''));
    return name === null || isListed ? [] : [{ name, role }];
  });
  const people = [...listed, ...alone];
  if (people.length > BRIEF_LIMITS.people)
    throw new BadCell(`names ${people.length} people; a brief has room for ${BRIEF_LIMITS.people}`);
  return people.map((person, n) => ({ id: `crm${n}`, ...person }));
}

function contactIn(cells: Cells, n: number): Omit<BriefPerson, 'id'> | null {
  const [name = '', role = '', note = ''] = CONTACT_FIELDS.map((field) => {
    const said = cells[contactColumn(n, field)] ?? '';
    return text({ [`contact ${n}: ${field}`]: said }, `contact ${n}: ${field}`, BRIEF_LIMITS.line) ?? '';
  });
  if (name + role + note === '') return null;
  if (name === '') throw new BadCell(`contact ${n} has no name`);
  const word = role.replaceAll(/[\s-]+/gu, '_');
  return {
    name,
    role: word === '' ? 'other' : oneOf(word, `contact ${n}: role`, PERSON_ROLE_WORDS),
    ...(note && { note }),
  };
}

/** The champion, else who comes first. */
function mainContact(people: readonly BriefPerson[]): string | undefined {
  const main = people.find(({ role }) => role === 'champion') ?? people[0];
  if (!main) return undefined;
  const withRole = main.role === 'other' ? main.name : `${main.name}, ${PERSON_ROLES[main.role]}`;
  return [...withRole].length > BRIEF_LIMITS.line ? main.name : withRole;
}

function answersIn(cells: Cells): Answers {
  const people = peopleIn(cells);
  const answers: Answers = {
    contact: text(cells, 'contact', BRIEF_LIMITS.line) ?? mainContact(people),
    why: text(cells, 'why', BRIEF_LIMITS.text) ?? undefined,
    promises: text(cells, 'promises', BRIEF_LIMITS.text) ?? undefined,
    ...(people.length > 0 && { people }),
    goLive: date(cells, 'go_live') ?? undefined,
    contractLink: link(cells, 'contract_link'),
    recordingLink: link(cells, 'recording_link'),
    deckLink: link(cells, 'deck_link'),
  };
  return Object.fromEntries(Object.entries(answers).filter(([, one]) => one));
}

/** Tells a row that says the same from one that does not, whatever the order of its columns and the spelling of its id. */
function printOf(cells: Cells): string {
  const said = DEAL_COLUMNS.filter((column) => cells[column]).map((column) => [column, cells[column]]);
  return createHash('sha256').update(JSON.stringify(said)).digest('base64url').slice(0, 22);
}
