import type { ShownHandoff } from '../../src/handoffs/read/picture.ts';
import { nudgedLine, snoozedLine } from '../cases/words.ts';
import { message, section } from '../kit/blocks.ts';
import { dueText } from '../kit/dates.ts';
import type { Message } from '../kit/message.ts';
import { type Markup, md, mention } from '../kit/text.ts';

export type Acted = 'acknowledged' | 'nudged' | 'snoozed' | 'reassigned';

/** To whoever clicked, alone: that it is done. Names no account. */
export function actedMessage(acted: Acted, picture: ShownHandoff): Message {
  const line = lineOf(acted, picture);
  return message(line, [section(line)]);
}

function lineOf(acted: Acted, { name, owes, receiver, decideBy, snoozedUntil }: ShownHandoff): Markup {
  switch (acted) {
    case 'acknowledged':
      return md`${name} is acknowledged. Please accept it or ask for more.${dueText(decideBy)}`;
    case 'reassigned':
      return md`${name} is reassigned to ${mention(receiver.slackUserId)}.`;
    case 'nudged':
      return nudgedLine(name, owes ?? receiver);
    case 'snoozed':
      return snoozedLine(name, snoozedUntil);
  }
}
