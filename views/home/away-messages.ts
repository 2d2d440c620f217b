import type { Away, Named } from '../../src/people/person.ts';
import { type Message, message, section } from '../kit/blocks.ts';
import { when } from '../kit/dates.ts';
import { lines, type Markup, md, mention } from '../kit/text.ts';

/** To whoever said so: until when, and who answers meanwhile. */
export function awayMessage({ person, answerer, absentCover }: Away, until: Date, readerId: string): Message {
  const isReader = person.id === readerId;
  const who = isReader ? md`You’re` : md`${mention(person.slackUserId)} is`;
  const said = md`${who} away until ${when(until)}.`;
  const heard = md`${isReader ? 'You’re' : `${person.name} is`} away until ${when(until)}.`;
  return message(heard, [
    section(lines([said, meanwhile(answerer, absentCover, isReader), back(person, isReader)])),
  ]);
}

function meanwhile(answerer: Named | null, absentCover: Named | null, isReader: boolean): Markup {
  const whom = isReader ? 'you' : 'them';
  const alsoAway = absentCover ? md`${mention(absentCover.slackUserId)} is away, too. ` : md``;
  return answerer
    ? md`${alsoAway}What’s waiting for ${whom} goes to ${mention(answerer.slackUserId)}.`
    : md`${alsoAway}No one is covering, so what’s due stays with ${whom}. Name someone after the day, such as @sam.`;
}

const back = (person: Named, isReader: boolean): Markup =>
  isReader
    ? md`Here sooner? \`/baton back\``
    : md`Here sooner? \`/baton back\` with ${mention(person.slackUserId)} behind it`;

export function backMessage(person: Named, readerId: string): Message {
  const own = md`You’re back. What’s waiting for you is on Home, under My work.`;
  return person.id === readerId
    ? message(own, [section(own)])
    : message(md`${person.name} is back.`, [section(md`${mention(person.slackUserId)} is back.`)]);
}
