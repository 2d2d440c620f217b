import type { DealType } from '../../../prisma/generated/client.ts';
import { type Brief, type BriefPart, FIELD_LABELS, labelIn } from './brief.ts';

/** Where in the modal a criterion is answered. */
export const SECTIONS = [
  'essentials',
  'people',
  'outcomes',
  'commitments',
  'concerns',
  'scope',
  'told',
  'notes',
  'dates',
  'more',
] as const;
export type Section = (typeof SECTIONS)[number];

/** For whom a question must have an answer before the handoff goes out. */
export type Required =
  | 'everyone'
  | 'no_one'
  | { segments: readonly string[]; dealTypes: readonly DealType[] };

export interface Criterion {
  key: string;
  label: string;
  weight: number;
  section: Section;
  /** Absent: each of the first screen is, for everyone. */
  required?: Required;
  /** Where a workspace has one of its own. */
  hint?: string;
}

/** How an answer is given. */
export const ANSWER_KINDS = ['line', 'text', 'choice', 'day', 'yes_no'] as const;
export type AnswerKind = (typeof ANSWER_KINDS)[number];

/** A question as the first screen, or the part *More questions*, puts it. */
export interface Question {
  key: string;
  label: string;
  hint: string;
  /** Said when it has to have an answer and has none. */
  missing: string;
  /** Of one of the workspace's own; the others have theirs by their key. */
  answer?: AnswerKind;
  /** Of a choice. */
  options?: readonly string[];
}

export interface Template {
  id: string;
  /** Those of the first screen, in the order in which they are asked. */
  questions: readonly Question[];
  criteria: readonly Criterion[];
  finish: FinishWords;
  /** Where a workspace has changed it: those of the part *More questions*, and keys of what is not asked any more. */
  more?: readonly Question[];
  hidden?: readonly string[];
}

/** What ends it, as the one who holds it would say. */
export interface FinishWords {
  /** What is logged: 'kickoff'. */
  what: string;
  /** Where it stands finished. */
  held: string;
  /** Of the input. */
  day: string;
}

const MET: Record<string, (brief: Brief) => boolean> = {
  contact: (b) => Boolean(b.contact),
  why: (b) => Boolean(b.why),
  open: (b) => Boolean(b.open),
  outcome: (b) => b.outcomes.length > 0,
  promises: (b) => Boolean(b.promises),
  champion: (b) => b.people.some((p) => p.role === 'champion'),
  economic_buyer: (b) => b.people.some((p) => p.role === 'economic_buyer'),
  measure: (b) => b.outcomes.some((o) => o.measure && o.by),
  commitments: (b) => b.commitments.length > 0,
  risks: (b) => Boolean(b.risks || b.objections || b.competitors),
  not_sold: (b) => Boolean(b.notSold),
  technical: (b) => Boolean(b.technical),
  already_told: (b) => Boolean(b.alreadyTold),
  go_live: (b) => Boolean(b.goLive),
  links: (b) => Boolean(b.contractLink || b.recordingLink),
};

/** The parts of a brief that answer each criterion. */
const FIELDS_OF: Readonly<Record<string, readonly BriefPart[]>> = {
  contact: ['contact'],
  why: ['why'],
  open: ['open'],
  outcome: ['outcomes'],
  promises: ['promises', 'promisesSaid'],
  champion: ['people'],
  economic_buyer: ['people'],
  measure: ['outcomes'],
  commitments: ['commitments'],
  risks: ['risks', 'objections', 'competitors'],
  not_sold: ['notSold'],
  technical: ['technical'],
  already_told: ['alreadyTold'],
  go_live: ['goLive'],
  links: ['contractLink', 'recordingLink', 'deckLink'],
};

/** Of those that one text or one date answers: which it is, and how it is typed. */
const TYPED = {
  contact: { field: 'contact', answer: 'line' },
  why: { field: 'why', answer: 'text' },
  open: { field: 'open', answer: 'text' },
  promises: { field: 'promises', answer: 'text' },
  not_sold: { field: 'notSold', answer: 'text' },
  technical: { field: 'technical', answer: 'text' },
  already_told: { field: 'alreadyTold', answer: 'text' },
  go_live: { field: 'goLive', answer: 'day' },
} as const satisfies Record<string, { field: keyof Brief; answer: AnswerKind }>;
export type TypedField = (typeof TYPED)[keyof typeof TYPED]['field'];
const typedBy: Readonly<Record<string, { field: TypedField; answer: AnswerKind }>> = TYPED;

/** Every field of a brief that a question may fill by itself. */
export const TYPED_FIELDS: readonly TypedField[] = Object.values(TYPED).map(({ field }) => field);

const OWN = /^own_/;
export const isOwn = (key: string): boolean => OWN.test(key);

/** Whether one input can answer it, so that the first screen can ask it. */
export const hasOneInput = (key: string): boolean => isOwn(key) || key === 'outcome' || key in TYPED;

/** The field of the brief in which the answer stands; null: several, a row of a list, or an own question. */
export const typedField = (key: string): TypedField | null => typedBy[key]?.field ?? null;

/** The part of the brief in which the answer to a question of the first screen stands. */
export function partOf(key: string): BriefPart {
  if (key === 'outcome') return 'outcomes';
  return typedField(key) ?? 'own';
}

/** The name of the input that answers it. */
export const inputOf = (key: string): string => typedField(key) ?? key;

export const answerKind = ({ key, answer }: { key: string; answer?: AnswerKind | undefined }): AnswerKind =>
  answer ?? typedBy[key]?.answer ?? 'line';

/** The parts of a brief that answer it. */
export const fieldsOf = (key: string): readonly string[] => FIELDS_OF[key] ?? [key];

export function isMet({ key }: Criterion, brief: Brief): boolean {
  if (brief.answers[key]) return true;
  return isOwn(key) ? Object.hasOwn(brief.own, key) : Boolean(MET[key]?.(brief));
}

/** Whether the sender has said by when they will know: enough to go out, and not an answer yet. */
export const isPromised = ({ key }: Criterion, brief: Brief): boolean => brief.knownBy[key] !== undefined;

/** Whether a handoff cannot go out without it. */
export function isMust({ required, section }: Criterion): boolean {
  return required === undefined ? section === 'essentials' : required === 'everyone';
}

export const answerThis = (label: string): string => `Answer “${label}”.`;

/** What a question may be required for. */
export interface Deal {
  segment: string | null | undefined;
  dealType: DealType;
}

/** The same where it is decided for this deal what is required. */
export function forDeal(template: Template, { segment, dealType }: Deal): Template {
  const is = (one: string) => one.trim().toLowerCase() === segment?.trim().toLowerCase();
  const criteria = template.criteria.map((criterion): Criterion => {
    const { required } = criterion;
    if (typeof required !== 'object') return criterion;
    const applies = required.segments.some(is) || required.dealTypes.includes(dealType);
    return { ...criterion, required: applies ? 'everyone' : 'no_one' };
  });
  return { ...template, criteria };
}

export interface Completeness {
  /** 0–100: the weight of what is answered, of all weight. */
  percent: number;
  missing: Criterion[];
}

export function completenessOf(template: Template, brief: Brief): Completeness {
  const missing = template.criteria.filter((criterion) => !isMet(criterion, brief));
  const total = template.criteria.reduce((sum, c) => sum + c.weight, 0);
  const lost = missing.reduce((sum, c) => sum + c.weight, 0);
  return { percent: Math.round(((total - lost) / total) * 100), missing };
}

/** A brief, and the columns of a handoff that follow from it. */
export function briefColumns(template: Template, brief: Brief) {
  return {
    brief,
    completeness: completenessOf(template, brief).percent,
    goLiveOn: brief.goLive ? new Date(brief.goLive) : null,
  };
}

/** The same as the handoff's own template puts it, where that asks for it alone. */
export function fieldLabel(criteria: readonly Criterion[], field: BriefPart): string {
  return criteria.find(({ key }) => typedField(key) === field)?.label ?? FIELD_LABELS[field];
}

/** Returns what people call a part of a brief, by the name that `changedFields` gives it. */
export function partLabel({ criteria }: Pick<Template, 'criteria'>, brief: Brief, part: string): string {
  if (Object.hasOwn(FIELD_LABELS, part)) return fieldLabel(criteria, part as BriefPart);
  return criteria.find(({ key }) => key === part)?.label ?? labelIn(brief, part) ?? FIELD_LABELS.own;
}
