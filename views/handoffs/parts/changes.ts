import { PERSON_ROLES, type PersonRole, type Said } from '../../../src/handoffs/brief/brief.ts';
import type { Change } from '../../../src/handoffs/brief/changes.ts';
import type { HistoryEntry } from '../../../src/handoffs/read/details.ts';
import { clip } from '../../kit/clip.ts';
import { day } from '../../kit/dates.ts';
import { excerpt } from '../../kit/long-text.ts';
import { type Markup, md } from '../../kit/text.ts';
import { saidWords } from './said.ts';

const WORDS_SHOWN = 160;
const NAME_SHOWN = 80;
/** So long that the words before are not said again. */
const SHORT = 60;

const FIELDS: Record<string, string> = {
  text: 'wording',
  measure: 'how it’s measured',
  by: 'target date',
  said: 'who says so',
  promisedBy: 'who promised it',
  inContract: 'in the contract',
  due: 'due date',
  name: 'name',
  role: 'role',
  note: 'note',
};
const LISTS: Record<string, string> = { people: 'Person', outcomes: 'Outcome', commitments: 'Commitment' };
const ANSWERED: Record<string, string> = { none: 'none', not_applicable: 'doesn’t apply' };

function read({ form }: Change, value: string): string {
  switch (form) {
    case 'day':
      return day(value);
    case 'said':
      return saidWords(value as Said, '');
    case 'role':
      return Object.hasOwn(PERSON_ROLES, value) ? PERSON_ROLES[value as PersonRole] : value;
    case 'yes_no':
      return value;
    case 'answer':
      return ANSWERED[value] ?? value;
    case 'words':
      return excerpt(value, WORDS_SHOWN);
  }
}

/** What a change is of: 'Go-live date', 'Outcome “First team live”, target date'. */
function subject({ part, label, row, field }: Change): string {
  if (!row || part === 'knownBy') return label;
  if (part === 'answers') return row.name;
  const list = `${LISTS[part] ?? label} “${clip(row.name, NAME_SHOWN)}”`;
  return field ? `${list}, ${FIELDS[field] ?? field}` : list;
}

const isShort = (value: string | null): boolean => (value ?? '').length <= SHORT;

/** 'changed Go-live date from Dec 1, 2026 to Dec 15, 2026', behind who did it. */
export function changeSaid(change: Change): Markup {
  const { was, is, row, field, part } = change;
  const what = subject(change);
  const isRow = row !== undefined && field === undefined && Object.hasOwn(LISTS, part);
  if (is === null) return md`removed ${what}`;
  if (change.more) return md`added to ${what}: ${read(change, is)}`;
  if (was === null) return isRow ? md`added ${what}` : md`added ${what}: ${read(change, is)}`;
  const before = isShort(was) && isShort(is) ? ` from ${read(change, was)}` : '';
  return before
    ? md`changed ${what}${before} to ${read(change, is)}`
    : md`changed ${what}: ${read(change, is)}`;
}

const SHOWN = 8;

/** Each of several on a line of its own: one by itself stands in the line of the entry. */
export function changeLines({ changes }: Pick<HistoryEntry, 'changes'>): Markup[] {
  if (changes.length < 2) return [];
  const more = changes.length - SHOWN;
  return [
    ...changes.slice(0, SHOWN).map((change) => md`• ${changeSaid(change)}`),
    ...(more > 0 ? [md`• and ${more} more`] : []),
  ];
}

const MEANWHILE_SHOWN = 3;

/** To whoever was about to write over it: who changed it while their window was open, and to what. */
export function changedMeanwhileText(by: string | null, changes: readonly Change[]): string {
  const what = changes
    .slice(0, MEANWHILE_SHOWN)
    .map((one) =>
      one.is === null
        ? `${subject(one)} (removed)`
        : `${subject(one)} (${one.more ? 'added' : 'now'}: ${read(one, one.is)})`,
    );
  const said = new Intl.ListFormat('en').format([...new Set(what)]);
  return `${by ?? 'Someone'} changed this while the form was open: ${said}. To go ahead anyway, save again.`;
}
