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

const ROUTINGS = {
  fewest_accounts: 'The person with the fewest accounts',
  least_arr: 'The person with the least ARR',
  in_turn: 'Each in turn',
} as const;

const NAME_MAX = 80;
/** As many as Slack's menu may hold from the start. */
const MOST_MEMBERS = 100;

/** The teams, each with the way to change it. */
export function teamsView(teams: Page<TeamItem>, notice: string | null): ModalView {
  const add = goButton({ screen: 'team', page: teams.page, id: '' }, 'New team', 'New team');
  return listView('Teams', notice, [
    ...(teams.items.length === 0
      ? [section(md`No teams yet. A team has a lead, a channel for cards, and members.`)]
      : teams.items.map((team) => teamBlock(team, teams.page))),
    ...turnBlocks('teams', teams),
    actions('new', add),
  ]);
}

function teamBlock(team: TeamItem, page: number): KnownBlock {
  const { id, name, lane, channel, lead, members } = team;
  const led = lead ? md`led by ${mention(lead.slackUserId)}${lead.left ? ' (has left)' : ''}` : md`no lead`;
  const cards = channel ? md`cards in ${channelMention(channel)}` : md`no channel`;
  const people = plural(members, 'person', 'people');
  return section(md`${bold(clip(name, NAME_MAX))} (${LANE_NAMES[lane]})\n${led}, ${cards}, ${people}`, {
    accessory: goButton({ screen: 'team', page, id }, 'Open', `Open ${name}`),
  });
}

/** Creates a team (null) or changes one. */
export function teamForm(team: TeamDetail | null, place: Place): ModalView {
  const tooMany = team !== null && team.members > MOST_MEMBERS;
  return modal({
    callback: SETUP_CALLBACKS.team,
    title: team ? 'Edit team' : 'New team',
    submit: team ? 'Save' : 'Create',
    close: 'Cancel',
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
        label: 'Kind of team',
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
        hint: 'Hears of it when someone on the team is overdue.',
        element: userSelect({
          action: VALUE,
          placeholder: 'Pick a person',
          ...(team?.lead && !team.lead.left && { initial: team.lead.slackUserId }),
        }),
      }),
      input({
        id: 'channel',
        label: 'Channel for cards',
        optional: true,
        hint: 'Baton can post there once it is invited: type /invite @Baton in the channel.',
        element: channelSelect({
          action: VALUE,
          placeholder: 'Pick a channel',
          ...(team?.channel && { initial: team.channel }),
        }),
      }),
      input({
        id: 'routing',
        label: 'Suggest for new handoffs',
        hint: 'If no one owns the account yet. Baton suggests someone near the sender’s time zone first.',
        element: select({
          action: VALUE,
          placeholder: 'Pick one',
          options: Object.entries(ROUTINGS).map(([routing, name]) => option(routing, name)),
          initial: team?.routing ?? 'fewest_accounts',
        }),
      }),
      ...(tooMany
        ? [
            context(
              md`${team.members} people are on this team, too many for this window. Change them with an import.`,
            ),
          ]
        : [
            input({
              id: 'members',
              label: 'Members',
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
        ['lead', 'Lead', team?.lead != null],
        ['channel', 'Channel', team?.channel != null],
      ]),
      ...backBlocks('teams', place),
    ],
  });
}
