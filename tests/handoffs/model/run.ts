import { isDeepStrictEqual } from 'node:util';
import { marksOf } from '../../cases/gathered.ts';
import { type Answer, type Ask, answer } from './answer.ts';
import { type Due, dueNow, fireAll, fireOnce, restore } from './chase.ts';
import { difference, text } from './compare.ts';
import { type ClockName, clockOf as clockOfOne, handoffOf, type Model } from './model.ts';
import { newPosts, type Post, probe } from './posts.ts';
import { look, type Snapshot } from './snapshot.ts';
import { fire, perform, type Stage, sweepAll } from './stage.ts';

/** One run: the model, the real thing beside it, and what was done so far. */
export interface Run {
  stage: Stage;
  model: Model;
  seen: Set<string>;
  posts: Post[];
  trace: string[];
  counts: Map<string, number>;
  requests: number;
}

/** One way in which it may have gone: the answers, and the world afterwards. */
interface Possible {
  model: Model;
  answers: Answer[];
}

export async function ask(run: Run, what: Ask): Promise<void> {
  const done = await perform(run.stage, run.model.now, what);
  await settle(run, [afterAll(run.model, [what])], [done]);
}

/** The same request twice, one after the other or both at once: one effect, and the same answer. */
export async function askTwice(run: Run, what: Ask, atOnce: boolean): Promise<void> {
  const request = `model:${run.requests++}`;
  const go = () => perform(run.stage, run.model.now, what, request);
  const first = go();
  if (!atOnce) await first;
  const [one, two] = await Promise.all([first, go()]);
  if (!isDeepStrictEqual(one, two))
    return fail(run, `one request, two answers: ${JSON.stringify([one, two])}`);
  note(run, `asked twice ${atOnce ? 'at once' : 'in turn'} | ${one.code === 'ok' ? 'done once' : 'refused'}`);
  await settle(run, [afterAll(run.model, [what])], [one]);
}

/** Two people at once: it must come out as if one of them had been first. */
export async function race(run: Run, one: Ask, two: Ask): Promise<void> {
  const answers = await Promise.all([one, two].map((what) => perform(run.stage, run.model.now, what)));
  const turned = afterAll(run.model, [two, one]);
  turned.answers.reverse();
  const refused = answers.filter(({ code }) => code !== 'ok').length;
  note(run, `two at once | ${['both done', 'one refused', 'both refused'][refused]}`);
  await settle(run, [afterAll(run.model, [one, two]), turned], answers);
}

/** Somebody answers while clocks fire: as if each clock had fired before, or afterwards, or been left for later. */
export async function raceWithClocks(run: Run, what: Ask): Promise<void> {
  const { stage, model } = run;
  const due = dueNow(model);
  const [done] = await Promise.all([perform(stage, model.now, what), fire(stage, model.now)]);
  const its = due.filter(({ handoff }) => handoff === what.handoff);
  const others = due.filter(({ handoff }) => handoff !== what.handoff);
  const possible = subsets(its).flatMap((before) => {
    const fired = structuredClone(model);
    fireOnce(fired, [...others, ...before]);
    const answered = afterAll(fired, [what]);
    // What was asked for may have made one due: it is escalated at once.
    const rest = dueNow(answered.model).filter(
      (one) => one.handoff === what.handoff && !before.some(same(one)),
    );
    return subsets(rest).map((after) => {
      const then = structuredClone(answered);
      fireOnce(then.model, after);
      return then;
    });
  });
  if (its.length > 0) note(run, `answered while a clock fires | ${done.code === 'ok' ? 'done' : 'refused'}`);
  await settle(run, possible, [done]);
}

/** Fires until nothing is due, by so many processes at once. */
export async function fireUntilQuiet(run: Run, processes: number): Promise<void> {
  const { stage, model } = run;
  const busy = dueNow(model).length > 1 && processes > 1;
  const loop = async () => {
    while ((await fire(stage, model.now)) > 0);
  };
  await Promise.all(Array.from({ length: processes }, loop));
  await loop();
  const after = structuredClone(model);
  fireAll(after);
  if (busy) note(run, 'fired | by several processes');
  await settle(run, [{ model: after, answers: [] }], []);
}

/** A row of timers is gone, as if a bug had taken it: the sweeper puts it back. */
export async function loseClock(run: Run, handoffId: string, clock: ClockName): Promise<void> {
  const { stage, model } = run;
  await stage.database.pool.query('DELETE FROM timers WHERE subject_id = $1 AND clock = $2', [
    handoffId,
    clock,
  ]);
  const repaired = [await sweepAll(stage, model.now), await sweepAll(stage, model.now)];
  if (!isDeepStrictEqual(repaired, [1, 0])) return fail(run, `the sweeper repaired ${repaired}`);
  const after = structuredClone(model);
  restore(after, handoffOf(after, handoffId), clock);
  await settle(run, [{ model: after, answers: [] }], []);
}

/** Delivers what may go out by now, in the words of now. */
export async function deliver(run: Run): Promise<void> {
  const due = run.posts.filter(({ said }) => said.hold === null || said.hold <= run.model.now);
  run.posts = run.posts.filter((post) => !due.includes(post));
  await probeAll(run, due);
}

/** A rung that says the same to many would take all the time there is: of many, some. */
const PROBES = 6;

export async function probeAll(run: Run, posts: readonly Post[]): Promise<void> {
  const every = Math.ceil(posts.length / PROBES);
  for (const [i, post] of posts.entries()) {
    if (i % every > 0) continue;
    const { words, problem } = await probe(run.stage, run.model, post);
    note(run, `${post.row.kind} | ${words === null ? 'left unsaid' : 'said'}`);
    if (problem) return fail(run, problem);
  }
}

/** Takes over the possibility that came true. */
export async function settle(
  run: Run,
  possible: readonly Possible[],
  answers: readonly Answer[],
): Promise<void> {
  const real = await look(run.stage, run.seen);
  const problems: string[] = [];
  for (const one of possible) {
    const problem = answersDiffer(one.answers, answers) ?? difference(one.model, real, run.stage);
    if (problem === null) return takeOver(run, one.model, real);
    problems.push(problem);
  }
  return fail(run, [...new Set(problems)].join('\n  or '));
}

function takeOver(run: Run, model: Model, real: Snapshot): void {
  for (const count of model.counts) note(run, count);
  model.counts = [];
  run.model = model;
  for (const mark of real.messages.flatMap(marksOf)) run.seen.add(mark);
  const nameOf = new Map([...run.stage.ids].map(([name, id]) => [id, name]));
  run.posts.push(...newPosts(model, real.messages, nameOf));
}

function answersDiffer(expected: readonly Answer[], actual: readonly Answer[]): string | null {
  const plain = (all: readonly Answer[]) =>
    all.map(({ code, limitAt }) => `${code} ${text(limitAt)}`).join(', ');
  return plain(expected) === plain(actual) ? null : `answered ${plain(actual)}, expected ${plain(expected)}`;
}

function afterAll(model: Model, asks: readonly Ask[]): Possible {
  const after = structuredClone(model);
  return { model: after, answers: asks.map((what) => answer(after, what)) };
}

const same = (one: Due) => (two: Due) => one.handoff === two.handoff && one.clock === two.clock;

function subsets([one, ...rest]: readonly Due[]): Due[][] {
  if (!one) return [[]];
  const without = subsets(rest);
  return [...without, ...without.map((some) => [one, ...some])];
}

export function note({ counts }: Run, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1);
}

export function fail(run: Run, problem: string): never {
  throw new Error(`${problem}\nafter ${run.trace.length} steps:\n  ${run.trace.join('\n  ')}`);
}

export const clockOf = (model: Model, id: string): ClockName =>
  clockOfOne(handoffOf(model, id)) ?? 'hard_stop';
