import type { z } from 'zod';
import { STAGES } from '../../accounts/profile.ts';
import { type Refusal, refuse } from '../../platform/refusal.ts';
import { closest } from '../../platform/text.ts';
import { SHIPPED } from '../catalogue.ts';
import type { HealthRules } from '../config.ts';
import { CUTS, FILE, TYPE } from './config-schema.ts';

const TYPES_MAX = 60;
const NAME = /^[a-z][a-z0-9_]{1,39}$/;

/**
 * What a workspace wrote, laid over what is shipped: a file says only what differs, and null leaves a shipped
 * type out. A refusal lists everything that is wrong, each with its path and what to do.
 */
export function readHealthConfig(json: unknown): HealthRules | Refusal {
  if (!isObject(json))
    return refuse('bad_health_config', 'Write an object in braces, such as {"margin": 4}.');
  const problems: string[] = [];
  const read: Read = (schema, value, path = []) => {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    for (const issue of result.error.issues)
      problems.push([[...path, ...issue.path].join('.'), issue.message].filter(Boolean).join(': '));
    return undefined;
  };
  const { version: _, ...shipped } = SHIPPED;
  const { types: ownTypes = {}, cutsByStage: ownStages = {} } = json;
  const file = read(FILE, {
    ...shipped,
    ...json,
    fall: over(SHIPPED.fall, json['fall']),
    onboarding: over(SHIPPED.onboarding, json['onboarding']),
  });
  const types = readTypes(ownTypes, read, problems);
  const cuts = read(CUTS, over(SHIPPED.cuts, json['cuts']), ['cuts']);
  const cutsByStage = readStages(ownStages, cuts ?? SHIPPED.cuts, read, problems);
  const rules = file && types && cuts && cutsByStage && { ...file, types, cuts, cutsByStage };
  if (rules) problems.push(...problemsBetween(rules));
  if (rules && problems.length === 0) return rules;
  const many = problems.length > 1 ? `There are ${problems.length} things to mend:\n- ` : '';
  return refuse('bad_health_config', many + problems.join('\n- '));
}

/** Says what is wrong, below the path, and returns undefined then. */
type Read = <S extends z.ZodType>(schema: S, value: unknown, path?: string[]) => z.output<S> | undefined;

function readTypes(own: unknown, read: Read, problems: string[]): HealthRules['types'] | undefined {
  if (!isObject(own)) {
    problems.push('types: Write an object of types by name, such as {"seats_used": {"weight": 20}}.');
    return undefined;
  }
  const types = new Map(Object.entries(SHIPPED.types));
  let sound = true;
  for (const [name, given] of Object.entries(own)) {
    const shipped = Object.hasOwn(SHIPPED.types, name) ? SHIPPED.types[name] : undefined;
    const wrong = problemOfName(name, given, shipped !== undefined);
    if (wrong) problems.push(`types.${name}: ${wrong}`);
    if (given === null) types.delete(name);
    const type = wrong || given === null ? undefined : read(TYPE, mergeType(shipped, given), ['types', name]);
    if (type) types.set(name, type);
    else if (wrong || given !== null) sound = false;
  }
  if (types.size > TYPES_MAX) {
    problems.push(`types: There are ${types.size}, and at most ${TYPES_MAX} may be. Leave some out.`);
    return undefined;
  }
  return sound ? Object.fromEntries(types) : undefined;
}

function problemOfName(name: string, given: unknown, isShipped: boolean): string | undefined {
  if (!NAME.test(name))
    return 'Name it with 2 to 40 small letters, digits and underscores, a letter first, such as seats_used.';
  if (isShipped) return undefined;
  const near = closest(name, Object.keys(SHIPPED.types));
  const hint = near ? ` Did you mean ${near}?` : '';
  if (given === null) return `No such type is shipped, so there is none to leave out.${hint}`;
  const needed = ['label', 'dimension', 'points', 'validDays', 'weight'];
  const missing = needed.filter((key) => isObject(given) && !Object.hasOwn(given, key));
  return missing.length > 0
    ? `No such type is shipped, and for one of your own this is missing: ${missing.join(', ')}.${hint}`
    : undefined;
}

function mergeType(shipped: object | undefined, given: unknown): unknown {
  if (!isObject(given)) return given;
  const merged: Record<string, unknown> = { ...shipped, ...given };
  for (const key of ['range', 'exception'] as const) {
    const before = shipped && key in shipped ? (shipped as Record<string, unknown>)[key] : undefined;
    if (merged[key] === null) delete merged[key];
    else if (isObject(before) && isObject(merged[key])) merged[key] = { ...before, ...merged[key] };
  }
  return merged;
}

function readStages(
  given: unknown,
  cuts: HealthRules['cuts'],
  read: Read,
  problems: string[],
): HealthRules['cutsByStage'] | undefined {
  if (!isObject(given)) {
    problems.push('cutsByStage: Write an object of cuts by stage, such as {"land": {"healthy": 70}}.');
    return undefined;
  }
  const byStage: HealthRules['cutsByStage'] = {};
  for (const [name, cutsOfStage] of Object.entries(given)) {
    const stage = STAGES.find((one) => one === name);
    const own = stage && read(CUTS, over(cuts, cutsOfStage), ['cutsByStage', name]);
    if (stage && own) byStage[stage] = own;
    if (!stage) {
      const near = closest(name, STAGES);
      const hint = near ? `Did you mean ${near}?` : `The stages are ${STAGES.join(', ')}.`;
      problems.push(`cutsByStage.${name}: There is no such stage. ${hint}`);
    }
  }
  return byStage;
}

/** What is wrong although each part is right. */
function problemsBetween(rules: HealthRules): string[] {
  const problems: string[] = [];
  const weighty = Object.values(rules.types).filter(({ weight }) => weight > 0);
  const dimensions = new Set(weighty.map(({ dimension }) => dimension)).size;
  if (weighty.length === 0) problems.push('types: Every weight is 0. Give at least one type a weight.');
  else if (rules.minDimensions > dimensions)
    problems.push(
      `minDimensions: Types with a weight cover ${dimensions}, so ${rules.minDimensions} could never be heard of.`,
    );
  // A shipped check of a type that was left out checks nothing.
  for (const { type } of rules.onboarding.checks)
    if (!Object.hasOwn(rules.types, type) && !Object.hasOwn(SHIPPED.types, type))
      problems.push(`onboarding.checks: There is no type "${type}". Leave the check out, or name another.`);
  for (const [path, cuts] of [['cuts', rules.cuts] as const, ...Object.entries(rules.cutsByStage)]) {
    const narrowest = Math.min(100 - cuts.healthy, cuts.healthy - cuts.watch, cuts.watch - cuts.at_risk);
    const where = path === 'cuts' ? path : `cutsByStage.${path}`;
    if (rules.margin > narrowest)
      problems.push(
        `margin: ${rules.margin} is wider than a band of ${where}, of ${narrowest}. Write ${narrowest} or less.`,
      );
  }
  return problems;
}

/** What is given, over what holds without it; what is no object is left for the schema to refuse. */
function over(shipped: object, given: unknown): unknown {
  if (given === undefined) return shipped;
  return isObject(given) ? { ...shipped, ...given } : given;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
