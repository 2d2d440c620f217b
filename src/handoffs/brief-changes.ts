import type { Brief } from './brief.ts';

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
  answers: 'Answered without text',
};

export function changedFields(before: Brief, after: Brief): (keyof Brief)[] {
  const keys = Object.keys(FIELD_LABELS) as (keyof Brief)[];
  return keys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
}
