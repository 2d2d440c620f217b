import { createHash } from 'node:crypto';
import { type Refusal, refuse } from '../../platform/refusal.ts';
import {
  BRIEF_LIMITS,
  type Brief,
  type BriefPart,
  FIELD_LABELS,
  labelIn,
  PERSON_ROLES,
  type Quote,
  tooMany,
} from './brief.ts';
import type { BriefPatch } from './parts.ts';
import {
  answerKind,
  type Criterion,
  fieldLabel,
  isMet,
  isOwn,
  type Template,
  typedField,
} from './template.ts';

/** The fields of several lines that only some kinds ask, and those that all do unless a workspace hides them. */
const ASKED = ['why', 'open', 'promises'] as const;
const ALWAYS = {
  technical: 'technical',
  risks: 'risks',
  objections: 'risks',
  notSold: 'not_sold',
  alreadyTold: 'already_told',
} as const;
const ROWS = ['outcomes', 'commitments'] as const;
const PERSON = 'person:';

type Text = 'notes' | (typeof ASKED)[number] | keyof typeof ALWAYS;
type Where =
  | { in: 'text'; field: Text }
  | { in: 'row'; list: (typeof ROWS)[number] }
  | { in: 'person'; id: string }
  | { in: 'own'; label: string };

/** Where in a brief words can go that were said somewhere else. */
export interface Place {
  key: string;
  label: string;
  /** Characters that it holds, with what is there already. */
  most: number;
  /** On one line. */
  isLine: boolean;
  where: Where;
}

/** Returns the places of this brief, beginning with the one that is right for anything. */
export function placesOf({ criteria, questions, more = [], hidden = [] }: Template, brief: Brief): Place[] {
  const text = (field: Text): Place => ({
    key: field,
    label: fieldLabel(criteria, field),
    most: BRIEF_LIMITS.text,
    isLine: false,
    where: { in: 'text', field },
  });
  const row = (list: (typeof ROWS)[number]): Place => ({
    key: list,
    label: ROW_LABELS[list],
    most: BRIEF_LIMITS.line,
    isLine: true,
    where: { in: 'row', list },
  });
  const always = (Object.entries(ALWAYS) as [Text, string][]).filter(
    ([field, key]) => !hidden.includes(key) || brief[field],
  );
  const own = [...questions, ...more].filter(
    (one) => isOwn(one.key) && ['line', 'text'].includes(answerKind(one)),
  );
  return [
    text('notes'),
    ...ROWS.map(row),
    ...ASKED.filter((field) => criteria.some(({ key }) => typedField(key) === field)).map(text),
    ...always.map(([field]) => text(field)),
    ...brief.people.map(
      ({ id, name, role }): Place => ({
        key: `${PERSON}${id}`,
        label: `Note on ${name} (${PERSON_ROLES[role]})`,
        most: BRIEF_LIMITS.line,
        isLine: true,
        where: { in: 'person', id },
      }),
    ),
    ...own.map(
      (one): Place => ({
        key: one.key,
        label: one.label,
        most: BRIEF_LIMITS.own,
        isLine: answerKind(one) === 'line',
        where: { in: 'own', label: one.label },
      }),
    ),
  ];
}

const ROW_LABELS = { outcomes: 'New outcome', commitments: 'New commitment' };

/** Returns what people call the place that something was put in, which may not be asked any more. */
export function placeName(brief: Brief, criteria: readonly Criterion[], place: string): string {
  if (place.startsWith(PERSON)) {
    const person = brief.people.find(({ id }) => `${PERSON}${id}` === place);
    return person ? `Note on ${person.name}` : FIELD_LABELS.people;
  }
  if (Object.hasOwn(FIELD_LABELS, place)) return fieldLabel(criteria, place as BriefPart);
  return labelIn(brief, place) ?? FIELD_LABELS.own;
}

/** Words of a message, and where they go. */
export interface Addition {
  place: string;
  words: string;
  message: string;
  link: string | null;
}

/** It was put there before: that is as good as done. */
export const ALREADY_THERE = refuse('already_there', 'That message is in the brief already.');

/** Returns the brief's change by which the words go there, behind what is there. */
export function putIn(brief: Brief, template: Template, added: Addition): BriefPatch | Refusal {
  const place = placesOf(template, brief).find(({ key }) => key === added.place);
  if (!place) return refuse('no_place', 'This handoff doesn’t have that part. Pick another one.', 'place');
  const quotes = quotesIn(brief);
  if (quotes.some((one) => one.message === added.message && one.place === place.key)) return ALREADY_THERE;
  const cleaned = added.words.replaceAll('\u0000', '').trim();
  const words = place.isLine ? cleaned.replace(/\s+/g, ' ') : cleaned;
  if (words === '') return refuse('no_words', 'Write what to add.', 'words');
  const there = place.where.in === 'row' ? '' : textAt(brief, place.key);
  const joined = there === '' ? words : `${there}${place.isLine ? ' ' : '\n\n'}${words}`;
  const over = [...joined].length - place.most;
  if (over > 0) return tooLongFor(place, over);
  const id = rowIdFor(added);
  const patch = filled(brief, place.where, place.key, joined, id);
  const full = tooMany(patch as Partial<Brief>);
  if (full) return { ...full, field: 'place' };
  const quote: Quote = {
    message: added.message,
    place: place.key,
    mark: place.where.in === 'row' ? id : [...words].slice(0, MARKED).join(''),
    ...(added.link && { link: added.link }),
  };
  const answers = withoutTicks(template, { ...brief, ...patch } as Brief);
  return { ...patch, answers, quotes: [...quotes, quote].slice(-BRIEF_LIMITS.quotes) };
}

function tooLongFor({ label, most }: Place, over: number): Refusal {
  const [holds, more] = [most, over].map((one) => one.toLocaleString('en-US'));
  const what = over === 1 ? 'character' : 'characters';
  return refuse(
    'too_long',
    `${label} holds ${holds} characters: this is ${more} ${what} too long. Shorten it, or pick another place.`,
    'words',
  );
}

/** So much of words is enough to find them again. */
const MARKED = 80;

/** Two presses of one button make one row. */
function rowIdFor({ message, place }: Addition): string {
  return `m${createHash('sha256').update(`${message} ${place}`).digest('hex').slice(0, 16)}`;
}

/** Returns what was taken from messages and is there still. */
export function quotesIn(brief: Brief): Quote[] {
  return brief.quotes.filter(({ place, mark }) => {
    const list = ROWS.find((one) => one === place);
    return list ? brief[list].some(({ id }) => id === mark) : textAt(brief, place).includes(mark);
  });
}

/** That there is none is no longer true with something behind it. */
const NOTHING = /^(?:none|nothing|n\/a)\.?$/i;

function textAt(brief: Brief, place: string): string {
  const text = place.startsWith(PERSON)
    ? brief.people.find(({ id }) => `${PERSON}${id}` === place)?.note
    : Object.hasOwn(brief.own, place)
      ? brief.own[place]?.text
      : (Reflect.get(brief, place) as unknown);
  return typeof text === 'string' && !NOTHING.test(text) ? text : '';
}

function filled(brief: Brief, where: Where, key: string, text: string, id: string): BriefPatch {
  switch (where.in) {
    case 'text':
      return { [where.field]: text };
    case 'row':
      return where.list === 'outcomes'
        ? { outcomes: [...brief.outcomes, { id, text }] }
        : { commitments: [...brief.commitments, { id, text, inContract: false }] };
    case 'person':
      return { people: brief.people.map((one) => (one.id === where.id ? { ...one, note: text } : one)) };
    case 'own':
      return { own: { ...brief.own, [key]: { label: where.label, text } } };
  }
}

/** What was ticked as *None* and has an answer now. */
function withoutTicks({ criteria }: Template, brief: Brief): Brief['answers'] {
  const isAnswered = (key: string) =>
    criteria.some((one) => one.key === key && isMet(one, { ...brief, answers: {} }));
  return Object.fromEntries(Object.entries(brief.answers).filter(([key]) => !isAnswered(key)));
}
