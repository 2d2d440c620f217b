import type { KnownBlock, SectionBlock } from '@slack/types';
import type { Gap, Setup } from '../../../src/home/setup.ts';
import { context, divider, header, section } from '../../kit/blocks.ts';
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
      ? [section(md`Setup is complete. You can change anything below at any time.`)]
      : [header(finishTitle(gaps)), ...gaps.map(gapBlock)]),
    ...(moreTeams > 0
      ? [context(md`${plural(moreTeams, 'more team has', 'more teams have')} no lead or no channel.`)]
      : []),
    divider(),
    partBlock('Handoff questions', md`What a brief asks, for each kind of handoff.`, 'questions'),
    partBlock('Settings', md`${settings.changed} of ${settings.all} changed from the default.`, 'settings'),
    partBlock('Policies', policiesText(settings.policies), 'policies'),
    partBlock('Teams', md`${plural(teams, 'team', 'teams')}: leads, channels and members.`, 'teams'),
    partBlock(
      'People',
      md`${plural(people.all, 'person', 'people')}, ${people.away.toLocaleString('en-US')} away; ${read}. Managers, covers, absences.`,
      'people',
    ),
    section(md`${bold('Accounts of a CSM')}\nMove them to other CSMs when one leaves or has too many.`, {
      accessory: moveBookButton(),
    }),
    partBlock('Health alerts', alertsText(segments), 'alerts'),
    partBlock('Access tokens', md`${plural(tokens, 'token', 'tokens')} in use, for the HTTP API.`, 'tokens'),
  ];
}

const policiesText = (policies: number): Markup =>
  policies === 0
    ? md`All handoffs keep to the same times.`
    : md`${plural(policies, 'policy sets', 'policies set')} other times for some handoffs.`;

function alertsText({ all, on }: Setup['segments']): Markup {
  if (all === 0) return md`No signals yet.`;
  return md`On in ${on} of ${plural(all, 'segment', 'segments')} of accounts.`;
}

function partBlock(name: string, text: Markup, screen: Screen): KnownBlock {
  return section(md`${bold(name)}\n${text}`, {
    accessory: openButton('Open', screen, '', `Open ${name}`),
  });
}

/** 'Finish setting up (3 left)' */
export const finishTitle = (gaps: readonly Gap[]): string =>
  `Finish setting up (${gaps.length.toLocaleString('en-US')} left)`;

/** What is missing, why that matters, and the button that fixes it. */
export function gapBlock(gap: Gap): SectionBlock {
  switch (gap.kind) {
    case 'people':
      return section(
        gap.readAt
          ? md`${bold('People')} were last read from Slack ${when(gap.readAt)}. Baton may not know yet who has joined or left since.`
          : md`${bold('People')} are being read from Slack. This takes a few minutes after Baton starts.`,
        { accessory: openButton('Open people', 'people') },
      );
    case 'unreadable': {
      const name = settingName(gap.key);
      return section(md`${bold(name)} can’t be read any more, so its default applies.`, {
        accessory: openButton('Set it again', 'setting', gap.key, `Set again: ${name}`),
      });
    }
    case 'no_teams':
      return section(
        md`${bold('There are no teams.')} Overdue handoffs go to a team’s lead, and cards to its channel.`,
        { accessory: openButton('Create a team', 'team') },
      );
    case 'no_lead':
    case 'no_channel': {
      const name = clip(gap.name, NAME_SHOWN);
      const [text, label] =
        gap.kind === 'no_lead'
          ? [md`${bold(name)} has no lead, so overdue handoffs stop there.`, 'Set lead']
          : [md`${bold(name)} has no channel, so its cards go by direct message.`, 'Set channel'];
      return section(text, { accessory: openButton(label, 'team', gap.teamId, `${label} of ${name}`) });
    }
    case 'no_fallback':
      return section(
        md`${bold('There is no fallback channel.')} When no one responds, only the other side hears of it.`,
        { accessory: openButton('Pick a channel', 'setting', 'escalation.channel') },
      );
    case 'no_owner':
      return section(
        md`${bold(plural(gap.accounts, 'account has', 'accounts have'))} no CS owner, so a risk there starts without one.`,
        { accessory: openButton('Assign owners', 'owners') },
      );
    case 'preview': {
      const ready = gap.ready === 0 ? md`` : md` You can turn them on now in ${gap.ready}.`;
      return section(
        md`${bold('Health alerts')} are still being tried out in ${plural(gap.segments, 'segment', 'segments')}.${ready}`,
        { accessory: openButton('Open alerts', 'alerts') },
      );
    }
    case 'unverified':
      return section(
        md`${bold(plural(gap.accounts, 'account was', 'accounts were'))} created in Slack and not confirmed yet.`,
        { accessory: openButton('Open accounts', 'unverified') },
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
