import { Prisma } from '../../../prisma/generated/client.ts';
import type { Ctx, TxCtx } from '../../platform/ctx.ts';
import { texts, uuid } from '../../platform/sql.ts';
import { transact } from '../../platform/transact.ts';
import { mayErase } from '../step.ts';
import { add, type Column, type Counts, identifier, type Table } from './tables.ts';

export interface Erased {
  /** Ids → what a column of ids has in their place (null: nothing, or the row goes), and what a text has. */
  ids: ReadonlyMap<string, { column: string | null; text: string }>;
  /** Unmistakable texts, such as an address: wherever they stand. */
  marks: ReadonlyMap<string, string>;
  /** Names, which may be words: where they are the whole of a value. */
  names: ReadonlyMap<string, string>;
}

const PAGES = 100;

interface Row {
  tid: string;
  values: Record<string, unknown>;
}

/**
 * Takes ids and names out of every column of these tables, so many pages at a time, each in a transaction of its own.
 * `count` only counts. Returns how many rows by table.
 */
export async function scrub(
  ctx: Ctx,
  tables: readonly Table[],
  erased: Erased,
  how: 'change' | 'count',
): Promise<Counts> {
  const counts: Counts = {};
  for (const table of tables)
    for (let from = 0; from <= table.pages; from += PAGES)
      add(counts, table.name, await transact(ctx, (tx) => scrubPages(tx, table, from, erased, how)));
  return counts;
}

async function scrubPages(
  ctx: TxCtx,
  { name, columns, pages }: Table,
  from: number,
  erased: Erased,
  how: 'change' | 'count',
): Promise<number> {
  await mayErase(ctx);
  const rows = await ctx.tx.$queryRaw<Row[]>`
    SELECT t.ctid::text AS tid, to_jsonb(t) AS values FROM ${identifier(name)} t
     WHERE ${within(from, pages)} AND t.workspace_id = ${uuid(ctx.workspace.id)}
       AND (${Prisma.join(
         columns.map((column) => holds(column, erased)),
         ' OR ',
       )})
       ${how === 'change' ? Prisma.sql`FOR UPDATE` : Prisma.empty}`;
  let changed = 0;
  for (const { tid, values } of rows) {
    const cleaned = columns.flatMap((column) => {
      const isOwn = OWN_NAMES.has(`${name}.${column.name}`);
      const after = cleanColumn(
        column,
        values[column.name],
        isOwn ? { ...erased, names: new Map() } : erased,
      );
      return after === UNCHANGED ? [] : [{ column, after }];
    });
    if (cleaned.length === 0) continue;
    changed += 1;
    if (how === 'count') continue;
    const isLost = cleaned.some(({ column, after }) => after === null && !column.nullable);
    if (isLost) await ctx.tx.$executeRaw`DELETE FROM ${identifier(name)} WHERE ctid = ${tid}::tid`;
    else {
      const set = cleaned.map(
        ({ column, after }) => Prisma.sql`${identifier(column.name)} = ${sqlOf(column, after)}`,
      );
      await ctx.tx.$executeRaw`UPDATE ${identifier(name)} SET ${Prisma.join(set)} WHERE ctid = ${tid}::tid`;
    }
  }
  return changed;
}

/** SQL: rows on so many pages. Behind the last one are those that were written, or moved, since. */
function within(from: number, pages: number): Prisma.Sql {
  const until = from + PAGES > pages ? 4_294_967_295 : from + PAGES;
  return Prisma.sql`t.ctid >= ${`(${from},0)`}::tid AND t.ctid < ${`(${until},0)`}::tid`;
}

/** SQL: whether a column may hold any of it. More is looked at than is changed. */
function holds({ name, kind }: Column, { ids, marks, names }: Erased): Prisma.Sql {
  const column = Prisma.sql`t.${identifier(name)}`;
  if (kind === 'uuid') return Prisma.sql`${column}::text = ANY (${texts(ids.keys())})`;
  const written = kind === 'json' ? [...names.keys()].map((one) => JSON.stringify(one)) : [...names.keys()];
  return Prisma.sql`EXISTS (SELECT FROM unnest(${texts([...ids.keys(), ...marks.keys(), ...written])}) AS said (it)
                             WHERE strpos(lower(${column}::text), lower(said.it)) > 0)`;
}

function sqlOf({ kind }: Column, value: unknown): Prisma.Sql {
  if (kind === 'json') return Prisma.sql`${JSON.stringify(value)}::jsonb`;
  if (kind === 'list') return texts(value as string[]);
  return kind === 'uuid' ? uuid(value as string | null) : Prisma.sql`${value as string}`;
}

const UNCHANGED = Symbol('unchanged');

function cleanColumn({ name, kind }: Column, value: unknown, erased: Erased): unknown {
  if (value === null || value === undefined) return UNCHANGED;
  if (kind === 'uuid') {
    const found = erased.ids.get(`${value}`);
    return found === undefined ? UNCHANGED : found.column;
  }
  const after = clean(value, name, erased);
  return JSON.stringify(after) === JSON.stringify(value) ? UNCHANGED : after;
}

/** The same value without them. `key` is what it is called. */
function clean(value: unknown, key: string, erased: Erased): unknown {
  if (typeof value === 'string') return cleanText(value, key, erased);
  if (Array.isArray(value)) return value.map((one) => clean(one, key, erased));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [cleanText(name, '', erased), clean(one, name, erased)]),
  );
}

/** What other things are called, and by what another system finds them: the same word there means another thing. */
const OWN_NAMES = new Set(['api_tokens.name', 'deals.external_id', 'members.name', 'teams.name']);

/** What might be a word of ours: `open` is a state where it is not called a name. */
const PLAIN = /^[a-z0-9_.:-]*$/;

function cleanText(text: string, key: string, { ids, marks, names }: Erased): string {
  const named = names.get(text);
  if (named !== undefined && (!PLAIN.test(text) || /name|said|domain|external/i.test(key))) return named;
  let after = text;
  for (const [id, { text: instead }] of ids) after = after.replaceAll(id, () => instead);
  for (const [mark, instead] of marks) after = after.replace(alone(mark), () => instead);
  return after;
}

/** It, and not as a part of a longer one. */
function alone(mark: string): RegExp {
  const quoted = mark.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}_.+-])${quoted}(?![\\p{L}\\p{N}_])`, 'giu');
}

/** How many rows say a name among other words. They are what people wrote, and stay. */
export async function countMentions(ctx: Ctx, tables: readonly Table[], name: string): Promise<Counts> {
  const counts: Counts = {};
  for (const { name: table, columns, pages } of tables) {
    const said = columns
      .filter(({ kind }) => kind !== 'uuid')
      .map((column) => Prisma.sql`strpos(lower(t.${identifier(column.name)}::text), lower(${name})) > 0`);
    if (said.length === 0) continue;
    for (let from = 0; from <= pages; from += PAGES) {
      const [row] = await ctx.db.$queryRaw<{ rows: number }[]>`
        SELECT count(*)::int AS rows FROM ${identifier(table)} t
         WHERE ${within(from, pages)} AND t.workspace_id = ${uuid(ctx.workspace.id)} AND (${Prisma.join(said, ' OR ')})`;
      add(counts, table, row?.rows ?? 0);
    }
  }
  return counts;
}
