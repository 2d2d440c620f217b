import type { KnownBlock, ModalView } from '@slack/types';
import type { Meanwhile } from '../../src/home/meanwhile.ts';
import type { Absence, Away, Named } from '../../src/people/person.ts';
import { actions, context, input, type Message, message, modal, section } from '../kit/blocks.ts';
import { when } from '../kit/dates.ts';
import { button, datePicker, userSelect } from '../kit/elements.ts';
import { VALUE } from '../kit/ids.ts';
import { lines, type Markup, md, mention, plural } from '../kit/text.ts';
import { saidView } from './frame.ts';
import { HOME_ACTIONS, HOME_CALLBACKS } from './ids.ts';

/** To whoever said so: from when until when, and who answers meanwhile. */
export function awayMessage(away: Away, until: Date, readerId: string): Message {
  const { person, from } = away;
  const isReader = person.id === readerId;
  const who = isReader ? md`You’re` : md`${mention(person.slackUserId)} is`;
  const named = isReader ? 'You’re' : `${person.name} is`;
  const span = from ? md`from ${when(from)} until ${when(until)}` : md`until ${when(until)}`;
  return message(md`${named} away ${span}.`, [
    section(lines([md`${who} away ${span}.`, meanwhile(away, isReader), back(person, isReader, from)])),
  ]);
}

function meanwhile({ answerer, absentCover, from }: Away, isReader: boolean): Markup {
  const whom = isReader ? 'you' : 'them';
  const alsoAway = absentCover
    ? md`${mention(absentCover.slackUserId)} ${from ? 'will be away' : 'is away'}, too. `
    : md``;
  return answerer
    ? md`${alsoAway}What’s waiting for ${whom} ${from ? 'then ' : ''}goes to ${mention(answerer.slackUserId)}.`
    : md`${alsoAway}No one is covering, so what’s due stays with ${whom}. Name someone after the day, such as @sam.`;
}

function back(person: Named, isReader: boolean, from: Date | null): Markup {
  const ask = from ? 'Not going after all?' : 'Here sooner?';
  return isReader
    ? md`${ask} \`/baton back\``
    : md`${ask} \`/baton back\` with ${mention(person.slackUserId)} behind it`;
}

export function backMessage(person: Named, readerId: string, so: Meanwhile | null): Message {
  if (person.id !== readerId)
    return message(md`${person.name} is back.`, [section(md`${mention(person.slackUserId)} is back.`)]);
  const said = lines([md`You’re back. ${soFar(so)}`]);
  return message(said, [section(said)]);
}

const HOME = md`What’s waiting for you is on Home, under My work.`;

function soFar(so: Meanwhile | null): Markup {
  return so && so.covered > 0 ? md`${answered(so)} ${HOME}` : HOME;
}

const answered = ({ covered }: Meanwhile): Markup =>
  md`${plural(covered, 'thing was', 'things were')} answered for you meanwhile.`;

/** Above what a first morning back asks. */
export function welcomeBack(so: Meanwhile): Message {
  const waiting =
    so.waiting > 0
      ? md`${plural(so.waiting, 'thing is', 'things are')} waiting for you. See Home.`
      : md`Nothing is waiting for you.`;
  const said = md`Welcome back. ${so.covered > 0 ? md`${answered(so)} ` : md``}${waiting}`;
  return message(said, [section(said)]);
}

/** What the button beside an absence ends: the one that lasts, or the one to come. */
export const ENDS = ['back', 'cancel'] as const;

/** In the window of somebody's preferences: whether they are away, and the way to say so. */
export function absenceBlocks({ until, next }: Absence): KnownBlock[] {
  const said = [
    ...(until ? [md`You’re away until ${when(until)}.`] : []),
    ...(next ? [md`You’re away from ${when(next.from)} until ${when(next.until)}.`] : []),
  ];
  const away = button({ action: HOME_ACTIONS.away, text: 'Away…', label: 'Say when you’re away' });
  const here = button({
    action: HOME_ACTIONS.here,
    text: until ? 'I’m back' : 'Cancel absence',
    value: until ? 'back' : 'cancel',
  });
  return [
    section(said.length > 0 ? lines(said) : md`Going away? Say when, and who covers for you.`),
    actions('absence', away, ...(said.length > 0 ? [here] : [])),
  ];
}

/** From when, until when, and who covers; days are those of whoever goes. */
export function awayForm({ today, coverId }: { today: string; coverId: string | null }): ModalView {
  return modal({
    callback: HOME_CALLBACKS.away,
    title: 'Away',
    submit: 'Save',
    close: 'Cancel',
    blocks: [
      input({
        id: 'from',
        label: 'First day away',
        hint: 'Today begins now.',
        element: datePicker({ action: VALUE, placeholder: 'Pick a day', initial: today }),
      }),
      input({
        id: 'until',
        label: 'Last day away',
        element: datePicker({ action: VALUE, placeholder: 'Pick a day' }),
      }),
      input({
        id: 'cover',
        label: 'Cover',
        optional: true,
        hint: 'Responds while you’re away. Leave blank for your lead.',
        element: userSelect({
          action: VALUE,
          placeholder: 'Pick a person',
          ...(coverId && { initial: coverId }),
        }),
      }),
      context(md`Days are in your time zone, and count whole.`),
    ],
  });
}

/** In place of the form: what it means. */
export function awaySavedView(away: Away, until: Date): ModalView {
  return saidView('Away', [...awayMessage(away, until, away.person.id).blocks]);
}

/** In place of the preferences. */
export function backView(so: Meanwhile | null, wasAway: boolean): ModalView {
  return saidView(wasAway ? 'Welcome back' : 'Not away', [
    section(wasAway ? soFar(so) : md`Your absence is canceled.`),
  ]);
}
