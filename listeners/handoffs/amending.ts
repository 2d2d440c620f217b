import type { KnownBlock, ModalView } from '@slack/types';
import type { AmendedMeanwhile } from '../../src/handoffs/verbs/amend.ts';
import { decodeState, encodeState } from '../../views/handoffs/ids.ts';
import { changedMeanwhileText } from '../../views/handoffs/parts/changes.ts';
import { noticeView } from '../../views/kit/blocks.ts';
import { readBlockId } from '../../views/kit/ids.ts';
import { withWord } from '../modal.ts';
import type { Field } from '../payload-parts.ts';
import type { ShownView } from '../payloads.ts';

type Fields = Map<string, Field>;

/** What an element was drawn with, by its kind. */
interface Drawn {
  initial_value?: string;
  initial_date?: string;
  initial_option?: { value?: string };
  initial_options?: { value?: string }[];
}

/**
 * Of the fields of a window those that somebody has changed: what another has changed meanwhile stays. What makes a row
 * belongs together.
 */
export function touchedFields({ blocks }: ShownView, fields: Fields): Fields {
  const drawn = new Map(blocks.map((block) => [readBlockId(block.block_id ?? '').field, elementOf(block)]));
  const isTouched = ([name, { value, ticked }]: [string, Field]) => {
    const was = drawn.get(name) ?? {};
    const before = was.initial_value ?? was.initial_date ?? was.initial_option?.value ?? '';
    const tickedBefore = (was.initial_options ?? []).map((one) => one.value);
    return (value ?? '').trim() !== before.trim() || !sameSet(ticked, tickedBefore);
  };
  const touched = [...fields].filter(isTouched).map(([name]) => name);
  const isRow = (name: string) => ROW_FIELDS.includes(name);
  const keepsRow = touched.some(isRow);
  return new Map([...fields].filter(([name]) => (isRow(name) ? keepsRow : touched.includes(name))));
}

const ROW_FIELDS = [
  ...['text', 'measure', 'by', 'said', 'promisedBy', 'inContract', 'due'],
  ...['name', 'role', 'note'],
];

function elementOf(block: KnownBlock): Drawn {
  if (block.type === 'input') return block.element as Drawn;
  return (block.type === 'section' ? (block.accessory as Drawn | undefined) : undefined) ?? {};
}

const sameSet = (one: readonly string[], other: readonly (string | undefined)[]): boolean =>
  one.length === other.length && one.every((value) => other.includes(value));

/** What somebody else has changed stands on top, and what was typed stays: saved again, it is written over that. */
export function tellMeanwhile(view: ShownView, meanwhile: AmendedMeanwhile): ModalView {
  const text = changedMeanwhileText(meanwhile.by, meanwhile.changes);
  const state = decodeState(view.private_metadata);
  const anew = { ...view, private_metadata: encodeState({ ...state, v: meanwhile.version }) };
  return withWord(anew, text) ?? noticeView('Edit brief', text);
}
