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
  { title: 'Teams', entries: Object.values(LANES) },
  { title: 'Health', entries: Object.values(BANDS) },
  { title: 'Where a handoff is', entries: Object.values(HANDOFF_STATES) },
  { title: 'Where a risk is', entries: Object.values(RISK_STATES) },
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
  const closestTo = () => closest(wanted, [...terms, ...ALIASES.keys()]) ?? '';
  const near = part.length > 0 ? part.slice(0, MOST) : [ALIASES.get(closestTo()) ?? closestTo()];
  return { found: near.flatMap(meaning), exact: false };
}

const MOST = 3;
/** What else people call them, the words of settings and the HTTP API among them. */
const ALIASES = new Map([
  ['cs', 'customer success'],
  ['escalate', 'escalation'],
  ['submitted', 'waiting for a response'],
  ['acknowledge', 'on it'],
  ['acknowledged', 'on it'],
  ['returned', 'asked for more'],
  ['finish', 'finished'],
  ['claim', 'taken'],
  ['claimed', 'taken'],
  ['resolved', 'closed'],
  ['book', 'accounts of a csm'],
  ['acknowledged in time', 'responded on time'],
  ['accepted in time', 'accepted on time'],
  ['kickoff in time', 'kickoff on time'],
  ['time to acknowledge', 'time to respond'],
]);

function folded(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim();
}
