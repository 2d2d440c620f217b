import type { Db, Tx } from '../../platform/ctx.ts';
import { uuid, uuids } from '../../platform/sql.ts';
import { plusDays } from '../../time/day.ts';
import type { HealthConfig } from '../config.ts';
import type { ExpectedSignal, ExpectedUntil } from '../expected.ts';

interface AsOf {
  config: HealthConfig;
  now: Date;
}

/** What holds of an account as of `now`, what ends first first. */
export async function loadExpected(
  db: Db | Tx,
  workspaceId: string,
  accountId: string,
  asOf: AsOf,
): Promise<ExpectedSignal[]> {
  return (await loadExpectedOf(db, workspaceId, [accountId], asOf)).get(accountId) ?? [];
}

/** The same of several accounts; those of which nothing is expected are left out. */
export async function loadExpectedOf(
  db: Db | Tx,
  workspaceId: string,
  accountIds: readonly string[],
  { config, now }: AsOf,
): Promise<ReadonlyMap<string, ExpectedSignal[]>> {
  const expected = new Map<string, ExpectedSignal[]>();
  const rows = await db.expectedSignal.findMany({
    // Types that the configuration lacks do not count: this is the bound, too.
    where: {
      workspaceId,
      accountId: { in: [...accountIds] },
      until: { gt: now },
      type: { in: Object.keys(config.types) },
    },
    orderBy: [{ until: 'asc' }, { type: 'asc' }],
  });
  if (rows.length === 0) return expected;
  const people = await db.member.findMany({
    where: { workspaceId, id: { in: rows.flatMap(({ byId }) => byId ?? []) } },
    select: { id: true, slackUserId: true, name: true },
  });
  for (const { accountId, type, until, note, byId } of rows) {
    const own = expected.get(accountId) ?? [];
    own.push({
      type,
      until,
      note,
      label: config.types[type]?.label ?? type,
      by: people.find(({ id }) => id === byId) ?? null,
    });
    expected.set(accountId, own);
  }
  return expected;
}

/** More types than a select offers no account sends. */
const SENT = 100;

/** The types that an account has sent and that count, by their label. */
export async function loadSentTypes(
  db: Db | Tx,
  workspaceId: string,
  accountId: string,
  config: HealthConfig,
): Promise<{ type: string; label: string }[]> {
  const latest = await db.signalLatest.findMany({
    where: { workspaceId, accountId, type: { in: Object.keys(config.types) } },
    select: { type: true },
    orderBy: { type: 'asc' },
    take: SENT,
  });
  return latest
    .map(({ type }) => ({ type, label: config.types[type]?.label ?? type }))
    .sort((a, b) => (a.label < b.label ? -1 : 1));
}

const NONE: ExpectedUntil = new Map();

/** Of these accounts, also what is over: returns what tells of one. */
export async function loadExpectedUntil(
  db: Db | Tx,
  workspaceId: string,
  accountIds: readonly string[],
): Promise<(accountId: string) => ExpectedUntil> {
  const rows = await db.$queryRaw<{ accountId: string; type: string; from: Date; until: Date }[]>`
    SELECT account_id AS "accountId", type, created_at AS "from", until FROM expected_signals
     WHERE workspace_id = ${uuid(workspaceId)} AND account_id = ANY(${uuids(accountIds)})`;
  const found = new Map<string, Map<string, { from: Date; until: Date }>>();
  for (const { accountId, type, from, until } of rows) {
    const types = found.get(accountId) ?? new Map<string, { from: Date; until: Date }>();
    found.set(accountId, types.set(type, { from, until }));
  }
  return (accountId) => found.get(accountId) ?? NONE;
}

/** As long as a signal can be valid: by then all that was observed while it was expected counts no more. */
const KEPT_DAYS = 730;

export async function forgetExpected(db: Db, workspaceId: string, now: Date): Promise<void> {
  await db.expectedSignal.deleteMany({ where: { workspaceId, until: { lt: plusDays(now, -KEPT_DAYS) } } });
}
