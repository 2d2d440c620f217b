import { z } from 'zod';
import { stored } from '../../platform/stored.ts';
import type { Brief } from './brief.ts';
import { changedFields } from './parts.ts';
import { partLabel, type Template } from './template.ts';

/** How a value is read. */
const FORMS = ['words', 'day', 'said', 'role', 'yes_no', 'answer'] as const;
type Form = (typeof FORMS)[number];

const ChangeSchema = z.object({
  /** As `changedFields` names it. */
  part: z.string(),
  label: z.string(),
  /** Which row of a list, or which question of those that were answered with a tick. */
  row: z.object({ id: z.string(), name: z.string() }).optional(),
  /** What of a row that was there before and still is. */
  field: z.string().optional(),
  form: z.enum(FORMS),
  /** Before and after, long words cut; null: there was nothing, or is nothing any more. */
  was: z.string().nullable(),
  is: z.string().nullable(),
  /** What there was stays, and `is` was put behind it. */
  more: z.literal(true).optional(),
});
/** What changed in one answer of a brief. */
export type Change = z.infer<typeof ChangeSchema>;

/** As the history keeps them. */
export const CHANGES = stored('changes of a brief', z.array(ChangeSchema));

/** Of words that are kept in the history: the brief has them in full. */
const KEPT = 280;

const cut = (words: string): string => {
  const characters = [...words];
  return characters.length <= KEPT ? words : `${characters.slice(0, KEPT - 1).join('')}…`;
};

/** Returns what changed, part by part. */
export function changesBetween(template: Template, before: Brief, after: Brief): Change[] {
  return changedFields(before, after).flatMap((part): Change[] => {
    switch (part) {
      case 'people':
      case 'outcomes':
      case 'commitments':
        return rowChanges(part, partLabel(template, after, part), before[part], after[part]);
      case 'answers':
        return answerChanges(template, before.answers, after.answers);
      case 'knownBy':
        return laterChanges(template, before.knownBy, after.knownBy);
      default: {
        const label = partLabel(template, Object.hasOwn(after.own, part) ? after : before, part);
        const [was, is] = [answerIn(before, part), answerIn(after, part)];
        const more = was && is && moreThan(was, is);
        if (more) return [{ part, label, form: 'words', was: null, is: kept(more), more: true }];
        return [
          { part, label, form: is?.form ?? was?.form ?? 'words', was: kept(was?.text), is: kept(is?.text) },
        ];
      }
    }
  });
}

interface Value {
  form: Form;
  text: string;
}

const kept = (words: string | null | undefined): string | null => (words ? cut(words) : null);

function answerIn(brief: Brief, part: string): Value | null {
  if (Object.hasOwn(brief.own, part)) {
    const { day, text = '' } = brief.own[part] ?? {};
    return day ? { form: 'day', text: day } : { form: 'words', text };
  }
  const value: unknown = Reflect.get(brief, part);
  if (typeof value !== 'string' || value === '') return null;
  return { form: part === 'goLive' ? 'day' : part === 'promisesSaid' ? 'said' : 'words', text: value };
}

/** Returns what was put behind several words that are as they were; empty: something else changed. */
function moreThan(was: Value, is: Value): string {
  return is.form === 'words' && is.text.startsWith(`${was.text}\n`)
    ? is.text.slice(was.text.length).trim()
    : '';
}

type List = 'people' | 'outcomes' | 'commitments';

/** What a row is called by, first, and what else it says. */
const ROW_FORMS: Record<List, Readonly<Record<string, Form>>> = {
  people: { name: 'words', role: 'role', note: 'words' },
  outcomes: { text: 'words', measure: 'words', by: 'day', said: 'said' },
  commitments: { text: 'words', promisedBy: 'words', inContract: 'yes_no', due: 'day', said: 'said' },
};

type Row = { id: string };

function rowChanges(part: List, label: string, before: readonly Row[], after: readonly Row[]): Change[] {
  const [named = 'text'] = Object.keys(ROW_FORMS[part]);
  const nameOf = (row: Row) => cut(fieldOf(row, named) ?? '');
  const ids = [...new Set([...before, ...after].map(({ id }) => id))];
  return ids.flatMap((id): Change[] => {
    const [was, is] = [before, after].map((rows) => rows.find((row) => row.id === id));
    if (was && is)
      return Object.entries(ROW_FORMS[part]).flatMap(([field, form]) => {
        const [old, now] = [fieldOf(was, field), fieldOf(is, field)];
        return old === now
          ? []
          : [{ part, label, row: { id, name: nameOf(was) }, field, form, was: kept(old), is: kept(now) }];
      });
    const row = { id, name: nameOf(was ?? is ?? { id }) };
    return [{ part, label, row, form: 'words', was: was ? row.name : null, is: is ? row.name : null }];
  });
}

function fieldOf(row: Row, field: string): string | null {
  const value: unknown = Reflect.get(row, field);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'string' && value !== '' ? value : null;
}

function answerChanges({ criteria }: Template, was: Brief['answers'], is: Brief['answers']): Change[] {
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((key): Change[] => {
    const [old, now] = [was[key] ?? null, is[key] ?? null];
    const label = criteria.find((one) => one.key === key)?.label ?? key;
    const row = { id: key, name: label };
    return old === now ? [] : [{ part: 'answers', label, row, form: 'answer', was: old, is: now }];
  });
}

/** By when the sender will know what they could not answer. */
function laterChanges({ criteria }: Template, was: Brief['knownBy'], is: Brief['knownBy']): Change[] {
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((key): Change[] => {
    const [old, now] = [was[key] ?? null, is[key] ?? null];
    const name = criteria.find((one) => one.key === key)?.label ?? key;
    const row = { id: key, name };
    return old === now
      ? []
      : [{ part: 'knownBy', label: `${name}: known by`, row, form: 'day', was: old, is: now }];
  });
}

/** Which answer a change is of: two changes of one are in each other's way. */
export const answerOf = ({ part, row }: Change): string => `${part}:${row?.id ?? ''}`;

/** What both sides rely on: changed, it is for the other side to confirm. */
const RELIED_ON = ['outcomes', 'commitments', 'promises', 'goLive'] as const;
export type ReliedOn = (typeof RELIED_ON)[number];

export function reliedOnIn(changes: readonly Change[]): ReliedOn[] {
  return RELIED_ON.filter((one) => changes.some(({ part }) => part === one));
}
