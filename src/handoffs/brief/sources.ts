import { type Brief, type BriefPart, BriefSchema, EMPTY_BRIEF, PARTS, type Source } from './brief.ts';
import { printOf } from './parts.ts';

/** Answers to fill in for the sender. */
export type Answers = { [P in Exclude<BriefPart, 'answers'>]?: Brief[P] | undefined };

/** Where those come from. */
export type Origin = Omit<Source, 'print'>;

/** Returns where each part comes from that is as it was filled in. */
export function sourcesIn(brief: Brief): Partial<Record<BriefPart, Source>> {
  const kept = PARTS.flatMap((part) => {
    const source = brief.sources[part];
    return source?.print === printOf(brief, part) ? [[part, source] as const] : [];
  });
  return Object.fromEntries(kept);
}

/**
 * Fills in what has no answer yet, and what was filled in from there before and is as it was. What the sender typed or
 * emptied stays.
 */
export function fillIn(brief: Brief, answers: Answers, origin: Origin): Brief {
  const untouched = sourcesIn(brief);
  const takes = (part: BriefPart) =>
    brief.sources[part] ? untouched[part]?.from === origin.from : !isAnswered(brief, part);
  const taken = PARTS.filter((part) => takes(part) && (part in answers || brief.sources[part]));
  const given = Object.fromEntries(taken.map((part) => [part, answers[part as keyof Answers]]));
  const filled = BriefSchema.parse({ ...brief, ...given });
  const others = Object.entries(brief.sources).filter(([part]) => !taken.some((one) => one === part));
  const marks = taken
    .filter((part) => isAnswered(filled, part))
    .map((part) => [part, { ...origin, print: printOf(filled, part) }] as const);
  return { ...filled, sources: Object.fromEntries([...others, ...marks]) };
}

/** Nobody has typed anything in it, or emptied what was filled in. */
export function isUntouched(brief: Brief): boolean {
  const filled = sourcesIn(brief);
  return PARTS.every((part) => (brief.sources[part] || isAnswered(brief, part) ? filled[part] : true));
}

/** What an earlier brief says that is true of the customer still: who they are, and what they were not sold. */
export function stillHolding(
  { contact, people, notSold, technical, commitments }: Brief,
  today: string,
): Answers {
  const open = commitments.filter(({ due }) => due !== undefined && due >= today);
  return { contact, people, notSold, technical, commitments: open };
}

const isAnswered = (brief: Brief, part: BriefPart): boolean =>
  brief[part] !== '' && printOf(brief, part) !== printOf(EMPTY_BRIEF, part);
