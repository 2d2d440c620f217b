import { BRIEF_LIMITS } from '../../../src/handoffs/brief/brief.ts';
import type { Section } from '../../../src/handoffs/brief/template.ts';
import type { RowSection } from '../ids.ts';

/** Every part of a brief beside the first screen. */
export type MoreSection = Exclude<Section, 'essentials'>;

export const SECTION_LABELS: Record<MoreSection, string> = {
  people: 'People',
  outcomes: 'Outcomes',
  commitments: 'Commitments',
  concerns: 'Risks and objections',
  scope: 'Scope and technical',
  told: 'Already told us',
  dates: 'Dates and links',
};

export const ROW_WORDS: Record<RowSection, { one: string; many: string; most: number }> = {
  people: { one: 'person', many: 'people', most: BRIEF_LIMITS.people },
  outcomes: { one: 'outcome', many: 'outcomes', most: BRIEF_LIMITS.outcomes },
  commitments: { one: 'commitment', many: 'commitments', most: BRIEF_LIMITS.commitments },
};
