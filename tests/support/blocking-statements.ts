import { statementsOf } from '../../src/platform/database/migrate.ts';

/** Tables that stay small however long a company works: a row for each person, team, setting or the like. */
const SMALL = new Set(
  (
    'workspaces settings members teams team_members sandbox_clock health_configs alert_segments api_tokens ' +
    'digest_subscriptions baselines outbox_lanes home_views _prisma_migrations'
  ).split(' '),
);

const NAME = String.raw`(?:ONLY\s+)?"?(?<table>\w+)"?`;

/** Each keeps readers or writers out of its table for as long as it takes to go through it. */
const BLOCKING: [why: string, pattern: RegExp][] = [
  [
    'builds an index without CONCURRENTLY',
    index(String.raw`CREATE\s+(?:UNIQUE\s+)?INDEX\s+(?!CONCURRENTLY)`),
  ],
  [
    'adds a constraint without NOT VALID',
    alter(String.raw`ADD\s+(?:CONSTRAINT\s+"?\w+"?\s+)?(?:CHECK|FOREIGN\s+KEY)\b(?![\s\S]*NOT\s+VALID)`),
  ],
  [
    'adds a constraint without USING INDEX',
    alter(String.raw`ADD\s+(?:CONSTRAINT\s+"?\w+"?\s+)?(?:UNIQUE|PRIMARY\s+KEY)\b(?!\s+USING\s+INDEX)`),
  ],
  ['adds a constraint that cannot wait', alter(String.raw`ADD\s+(?:CONSTRAINT\s+"?\w+"?\s+)?EXCLUDE\b`)],
  [
    'adds a column with a check, a key or a reference',
    alter(String.raw`ADD\s+COLUMN\b[^,]*\b(?:REFERENCES|UNIQUE|PRIMARY\s+KEY|CHECK)\b`),
  ],
  [
    'rewrites the table for a column that is computed',
    alter(
      String.raw`ADD\s+COLUMN\b[^,]*(?:\bGENERATED\b|\b(?:BIG|SMALL)?SERIAL\b|DEFAULT\s+\(?\s*(?:gen_random_uuid|random|clock_timestamp|nextval)\b)`,
    ),
  ],
  [
    'rewrites the table for another type',
    alter(String.raw`ALTER\s+(?:COLUMN\s+)?"?\w+"?\s+(?:SET\s+DATA\s+)?TYPE\b`),
  ],
  [
    'reads the whole table for SET NOT NULL',
    alter(String.raw`ALTER\s+(?:COLUMN\s+)?"?\w+"?\s+SET\s+NOT\s+NULL\b`),
  ],
  ['rewrites the table', alter(String.raw`SET\s+(?:TABLESPACE|LOGGED|UNLOGGED)\b`)],
  ['validates under the lock of the transaction', alter(String.raw`VALIDATE\s+CONSTRAINT\b`)],
  [
    'writes every row in one transaction',
    new RegExp(String.raw`^(?:UPDATE|DELETE\s+FROM|TRUNCATE(?:\s+TABLE)?)\s+${NAME}`, 'i'),
  ],
  // Whatever was altered before it stays locked until the copy is made.
  [
    'copies a table in the transaction that altered another',
    new RegExp(String.raw`^INSERT\s+INTO[\s\S]*?\bFROM\s+${NAME}`, 'i'),
  ],
  ['hides statements from this check', /^DO\s+(?<table>\S)/i],
  [
    'locks the table',
    new RegExp(
      String.raw`^(?:LOCK(?:\s+TABLE)?|VACUUM\s+FULL|CLUSTER|REINDEX\s+(?:TABLE|INDEX)(?!\s+CONCURRENTLY))\s+${NAME}`,
      'i',
    ),
  ],
];

function index(start: string): RegExp {
  return new RegExp(String.raw`^${start}[\s\S]*?\sON\s+${NAME}`, 'i');
}

function alter(change: string): RegExp {
  return new RegExp(String.raw`^ALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?${NAME}[\s\S]*?\s${change}`, 'i');
}

/** Outside a transaction each statement holds its lock alone, and these hold one that lets others write. */
const ALLOWED_OUTSIDE =
  /^(?:(?:CREATE\s+(?:UNIQUE\s+)?|DROP\s+|RE)INDEX\s+CONCURRENTLY|ALTER\s+TABLE\s+"?\w+"?\s+VALIDATE\s+CONSTRAINT)\s/i;

/** What in a migration would hold people up on tables that can be large, a line each. */
export function blockingStatements(sql: string): string[] {
  const statements = statementsOf(sql.replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, "''"));
  if (sql.startsWith('-- outside a transaction\n')) {
    return statements
      .filter((statement) => !ALLOWED_OUTSIDE.test(statement) || !isRepeatable(statement, statements))
      .map((statement) => `cannot be run again, or not outside a transaction: ${firstLine(statement)}`);
  }
  const made = new Set<string | undefined>();
  const found: string[] = [];
  let altered = false;
  for (const statement of statements) {
    made.add(/^CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?"?(\w+)"?/i.exec(statement)?.[1]);
    if (/\bCONCURRENTLY\b/i.test(statement))
      found.push(`needs "-- outside a transaction" as the first line of the file: ${firstLine(statement)}`);
    for (const [why, pattern] of BLOCKING) {
      const table = pattern.exec(statement)?.groups?.['table'];
      if (!table || SMALL.has(table) || made.has(table)) continue;
      if (altered || !why.startsWith('copies')) found.push(`${table}: ${why}: ${firstLine(statement)}`);
    }
    const altering = /^ALTER\s+TABLE\s+(?:ONLY\s+)?"?(\w+)"?/i.exec(statement)?.[1];
    altered ||= altering !== undefined && !made.has(altering);
  }
  return found;
}

/** An index that was cut off is there and invalid: what builds it anew removes it first. */
function isRepeatable(statement: string, all: string[]): boolean {
  const name = /^CREATE\s[\s\S]*?CONCURRENTLY\s+"?(\w+)"?/i.exec(statement)?.[1];
  if (name === undefined) return !/^DROP/i.test(statement) || /\sIF\s+EXISTS\s/i.test(statement);
  return all.some((other) =>
    new RegExp(`^DROP\\s+INDEX\\s+CONCURRENTLY\\s+IF\\s+EXISTS\\s+"?${name}"?$`, 'i').test(other),
  );
}

const firstLine = (statement: string) => statement.split('\n')[0];
