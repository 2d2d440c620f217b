import {
  type Brief,
  type BriefPerson,
  type Commitment,
  type Outcome,
  PERSON_ROLES,
} from '../../../src/handoffs/brief/brief.ts';
import { day } from '../../kit/dates.ts';
import { excerpt } from '../../kit/long-text.ts';
import { bold, type Markup, md } from '../../kit/text.ts';
import type { RowSection } from '../ids.ts';

const whole = (text: string): string => text;

/** One person, outcome or commitment on a line. */
export interface Row {
  id: string;
  /** The words that name it, as they were typed. */
  name: string;
  line: Markup;
}

/** `short` cuts long words, for lists that are worked with rather than read. */
export function rowsOf(brief: Brief, section: RowSection, options: { short: boolean }): Row[] {
  const shown = options.short ? (text: string) => excerpt(text, 150) : whole;
  switch (section) {
    case 'people':
      return brief.people.map((row) => ({ id: row.id, name: row.name, line: personLine(row, shown) }));
    case 'outcomes':
      return brief.outcomes.map((row) => ({ id: row.id, name: row.text, line: outcomeLine(row, shown) }));
    case 'commitments':
      return brief.commitments.map((row) => ({
        id: row.id,
        name: row.text,
        line: commitmentLine(row, shown),
      }));
  }
}

type Shown = (text: string) => string;

function personLine({ name, role, note }: BriefPerson, shown: Shown): Markup {
  return md`${bold(shown(name))}, ${PERSON_ROLES[role]}${note ? `. ${shown(note)}` : ''}`;
}

function outcomeLine({ text, measure, by }: Outcome, shown: Shown): Markup {
  return md`${bold(shown(text))}${measure ? `, measured by: ${shown(measure)}` : ''}${by ? `, due ${day(by)}` : ''}`;
}

function commitmentLine({ text, promisedBy, inContract, due }: Commitment, shown: Shown): Markup {
  const where = inContract ? ', in the contract' : ', not in the contract';
  return md`${bold(shown(text))}${promisedBy ? `, promised by ${shown(promisedBy)}` : ''}${where}${due ? `, due ${day(due)}` : ''}`;
}
