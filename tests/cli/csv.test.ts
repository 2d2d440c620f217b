import { describe, expect, it } from 'vitest';
import { type CsvTable, readCsv, writeRejected } from '../../src/platform/csv.ts';
import { isRefusal } from '../../src/platform/refusal.ts';

const COLUMNS = { known: ['name', 'domain', 'external_id'], required: ['name'] };

function read(text: string | Uint8Array) {
  return readCsv(Buffer.from(text as string), COLUMNS);
}

function good(text: string): CsvTable {
  const table = read(text);
  if (isRefusal(table)) throw new Error(table.message);
  return table;
}

describe('a CSV file', () => {
  it.each([
    ['commas', 'name,domain\nAcme,a.com\n'],
    ['semicolons', 'name;domain\r\nAcme;a.com\r\n'],
    ['tabs', 'name\tdomain\nAcme\ta.com'],
    ['a byte order mark', '\uFEFFname,domain\nAcme,a.com'],
    ["a spreadsheet's first line", 'sep=;\r\nname;domain\r\nAcme;a.com'],
    ['headers as people write them', ' Name , DOMAIN\n"Acme" , a.com'],
    ['old line ends', 'name,domain\rAcme,a.com\r'],
  ])('may have %s', (_, text) => {
    expect(good(text).rows.map(({ cells }) => cells)).toEqual([{ name: 'Acme', domain: 'a.com' }]);
  });

  it('is counted in lines as an editor counts them', () => {
    const table = good('name,domain\r\n\r\n"Two\r\nlines",x\r\nshort\r\nlast,"quote "" inside"');
    expect(table.rows.map(({ line, cells }) => [line, cells['domain']])).toEqual([
      [3, 'x'],
      [6, 'quote " inside'],
    ]);
    expect(table.rejected).toMatchObject([{ line: 5, reason: 'has 1 cells and the first line has 2' }]);
  });

  it.each([
    ['name,domian\nAcme,a.com', 'there is no column "domian" (did you mean domain?)'],
    ['domain\na.com', '"name" is missing'],
    ['name,name\nAcme,Acme', '"name" is there twice'],
    ['', 'is empty'],
    ['name,domain\nfine,a.com\n"open,b.com\nnext,c.com', 'opened at line'],
    [Uint8Array.from([0x6e, 0x61, 0x6d, 0x65, 0x0a, 0xe4]), 'not in UTF-8'],
  ])('%j is refused as a whole', (text, reason) => {
    expect(read(text)).toMatchObject({ message: expect.stringContaining(reason) });
  });

  it('hands rejected rows back in a file that can be mended and read again', () => {
    const table = good('Name;Domain\nAcme, Inc.;"a;b"\nOther;"x ""y"""');
    const rejected = table.rows.map(({ line, raw }) => ({ line, reason: 'bad; really', raw }));
    const text = writeRejected(table, rejected);
    expect(text).toBe(
      '\uFEFFline;reason;Name;Domain\r\n2;"bad; really";Acme, Inc.;"a;b"\r\n3;"bad; really";Other;"x ""y"""\r\n',
    );
    expect(good(text).rows.map(({ cells }) => cells['domain'])).toEqual(['a;b', 'x "y"']);
  });
});
