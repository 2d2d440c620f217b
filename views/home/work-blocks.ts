import type { KnownBlock } from '@slack/types';
import { SECTIONS, type WorkSection } from '../../src/cases/case.ts';
import type { Ends, WorkItem, WorkPage } from '../../src/home/work.ts';
import { dealRow } from '../deals/lines.ts';
import { followUpRow } from '../handoffs/follow-ups/parts.ts';
import { handoffRow } from '../handoffs/read/lines.ts';
import { actions, context, header, section } from '../kit/blocks.ts';
import { button } from '../kit/elements.ts';
import { listed, md, plural } from '../kit/text.ts';
import { riskRow } from '../risks/lines.ts';
import { welcomeBlocks } from './first-views.ts';
import { pageBlocks } from './frame.ts';
import { HOME_ACTIONS } from './ids.ts';
import { endsCounted, endsTitle } from './parts/ends.ts';
import { itemBlock, type WorkRows } from './parts/work-item.ts';

/** Of every kind of case. */
const ROWS: WorkRows = { handoff: handoffRow, follow_up: followUpRow, risk: riskRow, deal: dealRow };

const TITLES: Record<Exclude<WorkSection, 'finish'>, string> = {
  answer: 'Respond',
  returned: 'Asked for more',
  hand_over: 'Won, to hand over',
  covering: 'Overdue with people you cover or lead',
  risks_due: 'Plan or check in',
  risks_open: 'Take or reassign',
  follow_up: 'Follow up',
  sent: 'Waiting for others',
  drafts: 'Drafts',
  risks_planned: 'On track',
};

const COUNTED: Record<WorkSection, (count: number, ends: Ends) => string> = {
  answer: (count) => `${plural(count, 'handoff', 'handoffs')} to respond to`,
  returned: (count) => `${plural(count, 'handoff', 'handoffs')} asked for more`,
  hand_over: (count) => `${plural(count, 'won deal', 'won deals')} to hand over`,
  covering: (count) => `${count.toLocaleString('en-US')} overdue with people you cover or lead`,
  risks_due: (count) => `${plural(count, 'risk', 'risks')} to plan or check in on`,
  risks_open: (count) => `${plural(count, 'risk', 'risks')} to take or reassign`,
  follow_up: (count) => `${plural(count, 'thing', 'things')} to follow up`,
  finish: (count, ends) => endsCounted(ends, count),
  sent: (count) => `${plural(count, 'handoff', 'handoffs')} waiting for others`,
  drafts: (count) => plural(count, 'draft', 'drafts'),
  risks_planned: (count) => `${plural(count, 'risk', 'risks')} on track`,
};

const EMPTY = md`All clear. New handoffs and at-risk accounts will show up here.`;

/** *My work*: what is waiting for the reader, the most urgent first, each with its next step. */
export function workBlocks(
  work: WorkPage,
  now: Date,
  { rows = ROWS, isUnmet = false }: { rows?: WorkRows; isUnmet?: boolean } = {},
): KnownBlock[] {
  const { items, counts, ends, page, pages } = work;
  const blocks: KnownBlock[] = [startBlock()];
  if (items.length === 0)
    return [...(isUnmet ? welcomeBlocks() : [section(EMPTY), ...blocks]), preferencesBlock()];
  if (pages > 1) blocks.push(context(md`In all: ${summary(work)}`));
  for (const one of SECTIONS) {
    const inIt = items.filter((item) => item.section === one);
    if (inIt.length === 0) continue;
    blocks.push(
      header(
        `${one === 'finish' ? endsTitle(ends) : TITLES[one]} (${(counts[one] ?? inIt.length).toLocaleString('en-US')})`,
      ),
    );
    blocks.push(...inIt.flatMap((item: WorkItem) => itemBlock(item, rows, now) ?? []));
  }
  return [...blocks, ...pageBlocks(page, pages, 'my work'), preferencesBlock()];
}

function startBlock(): KnownBlock {
  return actions(
    'start',
    button({ action: HOME_ACTIONS.start, text: 'Start a handoff' }),
    button({ action: HOME_ACTIONS.flag, text: 'Flag a risk' }),
  );
}

const preferencesBlock = (): KnownBlock =>
  actions('preferences', button({ action: HOME_ACTIONS.preferences, text: 'Preferences…' }));

function summary({ counts, ends }: WorkPage): string {
  return listed(SECTIONS.flatMap((one) => (counts[one] ? [COUNTED[one](counts[one], ends)] : [])));
}
