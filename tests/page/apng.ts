import { crc32 } from 'node:zlib';

export interface Frame {
  png: Buffer;
  ms: number;
}

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const HEADER = 13;

/** One PNG that moves, for ever, made of still ones of the same size and kind. What cannot move it shows the first. */
export function animate(frames: readonly Frame[]): Buffer {
  const stills = frames.map(({ png }) => chunksOf(png));
  const header = stills[0]?.find(({ type }) => type === 'IHDR')?.data;
  if (header?.length !== HEADER) throw new Error('there is no first frame');
  let sequence = 0;
  const parts = [SIGNATURE, chunk('IHDR', header), chunk('acTL', uint32(frames.length, 0))];
  for (const [i, still] of stills.entries()) {
    if (!still[0]?.data.equals(header)) throw new Error(`frame ${i} is of another size or kind`);
    parts.push(chunk('fcTL', control(sequence++, header, frames[i]?.ms ?? 0)));
    for (const { data } of still.filter(({ type }) => type === 'IDAT'))
      parts.push(i === 0 ? chunk('IDAT', data) : chunk('fdAT', Buffer.concat([uint32(sequence++), data])));
  }
  return Buffer.concat([...parts, chunk('IEND', Buffer.alloc(0))]);
}

/** All of the picture, for so many milliseconds, in place of what was there. */
function control(sequence: number, header: Buffer, ms: number): Buffer {
  const times = Buffer.alloc(6);
  times.writeUInt16BE(ms);
  times.writeUInt16BE(1_000, 2);
  return Buffer.concat([uint32(sequence), header.subarray(0, 8), uint32(0, 0), times]);
}

function chunksOf(png: Buffer): { type: string; data: Buffer }[] {
  const chunks: { type: string; data: Buffer }[] = [];
  for (let at = SIGNATURE.length; at < png.length; ) {
    const end = at + 8 + png.readUInt32BE(at);
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, end) });
    at = end + 4;
  }
  return chunks;
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([uint32(data.length), named, uint32(crc32(named))]);
}

function uint32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [i, value] of values.entries()) bytes.writeUInt32BE(value, 4 * i);
  return bytes;
}
