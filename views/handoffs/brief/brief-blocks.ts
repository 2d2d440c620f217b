import type { KnownBlock } from '@slack/types';
import {
  BRIEF_LIMITS,
  type Brief,
  type BriefPart,
  type BriefPerson,
  type Commitment,
  FIELD_LABELS,
  type Gaps,
  LINKS,
  type Outcome,
  type OwnAnswer,
  PERSON_ROLES,
} from '../../../src/handoffs/brief/brief.ts';
import { placeName, quotesIn } from '../../../src/handoffs/brief/places.ts';
import { sourcesIn } from '../../../src/handoffs/brief/sources.ts';
import {
  type Completeness,
  type Criterion,
  fieldLabel,
  isMet,
  isMust,
  typedField,
} from '../../../src/handoffs/brief/template.ts';
import { KINDS } from '../../../src/handoffs/kinds.ts';
import type { HandoffDetails } from '../../../src/handoffs/read/details.ts';
import { context, section } from '../../kit/blocks.ts';
import { day } from '../../kit/dates.ts';
import { excerpt, fullRows, fullText, quoted } from '../../kit/long-text.ts';
import { bold, lines, link, listed, listedMarkup, type Markup, md } from '../../kit/text.ts';
import { ROW_SECTIONS, type RowSection } from '../ids.ts';
import { saidWords } from '../parts/said.ts';
import { sourceText } from './inputs.ts';

type TextField = Extract<
  keyof Brief,
  | 'contact'
  | 'why'
  | 'open'
  | 'promises'
  | 'risks'
  | 'objections'
  | 'competitors'
  | 'notSold'
  | 'technical'
  | 'alreadyTold'
  | 'notes'
>;

const FIRST: TextField[] = ['contact', 'why', 'open', 'promises'];
const LATER: TextField[] = [
  ...(['risks', 'objections', 'competitors', 'notSold', 'technical', 'alreadyTold', 'notes'] as const),
];

type Written = Pick<HandoffDetails, 'kind' | 'brief' | 'criteria'>;

/** Said of an expansion that was proposed although the account was not well. */
export const ASKED_ALL_THE_SAME = 'Why ask now';

/** The whole brief, every text in full. Nothing stands for what was not answered: that is the checklist's to say. */
export function briefBlocks(written: Written): KnownBlock[] {
  const { kind, brief, criteria } = written;
  const text = (field: TextField) => {
    const said = field === 'promises' ? saidWords(brief.promisesSaid, ' (', ')') : '';
    return fullText(`${fieldLabel(criteria, field)}${said}`, brief[field] ?? '');
  };
  // Not what was typed while it was of another kind; but also what a workspace asks no more.
  const isOfKind = (field: TextField) =>
    KINDS[kind].template.questions.some(({ key }) => typedField(key) === field);
  return [
    ...FIRST.filter(isOfKind).flatMap(text),
    ...ownBlocks(brief, criteria),
    ...(KINDS[kind].isGuarded ? fullText(ASKED_ALL_THE_SAME, brief.whyNow ?? '') : []),
    ...ROW_SECTIONS.flatMap((rows) =>
      fullRows(
        FIELD_LABELS[rows],
        rowsOf(brief, rows, { short: false }).map(({ line }) => line),
      ),
    ),
    ...LATER.flatMap(text),
    ...(brief.goLive
      ? [section(lines([bold(fieldLabel(criteria, 'goLive')), md`${day(brief.goLive)}`]))]
      : []),
    ...linkBlocks(brief),
    ...answeredBlock(brief, criteria),
    ...sourcesBlock(brief, criteria),
    ...quotesBlock(brief, criteria),
  ];
}

/** What the workspace's own questions brought, in their order, and last what is not asked any more. */
function ownBlocks({ own }: Brief, criteria: readonly Criterion[]): KnownBlock[] {
  const asked = criteria.filter(({ key }) => Object.hasOwn(own, key)).map(({ key }) => key);
  const answers = [...asked, ...Object.keys(own).filter((key) => !asked.includes(key))].flatMap((key) => {
    const answer = own[key];
    if (!answer) return [];
    const label = criteria.find((one) => one.key === key)?.label ?? answer.label;
    return [{ ...answer, label }];
  });
  const isShort = ({ text = '' }: OwnAnswer) => [...text].length <= BRIEF_LIMITS.line && !text.includes('\n');
  const [short, long] = [answers.filter(isShort), answers.filter((one) => !isShort(one))];
  return [
    ...fullRows(
      FIELD_LABELS.own,
      short.map(({ label, text, day: on }) => md`${label}: ${bold(on ? day(on) : (text ?? ''))}`),
    ),
    ...long.flatMap(({ label, text }) => fullText(label, text ?? '')),
  ];
}

/** 'From the CRM: Main contact and Contract link', for what nobody has typed. */
function sourcesBlock(brief: Brief, criteria: readonly Criterion[]): KnownBlock[] {
  const labels = new Map<string, string[]>();
  for (const [part, source] of Object.entries(sourcesIn(brief))) {
    const text = sourceText(source);
    labels.set(text, [...(labels.get(text) ?? []), fieldLabel(criteria, part as BriefPart)]);
  }
  const said = [...labels].map(([text, parts]) => md`${text}: ${listed(parts)}`);
  return said.length > 0 ? [context(lines(said))] : [];
}

const QUOTES_SHOWN = 12;

/** 'From messages: Notes and Technical needs', each leading to its message. */
function quotesBlock(brief: Brief, criteria: readonly Criterion[]): KnownBlock[] {
  const said = quotesIn(brief)
    .slice(-QUOTES_SHOWN)
    .map(({ place, link: address = '' }) => link(address, placeName(brief, criteria, place)));
  return said.length > 0 ? [context(md`From messages: ${listedMarkup(said)}`)] : [];
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
    if (answer) return [md`${criterion.label}: ${ANSWERS[answer]}`];
    const later = laterLine(criterion, brief);
    return later ? [later] : [];
  });
  return answered.length > 0 ? [section(lines(answered))] : [];
}

/** What the sender has said they will know by a day; null: nothing, or there is an answer by now. */
export function laterLine(criterion: Criterion, brief: Brief): Markup | null {
  const by = isMet(criterion, brief) ? undefined : brief.knownBy[criterion.key];
  return by ? md`${criterion.label}: known by ${day(by)}` : null;
}

export const ANSWERS = { none: 'None', not_applicable: 'Doesn’t apply' } as const;

/** What of a brief is stored and cannot be read, so that nobody takes it for left out. */
export function lostBlocks({ lost, sender }: Pick<HandoffDetails, 'lost' | 'sender'>): KnownBlock[] {
  return lost.length === 0
    ? []
    : [section(md`Could not be read: ${listed(lost)}. Ask ${sender.name} for it.`)];
}

const whole = (text: string): string => text;

/** One person, outcome or commitment on a line. */
export interface Row {
  id: string;
  /** The words that name it, as they were typed. */
  name: string;
  line: Markup;
}

/** `short` cuts long words, for lists that are worked with rather than read. */
export function rowsOf(brief: Brief, section: RowSection, options: { short: boolean }): Row[] {
  const shown = options.short ? (text: string) => excerpt(text, 150) : whole;
  switch (section) {
    case 'people':
      return brief.people.map((row) => ({ id: row.id, name: row.name, line: personLine(row, shown) }));
    case 'outcomes':
      return brief.outcomes.map((row) => ({ id: row.id, name: row.text, line: outcomeLine(row, shown) }));
    case 'commitments':
      return brief.commitments.map((row) => ({
        id: row.id,
        name: row.text,
        line: commitmentLine(row, shown),
      }));
  }
}

type Shown = (text: string) => string;

function personLine({ name, role, note }: BriefPerson, shown: Shown): Markup {
  return md`${bold(shown(name))}, ${PERSON_ROLES[role]}${note ? `. ${shown(note)}` : ''}`;
}

function outcomeLine({ text, measure, by, said }: Outcome, shown: Shown): Markup {
  return md`${bold(shown(text))}${saidWords(said)}${measure ? `, measured by: ${shown(measure)}` : ''}${by ? `, due ${day(by)}` : ''}`;
}

function commitmentLine({ text, promisedBy, inContract, due, said }: Commitment, shown: Shown): Markup {
  const where = inContract ? ', in the contract' : ', not in the contract';
  return md`${bold(shown(text))}${saidWords(said)}${promisedBy ? `, promised by ${shown(promisedBy)}` : ''}${where}${due ? `, due ${day(due)}` : ''}`;
}

const NAMED = 2;

/** 'Must-haves: all 4 answered. Not answered: Champion, Economic buyer and 8 more' */
export function completenessLine(
  { criteria, completeness }: Pick<HandoffDetails, 'criteria' | 'completeness'>,
  all?: 'all',
): Markup {
  const { missing } = completeness;
  const [musts, open] = [criteria.filter(isMust).length, missing.filter(isMust).length];
  const answered = open === 0 ? `all ${musts}` : `${musts - open} of ${musts}`;
  const rest = notAnswered(completeness, all);
  if (!rest) return md`Brief: everything answered`;
  return musts > 0 ? md`Must-haves: ${answered} answered. ${rest}` : rest;
}

/** Those that weigh most are named, or `all`; null where nothing is missing. */
export function notAnswered({ missing }: Completeness, all?: 'all'): Markup | null {
  if (missing.length === 0) return null;
  const heaviest = missing.toSorted((a, b) => b.weight - a.weight);
  // One more takes no more room than its number.
  const shown = all || missing.length === NAMED + 1 ? heaviest : heaviest.slice(0, NAMED);
  const more = missing.length - shown.length;
  const labels = shown.map(({ label }) => label);
  return md`Not answered: ${listed(more > 0 ? [...labels, `${more} more`] : labels)}`;
}

/** What the receiver named when it went back, by label. */
export function gapLabels(gaps: Gaps, criteria: readonly Criterion[]): string[] {
  return criteria.filter(({ key }) => gaps.criteria.includes(key)).map(({ label }) => label);
}

const GAPS_SHOWN = 4;
const NOTE_LINES = 2;

/** The named gaps and the beginning of the receiver's words; null when there are neither. */
export function gapLines(gaps: Gaps | null, criteria: readonly Criterion[], most: number): Markup | null {
  if (!gaps) return null;
  const labels = gapLabels(gaps, criteria);
  const more = labels.length - GAPS_SHOWN;
  const parts = [
    ...labels.slice(0, GAPS_SHOWN).map((label) => md`• ${label}`),
    ...(more > 0 ? [md`• and ${more} more`] : []),
    ...(gaps.note ? [quoted(gaps.note, most, NOTE_LINES)] : []),
  ];
  return parts.length > 0 ? lines(parts) : null;
}

/** Criteria that were asked for when it went back and have no answer yet. */
export function openGaps(gaps: Gaps | null, criteria: readonly Criterion[], brief: Brief): Criterion[] {
  return criteria.filter((criterion) => gaps?.criteria.includes(criterion.key) && !isMet(criterion, brief));
}
