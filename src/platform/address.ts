import pg from 'pg';
import { ConfigError } from './config.ts';

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
