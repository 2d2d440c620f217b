import type { KnownBlock } from '@slack/types';
import type { WorkSection } from '../../src/cases/case.ts';
import type { HandoffFigures } from '../../src/figures/figures.ts';
import { SERVICE } from '../../src/figures/glossary-figures.ts';
import type { Ends, Group, PersonWork, Returns, TeamWork } from '../../src/home/work.ts';
import { actions, context, header, section } from '../kit/blocks.ts';
import { clip } from '../kit/clip.ts';
import { when, workingTime } from '../kit/dates.ts';
import { option, select } from '../kit/elements.ts';
import { type Figure, figureLines, medianText, shareText, tooFewLine } from '../kit/figures.ts';
import { blockId } from '../kit/ids.ts';
import { bold, dotted, lines, type Markup, md, mention, plural } from '../kit/text.ts';
import { moveBookButton, pageBlocks } from './frame.ts';
import { HOME_ACTIONS } from './ids.ts';
import { endsCounted } from './parts/ends.ts';

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

/** *Team*: what is open with whom, and how handoffs go. For who leads or manages these people, and no one else. */
export function teamBlocks({ groups, group, work, figures, returns, days }: TeamTab): KnownBlock[] {
  const service = serviceFigures(figures);
  const handoffs = [...figureLines(service), ...tooFewLine(service)];
  return [
    ...groupBlocks(groups, group),
    header(`Open work: ${clip(group.name, LABEL_SHOWN)}`),
    ...(work.people.length === 0
      ? [section(md`No one is on this team yet. An admin can add people under *Set up*.`)]
      : []),
    ...work.people.map(personBlock),
    ...pageBlocks(work.page, work.pages, 'open work'),
    actions('book', moveBookButton()),
    header(`Handoffs, last ${days} days`),
    section(lines(handoffs)),
    header('What was missing'),
    section(lines(returnLines(returns))),
    context(
      md`Handoffs these people sent or received, private ones included, in working hours since first sent. Only you see this.`,
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
const OPEN: Partial<Record<WorkSection, (count: number, ends: Ends) => string>> = {
  answer: (count) => `${plural(count, 'handoff', 'handoffs')} to respond to`,
  returned: (count) => `${plural(count, 'handoff', 'handoffs')} asked for more`,
  hand_over: (count) => `${plural(count, 'won deal', 'won deals')} to hand over`,
  finish: (count, ends) => endsCounted(ends, count),
  risks_due: (count) => `${plural(count, 'risk', 'risks')} taken`,
  risks_open: (count) => `${plural(count, 'risk', 'risks')} to take`,
};

function personBlock({ person, open, ends, late }: PersonWork): KnownBlock {
  const { slackUserId, awayUntil, hasLeft } = person;
  const away = awayUntil ? md`, away until ${when(awayUntil)}` : md``;
  const who = hasLeft ? md`${mention(slackUserId)} (has left)` : md`${mention(slackUserId)}${away}`;
  const parts = Object.entries(OPEN).flatMap(([section, words]) => {
    const count = open[section as WorkSection];
    return count ? [words(count, ends)] : [];
  });
  const isLate = late > 0 ? [bold(`${late.toLocaleString('en-US')} overdue`)] : [];
  return section(lines([who, parts.length > 0 ? dotted([...isLate, ...parts]) : md`Nothing open`]));
}

function serviceFigures(figures: HandoffFigures): Figure[] {
  const share = (which: 'firstPass' | 'acknowledged' | 'accepted' | 'kickoff'): Figure => ({
    name: SERVICE[which].term,
    text: shareText(figures[which]),
  });
  const median = (which: 'hoursToAcknowledge' | 'hoursToAccept'): Figure => ({
    name: SERVICE[which].term,
    text: medianText(figures[which], workingTime),
  });
  return [
    ...(['firstPass', 'acknowledged', 'accepted', 'kickoff'] as const).map(share),
    ...(['hoursToAcknowledge', 'hoursToAccept'] as const).map(median),
  ];
}

function returnLines({ reps, gaps }: Returns): Markup[] {
  if (reps.length === 0 && gaps.length === 0) return [md`No pattern yet.`];
  return [
    ...gaps.map(
      ({ label, times }) =>
        md`• ${clip(label, LABEL_SHOWN)}: asked for in ${plural(times, 'handoff', 'handoffs')}`,
    ),
    ...reps.map(
      ({ person, sent, returned }) =>
        md`• ${mention(person.slackUserId)}: asked for more on ${returned.toLocaleString('en-US')} of ${sent.toLocaleString('en-US')}`,
    ),
  ];
}
