// What must hold of signals, scores and risks whatever the order in which things happened. Each answers what does not.
import type { AuditEntry, PrismaClient, Signal } from '../../prisma/generated/client.ts';
import { SHIPPED } from '../../src/health/catalogue.ts';
import { scoreOf } from '../../src/health/score.ts';
import { COURSES, type Course, type Sent, type Watched } from './health-plan.ts';
import type { Sender } from './health-sender.ts';
import { seenEvaluations } from './health-watch.ts';

type NameOf = (accountId: string) => string;

const factOf = (sent: Sent): string =>
  sent.key ?? [sent.account.name, sent.type, sent.observedAt.toISOString(), sent.value].join(' ');

const distinct = (sent: readonly Sent[]): Map<string, Sent> =>
  new Map(sent.map((one) => [factOf(one), one] as const));

/** Each is kept once, was answered as accepted once, and is void exactly where another corrects it. */
export async function wrongSignals(
  db: PrismaClient,
  sent: readonly Sent[],
  { answers }: Sender,
  nameOf: NameOf,
): Promise<string[]> {
  const wanted = distinct(sent);
  const corrected = new Set([...wanted.values()].map(({ corrects }) => corrects));
  const line = (fact: string, account: string, type: string, value: number, at: Date, voided: boolean) =>
    [fact, account, type, value, at.toISOString(), voided].join(' · ');
  const want = [...wanted].map(([fact, one]) =>
    line(
      fact,
      one.account.name,
      one.type,
      one.value,
      one.observedAt,
      one.key !== null && corrected.has(one.key),
    ),
  );
  const rows = await db.signal.findMany();
  const got = rows.map((row) => {
    const name = nameOf(row.accountId);
    const own = row.key.startsWith('auto:');
    const fact = own ? [name, row.type, row.observedAt.toISOString(), row.value].join(' ') : row.key;
    return line(fact, name, row.type, row.value, row.observedAt, row.voided);
  });
  const accepted = new Map<string, number>();
  for (const { sent, state } of answers)
    accepted.set(factOf(sent), (accepted.get(factOf(sent)) ?? 0) + Number(state === 'accepted'));
  return [
    ...surplus(want, got).map((one) => `not kept: ${one}`),
    ...surplus(got, want).map((one) => `kept, and not sent so: ${one}`),
    ...[...wanted.keys()]
      .filter((fact) => accepted.get(fact) !== 1)
      .map((fact) => `accepted ${accepted.get(fact) ?? 0} times: ${fact}`),
  ];
}

/** The latest are those that a plain look at all signals finds, and the score is theirs. */
export async function wrongScores(db: PrismaClient, nameOf: NameOf): Promise<string[]> {
  const best = new Map<string, Signal>();
  for (const signal of await db.signal.findMany({ where: { voided: false } })) {
    const slot = `${nameOf(signal.accountId)} ${signal.type}`;
    const other = best.get(slot);
    if (!other || isLater(signal, other)) best.set(slot, signal);
  }
  const latest = await db.signalLatest.findMany();
  const line = (slot: string, row: { value: number; observedAt: Date; key: string }, id: string) =>
    [slot, row.value, row.observedAt.toISOString(), row.key, id].join(' · ');
  const want = [...best].map(([slot, row]) => line(slot, row, row.id));
  const got = latest.map((row) => line(`${nameOf(row.accountId)} ${row.type}`, row, row.signalId));
  const wrong = [
    ...surplus(want, got).map((one) => `not the latest: ${one}`),
    ...surplus(got, want).map((one) => `the latest, and should not be: ${one}`),
  ];
  for (const health of await db.accountHealth.findMany()) {
    const own = [...best.values()].filter(({ accountId }) => accountId === health.accountId);
    const score = scoreOf(own, SHIPPED, health.evaluatedAt ?? new Date(0));
    if (health.score !== score.value || health.known !== score.known)
      wrong.push(`${nameOf(health.accountId)} has ${health.score}, and its signals make ${score.value}`);
  }
  return wrong;
}

function isLater(a: Signal, b: Signal): boolean {
  const [at, other] = [a.observedAt.getTime(), b.observedAt.getTime()];
  return at > other || (at === other && a.key > b.key);
}

/** Every move of a band, and every exception that came, was written down as a change of that instant, and no other. */
export async function lostTransitions(db: PrismaClient, nameOf: NameOf): Promise<string[]> {
  const opens = Object.entries(SHIPPED.types).flatMap(([type, { exception }]) =>
    exception?.opensRisk ? [type] : [],
  );
  const want = (await seenEvaluations(db)).flatMap((one) => {
    const where = `${nameOf(one.accountId)} at ${one.at.toISOString()}`;
    const came = one.exceptions.some((type) => opens.includes(type) && !one.exceptionsBefore.includes(type));
    return [
      ...(one.before !== null && one.before !== one.band ? [`${where}: ${one.before} to ${one.band}`] : []),
      ...(came ? [`${where}: exception`] : []),
    ];
  });
  const changes = await db.healthChange.findMany({ where: { rule: { not: 'fell' } } });
  const got = changes.map(({ accountId, at, rule, fromBand, toBand }) => {
    const what = rule === 'exception' ? rule : `${fromBand} to ${toBand}`;
    return `${nameOf(accountId)} at ${at.toISOString()}: ${what}`;
  });
  return [
    ...surplus(want, got).map((one) => `happened, and no change says so: ${one}`),
    ...surplus(got, want).map((one) => `a change says so, and it did not happen: ${one}`),
  ];
}

const ACTIONS: Record<string, readonly string[]> = {
  opened: ['risk.opened'],
  reopened: ['risk.reopened'],
  news: ['risk.worsened', 'risk.recovering'],
  closed: ['risk.recovered'],
};

/** Each change that somebody is to hear of has its risk and its entry in the history, in one transaction; no other has. */
export async function wrongRisks(
  db: PrismaClient,
  accounts: readonly Watched[],
  nameOf: NameOf,
): Promise<string[]> {
  const wrong: string[] = [];
  const changes = await db.healthChange.findMany({ orderBy: { id: 'asc' } });
  const entries = await db.auditEntry.findMany({ where: { subjectType: 'risk' }, orderBy: { id: 'asc' } });
  const risks = await db.risk.findMany();
  const timers = await db.timer.findMany({ where: { subjectType: 'risk' } });

  const want = changes.flatMap(({ outcome, riskId, at }) =>
    ACTIONS[outcome] ? [`${riskId} ${outcome} at ${at.toISOString()}`] : [],
  );
  const got = entries.flatMap(({ action, subjectId, at }) => {
    const outcome = Object.keys(ACTIONS).find((one) => ACTIONS[one]?.includes(action));
    return outcome ? [`${subjectId} ${outcome} at ${at.toISOString()}`] : [];
  });
  wrong.push(
    ...surplus(want, got).map((one) => `a change without its history: ${one}`),
    ...surplus(got, want).map((one) => `history without its change: ${one}`),
  );

  for (const account of accounts) {
    const own = risks.filter(({ accountId }) => nameOf(accountId) === account.name);
    const course: Course = COURSES[account.fate];
    const [risk] = own;
    const is = !risk ? 'none' : risk.state === 'resolved' ? 'resolved' : 'open';
    const say = (what: string) => wrong.push(`${account.name}, which ${account.fate}: ${what}`);
    if (own.length > 1) say(`${own.length} risks`);
    if (is !== course.risk) say(`risk ${is}, not ${course.risk}`);
    if (!risk) continue;
    if (risk.reopens !== (course.reopens ?? 0)) say(`opened again ${risk.reopens} times`);
    if (course.rule && risk.rule !== course.rule) say(`opened by ${risk.rule}`);
    if (course.severity && risk.severity !== course.severity) say(`severity ${risk.severity}`);
    const history = entries.filter(({ subjectId }) => subjectId === risk.id);
    wrong.push(...wrongHistory(risk.id, risk.state, history).map((one) => `${account.name}: ${one}`));
    const clock = { open: 'claim', claimed: 'plan', resolved: null }[risk.state];
    for (const timer of timers.filter(({ subjectId }) => subjectId === risk.id)) {
      const done = timer.rung >= (timer.ladder as { rungs: unknown[] }).rungs.length;
      const runs = timer.dueAt !== null;
      if (runs && timer.clock !== clock) say(`the clock ${timer.clock} runs`);
      if (!runs && !done && timer.clock === clock) say(`the clock ${timer.clock} stands still`);
    }
    if (clock && !timers.some((timer) => timer.subjectId === risk.id && timer.clock === clock))
      say(`no clock ${clock}`);
    if (is === 'open' && account.claims !== 'nobody' && risk.state !== 'claimed') say('nobody took it');
  }
  return wrong;
}

/** The longest that a transaction may take. */
const TRANSACTION_MS = 2_300;

/** The history of one risk is a walk through its states, and ends where the risk stands. */
function wrongHistory(id: string, state: string, entries: readonly AuditEntry[]): string[] {
  const steps: Record<string, { from: readonly string[]; to?: string }> = {
    'risk.opened': { from: ['none'], to: 'open' },
    'risk.reopened': { from: ['resolved'], to: 'open' },
    'risk.claimed': { from: ['open'], to: 'claimed' },
    'risk.recovered': { from: ['open', 'claimed'], to: 'resolved' },
    'risk.worsened': { from: ['open', 'claimed'] },
    'risk.recovering': { from: ['open', 'claimed'] },
  };
  let is = 'none';
  const wrong: string[] = [];
  let last = 0;
  for (const { action, at } of entries) {
    // A rung that fires while the answer is being written comes first, and bears the later instant.
    const overlaps = at.getTime() - last < TRANSACTION_MS;
    last = at.getTime();
    if (action === 'risk.escalated' && (is === 'open' || is === 'claimed' || overlaps)) continue;
    const step = steps[action];
    if (!step?.from.includes(is)) wrong.push(`${id} was ${is} and ${action}`);
    is = step?.to ?? is;
  }
  return is === state ? wrong : [...wrong, `${id} is ${state}, and its history ends ${is}`];
}

/** What is in the first list and not, or not as often, in the second. */
function surplus(these: readonly string[], those: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const one of those) left.set(one, (left.get(one) ?? 0) + 1);
  return these.filter((one) => {
    const count = left.get(one) ?? 0;
    left.set(one, count - 1);
    return count <= 0;
  });
}
