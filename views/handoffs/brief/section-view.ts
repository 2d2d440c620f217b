import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { type Brief, PERSON_ROLES, type Said } from '../../../src/handoffs/brief/brief.ts';
import { isMet } from '../../../src/handoffs/brief/template.ts';
import { actions, context, input, modal, section } from '../../kit/blocks.ts';
import { button, checkboxes, multiSelect, option, overflow, select } from '../../kit/elements.ts';
import { blockId, VALUE } from '../../kit/ids.ts';
import { LIMITS } from '../../kit/limits.ts';
import { md } from '../../kit/text.ts';
import { ACTIONS, CALLBACKS, encodeState, isRowSection, type RowSection } from '../ids.ts';
import { saidSelect } from '../parts/said.ts';
import { ANSWERS, rowsOf } from './brief-blocks.ts';
import { BACK_UNSAVED, dateInput, lineInput, sourceBlocks } from './inputs.ts';
import { type BriefScreen, type MoreSection, ROW_WORDS, SECTION_LABELS } from './screen.ts';
import { bannerBlocks } from './screen-blocks.ts';
import { mayStayEmpty, sectionInputs } from './section-inputs.ts';

/**
 * One part of the brief. In parts made of rows, `rowId` is the row whose inputs are open: one of the brief's, or a
 * new id for a fresh row; null shows the list alone.
 */
export function sectionView(screen: BriefScreen, part: MoreSection, rowId: string | null): ModalView {
  const inputs = isRowSection(part) ? rowBlocks(screen, part, rowId) : sectionInputs(screen, part);
  const blocks = [...inputs, ...withoutWordsBlocks(screen, part)];
  return modal({
    callback: CALLBACKS.section,
    title: SECTION_LABELS[part],
    submit: blocks.some(({ type }) => type === 'input') ? 'Save' : 'Done',
    close: 'Cancel',
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
    ...sourceBlocks(screen.brief, part),
    ...(isFull ? [context(md`${most} ${many} is the most a brief can hold.`)] : []),
    ...(rowId === null || (isFull && !open) ? [] : [...heading, ...rowInputs(screen.brief, part, rowId)]),
  ];
}

/** What of this part the sender can answer without words: there is none, or it does not apply. */
function withoutWordsBlocks({ brief, criteria, nonce }: BriefScreen, part: MoreSection): InputBlock[] {
  const open = criteria.filter(
    (one) => one.section === part && (!isMet(one, brief) || brief.answers[one.key] !== undefined),
  );
  if (open.length === 0) return [];
  const answers = Object.entries(ANSWERS) as [keyof typeof ANSWERS, string][];
  const choice = {
    action: VALUE,
    options: open.flatMap(({ key, label }) =>
      answers.map(([answer, text]) => option(`${answer}:${key}`, `${label}: ${text}`)),
    ),
    initial: open.map(({ key }) => `${brief.answers[key]}:${key}`),
  };
  return [
    input({
      id: blockId('answers', nonce),
      label: 'Nothing to add?',
      optional: true,
      element:
        choice.options.length > LIMITS.choices
          ? multiSelect({ ...choice, placeholder: 'Pick what doesn’t apply' })
          : checkboxes(choice),
    }),
  ];
}

function backBlock({ brief, mode }: BriefScreen, part: MoreSection, rowId: string | null): KnownBlock {
  const back =
    mode === 'amend'
      ? BACK_UNSAVED
      : button({ action: ACTIONS.back, text: 'Back', label: 'Back to the overview' });
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

function personInputs({ people }: Brief, mark: string): InputBlock[] {
  const row = people.find(({ id }) => id === mark);
  return [
    lineInput({ field: 'name', mark, label: 'Name', initial: row?.name }),
    input({
      id: blockId('role', mark),
      label: 'Role',
      hint: 'Mark the champion and the economic buyer. Leave blank for Other.',
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
      hint: 'What helps when you talk to them.',
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
      label: 'How it’s measured',
      hint: 'How both sides will know it’s done.',
      initial: row?.measure,
    }),
    dateInput({ field: 'by', mark, label: 'Target date', initial: row?.by }),
    saidInput(mark, row?.said),
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
        options: [option('yes', 'In the contract')],
        initial: row?.inContract ? ['yes'] : [],
      }),
    }),
    dateInput({ field: 'due', mark, label: 'Due date', initial: row?.due }),
    saidInput(mark, row?.said),
  ];
}

const saidInput = (mark: string, initial: Said | undefined): InputBlock =>
  input({
    id: blockId('said', mark),
    label: 'Who says so',
    element: saidSelect(initial, VALUE),
  });
