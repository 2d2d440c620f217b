import type { KnownBlock, ModalView } from '@slack/types';
import { encodePlace, type TimelineEntry, type TimelinePage } from '../../src/accounts/timeline.ts';
import { handoffName } from '../../src/handoffs/handoff.ts';
import { BAND_WORDS, type Cuts } from '../../src/health/bands.ts';
import { riskName } from '../../src/risks/risk.ts';
import { scoreThen } from '../health/words.ts';
import { context, modal, pageBlocks, section } from '../kit/blocks.ts';
import { clip } from '../kit/clip.ts';
import { day, when } from '../kit/dates.ts';
import { quoted } from '../kit/long-text.ts';
import { bold, type Markup, md, mention } from '../kit/text.ts';
import { OUTCOMES } from '../risks/parts/words.ts';
import { ACCOUNT_ACTIONS, ACCOUNT_CALLBACKS } from './ids.ts';
import { STAGES } from './parts/fact-lines.ts';

type Told = Extract<TimelineEntry, { kind: 'handoff' | 'risk' | 'account' }>;
type BandEntry = Extract<TimelineEntry, { kind: 'band' }>;

/** What happened, in one line, without the words that were said. */
function timelineLine(entry: TimelineEntry, cuts: Cuts): Markup {
  switch (entry.kind) {
    case 'stage':
      return md`Stage: ${STAGES[entry.stage]}`;
    case 'band':
      return bandLine(entry, cuts);
    case 'handoff':
      return handoffLine(entry);
    case 'risk':
      return riskLine(entry);
    case 'account':
      return accountLine(entry);
  }
}

function bandLine({ rule, from, to, score }: BandEntry, cuts: Cuts): Markup {
  const band = `${BAND_WORDS[to ?? 'unknown']}${scoreThen(score, to ?? 'unknown', cuts)}`;
  if (rule === 'slide') return md`Health: sliding below its usual, still ${BAND_WORDS[to ?? 'unknown']}`;
  if (rule === 'slid_back') return md`Health: back near its usual`;
  if (rule === 'fell') return md`Health fell, still ${band}`;
  if (rule === 'exception') return md`Health: something serious, ${band}`;
  const why = rule === 'rules' ? ', by new rules' : '';
  return from && from !== to ? md`Health: ${BAND_WORDS[from]} to ${band}${why}` : md`Health: ${band}${why}`;
}

function handoffLine({ number, action, by, to }: Told): Markup {
  const name = handoffName({ number });
  const who = nameOf(by);
  switch (action) {
    case 'submitted':
      return md`${name}: ${who} handed it over${to ? md` to ${mention(to.slackUserId)}` : md``}`;
    case 'returned':
      return md`${name}: ${who} asked for more`;
    case 'accepted':
      return md`${name}: ${who} accepted it`;
    case 'finished':
      return md`${name}: ${who} logged how it went`;
    case 'cancelled':
      return md`${name}: ${who} cancelled it`;
    default:
      return md`${name}: ${who}, ${action.replaceAll('_', ' ')}`;
  }
}

function riskLine({ number, action, by, data }: Told): Markup {
  const name = riskName({ number: number ?? 0 });
  const who = nameOf(by);
  const band = data.band ? ` (${BAND_WORDS[data.band]})` : '';
  switch (action) {
    case 'opened':
      return data.rule === 'flagged'
        ? md`${name}: ${who} flagged a risk${band}`
        : md`${name}: ${who} opened a risk${band}`;
    case 'reopened':
      return md`${name}: slipping again${band}`;
    case 'noted':
      return md`${name}: ${who} added a note${band}`;
    case 'worsened':
      return md`${name}: getting worse${band}`;
    case 'claimed':
      return md`${name}: ${who} took it`;
    case 'resolved':
      return md`${name}: ${who} closed it${outcomeText(data.outcome)}`;
    case 'recovered':
      return md`${name}: closed, because the score recovered`;
    default:
      return md`${name}: ${who}, ${action.replaceAll('_', ' ')}`;
  }
}

function outcomeText(outcome: string | null): string {
  const words =
    outcome !== null && Object.hasOwn(OUTCOMES, outcome) ? OUTCOMES[outcome as keyof typeof OUTCOMES] : null;
  return words ? `: ${words.toLowerCase()}` : '';
}

function accountLine({ action, by, data }: Told): Markup {
  const who = by ? nameOf(by) : md`An admin`;
  switch (action) {
    case 'health.overridden':
      return md`${who} set the health${data.band ? ` to ${BAND_WORDS[data.band]}` : ''}`;
    case 'health.override_cleared':
      return md`${who} set the health back to the score`;
    case 'health.expected':
      return md`${who} marked ${labelOf(data)} as expected${data.on ? ` until ${day(data.on)}` : ''}`;
    case 'health.expected_no_longer':
      return md`${who} marked ${labelOf(data)} as no longer expected`;
    case 'account.first_value':
      return data.on ? md`${who} logged first value: ${day(data.on)}` : md`${who} cleared first value`;
    case 'account.merged':
      return md`${who} merged another account into it`;
    default:
      return md`${who}: ${action.replace(/^\w+\./, '').replaceAll('_', ' ')}`;
  }
}

const labelOf = ({ label }: Told['data']): string => clip(label ?? 'a signal', NAME_SHOWN);

/** Null: an alert did it. */
const nameOf = (by: Told['by']): Markup => (by ? mention(by.slackUserId) : md`Baton`);

const NAME_SHOWN = 80;
const WORDS_SHOWN = 300;

/** What happened to an account, newest first. */
export function timelineView(
  account: { id: string; name: string },
  page: TimelinePage,
  cuts: Cuts,
): ModalView {
  return modal({
    callback: ACCOUNT_CALLBACKS.timeline,
    title: 'Timeline',
    close: 'Done',
    metadata: account.id,
    blocks: [
      section(bold(clip(account.name, NAME_SHOWN))),
      ...(page.entries.length > 0
        ? page.entries.flatMap((entry) => entryBlocks(entry, cuts))
        : [section(md`Nothing has happened yet.`)]),
      ...pageBlocks(
        ACCOUNT_ACTIONS.timelinePage,
        (text) => `${text} of the timeline of ${clip(account.name, 30)}`,
        [
          page.next === null
            ? null
            : { block: 'older', text: 'Older', value: `${account.id}:${encodePlace(page.next)}` },
          page.first ? null : { block: 'latest', text: 'Latest', value: `${account.id}:` },
        ],
      ),
    ],
  });
}

function entryBlocks(entry: TimelineEntry, cuts: Cuts): KnownBlock[] {
  const words = 'data' in entry ? entry.data.words : null;
  return [
    context(md`${when(entry.at)} · ${timelineLine(entry, cuts)}`),
    ...(words ? [section(quoted(words, WORDS_SHOWN))] : []),
  ];
}
