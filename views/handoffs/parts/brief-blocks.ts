import type { KnownBlock } from '@slack/types';
import { type Brief, FIELD_LABELS, LINKS } from '../../../src/handoffs/brief/brief.ts';
import type { Criterion } from '../../../src/handoffs/brief/template.ts';
import { fieldLabel } from '../../../src/handoffs/brief/template.ts';
import { KINDS } from '../../../src/handoffs/kinds.ts';
import type { HandoffPicture } from '../../../src/handoffs/read/picture.ts';
import { section } from '../../kit/blocks.ts';
import { day } from '../../kit/dates.ts';
import { fullRows, fullText } from '../../kit/long-text.ts';
import { bold, lines, link, listed, md } from '../../kit/text.ts';
import { ROW_SECTIONS } from '../ids.ts';
import { rowsOf } from './rows.ts';

type TextField = Extract<
  keyof Brief,
  | 'contact'
  | 'why'
  | 'promises'
  | 'risks'
  | 'objections'
  | 'competitors'
  | 'notSold'
  | 'technical'
  | 'alreadyTold'
>;

const FIRST: TextField[] = ['contact', 'why', 'promises'];
const LATER: TextField[] = ['risks', 'objections', 'competitors', 'notSold', 'technical', 'alreadyTold'];

type Written = Pick<HandoffPicture, 'kind' | 'brief' | 'questions' | 'criteria'>;

/** Said of an expansion that was proposed although the account was not well. */
export const ASKED_ALL_THE_SAME = 'Asked all the same';

/** The whole brief, every text in full. Nothing stands for what was not answered: that is the checklist's to say. */
export function briefBlocks(written: Written): KnownBlock[] {
  const { kind, brief, questions, criteria } = written;
  const text = (field: TextField) => fullText(fieldLabel(questions, field), brief[field] ?? '');
  return [
    ...FIRST.flatMap(text),
    ...(KINDS[kind].isGuarded ? fullText(ASKED_ALL_THE_SAME, brief.whyNow ?? '') : []),
    ...ROW_SECTIONS.flatMap((rows) =>
      fullRows(
        FIELD_LABELS[rows],
        rowsOf(brief, rows, { short: false }).map(({ line }) => line),
      ),
    ),
    ...LATER.flatMap(text),
    ...(brief.goLive ? [section(lines([bold(FIELD_LABELS.goLive), md`${day(brief.goLive)}`]))] : []),
    ...linkBlocks(brief),
    ...answeredBlock(brief, criteria),
  ];
}

function linkBlocks(brief: Brief): KnownBlock[] {
  return LINKS.flatMap((field) => {
    const address = brief[field];
    if (!address) return [];
    // A draft keeps what was typed, a link or not.
    return [
      section(
        /^https?:/i.test(address)
          ? link(address, FIELD_LABELS[field])
          : md`${FIELD_LABELS[field]}: ${address}`,
      ),
    ];
  });
}

function answeredBlock(brief: Brief, criteria: readonly Criterion[]): KnownBlock[] {
  const answered = criteria.flatMap((criterion) => {
    const answer = brief.answers[criterion.key];
    return answer ? [md`${criterion.label}: ${ANSWERS[answer]}`] : [];
  });
  return answered.length > 0 ? [section(lines(answered))] : [];
}

export const ANSWERS = { none: 'None', not_applicable: 'Not applicable' } as const;

/** What of a brief is stored and cannot be read, so that nobody takes it for left out. */
export function lostBlocks({ lost, sender }: Pick<HandoffPicture, 'lost' | 'sender'>): KnownBlock[] {
  return lost.length === 0
    ? []
    : [section(md`Could not be read: ${listed(lost)}. Ask ${sender.name} for it.`)];
}
