import type { Brief } from './brief.ts';
import type { Question } from './criteria.ts';

/** The words people see for the parts of a brief. */
export const FIELD_LABELS: Record<keyof Brief, string> = {
  contact: 'Main contact',
  why: 'Why they bought',
  outcomes: 'Outcomes',
  promises: 'Promises outside the contract',
  people: 'People',
  commitments: 'Commitments',
  risks: 'Risks',
  objections: 'Objections',
  competitors: 'Competitors',
  notSold: 'What was not sold',
  technical: 'Technical needs',
  alreadyTold: 'Already told us',
  goLive: 'Go-live date',
  contractLink: 'Contract link',
  recordingLink: 'Recording link',
  deckLink: 'Deck link',
  whyNow: 'Why ask now',
  answers: 'Answered without text',
};

/** The same as the handoff's own template puts it, where the first screen asks for it. */
export function fieldLabel(questions: readonly Question[], field: keyof Brief): string {
  return questions.find(({ key }) => key === field)?.label ?? FIELD_LABELS[field];
}

export function changedFields(before: Brief, after: Brief): (keyof Brief)[] {
  const keys = Object.keys(FIELD_LABELS) as (keyof Brief)[];
  return keys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
}
