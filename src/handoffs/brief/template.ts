import { type Brief, type BriefPart, FIELD_LABELS } from './brief.ts';

/** Where in the modal a criterion is answered. */
export const SECTIONS = [
  'essentials',
  'people',
  'outcomes',
  'commitments',
  'concerns',
  'scope',
  'told',
  'dates',
] as const;
export type Section = (typeof SECTIONS)[number];

export interface Criterion {
  key: string;
  label: string;
  weight: number;
  section: Section;
}

/** One of those, four to a kind, that the first screen asks beside account and receiver, as that screen puts it. */
export interface Question {
  key: 'contact' | 'why' | 'open' | 'outcome' | 'promises';
  label: string;
  hint: string;
  /** Said when it has no answer. */
  missing: string;
}

export interface Template {
  id: string;
  /** In the order in which they are asked. */
  questions: readonly Question[];
  criteria: readonly Criterion[];
  finish: FinishWords;
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
export const FIELDS_OF: Readonly<Record<string, readonly BriefPart[]>> = {
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

export function isMet(criterion: Criterion, brief: Brief): boolean {
  return Boolean(brief.answers[criterion.key]) || Boolean(MET[criterion.key]?.(brief));
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

/** The same as the handoff's own template puts it, where the first screen asks for it. */
export function fieldLabel(questions: readonly Question[], field: BriefPart): string {
  return questions.find(({ key }) => key === field)?.label ?? FIELD_LABELS[field];
}
