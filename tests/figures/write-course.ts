import type { Ctx } from '../../src/platform/ctx.ts';
import { newId } from '../../src/platform/id.ts';
import {
  type Course,
  DAY_MS,
  isOpen,
  latest,
  type ModelAccount,
  type ModelRisk,
  type Outcome,
  risksOf,
  survivorOf,
} from './course.ts';

const SCORE = { critical: 20, at_risk: 50, watch: 70, healthy: 90 } as const;

/** The rows as they stand at an instant, in place of those that stood before. `ids`: of accounts, by number. */
export async function writeCourse(
  ctx: Ctx,
  course: Course,
  at: number,
  people: string[],
  ids: string[],
): Promise<void> {
  const { db } = ctx;
  const workspaceId = ctx.workspace.id;
  await db.risk.deleteMany({ where: { workspaceId } });
  await db.healthConfig.deleteMany({ where: { workspaceId } });
  await db.account.deleteMany({ where: { workspaceId } });
  await db.signalLatest.deleteMany({ where: { workspaceId } });
  await db.healthDay.deleteMany({ where: { workspaceId } });
  await db.healthChange.deleteMany({ where: { workspaceId } });
  const there = course.accounts.filter((one) => one.deletedAt === null || one.deletedAt > at);
  const survivors = there.filter((one) => !isMerged(one, at));
  // Survivors first: the others point at them.
  await writeAccounts(ctx, [...survivors, ...there.filter((one) => isMerged(one, at))], at, people, ids);
  await writeHealth(ctx, survivors, at, ids);
  const risks = survivors.flatMap((account) =>
    risksOf(course, account, at)
      .filter(({ openedAt }) => openedAt <= at)
      .map((risk) => ({ risk, accountId: ids[account.number] ?? '' })),
  );
  await writeRisks(ctx, risks, at, ids);
  await db.healthConfig.createMany({
    data: course.versions
      .filter((one) => one.at <= at)
      .map((one) => ({
        workspaceId,
        version: one.version,
        config: {},
        actor: {},
        createdAt: new Date(one.at),
      })),
  });
}

const isMerged = (account: ModelAccount, at: number) => survivorOf(account, at) !== account;

/** What was written of changes of risks and of people's words, once and for all. */
export async function writeHistory(ctx: Ctx, course: Course, ids: string[]): Promise<void> {
  const entry = (subjectType: string, subjectId: string, action: string, at: number, data = {}) => ({
    id: newId(new Date(at)),
    workspaceId: ctx.workspace.id,
    ...{ subjectType, subjectId, action, data },
    actor: {},
    at: new Date(at),
  });
  await ctx.db.auditEntry.createMany({
    data: course.accounts.flatMap((account) => [
      ...account.risks.flatMap((risk) =>
        risk.changes.map((one) => entry('risk', riskId(ids, risk), `risk.${one.action}`, one.at)),
      ),
      ...account.words.map(({ at, band, until }) =>
        band
          ? entry('account', ids[account.number] ?? '', 'health.overridden', at, {
              band,
              until: new Date(until).toISOString(),
            })
          : entry('account', ids[account.number] ?? '', 'health.override_cleared', at),
      ),
    ]),
  });
}

async function writeAccounts(
  { db, workspace, now }: Ctx,
  accounts: ModelAccount[],
  at: number,
  people: string[],
  ids: string[],
) {
  const person = (number: number | null) => (number === null ? null : (people[number] ?? null));
  const factsOf = (account: ModelAccount) => {
    const facts = latest(account.facts, at);
    if (!facts) throw new Error('An account begins with facts');
    return facts;
  };
  await db.account.createMany({
    data: accounts.map((account) => {
      const { arr, currency, segment, cs, sales } = factsOf(account);
      return {
        id: ids[account.number] ?? '',
        workspaceId: workspace.id,
        name: `Sample ${account.number}`,
        nameKey: `sample ${account.number}`,
        arr: arr === null ? null : (arr / 100).toFixed(2),
        ...{ currency, segment },
        renewalOn: account.renewalOn === null ? null : new Date(account.renewalOn),
        csOwnerId: person(cs),
        salesOwnerId: person(sales),
        mergedIntoId: isMerged(account, at) ? (ids[survivorOf(account, at).number] ?? null) : null,
        createdAt: now,
        updatedAt: now,
      };
    }),
  });
  await db.accountCoOwner.createMany({
    data: accounts.flatMap((account) =>
      factsOf(account).co.map((number) => ({
        accountId: ids[account.number] ?? '',
        lane: 'service' as const,
        memberId: people[number] ?? '',
      })),
    ),
  });
}

async function writeHealth({ db, workspace }: Ctx, accounts: ModelAccount[], at: number, ids: string[]) {
  const workspaceId = workspace.id;
  const data = accounts.map((account) => {
    const done = account.evaluations.filter((one) => one.at <= at);
    const word = latest(account.words, at);
    return { accountId: ids[account.number] ?? '', account, done, word: word?.band ? word : null };
  });
  await db.accountHealth.createMany({
    data: data
      .filter(({ done, word }) => done.length > 0 || word)
      .map(({ accountId, done, word }) => {
        const known = done.flatMap(({ band, at }) => (band ? [{ band, at }] : []));
        const band = known.at(-1)?.band ?? null;
        const since = known[known.findLastIndex((one) => one.band !== band) + 1];
        return {
          ...{ accountId, workspaceId, band },
          known: done.at(-1)?.band != null,
          bandSince: since ? new Date(since.at) : null,
          score: band && SCORE[band],
          configVersion: done.at(-1)?.version ?? 0,
          ...(word?.band && {
            overrideBand: word.band,
            overrideUntil: new Date(word.until),
            overrideNote: 'A sample.',
          }),
        };
      }),
  });
  await db.healthDay.createMany({
    data: data.flatMap(({ accountId, done }) => {
      const byDay = new Map(done.map((one) => [Math.floor(one.at / DAY_MS), one]));
      return [...byDay].map(([day, { band, version }]) => ({
        ...{ accountId, workspaceId, band, configVersion: version },
        day: new Date(day * DAY_MS),
        score: band && SCORE[band],
        confidence: 1,
      }));
    }),
  });
  await db.healthChange.createMany({
    data: data.flatMap(({ accountId, account }) =>
      account.alarms
        .filter((one) => one <= at)
        .map((one) => ({
          ...{ id: newId(new Date(one)), accountId, workspaceId, at: new Date(one) },
          ...{ rule: 'fell', reasons: [], configVersion: 0, outcome: 'owned' },
        })),
    ),
  });
  const signals = data.flatMap(({ accountId, account }) =>
    account.signals
      .filter((one) => one <= at)
      .map((one) => ({ id: newId(new Date(one)), accountId, at: new Date(one) })),
  );
  await db.signal.createMany({
    data: signals.map(({ id, accountId, at }) => ({
      ...{ id, accountId, workspaceId, key: id },
      type: 'logins',
      value: 1,
      observedAt: new Date(at.getTime() - 3 * DAY_MS),
      receivedAt: at,
      source: 'sample',
      actor: {},
    })),
  });
  await db.signalLatest.createMany({
    data: [...new Map(signals.map((one) => [one.accountId, one])).values()].map(({ id, accountId, at }) => ({
      ...{ accountId, workspaceId, signalId: id, key: id },
      type: 'logins',
      value: 1,
      observedAt: at,
    })),
  });
}

function endedAs(outcome: Outcome | null) {
  return outcome === 'false_alarm'
    ? { outcome: 'not_a_risk' as const, verdict: outcome }
    : { outcome, verdict: null };
}

/** An id of its own in each course, the same whenever it is written. */
function riskId([first = '']: string[], { number }: ModelRisk): string {
  return `${first.slice(0, 24)}${String(number).padStart(12, '0')}`;
}

async function writeRisks(
  { db, workspace }: Ctx,
  risks: { risk: ModelRisk; accountId: string }[],
  at: number,
  ids: string[],
) {
  const workspaceId = workspace.id;
  await db.risk.createMany({
    data: risks.map(({ risk, accountId }) => {
      const ended = isOpen(risk, at) ? null : latest(risk.changes, at);
      return {
        ...{
          id: riskId(ids, risk),
          workspaceId,
          accountId,
          number: risk.number,
          severity: risk.severity,
        },
        state: ended ? ('resolved' as const) : ('open' as const),
        rule: 'flagged',
        reasons: [],
        ...endedAs(ended?.outcome ?? null),
        resolvedAt: ended && new Date(ended.at),
        openedAt: new Date(risk.openedAt),
        updatedAt: new Date(at),
      };
    }),
  });
}
