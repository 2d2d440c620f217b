import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../listeners/commands.ts';

const parse = (text: string) => parseCommand(text, { words: ['list', 'mine'], letter: 'h', names: true });
const parseNoNames = (text: string) =>
  parseCommand(text, { words: ['now', 'agenda', 'glossary'], phrases: ['glossary'] });
const other = (text: string, near: string | null = null) => ({ is: 'other', text, near });

describe('what is typed behind a command', () => {
  it.each(['list', 'LIST', ' List ', 'ｌｉｓｔ', 'li\u200bst'])('%j is the subcommand', (text) => {
    expect(parse(text)).toEqual({ is: 'word', word: 'list', rest: '' });
  });

  it.each(['help', ' HELP '])('%j is understood by every command', (text) => {
    for (const read of [parse, parseNoNames])
      expect(read(text)).toEqual({ is: 'word', word: 'help', rest: '' });
  });

  it.each([
    'Pine',
    'Kite',
    'Elm',
    'Nike',
    'Visa',
    'Dell',
    'Fine',
    'Lisa',
    'lists',
    'hel',
    'New Look',
    'list Acme',
    'constructor',
  ])('%j is none, and no slip', (text) => {
    expect(parse(text)).toEqual(other(text));
  });

  it.each(['', '  ', '\u00a0'])('%j is nothing', (text) => {
    expect(parse(text)).toEqual({ is: 'nothing' });
  });

  it.each([
    ['lsit', 'list'],
    ['HLEP', 'help'],
    ['mnie', 'mine'],
  ])('%j may be a slip of %j', (text, near) => {
    expect(parse(text)).toEqual(other(text, near));
  });

  it.each([
    ['agneda', 'agenda'],
    ['agend please', 'agenda'],
    ['nwo', 'now'],
    ['Pine', null],
  ])('%j is near %j where no account can be meant', (text, near) => {
    expect(parseNoNames(text)).toEqual(other(text, near));
  });

  it('is a subcommand with words of its own where it takes them', () => {
    expect(parseNoNames('Glossary save rate')).toEqual({ is: 'word', word: 'glossary', rest: 'save rate' });
    expect(parseNoNames('glossary')).toEqual({ is: 'word', word: 'glossary', rest: '' });
    expect(parseNoNames('now please')).toEqual(other('now please', 'now'));
  });

  it.each(['h-12', 'H12', 'H–12', 'Ｈ－12'])('%j is a number', (text) => {
    expect(parse(text)).toEqual({ is: 'number', number: 12 });
  });

  it('numbers another kind of thing by its own letter, and nothing where there is none', () => {
    expect(parse('R-7')).toEqual(other('R-7'));
    expect(parseNoNames('H-12')).toMatchObject({ is: 'other' });
  });

  it.each(['"help"', '“help”', '‘help’', '`help`', '*help*', '„help“', '«help»', "'help'"])(
    '%s is a name',
    (text) => {
      expect(parse(text)).toEqual(other('help'));
    },
  );

  it.each(['" "', '“ ”', "'  '"])('%s is nothing', (text) => {
    expect(parse(text)).toEqual({ is: 'nothing' });
  });

  it("is one line, of no more than a name's length, and keeps quotation marks that are part of it", () => {
    expect(parse('Acme\u00a0 \n Sample')).toEqual(other('Acme Sample'));
    expect(parse(`Acme ${'x'.repeat(4_000)}`)).toEqual(other(`Acme ${'x'.repeat(295)}`));
    expect(parse("'s-Hertogenbosch")).toEqual(other("'s-Hertogenbosch"));
  });
});
