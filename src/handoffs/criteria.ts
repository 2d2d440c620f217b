import type { Brief } from './brief.ts';

/** Where in the modal a criterion is answered. */
export type Section =
  | 'essentials'
  | 'people'
  | 'outcomes'
  | 'commitments'
  | 'concerns'
  | 'scope'
  | 'told'
  | 'dates';

export interface Criterion {
  key: string;
  label: string;
  weight: number;
  section: Section;
}

export interface Template {
  id: string;
  criteria: readonly Criterion[];
}

/** A handoff keeps the id of the template it was written for; a changed template gets a new id. */
export const SALES_TO_CS: Template = {
  id: 'sales_to_cs@1',
  criteria: [
    { key: 'contact', label: 'Main contact', weight: 15, section: 'essentials' },
    { key: 'why', label: 'Why they bought', weight: 15, section: 'essentials' },
    { key: 'outcome', label: 'Desired outcome', weight: 15, section: 'essentials' },
    { key: 'promises', label: 'Promises outside the contract', weight: 10, section: 'essentials' },
    { key: 'champion', label: 'Champion', weight: 6, section: 'people' },
    { key: 'economic_buyer', label: 'Economic buyer', weight: 5, section: 'people' },
    { key: 'measure', label: 'How an outcome is measured', weight: 6, section: 'outcomes' },
    { key: 'commitments', label: 'Commitments one by one', weight: 5, section: 'commitments' },
    { key: 'risks', label: 'Risks and objections', weight: 5, section: 'concerns' },
    { key: 'not_sold', label: 'What was not sold', weight: 4, section: 'scope' },
    { key: 'technical', label: 'Technical needs', weight: 4, section: 'scope' },
    { key: 'already_told', label: 'Already told us', weight: 3, section: 'told' },
    { key: 'go_live', label: 'Go-live date', weight: 5, section: 'dates' },
    { key: 'links', label: 'Contract or recording link', weight: 2, section: 'dates' },
  ],
};

const TEMPLATES: readonly Template[] = [SALES_TO_CS];

export function templateById(id: string): Template {
  const template = TEMPLATES.find((one) => one.id === id);
  if (!template) throw new Error(`No template ${id}`);
  return template;
}

const MET: Record<string, (brief: Brief) => boolean> = {
  contact: (b) => Boolean(b.contact),
  why: (b) => Boolean(b.why),
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
