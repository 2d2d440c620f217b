import { crc32, deflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { animate } from './apng.ts';

/** A grey square of so many points. */
function still(side: number): Buffer {
  const part = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(data.length);
    ends.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  };
  const header = Buffer.from([0, 0, 0, side, 0, 0, 0, side, 8, 0, 0, 0, 0]);
  const rows = deflateSync(Buffer.alloc((side + 1) * side));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    part('IHDR', header),
    part('IDAT', rows),
    part('IEND', Buffer.alloc(0)),
  ]);
}

it('pictures of one size become one that moves, and shows the first where it cannot', () => {
  const moving = animate([
    { png: still(3), ms: 500 },
    { png: still(3), ms: 2_000 },
  ]).toString('latin1');
  expect(moving.match(/IHDR|acTL|fcTL|IDAT|fdAT|IEND/g)).toEqual([
    'IHDR',
    'acTL',
    'fcTL',
    'IDAT',
    'fcTL',
    'fdAT',
    'IEND',
  ]);
  expect(() => animate([still(3), still(4)].map((png) => ({ png, ms: 1 })))).toThrow('another size');
  expect(() => animate([])).toThrow('no first frame');
});
