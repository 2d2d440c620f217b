import pg from 'pg';
import { ConfigError } from '../config.ts';

/** The database cannot serve as it is. The message says what to do about each problem, and quotes no setting's value. */
export class UnfitDatabase extends Error {
  readonly problems: string[];
  constructor(problems: string[]) {
    super(problems.join('\n'));
    this.name = 'UnfitDatabase';
    this.problems = problems;
  }
}

/** Settings of a session: its name → the SQL of its value. */
export type Settings = Record<string, string>;

/** A connection string taken apart: what is needed to connect, and what it asks of the session. */
export interface Address {
  connectionString: string;
  asked: Settings;
}

/** Parameters that pg would send while it connects; a pooler may refuse any of them. */
const OURS = ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'query_timeout'];
const OPTION = /^(?:-c\s*|--)(?<name>[A-Za-z_][\w.-]*)=(?<value>(?:\\.|[^\s\\])*)\s*/;

/** Takes `?schema=` and `?options=-c name=value` out of a connection string. Throws a ConfigError. */
export function readAddress(url: string): Address {
  const parsed = new URL(url);
  const asked = readOptions(parsed.searchParams.get('options') ?? '');
  const schema = parsed.searchParams.get('schema');
  if (schema) asked['search_path'] = pg.escapeIdentifier(schema);
  for (const name of ['options', 'schema', ...OURS]) parsed.searchParams.delete(name);
  return { connectionString: parsed.href, asked };
}

function readOptions(text: string): Settings {
  const settings: Settings = {};
  for (let rest = text.trim(); rest !== ''; ) {
    const { 0: whole = '', groups: { name = '', value = '' } = {} } = OPTION.exec(rest) ?? {};
    if (whole === '')
      throw new ConfigError(['DATABASE_URL has options that are not of the form -c name=value']);
    settings[name.replaceAll('-', '_').toLowerCase()] = sqlOf(name, value.replace(/\\(.)/g, '$1'));
    rest = rest.slice(whole.length);
  }
  return settings;
}

function sqlOf(name: string, value: string): string {
  if (name.toLowerCase() !== 'search_path') return pg.escapeLiteral(value);
  const schemas = value.split(',').map((schema) => schema.trim());
  return schemas.map(schemaOf).join(', ');
}

/** As PostgreSQL reads it: in small letters unless it is quoted. */
function schemaOf(text: string): string {
  return pg.escapeIdentifier(/^".*"$/.test(text) ? text.slice(1, -1) : text.toLowerCase());
}

/** How long whoever uses a pool waits, in milliseconds; 0 is without end. */
export interface Bounds {
  /** For a free connection, or a new one. */
  connectMs: number;
  lockMs: number;
  statementMs: number;
  /** For the answer to a statement, as we count it. */
  answerMs: number;
  /** The server ends a transaction in which nothing has happened for so long. */
  idleInTransactionMs: number;
  /** For a transaction, from its first statement to its last, as we count it. */
  transactionMs: number;
}

type Query = (...args: unknown[]) => Promise<unknown>;

/**
 * What a session must have. The zone and the style of dates, because Prisma's adapter sends and reads instants
 * without a zone. No compiling of statements: on the largest it alone can take as long as a statement may.
 */
function settingsOf(asked: Settings, bounds: Bounds): [string, string][] {
  return Object.entries({
    ...asked,
    timezone: "'UTC'",
    datestyle: "'ISO, MDY'",
    jit: 'off',
    lock_timeout: String(bounds.lockMs),
    statement_timeout: String(bounds.statementMs),
    idle_in_transaction_session_timeout: String(bounds.idleInTransactionMs),
  });
}

/** Sets them once in each new session, before anybody gets it. */
export function keepSessions(asked: Settings, bounds: Bounds): (client: pg.ClientBase) => Promise<void> {
  const set = settingsOf(asked, bounds).map(([name, value]) => `SET ${name} TO ${value}`);
  return async (client) => {
    await client.query(set.join('; ')).catch(explain);
  };
}

/**
 * The same through a pooler that promises no more than that a transaction stays in one session: every statement
 * runs in a transaction, and each transaction begins with its settings. Nothing of them is left behind for
 * whoever gets the session next. See docs/decisions/0015-sessions-behind-a-pooler.md.
 */
export function keepTransactions(pool: pg.Pool, asked: Settings, bounds: Bounds): void {
  const settings = settingsOf({ search_path: 'DEFAULT', ...asked }, bounds);
  const begin = ['BEGIN', ...settings.map(([name, value]) => `SET LOCAL ${name} TO ${value}`)].join('; ');

  pool.on('connect', (client) => {
    const query = client.query.bind(client) as Query;
    client.query = ((...args: unknown[]) => {
      const text = textOf(args[0]);
      if (text === 'BEGIN') return query(begin).catch(explain);
      if (client.getTransactionStatus() === 'I' && text !== 'ROLLBACK')
        return Promise.reject(new Error('a statement outside a transaction'));
      return query(...args);
    }) as typeof client.query;
  });

  pool.query = (async (...args: unknown[]) => {
    const client = await pool.connect();
    const query = client.query.bind(client) as Query;
    try {
      await query('BEGIN');
      const answer = await query(...args);
      await query('COMMIT');
      client.release();
      return answer;
    } catch (error) {
      await query('ROLLBACK').then(
        () => client.release(),
        () => client.release(true),
      );
      throw error;
    }
  }) as typeof pool.query;
}

/** PostgreSQL's codes for a setting that it does not take: of no such name, value or right, or not at this time. */
const NOT_TAKEN = /^(22023|42704|42501|55P02)$/;

function explain(error: unknown): never {
  if (error instanceof pg.DatabaseError && NOT_TAKEN.test(error.code ?? ''))
    throw new UnfitDatabase([`The database refuses a setting of the session: ${error.message}.`]);
  throw error;
}

function textOf(statement: unknown): unknown {
  return typeof statement === 'object' && statement !== null && 'text' in statement
    ? statement.text
    : statement;
}
