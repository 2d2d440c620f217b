import { closest } from '../platform/text.ts';
import { type Entry, RISK_TERMS, SERVICE, STEP_TERMS } from './glossary-figures.ts';
import {
  BANDS,
  HANDOFF_STATES,
  LANES,
  OTHER_TERMS,
  RISK_OUTCOMES,
  RISK_STATES,
  STAGES,
} from './glossary-words.ts';

export type { Entry };

export interface GlossaryGroup {
  title: string;
  entries: readonly Entry[];
}

/** Every word, each group in its own order. */
export const GLOSSARY: readonly GlossaryGroup[] = [
  { title: 'Stages of an account', entries: Object.values(STAGES) },
  { title: 'Lanes', entries: Object.values(LANES) },
  { title: 'Bands of health', entries: Object.values(BANDS) },
  { title: 'States of a handoff', entries: Object.values(HANDOFF_STATES) },
  { title: 'States of a risk', entries: Object.values(RISK_STATES) },
  { title: 'How a risk ends', entries: Object.values(RISK_OUTCOMES) },
  { title: 'Why ARR at risk changed', entries: Object.values(STEP_TERMS) },
  { title: 'Figures of handoffs', entries: Object.values(SERVICE) },
  { title: 'Figures of risks', entries: Object.values(RISK_TERMS) },
  { title: 'Other words', entries: OTHER_TERMS },
];

export interface LookedUp {
  /** Of one word with several meanings each; none where nothing is near. */
  found: { group: string; entry: Entry }[];
  /** It is there as written, but for case and spacing. */
  exact: boolean;
}

/** The word's meanings, else those of the one that was probably meant. */
export function lookUp(word: string): LookedUp {
  const all = GLOSSARY.flatMap(({ title, entries }) => entries.map((entry) => ({ group: title, entry })));
  const meaning = (wanted: string) => all.filter(({ entry }) => folded(entry.term) === wanted);
  const wanted = ALIASES.get(folded(word)) ?? folded(word);
  const exact = meaning(wanted);
  if (exact.length > 0) return { found: exact, exact: true };
  const terms = [...new Set(all.map(({ entry }) => folded(entry.term)))];
  // A part of a term, such as "false alarm" or "median".
  const part = wanted.length > 2 ? terms.filter((term) => term.includes(wanted)) : [];
  const near = part.length > 0 ? part.slice(0, MOST) : [closest(wanted, terms) ?? ''];
  return { found: near.flatMap(meaning), exact: false };
}

const MOST = 3;
const ALIASES = new Map([
  ['cs', 'customer success'],
  ['escalate', 'escalation'],
  ['claim', 'claimed'],
  ['finish', 'finished'],
]);

function folded(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim();
}
