import type { KnownBlock } from '@slack/types';
import { SECTIONS, type WorkSection } from '../../src/cases/case.ts';
import type { WorkItem, WorkPage } from '../../src/home/work.ts';
import { handoffRow } from '../handoffs/read/lines.ts';
import { actions, context, section } from '../kit/blocks.ts';
import { button } from '../kit/elements.ts';
import { bold, listed, md, plural } from '../kit/text.ts';
import { riskRow } from '../risks/lines.ts';
import { pageBlocks } from './frame.ts';
import { HOME_ACTIONS } from './ids.ts';
import { itemBlock, type WorkRows } from './parts/work-item.ts';

/** Of every kind of case. */
const ROWS: WorkRows = { handoff: handoffRow, risk: riskRow };

const TITLES: Record<WorkSection, string> = {
  answer: 'To answer',
  returned: 'Came back to you',
  covering: 'Late with people you cover or lead',
  risks_due: 'Your risks: a step is due',
  risks_open: 'Risks that wait for you',
  finish: 'To finish: kickoff or first call',
  sent: 'Sent: waiting for an answer',
  drafts: 'Drafts',
  risks_planned: 'Your risks: planned',
};

const COUNTED: Record<WorkSection, (count: number) => string> = {
  answer: (count) => `${plural(count, 'handoff', 'handoffs')} to answer`,
  returned: (count) => `${count.toLocaleString('en-US')} that came back`,
  covering: (count) => `${count.toLocaleString('en-US')} late with people you cover or lead`,
  risks_due: (count) => `${plural(count, 'risk', 'risks')} with a step due`,
  risks_open: (count) => `${plural(count, 'risk', 'risks')} that nobody has taken yet`,
  finish: (count) => `${plural(count, 'handoff', 'handoffs')} to finish`,
  sent: (count) => `${plural(count, 'handoff', 'handoffs')} that you sent`,
  drafts: (count) => plural(count, 'draft', 'drafts'),
  risks_planned: (count) => `${plural(count, 'risk', 'risks')} with a plan`,
};

const EMPTY = md`Nothing waits for you. When somebody hands an account over to you, or one of yours is at risk, it stands here.`;

/** *My work*: what waits for the reader, the most urgent first, each with its next step. */
export function workBlocks(work: WorkPage, now: Date, rows: WorkRows = ROWS): KnownBlock[] {
  const { items, counts, page, pages } = work;
  const blocks: KnownBlock[] = [startBlock()];
  if (items.length === 0) return [section(EMPTY), ...blocks];
  if (pages > 1) blocks.push(context(md`In all: ${summary(counts)}.`));
  for (const one of SECTIONS) {
    const inIt = items.filter((item) => item.section === one);
    if (inIt.length === 0) continue;
    blocks.push(section(bold(`${TITLES[one]} (${(counts[one] ?? inIt.length).toLocaleString('en-US')})`)));
    blocks.push(...inIt.flatMap((item: WorkItem) => itemBlock(item, rows, now) ?? []));
  }
  return [...blocks, ...pageBlocks(page, pages, 'my work')];
}

function startBlock(): KnownBlock {
  return actions(
    'start',
    button({ action: HOME_ACTIONS.start, text: 'Start a handoff' }),
    button({ action: HOME_ACTIONS.flag, text: 'Flag account risk' }),
  );
}

function summary(counts: WorkPage['counts']): string {
  return listed(SECTIONS.flatMap((one) => (counts[one] ? [COUNTED[one](counts[one])] : [])));
}
