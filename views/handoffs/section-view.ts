import type { KnownBlock, ModalView } from '@slack/types';
import { actions, context, modal, section } from '../kit/blocks.ts';
import { button, option, overflow } from '../kit/elements.ts';
import { blockId } from '../kit/ids.ts';
import { md } from '../kit/text.ts';
import type { BriefScreen } from './brief-screen.ts';
import { ACTIONS, CALLBACKS, encodeState, isRowSection, type RowSection } from './ids.ts';
import { rowsOf } from './parts/rows.ts';
import { bannerBlocks } from './parts/screen-blocks.ts';
import { type MoreSection, ROW_WORDS, SECTION_LABELS } from './parts/sections.ts';
import { rowInputs, sectionInputs } from './section-inputs.ts';

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
