import {
  type Brief,
  type Outcome,
  PERSON_ROLES,
  type PersonRole,
  SAID,
  type Said,
} from '../../src/handoffs/brief/brief.ts';
import type { DraftPatch } from '../../src/handoffs/brief/save-draft.ts';
import {
  answerKind,
  isMet,
  isOwn,
  type Section,
  type Template,
  TYPED_FIELDS,
} from '../../src/handoffs/brief/template.ts';
import { readId } from '../../src/platform/outdated.ts';
import { isRowSection, type RowSection } from '../../views/handoffs/ids.ts';
import type { Field } from '../payload-parts.ts';

type Fields = Map<string, Field>;

/** A text field of this name, where the view has one: undefined when it was not there, '' when it was empty. */
function text(fields: Fields, name: string): string | undefined {
  const field = fields.get(name);
  return field === undefined ? undefined : (field.value ?? '').trim();
}

/** What the first screen holds. Account and receiver are not asked when a handoff came back. */
export function essentialsPatch(fields: Fields, brief: Brief, template: Template): DraftPatch {
  const patch: DraftPatch = {
    brief: {
      ...texts(fields, [...TYPED_FIELDS, 'whyNow']),
      ...saidIn(fields, 'promisesSaid'),
      ...ownPatch(fields, brief, template),
    },
  };
  const outcome = text(fields, 'outcome');
  if (patch.brief && outcome !== undefined) {
    const { outcomeSaid: said } = saidIn(fields, 'outcomeSaid');
    patch.brief.outcomes = withFirstOutcome(brief, { text: outcome, ...(said && { said }) });
  }
  return { ...patch, ...shownAccount(fields) };
}

/** The account as the first screen shows it, picked or to be created. */
export function shownAccount(fields: Fields): DraftPatch {
  const accountName = text(fields, 'accountName');
  if (accountName !== undefined) return { accountId: null, accountName };
  const account = fields.get('account');
  return account ? accountPatch(account.value ?? '') : {};
}

/** What was chosen in the account's menu: an account's id, `new:` and a name, or nothing. */
export function accountPatch(chosen: string): DraftPatch {
  if (chosen.startsWith('new:')) return { accountId: null, accountName: chosen.slice('new:'.length) };
  return { accountId: chosen ? readId(chosen) : null, accountName: null };
}

/** The first desired outcome is asked on the first screen; its measure and date keep when its text changes. */
function withFirstOutcome(brief: Brief, typed: Pick<Outcome, 'text' | 'said'>): Brief['outcomes'] {
  const [first, ...rest] = brief.outcomes;
  if (typed.text === '') return rest;
  return [{ ...first, id: first?.id ?? 'o1', ...typed }, ...rest];
}

/** The choice of this name, where one was made. */
function saidIn<K extends string>(fields: Fields, name: K): { [key in K]?: Said } {
  const said = SAID.find((one) => one === text(fields, name));
  return (said ? { [name]: said } : {}) as { [key in K]?: Said };
}

/** What the *Add more* forms ask beside rows and questions of the workspace's own. */
const TEXTS: readonly (keyof Brief)[] = [
  ...TYPED_FIELDS,
  ...(['risks', 'objections', 'competitors', 'notes', 'contractLink', 'recordingLink', 'deckLink'] as const),
];

/** Answers to the workspace's own questions, under what they were asked as. */
function ownPatch(fields: Fields, brief: Brief, { questions, more = [] }: Template): Partial<Brief> {
  const asked = [...questions, ...more].filter(({ key }) => isOwn(key) && fields.has(key));
  if (asked.length === 0) return {};
  const own = { ...brief.own };
  for (const question of asked) {
    const { key, label } = question;
    const value = text(fields, key) ?? '';
    if (value === '') delete own[key];
    else own[key] = { label, ...(answerKind(question) === 'day' ? { day: value } : { text: value }) };
  }
  return { own };
}

/** The last screen asks for one thing, and only of an account that is not well. */
export function reviewPatch(fields: Fields): DraftPatch {
  return { brief: texts(fields, ['whyNow']) };
}

/** What one of the *Add more* forms holds. An emptied row is removed. */
export function sectionPatch(
  section: Section,
  fields: Fields,
  brief: Brief,
  template: Template,
): Partial<Brief> {
  const said = isRowSection(section)
    ? rowPatch(section, fields, brief)
    : { ...(texts(fields, TEXTS) as Partial<Brief>), ...ownPatch(fields, brief, template) };
  const answered = { ...said, ...answersPatch(section, fields, brief, template) };
  return { ...answered, ...knownByPatch(section, fields, { ...brief, ...answered }, template) };
}

/** By when the sender will know what of this part has no answer. */
function knownByPatch(
  section: Section,
  fields: Fields,
  brief: Brief,
  { criteria }: Template,
): Partial<Brief> {
  const day = text(fields, 'knownBy');
  if (day === undefined) return {};
  const asked = criteria.filter((one) => one.section === section);
  const others = Object.entries(brief.knownBy).filter(([key]) => !asked.some((one) => one.key === key));
  const open = day === '' ? [] : asked.filter((one) => !isMet(one, brief));
  return { knownBy: Object.fromEntries([...others, ...open.map(({ key }) => [key, day] as const)]) };
}

/** What was ticked to say that there is none, or that it does not apply. */
function answersPatch(
  section: Section,
  fields: Fields,
  brief: Brief,
  { criteria }: Template,
): Partial<Brief> {
  const ticked = fields.get('answers')?.ticked;
  if (ticked === undefined) return {};
  const keys = criteria.filter((one) => one.section === section).map(({ key }) => key);
  const others = Object.entries(brief.answers).filter(([key]) => !keys.includes(key));
  const said = keys.flatMap((key): [string, Answer][] => {
    const answer = ANSWERS.find((one) => ticked.includes(`${one}:${key}`));
    return answer ? [[key, answer]] : [];
  });
  return { answers: Object.fromEntries([...others, ...said]) };
}

type Answer = Brief['answers'][string];
/** Of two that are ticked at once the first counts. */
const ANSWERS: readonly Answer[] = ['none', 'not_applicable'];

function texts(fields: Fields, names: readonly string[]): Record<string, string | undefined> {
  const found: Record<string, string | undefined> = {};
  for (const name of names) {
    const value = text(fields, name);
    // An emptied field is taken out of the brief.
    if (value !== undefined) found[name] = value === '' ? undefined : value;
  }
  return found;
}

function rowPatch(section: RowSection, fields: Fields, brief: Brief): Partial<Brief> {
  const name = section === 'people' ? 'name' : 'text';
  const id = fields.get(name)?.mark;
  if (!id) return {};
  const said = text(fields, name) ?? '';
  const row = said === '' ? null : { id, ...readRow(section, fields, said) };
  return { [section]: putRow<{ id: string }>(brief[section], id, row) };
}

function readRow(section: RowSection, fields: Fields, said: string): object {
  const optional = (key: string) => {
    const value = text(fields, key);
    return value ? { [key]: value } : {};
  };
  switch (section) {
    case 'people': {
      const role = text(fields, 'role') ?? '';
      return {
        name: said,
        role: (Object.hasOwn(PERSON_ROLES, role) ? role : 'other') as PersonRole,
        ...optional('note'),
      };
    }
    case 'outcomes':
      return { text: said, ...optional('measure'), ...optional('by'), ...saidIn(fields, 'said') };
    case 'commitments': {
      const field = fields.get('inContract');
      const inContract = field?.value === 'yes' || (field?.ticked.length ?? 0) > 0;
      return {
        text: said,
        inContract,
        ...optional('promisedBy'),
        ...optional('due'),
        ...saidIn(fields, 'said'),
      };
    }
  }
}

function putRow<R extends { id: string }>(rows: readonly R[], id: string, row: object | null): R[] {
  if (row === null) return rows.filter((one) => one.id !== id);
  const known = rows.some((one) => one.id === id);
  return known ? rows.map((one) => (one.id === id ? (row as R) : one)) : [...rows, row as R];
}

/** An id no row of this list has. */
export function nextRowId(rows: readonly { id: string }[]): string {
  const numbers = rows
    .map(({ id }) => Number(/^[a-z](\d{1,9})$/.exec(id)?.[1]))
    .filter((n) => !Number.isNaN(n));
  return `r${Math.max(0, ...numbers) + 1}`;
}
