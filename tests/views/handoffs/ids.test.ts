import { describe, expect, it } from 'vitest';
import { decodeState, encodeState, type ModalState } from '../../../views/handoffs/ids.ts';
import { blockId, readBlockId, readValue } from '../../../views/kit/ids.ts';

describe('the ids of handoff views', () => {
  it('give back the field and the row of an input', () => {
    expect(readBlockId(blockId('name', 'row-1'))).toEqual({ field: 'name', mark: 'row-1' });
    expect(readBlockId(blockId('why'))).toEqual({ field: 'why', mark: null });
  });

  it('split a value at its first colon only', () => {
    expect(readValue('new:Example: the company')).toEqual({ verb: 'new', rest: 'Example: the company' });
    expect(readValue('account-example')).toEqual({ verb: 'account-example', rest: '' });
  });

  it('carry the state of a modal there and back', () => {
    const state: ModalState = { id: '01a207a2-3b12-7000-a4ab-209e3a042ccd', v: 4, step: 'people' };
    expect(decodeState(encodeState(state))).toEqual(state);
    expect(decodeState(encodeState({ v: 0, step: 'essentials' }))).toEqual({ v: 0, step: 'essentials' });
  });

  it('refuse a state that nobody here wrote', () => {
    expect(() => decodeState('{"v":"1","step":"essentials"}')).toThrow();
    expect(() => decodeState('{"v":1,"step":"elsewhere"}')).toThrow();
  });
});
