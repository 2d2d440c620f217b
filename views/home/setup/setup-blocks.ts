import type { KnownBlock } from '@slack/types';
import type { Gap, Setup } from '../../../src/home/setup.ts';
import { context, divider, section } from '../../kit/blocks.ts';
import { clip } from '../../kit/clip.ts';
import { when } from '../../kit/dates.ts';
import { button } from '../../kit/elements.ts';
import { bold, type Markup, md, plural } from '../../kit/text.ts';
import { moveBookButton } from '../frame.ts';
import { encodePlace, type Screen, SETUP_ACTIONS } from './ids.ts';
import { settingName } from './setting-words.ts';

const NAME_SHOWN = 60;

/** The tab of Home on which admins set Baton up: what is missing first. */
export function setupBlocks(setup: Setup): KnownBlock[] {
  const { gaps, moreTeams, settings, teams, people, segments, tokens } = setup;
  const read = people.readAt ? md`read from Slack ${when(people.readAt)}` : md`not read from Slack yet`;
  return [
    ...(gaps.length === 0
      ? [section(md`Nothing is missing. Everything below can be changed at any time.`)]
      : [section(bold('What is missing')), ...gaps.map(gapBlock)]),
    ...(moreTeams > 0
      ? [context(md`And ${plural(moreTeams, 'more team', 'more teams')} without a lead or a channel.`)]
      : []),
    divider(),
    partBlock('Settings', md`${settings.changed} of ${settings.all} differ from the default.`, 'settings'),
    partBlock('Teams', md`${plural(teams, 'team', 'teams')}: leads, channels and who is in them.`, 'teams'),
    partBlock(
      'People',
      md`${plural(people.all, 'person', 'people')}, ${people.away.toLocaleString('en-US')} away; ${read}. Managers, covers and absences.`,
      'people',
    ),
    section(
      md`${bold('Books of accounts')}\nWhen a CSM leaves, or has too much, pass their accounts on to others.`,
      { accessory: moveBookButton() },
    ),
    partBlock('Health alerts', alertsText(segments), 'alerts'),
    partBlock('Access tokens', md`${plural(tokens, 'token', 'tokens')} in use, for the HTTP API.`, 'tokens'),
  ];
}

function alertsText({ all, on }: Setup['segments']): Markup {
  if (all === 0) return md`No account has sent a signal yet.`;
  return md`On in ${on} of ${plural(all, 'segment', 'segments')} of accounts.`;
}

function partBlock(name: string, text: Markup, screen: Screen): KnownBlock {
  return section(md`${bold(name)}\n${text}`, {
    accessory: openButton(name, screen, '', `Open ${name}`),
  });
}

/** What is missing, why that matters, and the button that mends it. */
function gapBlock(gap: Gap): KnownBlock {
  switch (gap.kind) {
    case 'people':
      return section(
        gap.readAt
          ? md`${bold('People')} were last read from Slack ${when(gap.readAt)}. Who joined or left since may be missing.`
          : md`${bold('People')} are being read from Slack. This takes some minutes after Baton starts.`,
        { accessory: openButton('See people', 'people') },
      );
    case 'unreadable': {
      const name = settingName(gap.key);
      return section(md`${bold(name)} cannot be read any more. The default holds until it is set again.`, {
        accessory: openButton('Set it again', 'setting', gap.key, `Set again: ${name}`),
      });
    }
    case 'no_teams':
      return section(
        md`${bold('There are no teams.')} A late handoff climbs to the lead of a team, and cards go to its channel.`,
        { accessory: openButton('Make a team', 'team') },
      );
    case 'no_lead':
    case 'no_channel': {
      const name = clip(gap.name, NAME_SHOWN);
      const [text, label] =
        gap.kind === 'no_lead'
          ? [md`${bold(name)} has no lead: what is late has nobody to climb to.`, 'Set the lead']
          : [md`${bold(name)} has no channel: its cards go by direct message.`, 'Set the channel'];
      return section(text, { accessory: openButton(label, 'team', gap.teamId, `${label} of ${name}`) });
    }
    case 'no_fallback':
      return section(
        md`${bold('There is no fallback channel.')} What nobody answers is told to the other side again, and to no one else.`,
        { accessory: openButton('Pick a channel', 'setting', 'escalation.channel') },
      );
    case 'no_owner':
      return section(
        md`${bold(plural(gap.accounts, 'account', 'accounts'))} without a CS owner: a risk there is nobody’s at first.`,
        { accessory: openButton('Give an owner', 'owners') },
      );
    case 'preview': {
      const ready = gap.ready === 0 ? md`` : md` ${gap.ready} can be turned on now.`;
      return section(
        md`${bold('Health alerts')} are only tried out in ${plural(gap.segments, 'segment', 'segments')}.${ready}`,
        { accessory: openButton('See alerts', 'alerts') },
      );
    }
    case 'unverified':
      return section(
        md`${bold(plural(gap.accounts, 'account', 'accounts'))} made in Slack that nobody has confirmed.`,
        { accessory: openButton('Look at them', 'unverified') },
      );
  }
}

function openButton(text: string, screen: Screen, id = '', label = text) {
  return button({
    action: SETUP_ACTIONS.open,
    text,
    value: encodePlace({ screen, page: null, id }),
    label,
  });
}
