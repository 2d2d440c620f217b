import type { KnownBlock, ModalView } from '@slack/types';
import type { PeoplePage, PersonItem } from '../../../src/home/setup.ts';
import { localDate } from '../../../src/time/local-date.ts';
import { input, modal, section } from '../../kit/blocks.ts';
import { clip } from '../../kit/clip.ts';
import { day, when } from '../../kit/dates.ts';
import { button, datePicker, userSelect } from '../../kit/elements.ts';
import { VALUE } from '../../kit/ids.ts';
import { lines, type Markup, md, mention } from '../../kit/text.ts';
import { encodePlace, type Place, SETUP_ACTIONS, SETUP_CALLBACKS } from './ids.ts';
import { backBlocks, clearingBlocks, goButton, listView, turnBlocks } from './parts/frame.ts';

const NAME_SHOWN = 60;
const TEAMS_SHOWN = 120;

/** The people, each with the way to change what Baton knows of them. */
export function peopleView(people: PeoplePage, notice: string | null): ModalView {
  const { readAt } = people;
  return listView('People', notice, [
    section(md`Find a person, or open one from the list.`, {
      accessory: userSelect({ action: SETUP_ACTIONS.person, placeholder: 'Pick a person' }),
    }),
    ...people.items.map((person) => personBlock(person, people.page)),
    ...turnBlocks('people', people),
    section(
      readAt
        ? md`Read from Slack ${when(readAt)}.`
        : md`Baton is reading them from Slack. This takes up to 15 minutes.`,
      {
        ...(readAt && {
          accessory: button({ action: SETUP_ACTIONS.readPeople, text: 'Read again', value: 'now' }),
        }),
      },
    ),
  ]);
}

function personBlock(person: PersonItem, page: number): KnownBlock {
  const { id, slackUserId, name, teams, manager, cover, awayUntil, nextAway, zone } = person;
  const facts: Markup[] = [
    md`${teams.length > 0 ? clip(teams.join(', '), TEAMS_SHOWN) : 'No team'}`,
    ...(manager ? [md`reports to ${mention(manager.slackUserId)}${gone(manager)}`] : []),
    ...(cover ? [md`covered by ${mention(cover.slackUserId)}${gone(cover)}`] : []),
    ...(awayUntil ? [md`away through ${day(lastDayAway(awayUntil, zone))}`] : []),
    ...(nextAway
      ? [
          md`away from ${day(localDate(nextAway.from, zone))} through ${day(lastDayAway(nextAway.until, zone))}`,
        ]
      : []),
  ];
  const text = facts.reduce((sum, fact) => md`${sum}, ${fact}`);
  return section(lines([mention(slackUserId), text]), {
    accessory: goButton({ screen: 'person', page, id }, 'Open', `Open ${clip(name, NAME_SHOWN)}`),
  });
}

/** Whom a person reports to, who covers for them, and until when they are away. */
export function personForm(person: PersonItem, place: Place): ModalView {
  const { slackUserId, manager, cover, awayUntil, teams, zone } = person;
  return modal({
    callback: SETUP_CALLBACKS.person,
    title: 'Edit person',
    submit: 'Save',
    close: 'Cancel',
    metadata: encodePlace(place),
    blocks: [
      section(
        lines([
          mention(slackUserId),
          md`${teams.length > 0 ? clip(teams.join(', '), TEAMS_SHOWN) : 'No team'}`,
        ]),
      ),
      input({
        id: 'manager',
        label: 'Manager',
        optional: true,
        hint: 'Hears of overdue work after the lead. Leave blank for the lead’s manager.',
        element: userSelect({
          action: VALUE,
          placeholder: 'Pick a person',
          ...(manager && !manager.left && { initial: manager.slackUserId }),
        }),
      }),
      input({
        id: 'cover',
        label: 'Cover',
        optional: true,
        hint: 'Responds while this person is away. Leave blank for the lead.',
        element: userSelect({
          action: VALUE,
          placeholder: 'Pick a person',
          ...(cover && !cover.left && { initial: cover.slackUserId }),
        }),
      }),
      input({
        id: 'awayUntil',
        label: 'Last day away',
        optional: true,
        element: datePicker({
          action: VALUE,
          placeholder: 'Pick a day',
          ...(awayUntil && { initial: lastDayAway(awayUntil, zone) }),
        }),
      }),
      ...clearingBlocks([
        ['manager', 'Manager', manager !== null],
        ['cover', 'Cover', cover !== null],
        ['awayUntil', 'Absence (back already)', awayUntil !== null],
      ]),
      ...backBlocks('people', place),
    ],
  });
}

const gone = ({ left }: { left: boolean }): string => (left ? ' (has left)' : '');

/** The day before they are back. */
function lastDayAway(awayUntil: Date, zone: string): string {
  return localDate(new Date(awayUntil.getTime() - 1), zone);
}
