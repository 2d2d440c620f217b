import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { type Brief, FIELD_LABELS, PERSON_ROLES } from '../../../src/handoffs/brief/brief.ts';
import { actions, context, input, modal, section } from '../../kit/blocks.ts';
import { button, checkboxes, option, overflow, select } from '../../kit/elements.ts';
import { blockId, VALUE } from '../../kit/ids.ts';
import { md } from '../../kit/text.ts';
import { ACTIONS, CALLBACKS, encodeState, isRowSection, type RowSection } from '../ids.ts';
import { rowsOf } from './brief-blocks.ts';
import { dateInput, lineInput, linkInput, textBox } from './inputs.ts';
import { type BriefScreen, type MoreSection, ROW_WORDS, SECTION_LABELS } from './screen.ts';
import { bannerBlocks } from './screen-blocks.ts';

/**
 * One part of the brief. In parts made of rows, `rowId` is the row whose inputs are open: one of the brief's, or a
 * new id for a fresh row; null shows the list alone.
 */
export function sectionView(screen: BriefScreen, part: MoreSection, rowId: string | null): ModalView {
  const blocks = isRowSection(part) ? rowBlocks(screen, part, rowId) : sectionInputs(screen, part);
  return modal({
    callback: CALLBACKS.section,
    title: SECTION_LABELS[part],
    submit: blocks.some(({ type }) => type === 'input') ? 'Save' : 'Done',
    close: 'Close',
    metadata: encodeState({ ...screen.state, step: part }),
    blocks: [...bannerBlocks(screen.banner), ...blocks, backBlock(screen, part, rowId)],
  });
}

function rowBlocks(screen: BriefScreen, part: RowSection, rowId: string | null): KnownBlock[] {
  const rows = rowsOf(screen.brief, part, { short: true });
  const { one, many, most } = ROW_WORDS[part];
  const open = rows.find(({ id }) => id === rowId);
  const listed = rows
    .filter(({ id }) => id !== rowId)
    .map(({ id, line }) =>
      section(line, {
        id: blockId('row', id),
        accessory: overflow(ACTIONS.row, [option(`edit:${id}`, 'Edit'), option(`remove:${id}`, 'Remove')]),
      }),
    );
  const isFull = rows.length >= most;
  const heading = rowId === null ? [] : [section(open ? md`*Change this ${one}*` : md`*New ${one}*`)];
  return [
    ...(rows.length === 0 && rowId === null ? [section(md`No ${many} yet.`)] : listed),
    ...(isFull ? [context(md`That makes ${most} ${many}, the most a brief can hold.`)] : []),
    ...(rowId === null || (isFull && !open) ? [] : [...heading, ...rowInputs(screen.brief, part, rowId)]),
  ];
}

function backBlock({ brief }: BriefScreen, part: MoreSection, rowId: string | null): KnownBlock {
  const back = button({ action: ACTIONS.back, text: 'Back', label: 'Back to the overview' });
  if (!isRowSection(part)) return actions('back', back);
  const { one, most } = ROW_WORDS[part];
  const rows = brief[part];
  const isFresh = rowId !== null && !rows.some(({ id }) => id === rowId);
  if (rows.length + (isFresh ? 1 : 0) >= most) return actions('back', back);
  const text = rows.length === 0 && !isFresh ? `Add ${one === 'outcome' ? 'an' : 'a'} ${one}` : 'Add another';
  return actions(
    'back',
    button({ action: ACTIONS.addRow, text, value: part, label: `Add another ${one}` }),
    back,
  );
}

/** The inputs of one row, the brief's or a fresh one. An emptied row is taken out. */
function rowInputs(brief: Brief, part: RowSection, rowId: string): InputBlock[] {
  return ROW_INPUTS[part](brief, rowId).map(mayStayEmpty);
}

const ROW_INPUTS = { people: personInputs, outcomes: outcomeInputs, commitments: commitmentInputs };

const mayStayEmpty = (block: InputBlock): InputBlock => ({ ...block, optional: true });

function personInputs({ people }: Brief, mark: string): InputBlock[] {
  const row = people.find(({ id }) => id === mark);
  return [
    lineInput({ field: 'name', mark, label: 'Name', initial: row?.name }),
    input({
      id: blockId('role', mark),
      label: 'Role',
      element: select({
        action: VALUE,
        placeholder: 'Pick a role',
        options: Object.entries(PERSON_ROLES).map(([value, text]) => option(value, text)),
        ...(row && { initial: row.role }),
      }),
    }),
    lineInput({
      field: 'note',
      mark,
      label: 'Note',
      hint: 'What helps when talking to them.',
      initial: row?.note,
    }),
  ];
}

function outcomeInputs({ outcomes }: Brief, mark: string): InputBlock[] {
  const row = outcomes.find(({ id }) => id === mark);
  return [
    lineInput({ field: 'text', mark, label: 'Desired outcome', initial: row?.text }),
    lineInput({
      field: 'measure',
      mark,
      label: 'How it is measured',
      hint: 'How both sides will see that it was reached.',
      initial: row?.measure,
    }),
    dateInput({ field: 'by', mark, label: 'By when', initial: row?.by }),
  ];
}

function commitmentInputs({ commitments }: Brief, mark: string): InputBlock[] {
  const row = commitments.find(({ id }) => id === mark);
  return [
    lineInput({ field: 'text', mark, label: 'What was promised', initial: row?.text }),
    lineInput({ field: 'promisedBy', mark, label: 'Who promised it', initial: row?.promisedBy }),
    input({
      id: blockId('inContract', mark),
      label: 'Contract',
      element: checkboxes({
        action: VALUE,
        options: [option('yes', 'It is in the contract')],
        initial: row?.inContract ? ['yes'] : [],
      }),
    }),
    dateInput({ field: 'due', mark, label: 'Due', initial: row?.due }),
  ];
}

/** The inputs of a part that has no rows. */
function sectionInputs(
  screen: Pick<BriefScreen, 'brief' | 'nonce'>,
  part: Exclude<MoreSection, RowSection>,
): InputBlock[] {
  return moreInputs(screen, part).map(mayStayEmpty);
}

function moreInputs(
  { brief, nonce: mark }: Pick<BriefScreen, 'brief' | 'nonce'>,
  part: Exclude<MoreSection, RowSection>,
): InputBlock[] {
  type TextKey = 'risks' | 'objections' | 'competitors' | 'notSold' | 'technical' | 'alreadyTold';
  const box = (field: TextKey, hint: string) =>
    textBox({ field, mark, label: FIELD_LABELS[field], hint, initial: brief[field] });
  const link = (field: 'contractLink' | 'recordingLink' | 'deckLink') =>
    linkInput({ field, mark, label: FIELD_LABELS[field], initial: brief[field] });
  switch (part) {
    case 'concerns':
      return [
        box('risks', 'What could go wrong, and why.'),
        box('objections', 'What they were not sure about, and what was answered.'),
        box('competitors', 'Who else they looked at or use today.'),
      ];
    case 'scope':
      return [
        box('notSold', 'What they might expect, but did not buy.'),
        box('technical', 'Systems to connect, requirements, limits.'),
      ];
    case 'told':
      return [box('alreadyTold', 'Questions they have answered, so that nobody asks again.')];
    case 'dates':
      return [
        dateInput({
          field: 'goLive',
          mark,
          label: FIELD_LABELS.goLive,
          hint: 'When it has to run. A near date shortens the time to acknowledge.',
          initial: brief.goLive,
        }),
        link('contractLink'),
        link('recordingLink'),
        link('deckLink'),
      ];
  }
}
