import fc from 'fast-check';
import { setSetting } from '../../../src/settings/set-setting.ts';
import { memberOf, NAMES } from '../../handoffs/model/people.ts';
import { DAY } from '../../handoffs/model/reckoning.ts';
import type { Ask, FlagAsk, RiskAsk } from './answer.ts';
import { dueNow } from './chase.ts';
import type { HealthAsk } from './health.ts';
import {
  accountOf,
  BANDS,
  type Band,
  clockOf,
  dayOf,
  isOpen,
  isWorse,
  latestOf,
  type Model,
  type ModelRisk,
  type Policy,
  phaseOf,
  riskOf,
} from './model.ts';
import { may, type Verb } from './rights.ts';
import {
  ask,
  askTwice,
  fail,
  fireUntilQuiet,
  loseClock,
  note,
  type Run,
  race,
  raceWithClocks,
} from './run.ts';
import { ACCOUNTS, ctxOf, saveMember, setOwners } from './stage.ts';

const WEIGHTS = {
  health: 15,
  flag: 4,
  claim: 6,
  plan: 9,
  check_in: 7,
  snooze: 8,
  nudge: 5,
  reassign: 6,
  resolve: 6,
  race: 5,
  race_with_clocks: 6,
  pass_on: 4,
  slip_again: 7,
  slide: 3,
  advance: 14,
  fire: 14,
  wait: 5,
  people: 6,
  owners: 4,
  policy: 4,
  lose: 3,
};
type Kind = keyof typeof WEIGHTS;

/** One command. The numbers pick whom and what among those there are when its turn comes, so that all apply. */
export interface Step {
  kind: Kind;
  a: number;
  b: number;
  c: number;
}

const numbers = fc.nat(99_999);
export const steps = fc.array(
  fc.record({
    kind: fc.oneof(
      ...Object.entries(WEIGHTS).map(([kind, weight]) => ({ weight, arbitrary: fc.constant(kind as Kind) })),
    ),
    a: numbers,
    b: numbers,
    c: numbers,
  }),
  { maxLength: 30, size: 'max' },
);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** What is reckoned minute by minute ends some months later. */
const LATEST = Date.UTC(2027, 4, 20);

const VERBS: Record<Verb, readonly string[]> = {
  claim: ['open'],
  plan: ['open', 'claimed', 'planned'],
  check_in: ['claimed', 'planned'],
  snooze: ['open', 'claimed', 'planned'],
  nudge: ['open', 'claimed', 'planned'],
  reassign: ['open', 'claimed', 'planned'],
  resolve: ['open', 'claimed', 'planned'],
};
const VERB_NAMES = Object.keys(VERBS) as Verb[];

const pick = <T>(list: readonly T[], n: number): T => {
  const one = list[n % list.length];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
};

export async function take(run: Run, step: Step): Promise<void> {
  const { model } = run;
  const needs = step.kind in VERBS || ['race', 'race_with_clocks', 'lose', 'pass_on'].includes(step.kind);
  if (needs && Object.keys(model.risks).length === 0) return askOne(run, flagOf(model, step), step);
  switch (step.kind) {
    case 'health':
      return askOne(run, changeOf(model, step), step);
    case 'flag':
      return askOne(run, flagOf(model, step), step);
    case 'advance':
      model.now = Math.min(LATEST, model.now + howLong(model, step));
      run.trace.push(`until ${new Date(model.now).toISOString()}`);
      return;
    case 'fire':
      return fireNext(run, 1 + (step.a % 3));
    case 'wait':
      for (let i = 0; i < 2 + (step.b % 5); i++) await fireNext(run, 1 + (step.a % 2));
      return;
    case 'people':
      return changePeople(run, step);
    case 'owners':
      return changeOwners(run, step);
    case 'policy':
      return setPolicy(run, step.a, step.b);
    case 'lose':
      return lose(run, step);
    case 'race':
      return raceFor(run, step);
    case 'race_with_clocks':
      return raceClocksFor(run, step);
    case 'snooze':
      return snoozeBeforeRung(run, step);
    case 'pass_on':
      return passOn(run, step);
    case 'slip_again':
      return slipAgain(run, step);
    case 'slide':
      return slide(run, step);
    default:
      return askOne(run, askOf(model, step.kind, step), step);
  }
}

/** Mostly of an account that can still fall, or has fallen. */
function changeOf(model: Model, { a, b, c }: Step, account = a % ACCOUNTS.length): HealthAsk {
  const { band } = accountOf(model, account);
  const open = latestOf(model, account);
  const worse = BANDS.filter((one) => isWorse(one, band));
  const better = BANDS.filter((one) => isWorse(band, one));
  const rule = pick(
    ['worsened', 'worsened', 'worsened', 'fell', 'exception', 'recovered', 'recovered', 'rules'] as const,
    b,
  );
  const change = { verb: 'health', account } as const;
  const to = (list: readonly Band[]) => pick(list.length > 0 ? list : [band], c);
  // Seldom is one that a person has flagged and whose score recovers.
  if (open?.flagged && isOpen(open) && better.length > 0 && b % 3 === 0)
    return { ...change, rule: 'recovered', to: to(better) };
  if (rule === 'rules') return { ...change, rule, to: to(BANDS) };
  if (rule === 'fell' || rule === 'exception') return { ...change, rule, to: band };
  if (rule === 'recovered' && (better.length > 0 || worse.length === 0) && open)
    return { ...change, rule, to: to(better) };
  if (worse.length === 0) return { ...change, rule: 'recovered', to: to(better) };
  return { ...change, rule: 'worsened', to: to(worse) };
}

function flagOf(model: Model, { a, b, c }: Step): FlagAsk {
  const fit = ['csm', 'csmB', 'lone', 'cover', 'rep', 'leadA', 'other', 'admin'];
  const kind = pick(['sponsor_left', 'churn_notice', 'sentiment', 'other', 'other'] as const, c);
  const all = ACCOUNTS.map((_, n) => n);
  const withRisk = all.filter((n) => {
    const latest = latestOf(model, n);
    return latest !== null && isOpen(latest);
  });
  const some = [all, withRisk, all.filter((n) => !withRisk.includes(n))][a % 3] ?? all;
  return {
    verb: 'flag',
    account: a % 23 === 0 ? null : pick(some.length > 0 ? some : all, b),
    actor: pick(b % 8 > 0 ? fit : NAMES, Math.floor(b / 8)),
    kind,
    sentiment: c % 7 === 0 ? null : 1 + (c % 5),
    words: a % 13 === 0 ? '' : 'sample note',
    urgent: c % 3 === 0,
  };
}

/** What is asked mostly suits the risk, and mostly comes from somebody who may ask for it. */
function askOf(model: Model, verb: Verb, { a, b, c }: Step, number?: number): RiskAsk {
  const all = Object.values(model.risks);
  const fit = all.filter((one) => VERBS[verb].includes(phaseOf(one)));
  const unowned = verb === 'resolve' ? fit.filter(({ owner }) => owner === null) : [];
  const suits = unowned.length > 0 ? unowned : fit;
  const risk = number
    ? riskOf(model, number)
    : pick(suits.length > 0 && a % 8 > 0 ? suits : all, Math.floor(a / 8));
  const allowed = NAMES.filter(
    (name) => memberOf(model.members, name).kind === 'full' && may(model, risk, name, verb),
  );
  const parties = [risk.owner, risk.partner, risk.lead].filter(
    (name) => name !== null && allowed.includes(name),
  );
  const likely = verb === 'claim' && b % 3 > 0 && parties.length > 0 ? parties : allowed;
  const left = NAMES.filter((name) => memberOf(model.members, name).left);
  const owners = ['csm', 'csmB', 'cover', 'lone', 'leadA', 'rep', 'csmB', 'other', ...left, ...NAMES];
  const verdict = pick(['false_alarm', 'too_early', null] as const, c);
  const outcome = pick(['saved', 'saved', 'lost', 'not_a_risk', 'not_a_risk'] as const, b);
  const actor = pick(likely.length > 0 && b % 8 > 0 ? likely : NAMES, Math.floor(b / 8)) ?? '';
  const owner = pick(c % 3 === 0 && left.length > 0 ? left : owners, c);
  return {
    verb,
    risk: risk.number,
    actor,
    words: c % 17 === 0 ? '' : 'sample words',
    owner: c % 23 === 0 ? (risk.owner ?? 'csm') : a % 5 === 0 ? actor : owner,
    dueOn: dayOf(model.now + pick([1, 2, 5, 9, 3, -2], b) * DAY),
    checkInOn: dayOf(model.now + pick([1, 2, 2, 3, 4, 7, 14, 28, 40, -1], c) * DAY),
    snooze: pick(['one_hour', 'four_hours', 'tomorrow'] as const, c),
    outcome,
    verdict,
  };
}

async function askOne(run: Run, what: Ask, step: Step): Promise<void> {
  const twice = Math.floor(step.c / 10) % 8;
  run.trace.push(`${twice > 1 || what.verb === 'health' ? '' : 'twice '}${told(run.model, what)}`);
  if (twice > 1 || what.verb === 'health') await ask(run, what);
  else await askTwice(run, what, twice === 0);
}

async function raceFor(run: Run, step: Step): Promise<void> {
  const { model } = run;
  const one = askOf(model, pick(VERB_NAMES, step.a), step);
  const risk = riskOf(model, one.risk);
  const other = { ...step, b: step.b + step.a, c: step.c + step.a };
  const suiting = VERB_NAMES.filter((verb) => VERBS[verb].includes(phaseOf(risk)));
  const verb = pick(suiting.length > 0 ? suiting : VERB_NAMES, step.c);
  const flag = flagOf(model, step);
  const second: Record<number, () => Ask> = {
    0: () => changeOf(model, other, risk.account),
    1: () => ({ ...flagOf(model, other), account: risk.account }),
    2: () => changeOf(model, other, flag.account ?? 0),
  };
  const two = second[step.b % 6]?.() ?? askOf(model, verb, other, one.risk);
  const first = step.b % 6 === 2 ? flag : one;
  run.trace.push(`at once: ${told(model, first)}; ${told(model, two)}`);
  await race(run, first, two);
}

/** Only what asks nobody: a request would take its place in the day before or after those of the clocks. */
async function raceClocksFor(run: Run, step: Step): Promise<void> {
  const { model } = run;
  const verb = pick(['claim', 'plan', 'check_in', 'snooze', 'resolve'] as const, step.a);
  const what = askOf(model, verb, step);
  const dueAt = liveOf(riskOf(model, what.risk))?.dueAt ?? 0;
  if (step.b % 4 > 0 && dueAt > model.now && dueAt < LATEST) model.now = dueAt;
  run.trace.push(`while clocks fire at ${new Date(model.now).toISOString()}: ${told(model, what)}`);
  await raceWithClocks(run, what, what.risk);
}

/** Planned, given to somebody else, and taken by them before its check-in, on its day or after. */
async function passOn(run: Run, step: Step): Promise<void> {
  const planned = askOf(run.model, 'plan', step);
  const known =
    run.model.csTeams.length > 0
      ? ['csm', 'csmB', 'cover', 'director', 'other']
      : ['director', 'lone', 'csm'];
  const to = known.filter((name) => name !== planned.actor);
  const owner = pick(to, step.c);
  const days = 1 + (step.a % 20);
  await askOne(run, { ...planned, words: 'sample words', checkInOn: soon(run, days) }, step);
  if (!isOpen(riskOf(run.model, planned.risk))) return;
  const later = [0, days, 0, step.c % 12][step.b % 4] ?? 0;
  run.model.now = Math.min(LATEST, run.model.now + later * DAY);
  if (step.a % 2 > 0) await changePeople(run, { ...step, b: 0 }, owner);
  const passed = askOf(run.model, 'reassign', step, planned.risk);
  await askOne(run, { ...passed, words: 'sample words', owner }, step);
  await askOne(run, { ...askOf(run.model, 'claim', step, planned.risk), actor: owner }, step);
}

const soon = ({ model }: Run, days: number) => dayOf(model.now + days * DAY);

/** An account whose risk was resolved, or that was told of, falls once more, soon after or later, and may recover. */
async function slipAgain(run: Run, step: Step): Promise<void> {
  const { model } = run;
  const { a, b, c } = step;
  const quiet = ACCOUNTS.map((_, n) => n).filter((n) => {
    const latest = latestOf(model, n);
    return latest ? !isOpen(latest) : accountOf(model, n).alertedAt !== null;
  });
  if (quiet.length === 0) return askOne(run, changeOf(model, step), step);
  // Seldom is one resolved that nobody ever owned.
  const unowned = quiet.filter((n) => latestOf(model, n)?.owner === null);
  const account = pick(unowned.length > 0 ? unowned : quiet, a);
  if (latestOf(model, account)?.owner === null)
    await changeOwners(run, { ...step, a: account, b: 2 + (b % 3) });
  model.now = Math.min(LATEST, model.now + pick([0, 1, 3, 8, 16], c) * DAY);
  const { band } = accountOf(model, account);
  const change = { verb: 'health', account } as const;
  if (b % 3 === 0) return ask(run, { ...change, rule: pick(['exception', 'fell'], c), to: band });
  if (band !== 'healthy') await ask(run, { ...change, rule: 'recovered', to: 'healthy' });
  const to = pick(['at_risk', 'at_risk', 'critical'] as const, b);
  run.trace.push(`account ${account} slips again, to ${to}`);
  await ask(run, { ...change, rule: 'worsened', to });
  if (a % 3 > 0 && !latestOf(model, account)?.flagged) return;
  run.trace.push(`account ${account} recovers`);
  await ask(run, { ...change, rule: 'recovered', to: b % 2 > 0 ? 'healthy' : 'watch' });
}

/** All the accounts of one person slip on one day. */
async function slide(run: Run, step: Step): Promise<void> {
  const owner = pick([2, 3, 4], step.a);
  for (const account of ACCOUNTS.keys()) {
    await changeOwners(run, { ...step, a: account, b: owner });
    const latest = latestOf(run.model, account);
    if (latest && isOpen(latest)) continue;
    const flagged = {
      ...flagOf(run.model, step),
      account,
      actor: 'admin',
      words: 'sample note',
      urgent: false,
    };
    const change = { ...changeOf(run.model, step, account), rule: 'exception' as const };
    await askOne(run, (step.c + account) % 2 ? flagged : change, { ...step, c: 99 });
  }
}

const liveOf = (risk: ModelRisk) => risk.clocks[clockOf(risk) ?? 'claim'] ?? null;

function told(model: Model, what: Ask): string {
  const { verb } = what;
  if (what.verb === 'health') {
    const { band } = accountOf(model, what.account);
    return `account ${what.account}: ${what.rule} from ${band} to ${what.to}`;
  }
  if (what.verb === 'flag') return `${what.actor}: flag account ${what.account} ${JSON.stringify(what)}`;
  const shown: Partial<Record<string, unknown>> = {
    plan: [what.dueOn, what.checkInOn],
    check_in: what.checkInOn,
    snooze: what.snooze,
    reassign: what.owner,
    resolve: [what.outcome, what.verdict],
  };
  return `${what.actor}: ${verb} R-${what.risk} ${JSON.stringify(shown[verb] ?? '')}${what.words ? '' : ' without words'}`;
}

/** Mostly it is snoozed shortly before there would have been something to hear. */
async function snoozeBeforeRung(run: Run, step: Step): Promise<void> {
  const { model } = run;
  const what = askOf(model, 'snooze', step);
  const dueAt = liveOf(riskOf(model, what.risk))?.dueAt ?? 0;
  const waits = step.b % 4 > 0 && dueAt > model.now && dueAt < LATEST;
  if (waits) model.now = Math.max(model.now, dueAt - 50 * MINUTE);
  await askOne(run, { ...what, checkInOn: dayOf(model.now + 2 * DAY) }, step);
  if (!waits) return;
  run.model.now = dueAt;
  await fireNext(run, 1);
}

/** Fires what is due; where nothing is, the next to come. */
async function fireNext(run: Run, processes: number): Promise<void> {
  const { model, trace } = run;
  if (dueNow(model).length === 0) model.now = Math.min(LATEST, model.now + (untilNext(model) ?? 0));
  trace.push(
    `fire at ${new Date(model.now).toISOString()} by ${processes}: ${dueNow(model).map((one) => `${one.clock} of R-${one.risk}`)}`,
  );
  await fireUntilQuiet(run, processes);
}

function untilNext({ risks, now }: Model): number | null {
  const due = Object.values(risks).flatMap(({ clocks }) =>
    Object.values(clocks).map(({ dueAt }) => dueAt ?? 0),
  );
  const next = Math.min(...due.filter((at) => at > now));
  return Number.isFinite(next) ? next - now : null;
}

function howLong(model: Model, { a, b }: Step): number {
  const next = untilNext(model);
  switch (a % 7) {
    case 0:
      return (1 + (b % 240)) * MINUTE;
    case 1:
      return (1 + (b % 30)) * HOUR;
    case 2:
      return (1 + (b % 16)) * DAY;
    case 3:
      return next !== null && next > MINUTE ? next - MINUTE : MINUTE;
    case 4:
      return Math.min(3 * (next ?? HOUR), 6 * DAY);
    default:
      return next ?? HOUR;
  }
}

async function changePeople(run: Run, { a, b, c }: Step, name?: string): Promise<void> {
  const { model, stage } = run;
  const usual = [
    'csm',
    'csmB',
    'lone',
    'cover',
    'leadA',
    'leadA',
    'leadB',
    'rep',
    'repLead',
    'director',
    'admin',
  ];
  const absent = usual.filter(
    (name) => memberOf(model.members, name).left || memberOf(model.members, name).awayUntil > model.now,
  );
  const who = memberOf(model.members, name ?? pick(b % 8 > 3 && absent.length > 0 ? absent : usual, a));
  const cover = pick([null, 'cover', 'csm', 'csmB', 'other', 'rep', 'lone'], c);
  switch (b % 8) {
    case 0:
    case 1:
    case 2:
      who.awayUntil = model.now + (1 + (c % 100)) * HOUR;
      who.cover = cover === who.name ? null : cover;
      note(run, 'people | away');
      break;
    case 3:
      who.left = true;
      note(run, 'people | left');
      break;
    default:
      if (who.awayUntil > model.now) note(run, 'people | back');
      who.awayUntil = 0;
      who.left = false;
  }
  run.trace.push(
    `${who.name}: away until ${new Date(who.awayUntil).toISOString()}, cover ${who.cover}, ${who.left ? 'left' : 'here'}`,
  );
  await saveMember(stage, who, model.now);
}

/** An import gives an account other owners, or takes them away. Its open risk stays whose it is. */
async function changeOwners(run: Run, { a, b, c }: Step): Promise<void> {
  const n = a % ACCOUNTS.length;
  const account = accountOf(run.model, n);
  account.cs = pick([null, null, 'csm', 'csmB', 'lone'], b);
  account.sales = pick([null, 'rep', 'rep2'], c);
  note(run, `owners | ${account.cs === null ? 'removed' : 'given'}`);
  run.trace.push(`account ${n} has ${account.cs} and ${account.sales}`);
  await setOwners(run.stage, n, account.cs, account.sales);
}

const POLICIES: [string, keyof Policy, readonly string[]][] = [
  ['risk.claim', 'claim', ['P1D', 'PT4H', 'PT30M']],
  ['risk.plan', 'plan', ['PT4H', 'P1D', 'PT50M']],
  ['risk.check_in', 'check_in', ['P1D', 'PT4H', 'P2D']],
  ['risk.snooze_total', 'snoozeTotal', ['P3D', 'P1D', 'PT5H']],
  ['risk.nudge_pause', 'nudgePause', ['PT4H', 'PT10M', 'P1D']],
  ['risk.channel', 'cardChannel', ['none', 'C0RISKS']],
  ['alerts.segment_channels', 'segmentChannel', ['none', 'Enterprise=C0ENTER']],
  ['escalation.channel', 'escalationChannel', ['none', 'C0LEADERS']],
  ['interruptions.per_day', 'perDay', ['3', '1', '2', '20']],
  ['interruptions.outside_hours', 'anytime', ['false', 'true']],
];

/** A house where nobody at all answers for one account; in some there is no admin either, in some a last channel. */
export async function desert(run: Run, house: number): Promise<void> {
  const { model, stage } = run;
  accountOf(model, 2).sales = null;
  await setOwners(stage, 2, null, null);
  const admin = memberOf(model.members, 'admin');
  admin.left = house % 3 === 0;
  await saveMember(stage, admin, model.now);
  if (house % 3 === 1) await setPolicy(run, 'escalation.channel', 1);
}

export async function setPolicy(run: Run, which: number | string, n: number): Promise<void> {
  const { model, stage, trace } = run;
  const index = typeof which === 'number' ? which : POLICIES.findIndex(([key]) => key === which);
  const [key, name, values] = pick(POLICIES, index);
  const value = pick(values, n);
  trace.push(`${key} = ${value}`);
  const set = await setSetting(ctxOf(stage, model.now, null), { key, value });
  if ('refused' in set) fail(run, set.refused);
  Object.assign(model.policy, { [name]: read(value) });
}

function read(value: string): string | number | boolean | null {
  if (value === 'none') return null;
  if (value === 'true' || value === 'false') return value === 'true';
  return /^\d+$/.test(value) ? Number(value) : value.replace(/^.*=/, '');
}

async function lose(run: Run, { a }: Step): Promise<void> {
  const open = Object.values(run.model.risks).filter(isOpen);
  if (open.length === 0) return;
  const risk = pick(open, a);
  run.trace.push(`lose ${clockOf(risk)} of R-${risk.number}`);
  await loseClock(run, risk.number);
}
