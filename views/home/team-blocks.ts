import type { KnownBlock } from '@slack/types';
import type { WorkSection } from '../../src/cases/case.ts';
import { type HandoffFigures, isEnough, type Median, type Share } from '../../src/figures/figures.ts';
import { label, SERVICE } from '../../src/figures/glossary-figures.ts';
import type { Group, PersonWork, Returns, TeamWork } from '../../src/home/work.ts';
import { actions, context, divider, section } from '../kit/blocks.ts';
import { clip } from '../kit/clip.ts';
import { when, workingTime } from '../kit/dates.ts';
import { option, select } from '../kit/elements.ts';
import { blockId } from '../kit/ids.ts';
import { bold, dotted, lines, type Markup, md, mention, plural } from '../kit/text.ts';
import { moveBookButton, pageBlocks } from './frame.ts';
import { HOME_ACTIONS } from './ids.ts';

/** As many as a menu takes. */
const GROUPS = 100;
const LABEL_SHOWN = 60;

export interface TeamTab {
  /** At least one; `group` is among them. */
  groups: readonly Group[];
  group: Group;
  work: TeamWork;
  figures: HandoffFigures;
  returns: Returns;
  /** Of figures and returns. */
  days: number;
}

/** *Team*: what is open with whom, and how handoffs go. For who leads or manages these people, and nobody else. */
export function teamBlocks({ groups, group, work, figures, returns, days }: TeamTab): KnownBlock[] {
  return [
    ...groupBlocks(groups, group),
    section(bold(`Open work: ${clip(group.name, LABEL_SHOWN)}`)),
    ...(work.people.length === 0
      ? [section(md`Nobody is in this team yet. An admin adds people to it under *Set up*.`)]
      : []),
    ...work.people.map(personBlock),
    ...pageBlocks(work.page, work.pages, 'open work'),
    actions('book', moveBookButton()),
    divider(),
    section(lines([bold(`How handoffs go, the last ${days} days`), ...figureLines(figures)])),
    section(lines([bold('What comes back'), ...returnLines(returns)])),
    context(
      md`Handoffs that these people sent or received, private ones among them. Times are working hours from first handed over. Below three of a kind nothing is concluded. Only you see this.`,
    ),
  ];
}

function groupBlocks(groups: readonly Group[], group: Group): KnownBlock[] {
  if (groups.length < 2) return [];
  const options = groups.slice(0, GROUPS).map(({ key, name }) => option(key, name));
  const menu = select({ action: HOME_ACTIONS.group, placeholder: 'Whose work', options, initial: group.key });
  return [actions(blockId('group', group.key), menu)];
}

/** Those that a lead looks after, and how they are counted. */
const OPEN: Partial<Record<WorkSection, (count: number) => string>> = {
  answer: (count) => `${plural(count, 'handoff', 'handoffs')} to answer`,
  returned: (count) => `${count.toLocaleString('en-US')} that came back`,
  finish: (count) => `${plural(count, 'kickoff', 'kickoffs')} to hold`,
  risks_due: (count) => `${plural(count, 'risk', 'risks')} taken`,
  risks_open: (count) => `${plural(count, 'risk', 'risks')} to take`,
};

function personBlock({ person, open, late }: PersonWork): KnownBlock {
  const { slackUserId, awayUntil, hasLeft } = person;
  const away = awayUntil ? md`, away until ${when(awayUntil)}` : md``;
  const who = hasLeft ? md`${mention(slackUserId)}, who has left` : md`${mention(slackUserId)}${away}`;
  const parts = Object.entries(OPEN).flatMap(([section, words]) => {
    const count = open[section as WorkSection];
    return count ? [words(count)] : [];
  });
  const isLate = late > 0 ? [bold(`${late.toLocaleString('en-US')} late`)] : [];
  return section(lines([who, parts.length > 0 ? dotted([...isLate, ...parts]) : md`Nothing is open.`]));
}

function figureLines(figures: HandoffFigures): Markup[] {
  return [
    shareLine(label(SERVICE.firstPass), figures.firstPass),
    shareLine(label(SERVICE.acknowledged), figures.acknowledged),
    shareLine(label(SERVICE.accepted), figures.accepted),
    shareLine(label(SERVICE.kickoff), figures.kickoff),
    medianLine(label(SERVICE.hoursToAcknowledge), figures.hoursToAcknowledge),
    medianLine(label(SERVICE.hoursToAccept), figures.hoursToAccept),
  ];
}

/** 'Accepted in time: 82%, 14 of 17'; below three, only the counts. */
function shareLine(what: string, share: Share): Markup {
  const { met, of } = share;
  if (of === 0) return md`${what}: none yet`;
  const counts = `${met.toLocaleString('en-US')} of ${of.toLocaleString('en-US')}`;
  if (!isEnough(share)) return md`${what}: ${counts}, too few to tell`;
  return md`${what}: ${Math.round((met / of) * 100)}%, ${counts}`;
}

function medianLine(what: string, median: Median): Markup {
  const { value, of } = median;
  if (value === null) return md`${what}: none yet`;
  if (!isEnough(median)) return md`${what}: only ${of} so far, too few to tell`;
  return md`${what}: half within ${workingTime(value)}, of ${of.toLocaleString('en-US')}`;
}

function returnLines({ reps, gaps }: Returns): Markup[] {
  if (reps.length === 0 && gaps.length === 0) return [md`Nothing that a pattern could be seen in.`];
  return [
    ...gaps.map(
      ({ label, times }) =>
        md`${clip(label, LABEL_SHOWN)}: missing in ${plural(times, 'handoff', 'handoffs')}`,
    ),
    ...reps.map(
      ({ person, sent, returned }) =>
        md`${mention(person.slackUserId)}: ${returned.toLocaleString('en-US')} of ${sent.toLocaleString('en-US')} came back`,
    ),
  ];
}
