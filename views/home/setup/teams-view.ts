import type { KnownBlock, ModalView } from '@slack/types';
import type { Page, TeamDetail, TeamItem } from '../../../src/home/setup.ts';
import { actions, context, input, modal, section } from '../../kit/blocks.ts';
import { clip } from '../../kit/clip.ts';
import { channelSelect, option, select, textInput, userSelect, usersSelect } from '../../kit/elements.ts';
import { VALUE } from '../../kit/ids.ts';
import { bold, channelMention, md, mention, plural } from '../../kit/text.ts';
import { encodePlace, type Place, SETUP_CALLBACKS } from './ids.ts';
import { backBlocks, clearingBlocks, goButton, listView, turnBlocks } from './parts/frame.ts';

const LANE_NAMES = { sales: 'Sales', service: 'Service', cs: 'Customer success' } as const;

const NAME_MAX = 80;
/** As many as Slack's menu may hold from the start. */
const MOST_MEMBERS = 100;

/** The teams, each with the way to change it. */
export function teamsView(teams: Page<TeamItem>, notice: string | null): ModalView {
  const add = goButton({ screen: 'team', page: teams.page, id: '' }, 'New team', 'New team');
  return listView('Teams', notice, [
    ...(teams.items.length === 0
      ? [section(md`There are no teams yet. A team has a lead, a channel for its cards, and people.`)]
      : teams.items.map((team) => teamBlock(team, teams.page))),
    ...turnBlocks('teams', teams),
    actions('new', add),
  ]);
}

function teamBlock(team: TeamItem, page: number): KnownBlock {
  const { id, name, lane, channel, lead, members } = team;
  const led = lead
    ? md`led by ${mention(lead.slackUserId)}${lead.left ? ', who has left' : ''}`
    : md`no lead`;
  const cards = channel ? md`cards in ${channelMention(channel)}` : md`no channel`;
  const people = plural(members, 'person', 'people');
  return section(md`${bold(clip(name, NAME_MAX))} (${LANE_NAMES[lane]})\n${led}, ${cards}, ${people}`, {
    accessory: goButton({ screen: 'team', page, id }, 'Change', `Change ${name}`),
  });
}

/** Makes a team (null) or changes one. */
export function teamForm(team: TeamDetail | null, place: Place): ModalView {
  const tooMany = team !== null && team.members > MOST_MEMBERS;
  return modal({
    callback: SETUP_CALLBACKS.team,
    title: team ? 'Team' : 'New team',
    submit: team ? 'Save' : 'Make',
    close: 'Close',
    metadata: encodePlace(place),
    blocks: [
      team
        ? section(bold(clip(team.name, NAME_MAX)))
        : input({
            id: 'name',
            label: 'Name',
            element: textInput({ action: VALUE, max: NAME_MAX, placeholder: 'Such as CS Global' }),
          }),
      input({
        id: 'lane',
        label: 'What it does',
        element: select({
          action: VALUE,
          placeholder: 'Pick one',
          options: Object.entries(LANE_NAMES).map(([lane, name]) => option(lane, name)),
          ...(team && { initial: team.lane }),
        }),
      }),
      input({
        id: 'lead',
        label: 'Lead',
        optional: true,
        hint: 'Who is told when somebody in the team does not answer in time.',
        element: userSelect({
          action: VALUE,
          placeholder: 'Pick a person',
          ...(team?.lead && !team.lead.left && { initial: team.lead.slackUserId }),
        }),
      }),
      input({
        id: 'channel',
        label: 'Channel for its cards',
        optional: true,
        hint: 'Baton posts there once it is invited: write /invite @Baton in the channel.',
        element: channelSelect({
          action: VALUE,
          placeholder: 'Pick a channel',
          ...(team?.channel && { initial: team.channel }),
        }),
      }),
      ...(tooMany
        ? [context(md`${team.members} people are in it, too many for this window. Change them by import.`)]
        : [
            input({
              id: 'members',
              label: 'Who is in it',
              optional: true,
              element: usersSelect({
                action: VALUE,
                placeholder: 'Pick people',
                max: MOST_MEMBERS,
                initial: [...(team?.memberIds ?? [])],
              }),
            }),
          ]),
      ...clearingBlocks([
        ['lead', 'The lead', team?.lead != null],
        ['channel', 'The channel', team?.channel != null],
      ]),
      ...backBlocks('teams', place),
    ],
  });
}
