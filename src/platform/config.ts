import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';

/** The project's folder, found from this file upwards: it is not the same distance from src/ and from dist/. */
export const projectFolder = findUpwards(import.meta.dirname);

function findUpwards(from: string): string {
  if (existsSync(join(from, 'prisma', 'migrations'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error('The folder prisma/migrations is missing from this installation.');
  return findUpwards(parent);
}

const postgresUrl = z
  .string()
  .refine((url) => /^postgres(ql)?:/.test(url) && URL.canParse(url), 'must begin with postgres://');
const webUrl = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' });

/** Connections of one process to the database. */
const poolSize = (fallback: number) =>
  z.coerce
    .number('must be a number')
    .int('must be a whole number')
    .min(2, 'must be at least 2')
    .max(200, 'must be at most 200')
    .default(fallback);

/** Where the data is: all that command lines need. */
const databaseShape = {
  DATABASE_URL: postgresUrl.optional(),
  /** PostgreSQL itself, where DATABASE_URL leads through a pooler: to listen, to lock and to migrate. */
  DATABASE_DIRECT_URL: postgresUrl.optional(),
  /** The same database, as a role that may make tables: for `db:deploy` and `restore` alone. */
  DATABASE_ADMIN_URL: postgresUrl.optional(),
  DATA_DIR: z
    .string()
    .default('.data')
    .transform((folder) => resolve(projectFolder, folder)),
  LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
};

export const configSchema = z.object({
  ...databaseShape,
  SLACK_BOT_TOKEN: z.string('is missing').startsWith('xoxb-', 'must be a bot token, which begins with xoxb-'),
  /** Socket Mode: Baton connects to Slack, and Slack to nothing of ours. */
  SLACK_APP_TOKEN: z
    .string()
    .startsWith('xapp-', 'must be an app-level token, which begins with xapp-')
    .optional(),
  /** HTTP: Slack sends to an address of ours, and signs it. */
  SLACK_SIGNING_SECRET: z.string().optional(),
  SLACK_API_URL: webUrl.optional(),
  /** Whoever holds it reads /metrics. */
  METRICS_TOKEN: z
    .string()
    .regex(/^\S{16,}$/, 'must be at least 16 characters, without spaces')
    .optional(),
  /** Behind a proxy or a tunnel on the same machine; 0.0.0.0 in a container. */
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce
    .number('must be a number')
    .int('must be a whole number')
    .min(0, 'must be 0 to 65535')
    .max(65_535, 'must be 0 to 65535')
    .default(3_000),
  /** For clicks, commands, submissions and Home. */
  DATABASE_POOL_PEOPLE: poolSize(10),
  /** For the HTTP API: one less is how many batches are taken at once. */
  DATABASE_POOL_MACHINES: poolSize(2),
  /** For timers, delivery, health and digests. */
  DATABASE_POOL_JOBS: poolSize(8),
  /** Business time may be moved: it reads the offset row. Never on where real people work. */
  SANDBOX: z.stringbool({ error: 'must be true or false' }).default(false),
});

export type Config = z.infer<typeof configSchema>;
export type DatabaseConfig = Pick<
  Config,
  'DATABASE_URL' | 'DATABASE_DIRECT_URL' | 'DATABASE_ADMIN_URL' | 'DATA_DIR' | 'LOG_LEVEL'
>;
type Environment = Record<string, string | undefined>;

/** The settings cannot be used. The message names every problem, and no value: values are secrets. */
export class ConfigError extends Error {
  readonly problems: string[];
  constructor(problems: string[]) {
    super(`Settings need attention:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** How what people do in Slack gets here. */
export type Transport = { appToken: string } | { signingSecret: string };

const NO_TRANSPORT =
  'SLACK_APP_TOKEN is missing: it is for Socket Mode. For HTTP, set SLACK_SIGNING_SECRET in its place';
const BOTH_TRANSPORTS =
  'SLACK_APP_TOKEN and SLACK_SIGNING_SECRET are both set, and Slack sends by one way alone. Keep the token for Socket Mode, or the secret for HTTP';

/** Everything the app is told by its environment; an empty value counts as none. Throws a ConfigError. */
export function readConfig(environment: Environment): Config {
  const transport = transportOf(Object.fromEntries(givenIn(environment)));
  return parse(configSchema, environment, typeof transport === 'string' ? [transport] : []);
}

/** Returns the one that is set, or what is wrong where none is, or both. */
export function transportOf(config: {
  SLACK_APP_TOKEN?: string | undefined;
  SLACK_SIGNING_SECRET?: string | undefined;
}): Transport | string {
  const { SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = config;
  if (appToken && signingSecret) return BOTH_TRANSPORTS;
  if (appToken) return { appToken };
  return signingSecret ? { signingSecret } : NO_TRANSPORT;
}

/** The part of it that says where the data is. Throws a ConfigError. */
export function readDatabaseConfig(environment: Environment): DatabaseConfig {
  return parse(z.object(databaseShape), environment);
}

/** The process's environment, with the project's .env beneath it where there is one. */
export function readEnvironment(): Environment {
  const file = join(projectFolder, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
  return process.env;
}

/** Without spaces around it, and without what is empty. */
function givenIn(environment: Environment): (readonly [string, string])[] {
  return Object.entries(environment).flatMap(([key, value]) => (value?.trim() ? [[key, value.trim()]] : []));
}

/** `problems`: those that no single value has. */
function parse<T>(schema: z.ZodType<T>, environment: Environment, problems: readonly string[] = []): T {
  const given = givenIn(environment);
  const result = schema.safeParse(Object.fromEntries(given));
  const wrong = result.error?.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`) ?? [];
  if (!result.success || problems.length > 0) throw new ConfigError([...wrong, ...problems]);
  const names = given.map(([key]) => key);
  for (const name of ['DATABASE_DIRECT_URL', 'DATABASE_ADMIN_URL'])
    if (names.includes(name) && !names.includes('DATABASE_URL'))
      throw new ConfigError([`DATABASE_URL is missing, though ${name} is there`]);
  return result.data;
}
