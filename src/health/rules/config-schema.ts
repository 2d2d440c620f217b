import { z } from 'zod';
import { STAGES } from '../../accounts/profile.ts';
import { stored } from '../../platform/stored.ts';
import { closest } from '../../platform/text.ts';
import { DIMENSIONS, type HealthRules, type SignalType } from '../config.ts';

/** Far beyond any value, and near enough that no sum of them overflows. */
const RAW_MAX = 1e12;
const WEIGHT_MAX = 1_000;
/** Below, a weight is as good as none, and its share is lost in rounding. */
const WEIGHT_MIN = 0.01;

function number(min: number, max: number, what = 'a number') {
  const error = `Write ${what} from ${min} to ${max}.`;
  const schema = what.startsWith('a whole') ? z.number({ error }).int({ error }) : z.number({ error });
  return schema.min(min, { error }).max(max, { error });
}

const whole = (min: number, max: number) => number(min, max, 'a whole number');

function text(max: number) {
  const error = `Write at most ${max} characters on one line.`;
  return z
    .string({ error })
    .max(max, { error })
    .regex(/^[^\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]*$/u, { error });
}

/** Refuses keys it does not know, with the nearest it knows. */
function strict<S extends z.core.$ZodLooseShape>(shape: S) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return `Write an object with ${known.join(', ')}.`;
      const hints = issue.keys.map((key) => {
        const near = closest(key, known);
        return near ? `"${key}" (did you mean ${near}?)` : `"${key}" (there are ${known.join(', ')})`;
      });
      return `There is no key ${hints.join(', and no ')}.`;
    },
  });
}

const score = number(0, 100, 'a score');
const point = z.tuple([number(-RAW_MAX, RAW_MAX), score], { error: 'Write [raw value, score].' });
const points = z
  .array(point, { error: 'Write a list of [raw value, score], such as [[0, 0], [100, 100]].' })
  .min(2, { error: 'Write at least two points, such as [[0, 0], [100, 100]].' })
  .max(20, { error: 'Write at most 20 points.' })
  .check(({ value, issues }) => {
    const no = (message: string) => issues.push({ code: 'custom', message, input: value });
    const steps = value.slice(1).map((to, index) => ({ from: value[index] ?? to, to }));
    const back = steps.find(({ from, to }) => to[0] <= from[0]);
    if (back) no(`Raw values must rise, and ${back.to[0]} comes after ${back.from[0]}. Put them in order.`);
    const rises = steps.some(({ from, to }) => to[1] > from[1]);
    const falls = steps.some(({ from, to }) => to[1] < from[1]);
    if (rises && falls) no('Scores must only rise or only fall as the value rises.');
    if (!rises && !falls && steps.length > 0) no('Every score is the same, so a value would say nothing.');
  });

const dimension = z.enum(DIMENSIONS, {
  error: ({ input }) => {
    const near = typeof input === 'string' ? closest(input, DIMENSIONS) : undefined;
    return near ? `Did you mean ${near}?` : `Write one of ${DIMENSIONS.join(', ')}.`;
  },
});

const range = strict({
  min: number(-RAW_MAX, RAW_MAX).exactOptional(),
  max: number(-RAW_MAX, RAW_MAX).exactOptional(),
}).refine(({ min = -RAW_MAX, max = RAW_MAX }) => min < max, { error: 'min must be below max.' });

const exception = strict({
  when: z.enum(['at_least', 'at_most'], { error: 'Write at_least or at_most.' }),
  value: number(-RAW_MAX, RAW_MAX),
  cap: score,
  opensRisk: z.boolean({ error: 'Write true or false.' }),
});

export const TYPE: z.ZodType<SignalType> = strict({
  label: text(40).min(1, { error: 'Write what people call it, such as "Seats used".' }),
  dimension,
  unit: text(20).default(''),
  points,
  validDays: whole(1, 730),
  weight: number(0, WEIGHT_MAX, 'a weight').refine((weight) => weight <= 0 || weight >= WEIGHT_MIN, {
    error: `Write 0, or ${WEIGHT_MIN} and more.`,
  }),
  source: text(300).default("The workspace's own judgement."),
  range: range.exactOptional(),
  exception: exception.exactOptional(),
}).check(({ value, issues }) => {
  const [first, last] = [value.points[0], value.points.at(-1)];
  if (!first || !last || !value.exception || first[1] === last[1]) return;
  const wanted = last[1] > first[1] ? 'at_most' : 'at_least';
  if (value.exception.when === wanted) return;
  const message = `Write ${wanted}: by its points a ${wanted === 'at_most' ? 'low' : 'high'} value is the worse one.`;
  issues.push({ code: 'custom', message, path: ['exception', 'when'], input: value });
});

const cut = number(0, 100, 'the lowest score of the band,');
export const CUTS = strict({ healthy: cut, watch: cut, at_risk: cut }).refine(
  ({ healthy, watch, at_risk }) => healthy > watch && watch > at_risk,
  { error: 'Cuts must fall: healthy above watch, and watch above at_risk.' },
);

/** The whole file. What it holds of types and cuts is read one by one. */
export const FILE = strict({
  types: z.unknown(),
  cuts: z.unknown(),
  cutsByStage: z.unknown(),
  margin: number(0, 50),
  worsenDays: whole(0, 60),
  recoverDays: whole(0, 60),
  fall: strict({ points: number(1, 100), days: whole(1, 365) }),
  minConfidence: number(0, 1, 'a share, such as 0.5 for half,'),
  minDimensions: whole(1, DIMENSIONS.length),
  cooldownDays: whole(0, 365),
  reopenDays: whole(0, 365),
  onboarding: strict({
    checks: z
      .array(strict({ type: text(40), atLeast: number(-RAW_MAX, RAW_MAX), byDay: whole(1, 365) }), {
        error: 'Write a list such as [{"type": "seats_used", "atLeast": 20, "byDay": 30}].',
      })
      .max(20, { error: 'Write at most 20 checks.' }),
    firstValueByDay: whole(1, 365),
  }),
});

/** Everything that a version says: as it is stored, and read again. */
export const RULES = stored<HealthRules>(
  'health configuration',
  FILE.extend({
    types: z.record(z.string(), TYPE),
    cuts: CUTS,
    cutsByStage: z.partialRecord(z.enum(STAGES), CUTS),
  }),
);
