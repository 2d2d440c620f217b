import fc from 'fast-check';
import { setSetting } from '../../../src/settings/set-setting.ts';
import type { Ask } from './answer.ts';
import { dueNow } from './chase.ts';
import {
  clockOf as clockOfOne,
  handoffOf,
  isWaiting,
  type Model,
  type ModelHandoff,
  OPEN,
  type Policy,
} from './model.ts';
import { memberOf, NAMES } from './people.ts';
import { DAY } from './reckoning.ts';
import { may, type Verb } from './rights.ts';
import {
  ask,
  askTwice,
  clockOf,
  deliver,
  fail,
  fireUntilQuiet,
  loseClock,
  note,
  probeAll,
  type Run,
  race,
  raceWithClocks,
  settle,
} from './run.ts';
import { beginDraft, ctxOf } from './stage.ts';

const WEIGHTS = {
  draft: 1,
  hand_over: 7,
  submit: 4,
  edit: 4,
  acknowledge: 5,
  decide_by: 5,
  accept: 6,
  return: 6,
  reassign: 6,
  finish: 7,
  book: 6,
  await: 6,
  answered: 4,
  read: 2,
  escalate: 4,
  introduce: 3,
  amend: 4,
  cancel: 3,
  nudge: 5,
  snooze: 7,
  race: 6,
  race_with_clocks: 7,
  advance: 17,
  fire: 16,
  wait: 6,
  people: 7,
  policy: 4,
  lose: 3,
  deliver: 6,
};
type Kind = keyof typeof WEIGHTS;

/** One command. The numbers pick whom and what among those there are when its turn comes, so that all apply. */
export interface Step {
  kind: Kind;
  a: number;
  b: number;
  c: number;
}

// No number is more telling than another.
const numbers = fc.noBias(fc.nat(99_999));
export const steps = fc.array(
  fc.record({
    kind: fc.oneof(
      ...Object.entries(WEIGHTS).map(([kind, weight]) => ({ weight, arbitrary: fc.constant(kind as Kind) })),
    ),
    a: numbers,
    b: numbers,
    c: numbers,
  }),
  { maxLength: 42, size: 'max' },
);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const MOST_HANDOFFS = 6;

export async function take(run: Run, step: Step): Promise<void> {
  const { model } = run;
  const ids = Object.keys(model.handoffs);
  const begins = step.kind === 'draft' || step.kind === 'hand_over';
  const needs = step.kind in VERBS || ['race', 'race_with_clocks', 'lose'].includes(step.kind);
  if ((begins && ids.length < MOST_HANDOFFS) || (needs && ids.length === 0)) {
    const id = await begin(run, step);
    if (step.kind !== 'draft') await askFor(run, { ...step, kind: 'submit', a: ids.length }, id);
    return;
  }
  switch (step.kind) {
    case 'advance':
      model.now += howLong(model, step);
      run.trace.push(`until ${new Date(model.now).toISOString()}`);
      return;
    case 'fire':
      return fireNext(run, 1 + (step.a % 3));
    case 'wait':
      return leaveAlone(run, step);
    case 'deliver':
      run.trace.push('deliver');
      return deliver(run);
    case 'people':
      return changePeople(run, step);
    case 'policy':
      return setPolicy(run, step.a, step.b);
    case 'lose':
      return lose(run, step);
    case 'race':
      return raceFor(run, step);
    case 'draft':
    case 'hand_over':
      return askFor(run, { ...step, kind: 'submit' });
    case 'snooze':
      return snoozeBeforeRung(run, step);
    default:
      if (isVerb(step.kind)) await prepare(run, step, step.kind);
      return askFor(run, step);
  }
}

const VERBS: Record<Verb, readonly string[]> = {
  acknowledge: ['submitted'],
  decide_by: ['submitted', 'acknowledged'],
  accept: ['submitted', 'acknowledged'],
  return: ['submitted', 'acknowledged'],
  reassign: OPEN,
  finish: ['accepted'],
  book: ['accepted'],
  await: ['accepted'],
  answered: ['accepted'],
  read: ['finished'],
  introduce: ['submitted', 'acknowledged', 'accepted'],
  amend: ['submitted', 'acknowledged', 'accepted'],
  escalate: ['submitted', 'acknowledged', 'returned', 'accepted'],
  cancel: OPEN,
  nudge: OPEN,
  snooze: OPEN,
  submit: ['draft', 'returned'],
  edit: ['draft', 'returned'],
};
const VERB_NAMES = Object.keys(VERBS) as Verb[];
const isVerb = (kind: Kind): kind is Kind & Verb => kind in VERBS;

/** What comes before: without it a run would seldom get there. */
const BEFORE: Partial<Record<Verb, Verb>> = {
  finish: 'accept',
  book: 'accept',
  await: 'accept',
  answered: 'await',
  read: 'finish',
};

const suits = (model: Model, verb: Verb) =>
  Object.values(model.handoffs).filter(
    (one) => VERBS[verb].includes(one.state) && (verb !== 'answered' || (one.waitingUntil ?? 0) > model.now),
  );

/** Where nothing is as the verb needs it, mostly what comes before is asked for first. */
async function prepare(run: Run, step: Step, verb: Verb): Promise<void> {
  const before = BEFORE[verb];
  if (!before || step.a % 6 === 0 || suits(run.model, verb).length > 0) return;
  await prepare(run, step, before);
  await askFor(run, { ...step, kind: before });
}

const pick = <T>(list: readonly T[], n: number): T => {
  const one = list[n % list.length];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
};

async function begin(run: Run, { a, b, c }: Step): Promise<string> {
  const { model, stage } = run;
  const receivers = [
    'csm',
    'csm',
    'csmB',
    'csmB',
    'lone',
    'cover',
    'leadA',
    ...(a % 4 ? [] : ['guest', 'bot', 'stranger', 'rep']),
  ];
  const draft: Omit<ModelHandoff, 'id'> = {
    account: b % 3,
    sender: pick(['rep', 'rep', 'rep2'], c),
    receiver: c % 29 === 0 ? null : pick(receivers, b),
    private: a % 7 === 0,
    complete: a % 19 !== 0,
    goLive: goLive(model, c),
    state: 'draft',
    version: 1,
    slot: 1,
    submissions: 0,
    returns: 0,
    submittedAt: null,
    acknowledgedBy: null,
    acceptedBy: null,
    finished: null,
    decideBy: null,
    kickoffFrom: null,
    kickoffBy: null,
    bookedOn: null,
    waitingUntil: null,
    waitingMinutes: 0,
    escalatedAt: null,
    feedbackRead: false,
    introduced: false,
    snoozedUntil: null,
    snoozedMinutes: 0,
    nudgedAt: null,
    updatedAt: model.now,
    clocks: {},
    cards: [],
    told: [],
    channelAt: null,
    touched: false,
    history: {},
  };
  const id = await beginDraft(stage, model.now, draft, `model:${run.requests++}`);
  run.trace.push(
    `draft ${id}: ${draft.sender} to ${draft.receiver}${draft.private ? ', private' : ''}, go-live ${draft.goLive}`,
  );
  const after = structuredClone(model);
  after.handoffs[id] = { id, ...draft };
  await settle(run, [{ model: after, answers: [] }], []);
  return id;
}

function goLive({ now }: Model, n: number): string | null {
  const inDays = [null, null, 3, 6, 40][n % 5] ?? null;
  return inDays === null ? null : day(now + inDays * DAY);
}

const day = (at: number) => new Date(at).toISOString().slice(0, 10);

/** What is asked mostly suits the handoff, and mostly comes from somebody who may ask for it. */
function askOf(model: Model, verb: Verb, { a, b, c }: Step, id?: string): Ask {
  const all = Object.values(model.handoffs);
  const suiting = suits(model, verb);
  const handoff = id
    ? handoffOf(model, id)
    : pick(suiting.length > 0 && a % 6 > 0 ? suiting : all, Math.floor(a / 6));
  const allowed = NAMES.filter(
    (name) => memberOf(model.members, name).kind === 'full' && may(model, handoff, name, verb),
  );
  const actor = pick(allowed.length > 0 && b % 8 > 0 ? allowed : NAMES, Math.floor(b / 8));
  const left = NAMES.filter((name) => memberOf(model.members, name).left);
  const receivers = [
    'csm',
    'csmB',
    'cover',
    'lone',
    'leadA',
    'other',
    'csm',
    'csmB',
    ...(verb === 'edit' ? [] : [...left, ...left, handoff.sender, ...NAMES]),
  ];
  return {
    verb,
    handoff: handoff.id,
    actor: handoff.state === 'draft' && b % 8 > 0 ? handoff.sender : actor,
    reason: c % 17 === 0 ? '' : 'sample reason',
    receiver: pick(receivers, c),
    day:
      verb === 'book' && handoff.bookedOn !== null && c % 4 === 0
        ? handoff.bookedOn
        : day(model.now + pick([0, 1, 2, 2, 3, 5, 9, 13, 20, -1], c) * DAY),
    gaps: c % 11 === 0 ? [] : ['champion', 'why'],
    snooze: pick(['one_hour', 'four_hours', 'tomorrow'] as const, c),
    secondDeal: c % 3 > 0,
    heldOn: c % 11 === 0 ? '' : day(model.now + pick([0, 0, -1, -3, -9, 1], c) * DAY),
    quality: c % 6,
    goLive: goLive(model, c),
  };
}

async function askFor(run: Run, step: Step, id?: string): Promise<void> {
  const verb = VERB_NAMES.find((one) => one === step.kind) ?? pick(VERB_NAMES, step.c);
  const what = askOf(run.model, verb, step, id);
  const waiting = run.posts.filter(({ said }) => said.handoff === what.handoff);
  const twice = Math.floor(step.c / 10) % 8;
  run.trace.push(`${twice > 1 ? '' : 'twice '}${told(what)}`);
  // Mostly what was asked for is answered before it goes out again.
  const { state } = handoffOf(run.model, what.handoff);
  if (verb === 'submit' && state === 'returned' && step.c % 5 > 0) {
    run.trace.push(told({ ...what, verb: 'edit' }));
    await ask(run, { ...what, verb: 'edit' });
  }
  if (step.kind === 'race_with_clocks') await raceWithClocks(run, what);
  else if (twice > 1 || verb === 'edit') await ask(run, what);
  else await askTwice(run, what, twice === 0);
  if (step.b % 3 === 0) await probeAll(run, waiting);
}

async function raceFor(run: Run, step: Step): Promise<void> {
  const one = askOf(run.model, pick(VERB_NAMES, step.a), step);
  const handoff = handoffOf(run.model, one.handoff);
  const suiting = VERB_NAMES.filter((verb) => VERBS[verb].includes(handoff.state));
  const other = { ...step, b: step.b + step.a, c: step.c + step.a };
  const two = askOf(run.model, pick(suiting.length > 0 ? suiting : VERB_NAMES, step.c), other, one.handoff);
  run.trace.push(`at once: ${told(one)}; ${told(two)}`);
  await race(run, one, two);
}

function told({ verb, actor, handoff, ...rest }: Ask): string {
  const shown: Partial<Record<Verb, unknown>> = {
    reassign: rest.receiver,
    decide_by: rest.day,
    book: rest.day,
    await: rest.day,
    snooze: rest.snooze,
    return: rest.gaps,
    finish: [rest.heldOn, rest.quality],
    edit: [rest.receiver, rest.goLive],
  };
  return `${actor}: ${verb} ${handoff} ${JSON.stringify(shown[verb] ?? '')}`;
}

/** Mostly it is snoozed shortly before there would have been something to hear. */
async function snoozeBeforeRung(run: Run, step: Step): Promise<void> {
  const { model } = run;
  const { handoff: id } = askOf(model, 'snooze', step);
  const dueAt = handoffOf(model, id).clocks[clockOf(model, id)]?.dueAt ?? 0;
  const waits = step.b % 4 > 0 && dueAt > model.now;
  if (waits) model.now = Math.max(model.now, dueAt - 50 * MINUTE);
  await askFor(run, step, id);
  if (!waits) return;
  run.model.now = dueAt;
  await fireNext(run, 1);
}

/** Nobody does anything about one handoff, while its clock comes to rung after rung, and those of others with it. */
async function leaveAlone(run: Run, { a, b, c }: Step): Promise<void> {
  const running = Object.values(run.model.handoffs).filter((one) => clockOfOne(one) !== undefined);
  const kickoffs = running.filter(({ state }) => state === 'accepted');
  const id = running.length > 0 ? pick(kickoffs.length > 0 && c % 2 ? kickoffs : running, a).id : null;
  for (let i = 0; i < 3 + (b % 5); i++) {
    const dueAt = id && handoffOf(run.model, id).clocks[clockOf(run.model, id)]?.dueAt;
    if (dueAt) run.model.now = Math.max(run.model.now, dueAt);
    await fireNext(run, 1 + (a % 2));
  }
}

/** Fires what is due; where nothing is, the next to come. */
async function fireNext(run: Run, processes: number): Promise<void> {
  const { model, trace } = run;
  const due = dueNow(model);
  if (due.length === 0) model.now += untilNext(model) ?? 0;
  trace.push(
    `fire at ${new Date(model.now).toISOString()} by ${processes}: ${dueNow(model).map((one) => one.clock)}`,
  );
  await fireUntilQuiet(run, processes);
}

function untilNext({ handoffs, now }: Model): number | null {
  const due = Object.values(handoffs).flatMap(({ clocks }) =>
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
      return (1 + (b % 4)) * DAY;
    case 3:
      return next !== null && next > MINUTE ? next - MINUTE : MINUTE;
    case 4:
      return Math.min(3 * (next ?? HOUR), 6 * DAY);
    default:
      return next ?? HOUR;
  }
}

async function changePeople(run: Run, { a, b, c }: Step): Promise<void> {
  const { model, stage } = run;
  const usual = ['csm', 'csmB', 'lone', 'cover', 'leadA', 'leadB', 'rep', 'repLead', 'director'];
  const absent = usual.filter(
    (name) => memberOf(model.members, name).left || memberOf(model.members, name).awayUntil > model.now,
  );
  const who = memberOf(model.members, pick(b % 8 > 3 && absent.length > 0 ? absent : usual, a));
  const cover = pick([null, 'cover', 'csm', 'csmB', 'other', 'rep', 'lone'], c);
  switch (b % 8) {
    case 0:
    case 1:
    case 2:
      who.awayUntil = model.now + (1 + (c % 100)) * HOUR;
      who.cover = cover;
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
  await stage.database.pool.query(
    'UPDATE members SET away_until = $2, cover_id = $3, deactivated_at = $4 WHERE id = $1',
    [
      who.id,
      who.awayUntil > 0 ? new Date(who.awayUntil) : null,
      who.cover === null ? null : stage.ids.get(who.cover),
      who.left ? new Date(model.now) : null,
    ],
  );
}

const POLICIES: [string, keyof Policy, readonly string[]][] = [
  ['handoff.acknowledge', 'acknowledge', ['P1D', 'PT4H', 'PT30M']],
  ['handoff.acknowledge_urgent', 'urgent', ['PT4H', 'PT2H']],
  ['handoff.urgent_days', 'urgentDays', ['5', '0']],
  ['handoff.decide', 'decide', ['P2D', 'PT6H', 'PT50M']],
  ['handoff.resubmit', 'resubmit', ['P2D', 'PT6H', 'PT50M']],
  ['handoff.hard_stop', 'hardStop', ['P3D', 'P1DT4H', 'PT9H']],
  ['handoff.book_kickoff', 'bookKickoff', ['P2D', 'PT6H', 'PT50M']],
  ['handoff.hold_kickoff', 'holdKickoff', ['P2D', 'P1D', 'PT50M']],
  ['handoff.waiting_total', 'waitingTotal', ['P10D', 'P3D', 'PT5H']],
  ['handoff.sales_to_cs.channel', 'cardChannel', ['none', 'C0CARDS']],
  ['handoff.snooze_total', 'snoozeTotal', ['P1D', 'P3D', 'PT5H']],
  ['handoff.nudge_pause', 'nudgePause', ['PT4H', 'PT10M', 'P1D']],
  ['escalation.channel', 'escalationChannel', ['none', 'C0LEADERS']],
  ['interruptions.per_day', 'perDay', ['3', '1', '2', '20']],
  ['interruptions.outside_hours', 'anytime', ['false', 'true']],
];

export async function setPolicy(run: Run, which: number, n: number): Promise<void> {
  const { model, stage, trace } = run;
  const [key, name, values] = pick(POLICIES, which);
  const value = pick(values, n);
  trace.push(`${key} = ${value}`);
  const set = await setSetting(ctxOf(stage, model.now, null), { key, value });
  if ('refused' in set) fail(run, set.refused);
  const read =
    value === 'none'
      ? null
      : value === 'true'
        ? true
        : value === 'false'
          ? false
          : /^\d+$/.test(value)
            ? Number(value)
            : value;
  Object.assign(model.policy, { [name]: read });
}

async function lose(run: Run, { a, b }: Step): Promise<void> {
  const waiting = Object.values(run.model.handoffs).filter((one) => clockOfOne(one) !== undefined);
  if (waiting.length === 0) return;
  const one = pick(waiting, a);
  const { id } = one;
  const clock = b % 3 || !isWaiting(one) ? clockOf(run.model, id) : 'hard_stop';
  run.trace.push(`lose ${clock} of ${id}`);
  await loseClock(run, id, clock);
}
