import type { Role } from '../../src/escalation/ladder.ts';
import type { HandoffClock } from '../../src/handoffs/handoff.ts';
import type { HandoffPicture } from '../../src/handoffs/picture.ts';
import type { Message } from './message.ts';

export interface Escalation {
  clock: HandoffClock;
  role: Exclude<Role, 'owner'>;
  overdueSince: Date;
}

export function escalationMessage(_picture: HandoffPicture, _escalation: Escalation): Message {
  throw new Error('not drawn yet');
}
