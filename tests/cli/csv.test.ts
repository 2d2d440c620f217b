import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CsvTable, readCsv, writeRejected } from '../../src/platform/csv/csv.ts';
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

  it.each([
    ['bars', 'name|domain\nAcme|a.com'],
    ['a first line that says what stands between cells', 'sep=|\nname|domain\nAcme|a.com'],
    ['blank columns', 'name,domain,,\nAcme,a.com,,\n'],
    ['a blank column in the middle', 'name,,domain\nAcme,,a.com'],
    ['empty cells too many', 'name,domain\nAcme,a.com,,\n'],
    ['no-break spaces and zero-width marks around cells', 'name,domain\n\u00a0Acme\u200b,\u200fa.com\ufeff'],
    ['two byte order marks', '\uFEFF\uFEFFname,domain\nAcme,a.com'],
    ['names of columns in other spellings', 'ＮＡＭＥ,Do-main\nAcme,a.com'],
    ['names of columns in other words', 'Company,Web site\nAcme,a.com'],
    ['spaces around quotation marks', 'name, "domain"\n "Acme" , "a.com" '],
    ['columns in any order, and blank rows', '\n\ndomain,name\n,\na.com,Acme\n \n'],
  ])('may have %s, too', (_, text) => {
    const aliases = { name: ['company'], domain: ['website'] };
    const table = readCsv(Buffer.from(text), { ...COLUMNS, aliases });
    if (isRefusal(table)) throw new Error(table.message);
    expect([table.rows.map(({ cells }) => cells), table.rejected]).toEqual([
      [{ name: 'Acme', domain: 'a.com' }],
      [],
    ]);
  });

  it('may be in UTF-16 with its mark, of either order', () => {
    const little = Buffer.from('\uFEFFname\tdomain\r\nMüller\tm.de', 'utf16le');
    for (const bytes of [little, Buffer.from(little).swap16()])
      expect(read(bytes)).toMatchObject({
        rows: [{ cells: { name: 'Müller', domain: 'm.de' } }],
        rejected: [],
      });
  });

  it('may leave out empty cells at the end of a row, where it is not cut off there', () => {
    const lines = 'name,domain,external_id\nShort,a.com\nWhole,b.com,1\n';
    expect(good(lines).rows.map(({ cells }) => cells['external_id'])).toEqual(['', '1']);
    const cut = good(`${lines}Cut,c.co`);
    expect(cut.rows.map(({ line }) => line)).toEqual([2, 3]);
    expect(cut.rejected).toMatchObject([{ line: 4, reason: expect.stringContaining('ends in the middle') }]);
    expect(good('name,domain\nAlpha').rows.map(({ cells }) => cells)).toEqual([
      { name: 'Alpha', domain: '' },
    ]);
  });

  it('is counted in lines as an editor counts them', () => {
    const table = good(
      'name,domain,external_id\r\n\r\n"Two\r\nlines",x,\r\nshort\r\nlast,"quote "" inside",',
    );
    expect(table.rows.map(({ line, cells }) => [line, cells['domain']])).toEqual([
      [3, 'x'],
      [6, 'quote " inside'],
    ]);
    expect(table.rejected).toMatchObject([{ line: 5, reason: 'has 1 cell and the first line has 3' }]);
  });

  it.each([
    ['name,domian\nAcme,a.com', 'there is no column "domian" (did you mean domain?)'],
    ['domain\na.com', '"name" is missing'],
    ['name,name\nAcme,Acme', '"name" is there twice'],
    ['', 'is empty'],
    [Uint8Array.from([0x6e, 0x61, 0x6d, 0x65, 0x0a, 0xe4]), 'not in UTF-8'],
    [Buffer.from('name\nAcme', 'utf16le'), 'not in UTF-8'],
    [Uint8Array.from([0x50, 0x4b, 0x03, 0x04, 0x14]), 'is a workbook'],
  ])('%j is refused as a whole', (text, reason) => {
    expect(read(text)).toMatchObject({ message: expect.stringContaining(reason) });
  });

  it('hands rejected rows back in a file that can be mended and read again', () => {
    const table = good('Name;Domain\nAcme, Inc.;"a;b"\nOther;"x ""y"""');
    const rejected = table.rows.map(({ line, raw }) => ({ line, reason: 'bad; really', raw }));
    const text = writeRejected(table, rejected);
    expect(text).toBe(
      '\uFEFFline;reason;Name;Domain\r\n2;"bad; really";"Acme, Inc.";"a;b"\r\n3;"bad; really";Other;"x ""y"""\r\n',
    );
    expect(good(text).rows.map(({ cells }) => cells['domain'])).toEqual(['a;b', 'x "y"']);
  });

  it('loses the row whose quotation mark is not closed, and no other', () => {
    const text = [
      'name,domain,external_id',
      'One,a.com,"Great',
      'Two,b.com,said "yes"',
      '5" Pipes,c.com,"3',
      'Three,"d.com"x,4',
      'Four,e.com,5',
      'Five,"',
      'a.com',
      'Six,f.com,"open',
    ].join('\n');
    const table = good(text);
    expect(table.rows.map(({ line, cells }) => [line, cells['name']])).toEqual([
      [3, 'Two'],
      [6, 'Four'],
    ]);
    expect(table.rejected.map(({ line }) => line)).toEqual([2, 4, 5, 7, 8, 9]);
    expect(table.rejected[0]?.reason).toContain('opened and not closed');
  });

  it('keeps a text of several lines that reads like no row', () => {
    const text = 'name,domain,external_id\nOne,a.com,"well, fine, thanks\n\nbye, all"\nTwo,b.com,2';
    expect(good(text).rows.map(({ line, cells }) => [line, cells['external_id']])).toEqual([
      [2, 'well, fine, thanks\n\nbye, all'],
      [5, '2'],
    ]);
  });

  it('loses the row with a broken character, and no other', () => {
    const bytes = Buffer.concat([
      Buffer.from('name,domain\nMüller,a.com\nGro'),
      Uint8Array.of(0xdf),
      Buffer.from('mann,b.com\nZoë,c\u0000.com\nLast,d.com'),
    ]);
    const table = read(bytes);
    if (isRefusal(table)) throw new Error(table.message);
    expect(table.rows.map(({ cells }) => cells['name'])).toEqual(['Müller', 'Last']);
    expect(table.rejected.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
      '3 name has a character (\uFFFD) that was lost when the file was saved; save it as "CSV UTF-8"',
      '4 domain has line breaks or invisible characters',
    ]);
  });

  it('says what stands under no name', () => {
    const table = good('name,,domain\nOne,extra,a.com\nTwo,,b.com,more\nThree,,c.com');
    expect(table.rows).toHaveLength(1);
    expect(table.rejected.map(({ reason }) => reason)).toEqual([
      'has "extra" in a column without a name',
      'has 3 cells and the first line has 2',
    ]);
    const again = good(writeRejected(table, table.rejected));
    expect([again.rows, again.rejected.length]).toEqual([[], 2]);
  });

  it('loses a hundred thousand such rows one by one', () => {
    const text = `name,domain\n${Array.from({ length: 100_000 }, (_, i) => `Sample ${i},"open`).join('\n')}`;
    expect(good(text).rejected).toHaveLength(100_000);
  });

  it('hands no formula back, and reads as before what it handed back', () => {
    const table = good(`name;domain\n=1+1;@SUM(A1)\n"+1\n2";-5\n's-Hertogenbosch;'=2`);
    const rejected = table.rows.map(({ line, raw }) => ({ line, reason: '=bad', raw }));
    const text = writeRejected(table, rejected);
    expect(text).not.toMatch(/(^|[;\n"])[=+\-@]/m);
    expect(good(text).rows.map(({ cells }) => ({ ...cells, line: 0, reason: '' }))).toEqual(
      table.rows.map(({ cells }) => ({ line: 0, reason: '', ...cells })),
    );
  });

  it('hands back whatever it read', () => {
    const cell = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.string({ unit: fc.constantFrom(...' \t\n",;|\'=+-@ab\u00a0\u200b'), maxLength: 8 }),
    );
    const rows = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(rows, fc.constantFrom(',', ';', '\t', '|'), (cells, delimiter) => {
        const raw = cells.map((row) => row.map((one) => one.replace(/[\0\r]/g, '')));
        const given: CsvTable = {
          ...{ delimiter, header: COLUMNS.known, columns: COLUMNS.known, rows: [] },
          rejected: raw.map((row, i) => ({ line: i + 2, reason: 'no', raw: row })),
        };
        const once = good(writeRejected(given, given.rejected));
        const kept = once.rows.map(({ line, raw }) => ({ line, reason: 'no', raw }));
        const twice = good(
          writeRejected(
            once,
            [...once.rejected, ...kept].sort((a, b) => a.line - b.line),
          ),
        );
        const own = ({ rows }: CsvTable) => rows.map(({ cells }) => COLUMNS.known.map((name) => cells[name]));
        expect(own(twice)).toEqual(own(once));
      }),
    );
  });
});
