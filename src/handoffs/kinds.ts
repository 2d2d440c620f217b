import type { Account, HandoffKind, Lane } from '../../prisma/generated/client.ts';
import type { People, Person } from '../people/person.ts';
import type { Template } from './brief/template.ts';
import { CS_TO_CS, CS_TO_SALES, SALES_TO_CS } from './brief/templates.ts';
import type { AccountFields, Handoff } from './handoff.ts';

export type { HandoffKind };

/** All in which kinds of handoffs differ. */
interface KindRules {
  /** What is asked until a workspace asks something else. */
  template: Template;
  lanes: { from: Lane; to: Lane };
  /** Whose the account is once it was accepted, and where it stands. */
  ownersAfter(handoff: Handoff, account: Account): AccountFields;
  /** The setting that names the channel of its card, where the receiver's team has none; null: it has no card. */
  channel: 'handoff.sales_to_cs.channel' | 'handoff.cs_to_sales.channel' | null;
  /** The customer is new to those who take over: whether the kickoff was held in time counts, and what is late is told. */
  hasKickoff: boolean;
  /** Of the account that it makes, the sender is the sales owner. */
  isFromSeller: boolean;
  /** What it says of the customer goes on into the next book. */
  briefGoesOn: boolean;
  /** Whoever passes it on reads first how the account is, and says why all the same. */
  isGuarded: boolean;
  /** It comes with others, as one book. */
  isOfBook: boolean;
  words: {
    /** Title of the modal that begins it. */
    start: string;
    /** What the receiver gets. */
    yours: string;
    /** Before the sender's name. */
    from: string;
    /** Before the account's name; empty for the common kind. */
    at: string;
    /** Behind the title, and ends with a comma; empty for the common kind. */
    aside: string;
    /** What it is, to whoever begins one; null for the common kind. */
    explained: { title: string; text: string } | null;
  };
}

/** Where several fit two people, the first does. */
export const KINDS: Readonly<Record<HandoffKind, KindRules>> = {
  sales_to_cs: {
    template: SALES_TO_CS,
    lanes: { from: 'sales', to: 'cs' },
    // The account is theirs, and enters adoption.
    ownersAfter: ({ senderId, receiverId }, { salesOwnerId, stage }) => ({
      csOwnerId: receiverId,
      salesOwnerId: salesOwnerId ?? senderId,
      stage: stage === 'land' ? 'adopt' : stage,
    }),
    channel: 'handoff.sales_to_cs.channel',
    hasKickoff: true,
    isFromSeller: true,
    briefGoesOn: true,
    isGuarded: false,
    isOfBook: false,
    words: { start: 'Start a handoff', yours: 'account', from: 'From', at: '', aside: '', explained: null },
  },
  cs_to_sales: {
    template: CS_TO_SALES,
    lanes: { from: 'cs', to: 'sales' },
    // The opportunity is theirs. The account stays with its CSM, and with a rep it may have.
    ownersAfter: ({ receiverId }, { salesOwnerId }) => ({ salesOwnerId: salesOwnerId ?? receiverId }),
    channel: 'handoff.cs_to_sales.channel',
    hasKickoff: false,
    isFromSeller: false,
    briefGoesOn: false,
    isGuarded: true,
    isOfBook: false,
    words: {
      start: 'Hand over an expansion',
      yours: 'opportunity',
      from: 'Expansion, from',
      at: 'An expansion at ',
      aside: ', an expansion,',
      explained: {
        title: 'An expansion for sales',
        text: 'Sales gets the opportunity. The account stays with its CSM.',
      },
    },
  },
  cs_to_cs: {
    template: CS_TO_CS,
    lanes: { from: 'cs', to: 'cs' },
    ownersAfter: ({ receiverId }) => ({ csOwnerId: receiverId }),
    channel: null,
    hasKickoff: false,
    isFromSeller: false,
    briefGoesOn: true,
    isGuarded: false,
    isOfBook: true,
    words: {
      start: 'Start a handoff',
      yours: 'account',
      from: 'CSM to CSM, from',
      at: '',
      aside: '',
      explained: null,
    },
  },
};

const ALL = Object.keys(KINDS) as HandoffKind[];

/** Kinds of which something holds, as statements name them. */
export function kindsWith(rule: 'hasKickoff' | 'briefGoesOn' | 'isFromSeller' | 'isOfBook'): HandoffKind[] {
  return ALL.filter((kind) => KINDS[kind][rule]);
}

const KNOWN: readonly Template[] = ALL.map((kind) => KINDS[kind].template);

/** Criteria of every kind, by key. */
export const CRITERIA = KNOWN.flatMap(({ criteria }) => criteria);

/** Returns the template with this id, if it is shipped. */
export function shippedTemplate(id: string): Template | undefined {
  return KNOWN.find((one) => one.id === id);
}

/**
 * It follows from the lanes of both: the first kind, in the order of the table, that goes from a lane of the sender to
 * one of the receiver. Between two who do both, and where none does, it is a customer who is passed on. From one CSM to
 * another go only whole books: see move-book.ts.
 */
export function kindBetween(sender: Person | undefined, receiver: Person | undefined): HandoffKind {
  const isIn = (person: Person | undefined, lane: Lane) =>
    person?.teams.some((team) => team.lane === lane) ?? false;
  const goes = ({ lanes, isOfBook }: KindRules) =>
    !isOfBook && isIn(sender, lanes.from) && isIn(receiver, lanes.to);
  return ALL.find((kind) => goes(KINDS[kind])) ?? 'sales_to_cs';
}

/** What a handoff of each kind is written for from now on. */
export type CurrentTemplates = Readonly<Record<HandoffKind, Template>>;

/** A draft's kind, and with it its template, follows its receiver until it is handed over. */
export function withKind(handoff: Handoff, people: People, current: CurrentTemplates): Handoff {
  if (handoff.state !== 'draft') return handoff;
  const kind = kindBetween(people.get(handoff.senderId), people.get(handoff.receiverId ?? ''));
  return kind === handoff.kind ? handoff : { ...handoff, kind, template: current[kind].id };
}
