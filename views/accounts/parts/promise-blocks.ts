import type { KnownBlock, SectionBlockAccessory } from '@slack/types';
import type { Commitment, Outcome } from '../../../src/handoffs/brief/brief.ts';
import type { HandoffDetails } from '../../../src/handoffs/read/details.ts';
import { stateLine } from '../../handoffs/parts/naming.ts';
import { saidWords } from '../../handoffs/parts/said.ts';
import { section } from '../../kit/blocks.ts';
import { day } from '../../kit/dates.ts';
import { excerpt } from '../../kit/long-text.ts';
import { bold, dotted, lines, type Markup, md, type Naming } from '../../kit/text.ts';

const ROWS_SHOWN = 3;

/** Why they bought, what they want from it, and what they were promised, by the handoff that says so. */
export function promiseBlocks(
  accepted: HandoffDetails | null,
  naming: Naming,
  accessory?: SectionBlockAccessory,
): KnownBlock[] {
  if (!accepted) return [];
  const { why, outcomes, promises, promisesSaid, commitments } = accepted.brief;
  const said = [
    dotted([bold(accepted.name), stateLine(accepted, naming)]),
    ...(why ? [md`${bold('Why they bought:')} ${excerpt(why, 140)}`] : []),
    ...rowsOf('Outcomes', outcomes, outcomeLine),
    ...(promises
      ? [md`${bold('Promised outside the contract:')} ${excerpt(promises, 60)}${saidWords(promisesSaid)}`]
      : []),
    ...rowsOf('Commitments', commitments, commitmentLine),
  ];
  return [section(lines(said), accessory && { accessory })];
}

function rowsOf<T>(label: string, rows: readonly T[], line: (row: T) => Markup): Markup[] {
  if (rows.length === 0) return [];
  const more = rows.length - ROWS_SHOWN;
  return [
    bold(label),
    ...rows.slice(0, ROWS_SHOWN).map(line),
    ...(more > 0 ? [md`and ${more} more in the brief`] : []),
  ];
}

function outcomeLine({ text, measure, by, said }: Outcome): Markup {
  return md`• ${excerpt(text, 50)}${saidWords(said)}${measure ? `, measured by ${excerpt(measure, 15)}` : ''}${until(by)}`;
}

function commitmentLine({ text, inContract, due, said }: Commitment): Markup {
  return md`• ${excerpt(text, 50)}${saidWords(said)}${until(due)}${inContract ? '' : ', not in the contract'}`;
}

const until = (isoDay: string | undefined): string => (isoDay ? `, due ${day(isoDay)}` : '');
