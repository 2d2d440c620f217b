import { answererFor, canAnswer, type People, type Person, rolesAbove } from '../../people/person.ts';

/** The table itself stands in docs/rights.md; a test compares the two row by row. */
export type HandoffVerb =
  | 'read'
  | 'acknowledge'
  | 'accept'
  | 'undo'
  | 'finish'
  | 'introduce'
  | 'read_feedback'
  | 'book_kickoff'
  | 'wait'
  | 'return'
  | 'decide_by'
  | 'snooze'
  | 'resubmit'
  | 'amend'
  | 'nudge'
  | 'escalate'
  | 'cancel'
  | 'reassign'
  | 'propose_receiver'
  | 'confirm_receiver';

export type HandoffRole =
  | 'sender'
  | 'sender_cover'
  | 'receiver'
  | 'cover'
  | 'receiver_lead'
  | 'receiver_manager'
  | 'sender_lead'
  | 'admin'
  | 'member'
  | 'outsider';

const ANSWERS: HandoffRole[] = ['receiver', 'cover', 'receiver_lead'];
const SENDS: HandoffRole[] = ['sender', 'sender_cover', 'sender_lead'];

/** A private handoff is read and answered by the people it names, and by who stands in for them. */
const NAMED: readonly HandoffRole[] = ['sender', 'sender_cover', 'receiver', 'cover'];
const CHANGE_RECEIVER: HandoffRole[] = [...ANSWERS, ...SENDS, 'receiver_manager', 'admin'];

const EVERYBODY: HandoffRole[] = [...ANSWERS, ...SENDS, 'receiver_manager', 'admin', 'member'];

const ALLOWED: Record<HandoffVerb, readonly HandoffRole[]> = {
  read: EVERYBODY,
  acknowledge: ANSWERS,
  accept: ANSWERS,
  // Of these, whoever did it: see undoCase.
  undo: ANSWERS,
  finish: ANSWERS,
  introduce: SENDS,
  read_feedback: ['sender'],
  book_kickoff: ANSWERS,
  wait: ANSWERS,
  return: ANSWERS,
  decide_by: ANSWERS,
  snooze: [...ANSWERS, 'sender', 'sender_cover'],
  resubmit: SENDS,
  amend: [...SENDS, ...ANSWERS],
  nudge: SENDS,
  escalate: SENDS,
  cancel: [...SENDS, 'admin'],
  reassign: CHANGE_RECEIVER,
  propose_receiver: CHANGE_RECEIVER,
  confirm_receiver: NAMED,
};

const FOR_NAMED_ONLY: readonly HandoffVerb[] = [
  'read',
  'acknowledge',
  'accept',
  'undo',
  'finish',
  'book_kickoff',
  'wait',
  'return',
  'decide_by',
  'introduce',
  'resubmit',
  'amend',
  // Whoever is not named may propose a receiver: naming one would let them in.
  'reassign',
];

export interface Parties {
  senderId: string;
  receiverId: string | null;
  private: boolean;
}

/** Every role this member has towards a handoff. Guests, strangers, bots and the deactivated have none but `outsider`. */
export function rolesTowards(handoff: Parties, member: Person, people: People, now: Date): HandoffRole[] {
  if (!canAnswer(member)) return ['outsider'];
  const memberId = member.id;
  const roles: HandoffRole[] = ['member'];
  // Of a private handoff the cover learns only when there is nobody else to answer.
  const standsInFor = (person: Person) =>
    person.id !== memberId &&
    (answererFor(person, people, now).id === memberId || (!handoff.private && person.coverId === memberId));
  const sender = people.get(handoff.senderId);
  const receiver = handoff.receiverId ? people.get(handoff.receiverId) : undefined;
  if (memberId === handoff.senderId) roles.push('sender');
  if (sender && rolesAbove(sender, memberId, people, now).includes('lead')) roles.push('sender_lead');
  if (sender && standsInFor(sender)) roles.push('sender_cover');
  if (receiver) {
    if (receiver.id === memberId) roles.push('receiver');
    if (standsInFor(receiver)) roles.push('cover');
    const above = rolesAbove(receiver, memberId, people, now);
    if (above.includes('lead')) roles.push('receiver_lead');
    if (above.includes('manager')) roles.push('receiver_manager');
  }
  if (member.isAdmin) roles.push('admin');
  return roles;
}

/** The one rule of who reads a handoff: not the same for private ones. */
export function mayRead(handoff: Parties, member: Person, people: People, now: Date): boolean {
  return may('read', rolesTowards(handoff, member, people, now), handoff.private);
}

export function may(verb: HandoffVerb, roles: readonly HandoffRole[], isPrivate: boolean): boolean {
  const allowed = ALLOWED[verb].filter(
    (role) => !isPrivate || !FOR_NAMED_ONLY.includes(verb) || NAMED.includes(role),
  );
  return roles.some((role) => allowed.includes(role));
}
