import { createHash, timingSafeEqual } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';

// A backup is gzip around frames: a length of four bytes, and so many bytes. First what the backup is of. Then for each
// table its name and columns, its rows as COPY writes them in as many frames as it takes, an empty frame, and how many
// rows they were. Then how many rows of which tables there are in all, and the SHA-256 of everything before.

/** The file is no backup, or not whole, or of a version that cannot be taken. The message says which. */
export class BackupError extends Error {}

const Head = z.object({
  baton: z.literal('backup'),
  format: z.literal(1),
  /** When its snapshot was taken, by the database's clock. */
  at: z.iso.datetime(),
  migrations: z.array(z.string()),
});
export type Head = z.infer<typeof Head>;

const Table = z.object({ table: z.string(), columns: z.array(z.string()) });
const Rows = z.object({ rows: z.number() });
const Foot = z.object({ end: z.literal(true), tables: z.record(z.string(), z.number()) });

const LARGEST = 1 << 20;

/** Makes the frames of a backup, and the sum of what they were. */
export class FrameWriter {
  readonly #sum = createHash('sha256');

  json(value: Head | z.infer<typeof Table> | z.infer<typeof Rows> | z.infer<typeof Foot>): Buffer {
    return this.#frame(Buffer.from(JSON.stringify(value)));
  }

  *rows(chunk: Buffer): Generator<Buffer> {
    for (let from = 0; from < chunk.length; from += LARGEST)
      yield this.#frame(chunk.subarray(from, from + LARGEST));
  }

  endOfRows(): Buffer {
    return this.#frame(Buffer.alloc(0));
  }

  sum(): Buffer {
    return framed(this.#sum.digest());
  }

  #frame(content: Buffer): Buffer {
    const frame = framed(content);
    this.#sum.update(frame);
    return frame;
  }
}

function framed(content: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return Buffer.concat([length, content]);
}

const CUT = 'The file is cut short or damaged: it is no whole backup. Take another one.';
const FOREIGN = 'The file is no backup of Baton’s.';

/** What takes a backup apart as it is read. */
export interface BackupReader<T> {
  head(head: Head): Promise<void>;
  /** To be read to its end. */
  table(table: string, columns: readonly string[], rows: AsyncIterable<Buffer>): Promise<void>;
  /** All is there, and as it was written. */
  end(tables: Record<string, number>): Promise<T>;
}

/** Reads a backup from beginning to end, a megabyte at a time. Throws a BackupError where it is not whole. */
export async function readBackup<T>(file: string, reader: BackupReader<T>): Promise<T> {
  const input = createReadStream(file);
  const unzipped = createGunzip();
  input.on('error', (error) => unzipped.destroy(error));
  const frames = new FrameReader(input.pipe(unzipped));
  try {
    const head = Head.safeParse(await frames.json(FOREIGN));
    if (!head.success) throw new BackupError(FOREIGN);
    await reader.head(head.data);
    const counted: Record<string, number> = {};
    for (;;) {
      const next = await frames.json();
      const foot = Foot.safeParse(next);
      if (foot.success) {
        await frames.checkSum();
        if (JSON.stringify(foot.data.tables) !== JSON.stringify(counted)) throw new BackupError(CUT);
        return await reader.end(counted);
      }
      const { table, columns } = orCut(Table, next);
      const rows = frames.rows();
      await reader.table(table, columns, rows.chunks);
      const { rows: written } = orCut(Rows, await frames.json());
      if (written !== rows.counted()) throw new BackupError(CUT);
      counted[table] = written;
    }
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (code === 'Z_DATA_ERROR' && !frames.hasBegun) throw new BackupError(FOREIGN);
    if (typeof code === 'string' && code.startsWith('Z_')) throw new BackupError(CUT);
    if (code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR')
      throw new BackupError(`${file} cannot be read (${code}). Check the path.`);
    throw error;
  } finally {
    input.destroy();
    unzipped.destroy();
  }
}

function orCut<S extends z.ZodType>(schema: S, value: unknown): z.infer<S> {
  const read = schema.safeParse(value);
  if (!read.success) throw new BackupError(CUT);
  return read.data;
}

const NEWLINE = 10;

class FrameReader {
  readonly #input: AsyncIterator<Buffer>;
  readonly #sum = createHash('sha256');
  #kept = Buffer.alloc(0);
  hasBegun = false;

  constructor(input: AsyncIterable<Buffer>) {
    this.#input = input[Symbol.asyncIterator]();
  }

  async json(otherwise = CUT): Promise<unknown> {
    const content = await this.#frame(otherwise);
    try {
      return JSON.parse(content.toString());
    } catch {
      throw new BackupError(otherwise);
    }
  }

  /** Rows end with a line break, and have none within. */
  rows(): { chunks: AsyncIterable<Buffer>; counted(): number } {
    let count = 0;
    const chunks = async function* (this: FrameReader) {
      for (;;) {
        const content = await this.#frame();
        if (content.length === 0) return;
        for (let at = content.indexOf(NEWLINE); at >= 0; at = content.indexOf(NEWLINE, at + 1)) count += 1;
        yield content;
      }
    }.bind(this);
    return { chunks: chunks(), counted: () => count };
  }

  async checkSum(): Promise<void> {
    const sum = this.#sum.digest();
    const written = await this.#take(4 + sum.length);
    if (!timingSafeEqual(written.subarray(4), sum) || this.#kept.length > 0 || (await this.#more()))
      throw new BackupError(CUT);
  }

  async #frame(otherwise = CUT): Promise<Buffer> {
    const length = await this.#take(4, otherwise);
    this.hasBegun = true;
    const size = length.readUInt32BE();
    if (size > LARGEST) throw new BackupError(otherwise);
    const content = await this.#take(size);
    this.#sum.update(length).update(content);
    return content;
  }

  async #take(size: number, otherwise = CUT): Promise<Buffer> {
    while (this.#kept.length < size) if (!(await this.#more())) throw new BackupError(otherwise);
    const taken = this.#kept.subarray(0, size);
    this.#kept = this.#kept.subarray(size);
    return taken;
  }

  async #more(): Promise<boolean> {
    const { done, value } = await this.#input.next();
    if (done) return false;
    this.#kept = Buffer.concat([this.#kept, value]);
    return true;
  }
}
