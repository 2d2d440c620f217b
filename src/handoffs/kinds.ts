import type { Account, HandoffKind, Lane } from '../../prisma/generated/client.ts';
import type { Template } from './brief/template.ts';
import {
  CS_ACCOUNT,
  CS_TO_CS,
  CS_TO_SALES,
  SALES_TO_CS,
  SALES_TO_SERVICE,
  SERVICE_TO_CS,
} from './brief/templates.ts';
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
  channel:
    | 'handoff.sales_to_cs.channel'
    | 'handoff.sales_to_service.channel'
    | 'handoff.cs_to_sales.channel'
    | null;
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
  /** Open risks of whoever had the account go with it. */
  risksGoAlong: boolean;
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
    /** What it is, to whoever begins one. */
    explained: { title: string; text: string };
  };
}

/** Where several fit two people, the first does until the sender picks another. */
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
    risksGoAlong: false,
    words: {
      start: 'Start a handoff',
      yours: 'account',
      from: 'From',
      at: '',
      aside: '',
      explained: {
        title: 'Sales to customer success',
        text: 'Customer success gets the account. Its rep stays its sales owner.',
      },
    },
  },
  sales_to_service: {
    template: SALES_TO_SERVICE,
    lanes: { from: 'sales', to: 'service' },
    // They set it up: adoption begins when customer success has it.
    ownersAfter: ({ senderId, receiverId }, { salesOwnerId }) => ({
      serviceOwnerId: receiverId,
      salesOwnerId: salesOwnerId ?? senderId,
    }),
    channel: 'handoff.sales_to_service.channel',
    hasKickoff: true,
    isFromSeller: true,
    briefGoesOn: true,
    isGuarded: false,
    isOfBook: false,
    risksGoAlong: false,
    words: {
      start: 'Start a handoff',
      yours: 'onboarding',
      from: 'Onboarding, from',
      at: 'The onboarding of ',
      aside: ', an onboarding,',
      explained: {
        title: 'Sales to service',
        text: 'Service sets the customer up, and hands them to customer success when that’s done.',
      },
    },
  },
  service_to_cs: {
    template: SERVICE_TO_CS,
    lanes: { from: 'service', to: 'cs' },
    ownersAfter: ({ senderId, receiverId }, { serviceOwnerId, stage }) => ({
      csOwnerId: receiverId,
      serviceOwnerId: serviceOwnerId ?? senderId,
      stage: stage === 'land' ? 'adopt' : stage,
    }),
    channel: 'handoff.sales_to_cs.channel',
    hasKickoff: false,
    isFromSeller: false,
    briefGoesOn: true,
    isGuarded: false,
    isOfBook: false,
    risksGoAlong: false,
    words: {
      start: 'Start a handoff',
      yours: 'account',
      from: 'Service to CS, from',
      at: '',
      aside: '',
      explained: {
        title: 'Service to customer success',
        text: 'Customer success gets the account. Its service owner stays.',
      },
    },
  },
  cs_account: {
    template: CS_ACCOUNT,
    lanes: { from: 'cs', to: 'cs' },
    ownersAfter: ({ receiverId }) => ({ csOwnerId: receiverId }),
    channel: 'handoff.sales_to_cs.channel',
    hasKickoff: false,
    isFromSeller: false,
    briefGoesOn: true,
    isGuarded: false,
    isOfBook: false,
    risksGoAlong: true,
    words: {
      start: 'Start a handoff',
      yours: 'account',
      from: 'CSM to CSM, from',
      at: '',
      aside: '',
      explained: {
        title: 'CSM to CSM',
        text: 'The account gets a new CSM, and its open risks go with it.',
      },
    },
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
    risksGoAlong: false,
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
    risksGoAlong: true,
    words: {
      start: 'Start a handoff',
      yours: 'account',
      from: 'CSM to CSM, from',
      at: '',
      aside: '',
      explained: { title: 'Accounts moved', text: 'They get a new CSM, and their open risks go with them.' },
    },
  },
};

/** Between two whose teams have no kind of their own it is a customer who is passed on. */
export const COMMON: HandoffKind = 'sales_to_cs';

export const KIND_NAMES = Object.keys(KINDS) as HandoffKind[];

/** Kinds of which something holds, as statements name them. */
export function kindsWith(rule: 'hasKickoff' | 'briefGoesOn' | 'isFromSeller' | 'isOfBook'): HandoffKind[] {
  return KIND_NAMES.filter((kind) => KINDS[kind][rule]);
}

/** Kinds by which an account goes to this lane, as statements name them. */
export function kindsTo(lane: Lane): HandoffKind[] {
  return KIND_NAMES.filter((kind) => KINDS[kind].lanes.to === lane);
}

const KNOWN: readonly Template[] = KIND_NAMES.map((kind) => KINDS[kind].template);

/** Criteria of every kind, by key. */
export const CRITERIA = KNOWN.flatMap(({ criteria }) => criteria);

/** Returns the template with this id, if it is shipped. */
export function shippedTemplate(id: string): Template | undefined {
  return KNOWN.find((one) => one.id === id);
}
