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

/** One of the four that the first screen asks beside account and receiver, as that screen puts it. */
export interface Question {
  key: 'contact' | 'why' | 'outcome' | 'promises';
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
  /** On the button, and where it stands finished. */
  held: string;
  /** Of the input. */
  day: string;
}
